"""A returned form against the form that was sent: nothing that was changed is missed, nothing honest told."""

from __future__ import annotations

import csv
import io
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sent_forms import (
    alarms,
    edited,
    honest,
    judged,
    opened,
    said,
    sent_form,
    unpacked,
    with_row,
    without_row,
    written,
)

from xltools.codes import Code
from xltools.findings import Severity
from xltools.hosts.file import Opened
from xltools.judging.sent import held_against
from xltools.judging.sent.roles import roles_of
from xltools.model import Indicator, Place
from xltools.package.reckon import reckon
from xltools.profile import profile_ids
from xltools.returns.codes.sent import SentCode

SAMPLES = Path(__file__).parents[1] / "samples"
FOLDER = SAMPLES / "returned"
sys.path.insert(0, str(SAMPLES))
from returning.tampering import Copy  # noqa: E402 - as its script does

LISTED: dict[str, Any] = tomllib.loads((FOLDER / "清单.toml").read_text("utf-8"))
FORMS = [each for each in LISTED["file"] if "profile" in each]
CODES = {
    "label_changed": "LABEL_CHANGED",
    "points_changed": "POINTS_CHANGED",
    "target_changed": "TARGET_CHANGED",
    "budget_changed": "BUDGET_CHANGED",
    "formula_overwritten": "FORMULA_TYPED_OVER",
    "lying_cache": "RESULT_LIES",
    "unprotected": "UNPROTECTED",
    "row_deleted": "INDICATOR_GONE",
    "hidden_row": "ROWS_HIDDEN",
    "white_text": "FAINT",
}
"""What each kind of trouble in the list of the samples is called here."""


@cache
def everything() -> dict[str, bytes]:
    """All that came, members of zips with it."""
    came = FOLDER / "来件"
    files = (path for path in sorted(came.rglob("*")) if path.is_file())
    return {
        name: data
        for path in files
        for name, data in unpacked(path.relative_to(came).as_posix(), path.read_bytes())
    }


@cache
def sent_out(code: str) -> Opened | None:
    """The form of a project as it was sent out; None for one that is not on the roster."""
    paths = list((FOLDER / "发放").rglob(f"{code}-*.xlsx")) if code else []
    return opened(paths[0].read_bytes()) if paths else None


@cache
def told(path: str) -> tuple[tuple[str, str], ...]:
    """What is said of a file of the heap: codes and cells of warnings and errors."""
    listed = next(each for each in FORMS if each["path"] == path)
    return tuple(said(judged(sent_out(listed.get("code", "")), everything()[path], path)))


# --- the heap


@pytest.mark.parametrize("path", [each["path"] for each in FORMS])
def test_of_every_form_of_the_heap_all_is_told_that_was_done_to_it_and_nothing_else(
    path: str,
) -> None:
    """The list names the cells. A second copy of a file shows what the first one shows."""
    listed = next(each for each in FORMS if each["path"] == path)
    first = next(each for each in FORMS if each["path"] == listed.get("of", path))
    same = listed["verdict"] == "duplicate"
    troubles = (first if same else listed).get("trouble", [])
    expected = {
        (CODES[each["kind"]], each["cell"] + ("" if "!" in each["cell"] else "!A1"))
        for each in troubles
        if each["kind"] in CODES
    }

    assert set(told(path)) == expected
    assert len(told(path)) == len(expected)


def test_every_kind_of_tampering_of_the_list_is_in_the_heap() -> None:
    """Else the test above would prove little."""
    kinds = Counter(t["kind"] for each in FORMS for t in each.get("trouble", []))
    assert kinds.keys() >= CODES.keys()


# --- honest units


@pytest.mark.parametrize("profile", profile_ids())
def test_an_honest_form_alarms_nobody(profile: str) -> None:
    """As it was sent; filled in and scored; with rows added before and after; unneeded rows deleted."""
    sent, chance = sent_form(profile, 1), random.Random(profile)
    data = sent.workbook.data
    filled = honest(sent, chance)
    longer = with_row(with_row(filled, chance), chance)
    again = honest(opened(with_row(data, chance)), chance)
    shorter = _without_blank_rows(filled)

    for each in (data, filled, longer, again, shorter):
        assert alarms(judged(sent, each)) == []


def _without_blank_rows(data: bytes) -> bytes:
    """The form without the second row of each 二级指标, where that is empty."""
    for number in range(4):
        file = opened(data)
        rows = [
            r for r in file.examined.evaluation.indicators if not (r.judged or r.is_execution)
        ]
        named = {r.row for r in rows}
        free = [r for r in rows if r.row + 1 not in named]
        if len(free) <= number:
            break
        place = free[number].name.place
        sheet = file.workbook.snapshot.sheet(place.sheet)
        assert sheet is not None
        if sheet.value(place.row + 1, 1) is None and _is_free(file, place.row + 1):
            data = without_row(data, Place(place.sheet, place.row + 1, place.column))
    return data


def _is_free(file: Opened, row: int) -> bool:
    """True for an empty row of a 二级指标 that has others."""
    sheet = file.workbook.snapshot.sheet(file.examined.evaluation.sheet)
    assert sheet is not None
    inside = any(top < row <= below for top, _, below, _ in sheet.merges if below - top >= 2)
    return inside and all(sheet.value(row, column) is None for column in range(1, 20))


@pytest.mark.parametrize("profile", ["national-2020", "shanghai-2022", "anju-2020"])
def test_a_form_saved_as_text_or_copied_out_of_its_workbook_alarms_nobody(profile: str) -> None:
    """Formulas, formats, names and the other sheets are lost; labels and values are as they were."""
    sent = sent_form(profile, 3)
    filled = honest(sent, random.Random(profile))
    form = sent.examined.evaluation.sheet

    assert alarms(judged(sent, _as_csv(filled), "自评表.csv")) == []
    assert alarms(judged(sent, _alone(filled, form))) == []


def _as_csv(data: bytes) -> bytes:
    """The form's sheet as a table of text."""
    file = opened(data)
    sheet = file.workbook.snapshot.sheet(file.examined.evaluation.sheet)
    assert sheet is not None
    out = io.StringIO()
    rows = [
        [f"{value:.10g}" if isinstance(value, float) else value or "" for value in row]
        for row in sheet.rows
    ]
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _alone(data: bytes, form: str) -> bytes:
    """A workbook with nothing but the form's sheet, our names gone."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for name in [each for each in book.sheetnames if each != form]:
        del book[name]
    for name in list(book.defined_names):
        del book.defined_names[name]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_target_changed_in_a_table_of_text_is_found() -> None:
    """There it has no name and no format, and is a target all the same."""
    sent = sent_form("national-2020", 3)
    (row, *_) = (r for r in sent.examined.evaluation.indicators if r.target.raw)
    data = written(honest(sent, random.Random(1)), (row.target.place, "≥1%"))

    ((code, cell),) = said(judged(sent, _as_csv(data), "自评表.csv"))
    assert (code, cell.partition("!")[2]) == ("TARGET_CHANGED", row.target.place.a1)


def test_units_may_add_indicators_and_the_bureau_is_given_a_hint() -> None:
    """In an empty row of the form, and in one that they put in."""
    sent, chance = sent_form("national-2020", 1), random.Random(5)
    data = with_row(honest(sent, chance), chance)
    evaluation = opened(data).examined.evaluation
    sheet = opened(data).workbook.snapshot.sheet(evaluation.sheet)
    assert sheet is not None
    row = next(r for r in evaluation.indicators if r.target.raw).row
    column = next(iter(evaluation.indicators)).name.place.column
    free = next(n for n in range(row, row + 30) if sheet.value(n, column) is None)
    place = Place(sheet.name, free, column)
    data = written(data, (place, "本单位自己的指标"))

    (hint,) = judged(sent, data)
    assert (hint.code, hint.place) == (SentCode.INDICATOR_ADDED, place)
    assert hint.code.severity is Severity.HINT


def test_the_same_target_in_other_words_and_a_seal_are_no_change() -> None:
    """Units write as they are used to."""
    sent = sent_form("national-2020", 2)
    evaluation = sent.examined.evaluation
    row = next(r for r in evaluation.indicators if r.target.text == "≥95%")
    unit = evaluation.fields["implementing_unit"]
    data = written(
        sent.workbook.data,
        (row.target.place, "不低于 95%"),
        (unit.place, f"{unit.text}（盖章）"),
    )

    assert alarms(judged(sent, data)) == []


# --- others

Done = tuple[bytes, tuple[str, Place]] | None


class Tampering:
    """Ways to change a form that was filled in; each says what ought to be found, and where."""

    def __init__(self, sent: Opened, data: bytes, chance: random.Random) -> None:
        self.sent, self.data, self.chance = sent, data, chance
        self.file = opened(data)
        self.form = self.file.examined.evaluation
        self.rows = [
            row
            for row in self.form.indicators
            if row.name.raw and row.target.raw and not (row.is_execution or row.judged)
        ]

    def _row(self) -> Indicator | None:
        return self.chance.choice(self.rows) if self.rows else None

    def _typed(self, code: str, place: Place, value: Decimal | str | None) -> Done:
        return written(self.data, (place, value)), (code, place)

    def label(self) -> Done:
        """A word of the form's own sheet."""
        known = roles_of(self.form)
        places = self._printed(self.form.sheet)
        return self._typed(
            "LABEL_CHANGED",
            self.chance.choice([p for p in places if (p.row, p.column) not in known]),
            "改过的字样",
        )

    def side_label(self) -> Done:
        """A word of a sheet beside it."""
        places = [p for name in ("报告文本", "评价组", "支出明细") for p in self._printed(name)]
        if not places:
            return None
        return self._typed("LABEL_CHANGED", self.chance.choice(places), "改过的字样")

    def _printed(self, name: str) -> list[Place]:
        """The words on a sheet that were there when it was sent, where they are now."""
        before, after = (each.workbook.snapshot.sheet(name) for each in (self.sent, self.file))
        if before is None or after is None:
            return []
        words = {value for row in before.rows for value in row if isinstance(value, str)}
        return [
            Place(name, row, column)
            for row, cells in enumerate(after.rows, start=1)
            for column, value in enumerate(cells, start=1)
            if value in words and len(str(value)) > 1 and (row, column) not in after.formulas
        ]

    def name(self) -> Done:
        """The name of an indicator."""
        row = self._row()
        return self._typed("NAME_CHANGED", row.name.place, "换了一个名称") if row else None

    def points(self) -> Done:
        """The points of an indicator."""
        row = self._row()
        if row is None or row.points.value is None:
            return None
        return self._typed("POINTS_CHANGED", row.points.place, row.points.value + 3)

    def target(self) -> Done:
        """The target of an indicator."""
        row = self._row()
        return self._typed("TARGET_CHANGED", row.target.place, "≥77.7%") if row else None

    def objective(self) -> Done:
        """The objective of the year, at its end."""
        entry = self.form.fields.get("objective_planned")
        if entry is None or entry.text is None:
            return None
        return self._typed("TARGET_CHANGED", entry.place, entry.text[:-1] + "，部分除外。")

    def budget(self) -> Done:
        """A budget, which the bureau granted."""
        amounts = [
            amount
            for line in self.form.funding.values()
            for key, amount in line.amounts.items()
            if key.endswith("_budget") and amount.raw is not None
        ]
        amount = self.chance.choice(amounts)
        return self._typed("BUDGET_CHANGED", amount.place, Decimal(str(amount.raw)) + 7)

    def field(self) -> Done:
        """What the bureau filled in at the head."""
        keys = ("project_name", "implementing_unit", "supervising_department", "year")
        given = [key for key in keys if key in self.form.fields and self.form.fields[key].raw]
        key = self.chance.choice(given)
        value = Decimal(2031) if key == "year" else "别的"
        return self._typed("PREFILLED_CHANGED", self.form.fields[key].place, value)

    def empty(self) -> Done:
        """An indicator without its name."""
        row = self._row()
        return self._typed("INDICATOR_GONE", row.name.place, None) if row else None

    def delete(self) -> Done:
        """An indicator without its row."""
        row = self._row()
        if row is None:
            return None
        return without_row(self.data, row.name.place), ("INDICATOR_GONE", row.name.place)

    def _formulas(self, begin: str = "") -> Iterator[tuple[Place, str]]:
        for sheet in self.file.workbook.snapshot.sheets:
            for spot, formula in sheet.formulas.items():
                if formula.startswith(begin):
                    yield Place(sheet.name, *spot), formula

    def formula(self) -> Done:
        """A number in the place of a formula."""
        found = list(self._formulas())
        if not found:
            return None
        return self._typed("FORMULA_TYPED_OVER", self.chance.choice(found)[0], Decimal(55))

    def other_formula(self) -> Done:
        """Another sum."""
        found = list(self._formulas("SUM"))
        if not found:
            return None
        place, formula = self.chance.choice(found)
        old = f"<f>{formula}</f>".encode()
        other = b"<f>SUM(A1:A2)</f>"
        data = edited(self.data, place.sheet, lambda xml: xml.replace(old, other))
        return data, ("FORMULA_CHANGED", place)

    def lie(self) -> Done:
        """A sum that shows more than its cells add up to."""
        found = list(self._formulas("SUM"))
        if not found:
            return None
        place, formula = self.chance.choice(found)
        sheet = self.file.workbook.snapshot.sheet(place.sheet)
        assert sheet is not None
        result = reckon(formula, sheet, self.file.workbook.snapshot)
        assert result is not None
        copy = Copy(self.data, None)  # type: ignore[arg-type]
        copy.put_cached(place, Decimal(f"{result + 3.5:.6f}"))
        return copy.data, ("RESULT_LIES", place)

    def unprotect(self) -> Done:
        """The form's sheet without its protection."""
        copy = Copy(self.data, None)  # type: ignore[arg-type]
        copy.unprotect()
        return copy.data, ("UNPROTECTED", Place(self.form.sheet, 1, 1))

    def hide(self) -> Done:
        """The row of an indicator without height."""
        row = self._row()
        if row is None:
            return None
        copy = Copy(self.data, None)  # type: ignore[arg-type]
        copy.hide_row(row.name.place)
        return copy.data, ("ROWS_HIDDEN", row.name.place)

    def whiten(self) -> Done:
        """An answer in white letters."""
        entry = self.form.fields["project_name"]
        answers = [row.actual for row in self.rows if row.actual.raw is not None]
        place = self.chance.choice([entry, *answers]).place
        copy = Copy(self.data, None)  # type: ignore[arg-type]
        copy.whiten(place)
        return copy.data, ("FAINT", place)


WAYS: dict[str, Callable[[Tampering], Done]] = {
    name: way for name, way in vars(Tampering).items() if not name.startswith("_")
}


@pytest.mark.parametrize("profile", profile_ids())
def test_whatever_is_done_to_a_form_is_found_at_its_cell_and_nothing_beside_it(
    profile: str,
) -> None:
    """On a form that was filled in and got a row more, so that half of its cells have moved.

    A row that goes beside one that came could as well be one that was emptied: it goes alone.
    """
    sent, chance = sent_form(profile, 2), random.Random(f"{profile} tampered")
    plain = honest(sent, chance)
    data = with_row(plain, chance)
    done = 0
    for name, way in WAYS.items():
        result = way(Tampering(sent, plain if name == "delete" else data, chance))
        if result is not None:
            tampered, (code, place) = result
            found = judged(sent, tampered)
            assert said(found) == [(code, str(place))], (name, alarms(found))
            assert all(each.message and each.advice for each in found)
            done += 1
    assert done >= 6


@pytest.mark.parametrize("profile", ["shanxi-2020", "sichuan-2022", "yunnan-2022"])
def test_several_things_done_to_one_form_are_all_found(profile: str) -> None:
    """A row that went moves the cells below it; what was changed there is found where it is now."""
    sent, chance = sent_form(profile, 4), random.Random(profile)
    data = honest(sent, chance)
    first, *others = Tampering(sent, data, chance).rows
    data = without_row(data, first.name.place)
    expected = [("INDICATOR_GONE", str(first.name.place))]
    for name in ("target", "budget", "field", "unprotect"):
        result = WAYS[name](Tampering(sent, data, chance))
        assert result is not None
        data, (code, place) = result
        expected.append((code, str(place)))

    assert sorted(said(judged(sent, data))) == sorted(expected)
    assert others


def test_indicators_that_changed_places_are_still_the_same() -> None:
    """Names tell which is which; what was changed in one of them is found."""
    sent = sent_form("national-2020", 1)
    evaluation = sent.examined.evaluation
    one, other = [row for row in evaluation.indicators if row.target.raw][:2]
    swap: list[tuple[Place, Decimal | str | None]] = []
    for a, b in ((one, other), (other, one)):
        swap += [
            (a.name.place, b.name.text),
            (a.target.place, b.target.text),
            (a.points.place, b.points.value),
        ]
    data = written(sent.workbook.data, *swap)
    assert alarms(judged(sent, data)) == []

    assert other.points.value is not None
    data = written(data, (one.points.place, other.points.value + 1))
    assert said(judged(sent, data)) == [("POINTS_CHANGED", str(one.points.place))]


def test_a_row_of_the_money_that_was_emptied_is_told_once() -> None:
    """With what stood in it."""
    sent = sent_form("national-2020", 1)
    line = sent.examined.evaluation.funding["other"]
    place = line.place
    gone = [(Place(place.sheet, place.row, column), None) for column in range(3, 10)]
    found = judged(sent, written(sent.workbook.data, *gone))

    cells = [each for each in found if each.place and each.place.row == place.row]
    assert [each.code for each in cells] in (
        [SentCode.ROW_GONE],
        [SentCode.LABEL_CHANGED],
    )


def test_another_form_with_the_same_words_is_told_in_one_line() -> None:
    """Who changed all headings gets one finding and not fifty."""
    sent = sent_form("national-2020", 1)
    chance = random.Random(1)
    places = Tampering(sent, sent.workbook.data, chance)._printed("报告文本")
    data = written(sent.workbook.data, *((place, f"别的{n}") for n, place in enumerate(places)))

    (finding,) = judged(sent, data)
    assert finding.code is SentCode.LABELS_CHANGED
    assert f"{len(places)} 处" in finding.message


# --- what is not held against what


def test_a_form_of_another_profile_version_or_project_is_only_looked_through() -> None:
    """Whether it may be taken is judged elsewhere; held against a stranger every cell would be wrong."""
    sent = sent_form("national-2020", 1)
    tampered = Tampering(sent_form("national-2020", 5), honest(sent_form("national-2020", 5), random.Random(1)), random.Random(2)).whiten()  # fmt: skip
    assert tampered is not None
    data, (code, place) = tampered
    other = sent_form("shanxi-2020", 1)

    for one in (sent, other, None):  # another copy, another profile, nothing at all
        assert said(judged(one, data)) == [(code, str(place))]


def test_a_form_without_any_fault_says_nothing_without_the_sent_one() -> None:
    """Neither does one of somebody else's making."""
    for path in sorted((SAMPLES / "published").glob("*.xlsx"))[:4]:
        file = opened(path.read_bytes())
        for index in range(len(file.forms)):
            assert alarms(held_against(None, file, index)) == []


def test_a_sheet_that_was_sent_and_is_gone_is_missed() -> None:
    """Of a workbook of ours; a form that was copied out of it comes alone."""
    sent = sent_form("national-2020", 1)
    book = openpyxl.load_workbook(io.BytesIO(sent.workbook.data))
    del book["支出明细"]
    out = io.BytesIO()
    book.save(out)

    (finding,) = [f for f in judged(sent, out.getvalue()) if f.code is SentCode.SHEET_GONE]
    assert "支出明细" in finding.message


def test_no_number_is_used_by_another_family() -> None:
    """D4 is this one's."""
    assert {each.number[:2] for each in SentCode} == {"D4"}
    assert not {each.number for each in SentCode} & {each.number for each in Code}
