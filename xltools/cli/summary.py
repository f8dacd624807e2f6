"""`xltools summary`: the forms of a unit → 评分表.xlsx, and what only they together show."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from xltools.cli.documents import exact, finding, print_json, rate
from xltools.cli.folders import form_files
from xltools.cli.tables import finding_lines, table, tally
from xltools.collect import WHOLE_SET, Given, ProjectList, Told, read_list
from xltools.decimals import half_up, plain
from xltools.errors import FileError, FormError
from xltools.hosts.file import check_target, is_folder
from xltools.hosts.folders import FORM_ENDINGS, without_copies
from xltools.hosts.summary import DEFAULT_NAME, Collected, collect, read_forms
from xltools.package import load, save_new
from xltools.profile import Profile, load_profile


def run_summary(args: argparse.Namespace) -> int:
    """Read, score and check the forms, write the table, print table and findings."""
    target = _target(args)
    check_target(target, ".xlsx", force=args.force)
    lists: list[Path] = []
    given = Given(
        _budget(args.budget, lists), _money(args.outturn, "--outturn"), tuple(map(_list, lists))
    )
    files, copies = without_copies(
        form_files(args.files, {target.resolve(), *(path.resolve() for path in lists)})
    )
    for copy, original in copies:
        print(f"xltools：跳过副本：{copy.name}（已有 {original}）", file=sys.stderr)
    read = read_forms(files, args.profile)
    for each in read.unread:
        print(f"xltools：{each.why}", file=sys.stderr)
    made = collect(read, given, _profile(args, files[0]))
    save_new(target, made.content)
    if args.json:
        print_json(_document(made, target, copies))
    else:
        _print(made, target)
    if read.unread:
        return 2
    errors = [each.finding.is_error for each in made.told]
    errors += [each.is_error for project in read.projects for each in project.findings]
    return int(any(errors))


# --- what the user named


def _target(args: argparse.Namespace) -> Path:
    if args.output is not None:
        target: Path = args.output
        return target / DEFAULT_NAME if is_folder(target) else target
    first: Path = args.files[0]
    return (first if is_folder(first) else first.parent) / DEFAULT_NAME


def _budget(text: str | None, lists: list[Path]) -> Decimal | None:
    """The unit's budget in 万元; a file of projects goes into `lists` instead."""
    if text is None:
        return None
    path = Path(text)
    if path.suffix.lower() in FORM_ENDINGS:
        lists.append(path)
        return None
    return _money(text, "--budget")


_MONEY = re.compile(r"(?P<number>\d[\d,，]*(?:\.\d+)?)(?P<unit>万元|万|元)?")


def _money(text: str | None, option: str) -> Decimal | None:
    if text is None:
        return None
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        also = "，或预算项目清单文件（.xlsx、.csv）" if option == "--budget" else ""
        raise FileError(f"{option} 后面应写金额（万元），如 289.9965{also}：{text}")
    number = Decimal(found["number"].replace(",", "").replace("，", ""))
    return number / 10000 if found["unit"] == "元" else number


def _list(path: Path) -> ProjectList:
    found = read_list(load(path).snapshot, path.name)
    if found is None:
        raise FormError(
            f"“{path.name}”里没有找到项目清单：要有“项目名称”一栏和“预算数”（或金额）一栏。"
        )
    return found


def _profile(args: argparse.Namespace, path: Path) -> Profile | None:
    return load_profile(args.profile, path.parent) if args.profile else None


# --- what is printed

_SHOWN = ("number", "project_name", "budget", "outturn", "rate", "score", "rule_score", "grade")
_HEAD = (
    "序号", "项目名称", "全年预算数", "全年执行数", "执行率", "自评得分", "核算得分", "等级"
)  # fmt: skip


def _print(made: Collected, target: Path) -> None:
    summary = made.summary
    print(f"{summary.title}（{len(summary.rows)} 个项目，万元）\n")
    rows = [tuple(_shown(key, row.values[key]) for key in _SHOWN) for row in summary.rows]
    total = {**summary.total.values, "project_name": summary.form.total_label, "number": ""}
    rows.append(tuple(_shown(key, total[key]) for key in _SHOWN))
    print(table(_HEAD, rows, right=(0, 2, 3, 4, 5, 6), limit=44))
    print(f"\n全部项目放在一起看：{tally([each.finding for each in made.told])}")
    for each in made.told:
        for line in _told_lines(each):
            print(line)
    for project in made.project_set.projects:
        if project.findings:
            print(f"\n{project.file}（{project.shown}）：{tally(project.findings)}")
            for line in finding_lines(project.findings):
                print(line)
    for name in made.read.skipped:
        print(f"\n跳过以前生成的表：{name}")
    print(f"\n已生成：{target}")


def _told_lines(each: Told) -> Iterator[str]:
    first, *rest = finding_lines([each.finding])
    yield f"{each.file or WHOLE_SET} {first.removeprefix('整份表').strip()}"
    yield from rest


def _shown(key: str, value: object) -> str:
    if isinstance(value, Decimal):
        return f"{half_up(value * 100, 2)}%" if key == "rate" else plain(value)
    return str(value) if value else ("" if key == "number" else "—")


def _document(
    made: Collected, target: Path, copies: Sequence[tuple[Path, str]]
) -> dict[str, Any]:
    summary = made.summary
    return {
        "title": summary.title,
        "output": str(target),
        "projects": [
            {
                "file": project.file,
                "sheet": project.evaluation.sheet,
                "profile": project.profile.id,
                **_facts(row.values),
                "findings": [finding(each) for each in project.findings],
            }
            for project, row in zip(made.project_set.projects, summary.rows, strict=True)
        ],
        "total": {key: _facts(summary.total.values)[key] for key in _TOTALS},
        "findings": [
            {
                "file": each.file or None,
                "project": each.project or None,
                **finding(each.finding),
            }
            for each in made.told
        ],
        "unread": [{"file": each.file, "message": each.why} for each in made.read.unread],
        "skipped": made.read.skipped,
        "copies": [path.name for path, _ in copies],
    }


_TOTALS = ("budget", "outturn", "rate", "score", "rule_score")


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    named = {
        "project": values["project_name"],
        "unit": values["implementing_unit"],
        "grade": values["grade"],
        "rate": rate(values["rate"]),
    }
    numbers = {key: exact(values[key]) for key in ("budget", "outturn", "score", "rule_score")}
    return named | numbers
