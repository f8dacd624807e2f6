"""`xltools score`."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any

from xltools.cli.files import for_each_form
from xltools.cli.tables import finding_lines, table, tally
from xltools.decimals import half_up, plain
from xltools.errors import SaveError
from xltools.hosts.examine import Examined
from xltools.hosts.file import (
    Opened,
    filled,
    is_folder,
    save_as,
    save_beside,
    save_in_place,
    unlisted,
)
from xltools.model import IndicatorScore


def run_score(args: argparse.Namespace) -> int:
    """Score each file and write the result; print the table of indicators."""
    if args.output is not None and len(args.files) > 1 and not is_folder(args.output):
        raise SaveError(f"有多个表时，-o 应是一个已有的文件夹：{args.output}")
    documents: list[dict[str, Any]] = []

    def score(opened: Opened) -> None:
        written, failure = "", None
        try:
            written = _save(opened, args)
        except SaveError as error:
            failure = error  # what was computed is told all the same
        if args.json:
            from xltools.cli.documents import score_document  # only for --json

            documents.extend(score_document(str(opened.path), form) for form in opened.forms)
        else:
            for form in opened.forms:
                _print_result(opened.path, form, several=len(opened.forms) > 1)
            if written:
                signed = "；原文件的数字签名随之失效" if opened.workbook.signed else ""
                print(f"\n{written}{signed}")
        if failure is not None:
            raise failure

    status = for_each_form(args, score)
    if args.json:
        from xltools.cli.documents import print_documents

        print_documents(args, documents)
    return status


def _save(opened: Opened, args: argparse.Namespace) -> str:
    """Write the filled workbook where the user wants it; return the words that say so."""
    data = filled(opened)
    remark = unlisted(opened, data)
    if args.in_place:
        if data == opened.workbook.data:
            return f"已是最新，没有改动：{opened.path}{remark}"
        backup = save_in_place(opened, data)
        return f"已写回：{opened.path}{f'（备份：{backup.name}）' if backup else ''}{remark}"
    target: Path | None = args.output
    if target is None or is_folder(target):
        return f"已另存：{save_beside(opened, data, '已评分', target)}{remark}"
    return f"已另存：{save_as(opened, data, target, force=args.force)}{remark}"


def _print_result(path: Path, examined: Examined, *, several: bool) -> None:
    evaluation, scores = examined.evaluation, examined.scores
    project = evaluation.field_text("project_name") or "（未填项目名称）"
    year = f"{evaluation.year}年度 " if evaluation.year else ""
    where = f"，{evaluation.sheet}" if several else ""
    print(f"{path}（{examined.profile.title}{where}）")
    print(f"{year}{project}\n")
    print(indicator_table(examined))
    total = scores.total
    if total is not None:
        print(f"\n总分：{plain(total)}  等级：{scores.grade or '—'}")
    elif not evaluation.has("score"):
        print("\n这种表不计分。")
    else:
        print("\n总分：算不出，有指标缺数，见下面的问题。")
    print(f"\n{tally(examined.findings)}")
    for line in finding_lines(examined.findings):
        print(line)


def indicator_table(examined: Examined) -> str:
    """一级指标, 三级指标, 目标, 实际, 分值, 完成率, 得分: one line an indicator."""
    head = ("一级指标", "三级指标", "目标值", "实际值", "分值", "完成率", "得分")
    scores = examined.scores
    rows = [_row(row) for row in scores.indicators]
    if not any(row.indicator.is_execution for row in scores.indicators):
        execution = scores.execution
        amounts = _number(execution.budget), _number(execution.outturn)
        rows.insert(0, ("预算执行", "预算执行率（万元）", *amounts, _number(execution.points),
                        _percent(execution.rate), _number(execution.score)))  # fmt: skip
    return table(head, rows, right=(4, 5, 6))


def _row(row: IndicatorScore) -> tuple[str, ...]:
    indicator = row.indicator
    return (
        indicator.level1.text or "—",
        indicator.name.text or "—",
        _target(row),
        indicator.actual.text or "—",
        _number(row.points),
        _percent(row.completion_rate),
        _number(row.score),
    )


def _target(row: IndicatorScore) -> str:
    """The target as printed, with sign and unit where they stand in columns of their own."""
    indicator = row.indicator
    parts = (indicator.nature, indicator.target, indicator.unit)
    return "".join(part.text for part in parts if part and part.text) or "—"


def _number(value: Decimal | None) -> str:
    return "—" if value is None else plain(value)


def _percent(rate: Decimal | None) -> str:
    if rate is None:
        return "—"
    return f"{half_up(rate * 100, 2)}%"
