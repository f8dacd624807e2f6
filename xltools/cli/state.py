"""`xltools state`: where each project stands, what became of one, a state set by hand or read back."""

from __future__ import annotations

import argparse
from collections import Counter

from msgspec import structs

from xltools.bureau.history import Step, enter, history, one_project, standings
from xltools.bureau.now import Now
from xltools.bureau.read_back import Change, ReadBack, read_back
from xltools.bureau.user import user_name
from xltools.bureau.where import ledger_place
from xltools.cli.documents import print_json
from xltools.cli.tables import table
from xltools.errors import FormError
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.states import STATES

_MOST = 200
"""Projects that a terminal shows; --json tells all."""


def run_state(args: argparse.Namespace) -> int:
    """List, tell one project's history, set its state, or read a summary back.

    Status 1: some of what the summary says was not entered, since somebody else was faster.
    """
    _refuse_mixtures(args)
    with open_ledger(ledger_place(args.ledger), create=False) as ledger:
        if args.summary is not None:
            return _read_back(ledger, args)
        if args.state is not None or args.remark is not None:
            return _enter(ledger, args)
        return _history(ledger, args) if args.project is not None else _list(ledger, args)


def _refuse_mixtures(args: argparse.Namespace) -> None:
    """Options that mean two different things at once."""
    sets = args.state is not None or args.remark is not None
    if args.summary is not None and (sets or args.project is not None):
        raise FormError("--from 读回整份汇总表，不能与 --project、--state、--remark 一起用。")
    if sets and args.project is None:
        raise FormError("请用 --project 写明改哪个项目。")
    if args.why is not None and args.state is None:
        raise FormError("--why 要和 --state 一起用。")


def _read_back(ledger: Ledger, args: argparse.Namespace) -> int:
    made = read_back(ledger, args.summary, user_name())
    if args.json:
        print_json(_read_document(made))
        return int(bool(made.conflicts))
    if not made.changes and not made.conflicts:
        print("汇总表里的状态和意见与台账一致，没有要读回的。")
    if made.changes:
        rows = [
            (each.shown, each.before, _to(each), each.remark or "") for each in made.changes
        ]
        print(table(("项目", "原状态", "现状态", "意见"), rows, limit=40))
        print(f"\n已读回 {len(made.changes)} 个项目。")
    for conflict in made.conflicts:
        print(f"没有读回 {conflict.change.place} {conflict.change.shown}：{conflict.why}。")
    return int(bool(made.conflicts))


def _to(change: Change) -> str:
    return change.state or change.before


def _enter(ledger: Ledger, args: argparse.Namespace) -> int:
    now = enter(
        ledger, args.project, user_name(),
        state=args.state or "", why=args.why or "", remark=args.remark,
    )  # fmt: skip
    if args.json:
        print_json(structs.asdict(now))
    else:
        said = f"，意见：{now.remark}" if now.remark else ""
        print(f"{now.unit} {now.shown}：{now.state}{said}")
    return 0


def _history(ledger: Ledger, args: argparse.Namespace) -> int:
    with ledger.read() as connection:
        now = one_project(connection, args.project)
        steps = history(connection, now)
    if args.json:
        document = structs.asdict(now) | {"history": [structs.asdict(each) for each in steps]}
        print_json(document)
        return 0
    print(f"{now.unit} {now.shown}：{now.state}（{now.key}）\n")
    for each in steps:
        print("\n".join(_step(each)))
    if not steps:
        print("还没有来件，也没有记事。")
    return 0


def _step(step: Step) -> list[str]:
    """When, what and who on one line, the words below it."""
    who = f"  {step.who}" if step.who else ""
    lines = [f"{step.at}  {step.what}{who}  {step.state or '意见'}"]
    lines += [f"    {step.why}"] if step.why else []
    return [*lines, f"    意见：{step.remark}"] if step.remark else lines


def _list(ledger: Ledger, args: argparse.Namespace) -> int:
    counts: Counter[str] = Counter()
    shown: list[Now] = []
    with ledger.read() as connection:
        for each in standings(connection, args.unit or (), args.only or ()):
            counts[each.state] += 1
            if args.json or len(shown) < _MOST:
                shown.append(each)
    if args.json:
        print_json([structs.asdict(each) for each in shown])
        return 0
    if not shown:
        print("没有这样的项目。")
        return 0
    rows = [
        (each.unit, each.code, each.name, each.state, each.since, each.who or "—", each.remark)
        for each in shown
    ]
    print(table(("单位", "编号", "项目", "状态", "从何时", "谁", "意见"), rows))
    left = counts.total() - len(shown)
    if left:
        print(f"……还有 {left} 个项目，请用 --unit、--only 缩小范围")
    told = "，".join(f"{state} {counts[state]}" for state in STATES if counts[state])
    print(f"\n{counts.total()} 个项目：{told}")
    return 0


def _read_document(made: ReadBack) -> dict[str, object]:
    def change(each: Change) -> dict[str, object]:
        return {
            "key": each.key,
            "project": each.shown,
            "cell": str(each.place),
            "before": each.before,
            "state": each.state,
            "remark": each.remark,
        }

    return {
        "changes": [change(each) for each in made.changes],
        "conflicts": [change(each.change) | {"why": each.why} for each in made.conflicts],
    }
