"""`xltools press`: the buttons of the ribbon on a saved file."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from xltools.press import press
from xltools.ribbon import BUTTONS, Answer

_HINTS = {
    "yes": "确认请加 --yes",
    "report": "请用 --report 指定报告文件",
    "folder": "请把文件夹写在后面",
}


def run_press(args: argparse.Namespace) -> int:
    """Press one button; status 0 done, 1 done with something to look at, 2 not done."""
    answer = press(
        args.action,
        args.file,
        chosen=args.report,
        confirmed=args.yes,
        cell=args.cell,
        row=args.row,
    )
    if args.json:
        from xltools.cli.documents import print_json  # only for --json

        print_json(_document(args, answer))
    else:
        _print(args, answer)
    if answer.ask is not None or answer.level == "failed":
        return 2
    return int(answer.level == "warning")


def _print(args: argparse.Namespace, answer: Answer) -> None:
    if answer.ask is not None or answer.level == "failed":
        said = answer.message + _hint(args, answer)
        print(f"xltools：{said}", file=sys.stderr)
        return
    print(answer.message)
    for line in answer.lines:
        print(line)
    if answer.select is not None:
        print(f"位置：{answer.select}")


def _hint(args: argparse.Namespace, answer: Answer) -> str:
    if answer.ask is not None:
        return f"（{_HINTS[answer.ask]}）"
    unplaced = args.action in ("add", "remove") and args.row is None and args.cell is None
    return "（用 --row 行号 或 --cell 单元格 指定）" if unplaced else ""


def _document(args: argparse.Namespace, answer: Answer) -> dict[str, Any]:
    place = answer.select
    return {
        "action": args.action,
        "caption": BUTTONS[args.action].caption,
        "file": str(args.file),
        "level": answer.level,
        "message": answer.message,
        "lines": list(answer.lines),
        "ask": answer.ask,
        "select": {"sheet": place.sheet, "cell": place.a1} if place else None,
        "files": [str(each) for each in answer.files],
    }
