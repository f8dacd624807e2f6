"""Whole reports in the styles of several regions that are sound in names, methods and logic."""

from __future__ import annotations

from pathlib import Path

import pytest

from xltools.audit import read_report
from xltools.audit.case import Case
from xltools.audit.rules.logic import done as logic_done
from xltools.audit.rules.logic import money as logic_money
from xltools.audit.rules.logic import plan as logic_plan
from xltools.audit.rules.logic import topics as logic
from xltools.audit.rules.names import documents, methods, people
from xltools.audit.rules.names import projects as names

SOUND = sorted((Path(__file__).parent / "data" / "sound").glob("*-style.txt"))
FAMILIES = (
    *(documents, people, names, methods),
    *(logic, logic_done, logic_money, logic_plan),
)


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_sound_report_gives_no_remark(path: Path) -> None:
    """Problems that cost points, money of other years, other units' rooms: nothing is wrong."""
    case = Case(read_report(path))

    found = [each for family in FAMILIES for rule in family.RULES for each in rule(case)]

    assert [f"{each.code.number} {each.message}" for each in found] == []
