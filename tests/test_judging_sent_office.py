"""Forms that LibreOffice saved again, in three formats: the honest are honest still, the others are found."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from office_files import FILTERS
from sent_forms import alarms, honest, judged, said, sent_form, with_row, written

from xltools.hosts.file import Opened, filled, open_form

SAMPLES = Path(__file__).parents[1] / "samples"
sys.path.insert(0, str(SAMPLES))
from returning.tampering import Copy  # noqa: E402 - as the samples' script does

PROFILES = ("national-2020", "shanghai-2022", "guangshui-2020", "kashi-2020")
TAMPERED = "yunnan-2022"


def _changed(sent: Opened, data: bytes) -> tuple[bytes, set[tuple[str, str]]]:
    """A target, points, a budget and the sum of the points, typed over."""
    evaluation = sent.examined.evaluation
    row = next(r for r in evaluation.indicators if r.target.raw)
    budget = evaluation.funding["total"].amounts["revised_budget"]
    total = evaluation.tail.points
    assert total is not None
    assert row.points.value is not None
    data = written(
        data,
        (row.target.place, "≥1%"),
        (row.points.place, row.points.value + 1),
        (budget.place, Decimal(str(budget.raw)) + 1),
        (total.place, Decimal(100)),
    )
    return data, {
        ("TARGET_CHANGED", str(row.target.place)),
        ("POINTS_CHANGED", str(row.points.place)),
        ("BUDGET_CHANGED", str(budget.place)),
        ("FORMULA_TYPED_OVER", str(total.place)),
    }


def _concealed(sent: Opened, data: bytes) -> tuple[bytes, set[tuple[str, str]]]:
    """A hidden row, white letters, a sheet without its protection."""
    form = sent.examined.evaluation
    row = next(r for r in form.indicators if r.target.raw)
    name = form.fields["project_name"].place
    copy = Copy(data, None)  # type: ignore[arg-type]
    copy.whiten(name)
    copy.hide_row(row.name.place)
    copy.unprotect()
    return copy.data, {
        ("FAINT", str(name)),
        ("ROWS_HIDDEN", str(row.name.place)),
        ("UNPROTECTED", f"{form.sheet}!A1"),
    }


@pytest.fixture(scope="module", params=sorted(FILTERS))
def saved(
    request: pytest.FixtureRequest,
    office: Callable[..., object],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], Path]:
    """The forms as LibreOffice saves them, by name; one start for all of a format."""
    folder = tmp_path_factory.mktemp("saved")
    for name, data in _forms().items():
        (folder / f"{name}.xlsx").write_bytes(data)
    kind: str = request.param
    target = folder / kind
    office(
        "--convert-to", FILTERS[kind], "--outdir", str(target), *map(str, folder.glob("*.xlsx"))
    )
    return partial(_named, target, kind)


def _named(folder: Path, kind: str, name: str) -> Path:
    return folder / f"{name}.{kind}"


def _forms() -> dict[str, bytes]:
    """What is sent through LibreOffice."""
    found = {}
    for profile in PROFILES:
        sent, chance = sent_form(profile, 2), random.Random(profile)
        found[f"{profile}-sent"] = sent.workbook.data
        found[f"{profile}-filled"] = with_row(honest(sent, chance), chance)
    sent = sent_form(TAMPERED, 2)
    data = honest(sent, random.Random(3))
    found["changed"] = _changed(sent, data)[0]
    found["concealed"] = _concealed(sent, data)[0]
    return found


def test_honest_forms_alarm_nobody_whatever_they_were_saved_as(
    saved: Callable[[str], Path],
) -> None:
    """As sent, and filled in with a row more; scored once more afterwards, where they can be."""
    for profile in PROFILES:
        sent = sent_form(profile, 2)
        for state in ("sent", "filled"):
            path = saved(f"{profile}-{state}")
            data = path.read_bytes()
            assert alarms(judged(sent, data, path.name)) == []
            if path.suffix == ".xlsx":
                assert alarms(judged(sent, filled(open_form(path)), path.name)) == []


def test_what_was_done_to_a_form_is_found_whatever_it_was_saved_as(
    saved: Callable[[str], Path],
) -> None:
    """Values, formulas, hidden rows, colours; protection is known from the sheets that have it still."""
    sent = sent_form(TAMPERED, 2)
    data = honest(sent, random.Random(3))
    for name, expected in (
        ("changed", _changed(sent, data)[1]),
        ("concealed", _concealed(sent, data)[1]),
    ):
        path = saved(name)
        assert set(said(judged(sent, path.read_bytes(), path.name))) == expected
