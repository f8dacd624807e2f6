"""`xltools collect`: what came back → ledger and summary workbook, with a short report."""

from __future__ import annotations

import argparse
import sys

from msgspec import structs

from xltools.bureau.collect import Collected, collect
from xltools.bureau.places import find_places, find_rosters
from xltools.bureau.request import Request
from xltools.bureau.user import user_name
from xltools.cli.documents import print_json
from xltools.cli.progress import shown


def run_collect(args: argparse.Namespace) -> int:
    """Take in the heap, write the summary, print what became of it."""
    places = find_places(
        args.folders, args.output, args.ledger, args.csv, args.parquet, force=args.force
    )
    request = Request(
        places,
        user_name(),
        tuple(args.roster or find_rosters(args.folders)),
        args.sent,
        args.rules,
        args.profile or "",
        args.jobs,
        args.dask or "",
        args.last_year or "",
        args.again,
        summary=not args.no_summary,
    )
    try:
        with shown(sys.stderr, quiet=args.json) as progress:
            made = collect(request, progress)
    except KeyboardInterrupt:
        print("xltools：已停止。读完的都已记入台账，再运行一次会接着做。", file=sys.stderr)
        return 2
    if args.json:
        print_json(_document(made, request))
    else:
        print("\n".join(_report(made, request)))
    counts = made.counts
    return int(bool(counts.findings or counts.refused or counts.missing))


def _report(made: Collected, request: Request) -> list[str]:
    counts, places = made.counts, made.places
    archives = f"（另有 {counts.archives} 个压缩包已打开）" if counts.archives else ""
    outdated = (
        f"（其中 {made.outdated} 个因程序、表样或名册有变化重新读过）" if made.outdated else ""
    )
    lines = [
        f"共 {counts.files} 个文件{archives}，本次新读 {made.read} 个{outdated}，"
        f"用时 {_time(made.seconds)}：",
        f"  收下 {counts.accepted}，收下但有问题 {counts.findings}，没有收 {counts.refused}，"
        f"重复 {counts.duplicate}，不理会 {counts.ignored}",
    ]
    if request.rosters:
        names = "、".join(path.name for path in request.rosters)
        lines.append(
            f"名册（{names}）{counts.projects} 个项目：已报送 {counts.returned}，未报送 {counts.missing}"
        )
        if counts.unexpected:
            lines.append(f"  名册以外报来 {counts.unexpected} 个项目")
    else:
        lines.append(
            f"没有名册，看不出谁没有报送；报来 {counts.unexpected} 个项目。有名册的请用 --roster 指明。"
        )
    lines += [f"汇总表：{places.summary}"] if request.summary else []
    lines += [f"台账：  {made.ledger}", f"日志：  {places.log}"]
    lines += [f"数据：  {folder}" for folder in (places.csv, places.parquet) if folder]
    return lines


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{seconds:.1f} 秒"


def _document(made: Collected, request: Request) -> dict[str, object]:
    counts = structs.asdict(made.counts)
    return {
        "summary": str(made.places.summary) if request.summary else None,
        "ledger": made.ledger,
        "rosters": [str(path) for path in request.rosters],
        "read": made.read,
        "read_again": made.outdated,
        "unchanged": made.unchanged,
        "seconds": round(made.seconds, 3),
        **counts,
        "missing": made.counts.missing,
    }
