"""The results of a run on disk: the summary workbook, and tables for programs."""

from __future__ import annotations

from datetime import datetime

from msgspec import structs

from xltools import __version__
from xltools.bureau.counts import Counts
from xltools.bureau.read_back import note_written
from xltools.bureau.request import Request
from xltools.ledger.book import Ledger
from xltools.overview.about import About, Source, source_of
from xltools.returns.rules import Rules

TITLE = "项目支出绩效自评汇总表"


def write_results(ledger: Ledger, request: Request, rules: Rules, counts: Counts) -> None:
    """Write what the user asked for; the summary last, since it says that all is done.

    Raises:
        SaveError: something cannot be written; what was there before is untouched.
    """
    places = request.places
    if places.csv or places.parquet:
        from xltools.overview.export import write_tables

        if places.csv:
            write_tables(ledger, places.csv, "csv")
        if places.parquet:
            write_tables(ledger, places.parquet, "parquet")
    if request.summary:
        from xltools.overview.workbook import write_overview

        write_overview(ledger, places.summary, _about(ledger, request, rules, counts))
        note_written(ledger, places.summary)


def _about(ledger: Ledger, request: Request, rules: Rules, counts: Counts) -> About:
    name = request.rules.name if request.rules else "默认规则"
    rosters = tuple(source_of(path, path.read_bytes()) for path in request.rosters)
    figures = {**structs.asdict(counts), "missing": counts.missing}
    return About(
        TITLE, datetime.now(), __version__, Source(name, rules.digest), ledger.where,
        tuple(str(root) for root in request.places.roots), rosters, figures,
    )  # fmt: skip
