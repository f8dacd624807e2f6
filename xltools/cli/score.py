"""`xltools score`."""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal
from pathlib import Path

from xltools.cli.documents import exact, one_or_list, print_json, score_document
from xltools.cli.tables import finding_lines, table, tally
from xltools.decimals import half_up
from xltools.errors import SaveError, XltoolsError
from xltools.hosts.examine import Examined
from xltools.hosts.file import Opened, filled, open_form, save_as, save_beside, save_in_place
from xltools.model import IndicatorScore
from xltools.profile import load_profile


def run_score(args: argparse.Namespace) -> int:
    """Score each file and write the result; print the table of indicators."""
    profile = load_profile(args.profile) if args.profile else None
    documents, status = [], 0
    for path in args.files:
        try:
            opened = open_form(path, profile)
            written = _save(opened, args)
        except XltoolsError as error:
            print(f"xltools：{error}", file=sys.stderr)
            status = 2
            continue
        status = max(status, int(opened.examined.has_errors))
        if args.json:
            documents.append(score_document(str(path), opened.examined))
        else:
            _print_result(path, opened.examined, written)
    if args.json and documents:
        print_json(one_or_list(documents))
    return status


def _save(opened: Opened, args: argparse.Namespace) -> str:
    """Write the filled workbook where the user wants it; return the words that say so."""
    data = filled(opened)
    if args.in_place:
        backup = save_in_place(opened, data)
        return (
            f"已写回：{opened.path}（备份：{backup.name}）"
            if backup
            else f"已写回：{opened.path}"
        )
    if args.output is None:
        return f"已另存：{save_beside(opened, data, '已评分')}"
    target: Path = args.output
    if target.is_dir():
        target = target / opened.path.name
    elif len(args.files) > 1:
        raise SaveError(f"有多个表时，-o 应是一个已有的文件夹：{target}")
    return f"已另存：{save_as(opened, data, target)}"


def _print_result(path: Path, examined: Examined, written: str) -> None:
    evaluation, scores = examined.evaluation, examined.scores
    project = evaluation.field_text("project_name") or "（未填项目名称）"
    year = f"{evaluation.year}年度 " if evaluation.year else ""
    print(f"{path}（{examined.profile.title}）")
    print(f"{year}{project}\n")
    print(indicator_table(examined))
    total = exact(scores.total)
    if total is None:
        print("\n总分：算不出，有指标缺数，见下面的问题。")
    else:
        print(f"\n总分：{total}  等级：{scores.grade}")
    print(f"\n{tally(examined.findings)}")
    for line in finding_lines(examined.findings):
        print(line)
    print(f"\n{written}")


def indicator_table(examined: Examined) -> str:
    """一级指标, 三级指标, 目标, 实际, 分值, 完成率, 得分: one line an indicator."""
    head = ("一级指标", "三级指标", "目标值", "实际值", "分值", "完成率", "得分")
    scores = examined.scores
    rows = [_row(row) for row in scores.indicators]
    if not any(row.indicator.is_execution for row in scores.indicators):
        execution = scores.execution
        amounts = exact(execution.budget) or "—", exact(execution.outturn) or "—"
        rows.insert(0, ("预算执行", "预算执行率（万元）", *amounts, exact(execution.points) or "—",
                        _percent(execution.rate), exact(execution.score) or "—"))  # fmt: skip
    return table(head, rows, right=(4, 5, 6))


def _row(row: IndicatorScore) -> tuple[str, ...]:
    indicator = row.indicator
    return (
        indicator.level1.text or "—",
        indicator.name.text or "—",
        indicator.target.text or "—",
        indicator.actual.text or "—",
        exact(indicator.points.value) or "—",
        _percent(row.completion_rate),
        exact(row.score) or "—",
    )


def _percent(rate: Decimal | None) -> str:
    if rate is None:
        return "—"
    return f"{half_up(rate * 100, 2)}%"
