"""The heap of samples/returned, taken in by this very process: a ledger for tests to write into."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xltools.bureau.work import Task, work
from xltools.intake.walk import items
from xltools.judging.settle import settle
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.roster import load_roster
from xltools.ledger.tables import project
from xltools.returns.records import unpacked
from xltools.returns.rules import load_rules

SAMPLES = Path(__file__).parents[1] / "samples"


class Heap:
    """A copy of the heap and the ledger of what came."""

    def __init__(self, folder: Path) -> None:
        self.root = copy_heap(folder)
        self.came = self.root / "来件"
        self.ledger = folder / "台账.db"
        take_in(self.ledger, self.came, self.root / "发放" / "报送名册.xlsx")


def copy_heap(folder: Path) -> Path:
    """The samples below a folder, with the times that their list gives."""
    root = folder / "returned"
    shutil.copytree(SAMPLES / "returned", root)
    sys.path.insert(0, str(SAMPLES))
    try:
        import build_returned

        build_returned.set_times(root)
    finally:
        sys.path.remove(str(SAMPLES))
    return root


def take_in(place: Path | str, came: Path, roster: Path) -> None:
    """One run of the desk, up to the summary."""
    rules = load_rules()
    with open_ledger(place) as ledger:
        ledger.set_roster(load_roster(roster), rules.matching.synonyms)
        run = ledger.begin_run({}, rules.digest, "测试")
        task = Task(rules.limits, str(place), str(roster.parent))
        ledger.keep(run, unpacked(work(list(ledger.changed(items([came]))), task)))
        ledger.mark_gone(run, [came])
        settle(ledger, rules)
        ledger.finish_run(run, {})


@contextmanager
def copied(heap: Heap, folder: Path) -> Iterator[Ledger]:
    """A ledger of the test's own; the files that came are the heap's."""
    folder.mkdir(parents=True, exist_ok=True)
    place = Path(shutil.copy(heap.ledger, folder / "台账.db"))
    with open_ledger(place, create=False) as ledger:
        yield ledger


def project_of(ledger: Ledger, code: str) -> int:
    """The number of the project of this code."""
    with ledger.read() as connection:
        found: Sequence[int] = connection.scalars(
            project.select().with_only_columns(project.c.id).where(project.c.code == code)
        ).all()
    (number,) = found
    return number
