"""What a user asks of a run."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from xltools.bureau.places import Places


class Request(Struct, frozen=True):
    """What the user asked for. `sent` is the folder of the forms that were sent out, the first
    roster's by default; `jobs` None takes all processors; `last_year` names last year's ledger.
    Without `summary` only the ledger is brought up to date, and what else was asked for.
    """

    places: Places
    who: str
    rosters: tuple[Path, ...] = ()
    sent: Path | None = None
    rules: Path | None = None
    profile: str = ""
    jobs: int | None = None
    dask: str = ""
    last_year: str = ""
    again: bool = False
    summary: bool = True
