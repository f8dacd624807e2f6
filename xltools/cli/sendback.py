"""`xltools sendback`: what has to be mended goes back, one zip a unit."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from xltools.bureau.index import SentBackUnit
from xltools.bureau.send_back import Order, SentBack, send_back
from xltools.bureau.user import user_name
from xltools.bureau.where import ledger_place
from xltools.cli.documents import print_json
from xltools.cli.progress import shown
from xltools.cli.tables import table
from xltools.hosts.folders import RETURNED
from xltools.ledger.book import open_ledger

_MOST = 60
"""Units that a terminal shows; the list on disk has them all."""


def run_sendback(args: argparse.Namespace) -> int:
    """Write the zips, print who gets what; status 1 if anybody got something."""
    place = ledger_place(args.ledger)
    folder: Path = args.output or (place.parent if isinstance(place, Path) else Path())
    order = Order(
        day=date.today(), who=user_name(), units=args.unit, hints=args.hints,
        record=not args.no_state, dry=args.dry_run,
    )  # fmt: skip
    with open_ledger(place, create=False) as ledger, shown(sys.stderr, quiet=args.json) as bar:
        made = send_back(ledger, folder, order, progress=bar)
    if args.json:
        print_json(_document(made))
    else:
        print("\n".join(_report(made, dry=args.dry_run)))
    if made.stopped or any(each.failed for each in made.units):
        return 2
    return int(bool(made.units))


def _report(made: SentBack, *, dry: bool) -> list[str]:
    if not made.units:
        return [f"{made.sound} 个单位都没有要退回的。"]
    head = ("单位", "需要修改", "没有接收", "需要报送", "问题", "文件")
    rows = [
        (
            each.unit, str(each.forms), str(each.refused), str(each.awaited), each.found or "—",
            each.target.name if each.target else "—",
        )
        for each in made.units[:_MOST]
    ]  # fmt: skip
    lines = [table(head, rows, right=(1, 2, 3), limit=36)]
    if len(made.units) > _MOST:
        lines.append(f"……还有 {len(made.units) - _MOST} 个单位")
    lines.append("")
    lines += [f"{each.unit}：{said}" for each in made.units for said in _troubles(each)]
    if made.strays:
        lines.append(
            f"{len(made.strays)} 个没有接收的文件不知是哪个单位的，如：{made.strays[0].path}"
        )
    sound = f"，{made.sound} 个单位没有要退回的" if made.sound else ""
    if dry:
        return [*lines, f"{len(made.units)} 个单位有要退回的{sound}。只是试算，什么也没有写。"]
    written = [each for each in made.units if each.target]
    states = sum(each.states for each in made.units)
    entered = f"；台账记为“退回”的项目 {states} 个" if states else ""
    lines.append(f"已写 {len(written)} 个单位的退回意见{sound}{entered}。")
    if made.index is not None:
        lines.append(
            f"文件夹：{made.index.parent}（“{RETURNED}”里的 {made.index.name} 列出全部）"
        )
    return lines


def _troubles(each: SentBackUnit) -> tuple[str, ...]:
    return (*((each.failed,) if each.failed else ()), *each.troubles)


def _document(made: SentBack) -> dict[str, object]:
    return {
        "sound": made.sound,
        "stopped": made.stopped,
        "index": str(made.index) if made.index else None,
        "strays": [{"path": each.path, "reason": each.reason} for each in made.strays],
        "units": [
            {
                "unit": each.unit,
                "forms": each.forms,
                "refused": each.refused,
                "awaited": each.awaited,
                "found": each.found,
                "file": str(each.target) if each.target else None,
                "copies": each.copies,
                "states": each.states,
                "troubles": list(each.troubles),
                "failed": each.failed,
            }
            for each in made.units
        ],
    }
