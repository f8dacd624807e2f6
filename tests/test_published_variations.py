"""Published tables as people hand them on: moved, hidden, unmerged, retyped. Nothing changes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from published.compare import differences, none_of
from published.drawing import Drawing
from published.layouts import Options
from published.samples import STYLES, Sample, examined, lay_out, published, sample
from published.variations import (
    VARIATIONS,
    Variation,
    below_another,
    meaning,
    mixed,
    on_two_sheets,
)

from xltools.hosts.examine import Examined, examine
from xltools.model import Place
from xltools.package import load_bytes

FORMS = list(STYLES)


SEEDS = range(45)
BY_NAME = {variation.name: variation for variation in VARIATIONS}


@cache
def varied(form_id: str, name: str) -> tuple[Sample, Examined]:
    """A published table after one variation, examined once for both tests."""
    variation = BY_NAME.get(name) or mixed(int(name.rpartition("-")[2]))
    drawn = variation.apply(published(form_id))
    return drawn, examine(drawn.snapshot())


def verdict(drawn: Sample, one: Examined, number: int = 0) -> Counter[tuple[str, str]]:
    """All findings: code, and what stands in the cell they point to."""
    idents = drawn.idents(number)
    return Counter(
        (finding.code.number, meaning(idents.get(finding.place, "elsewhere")))
        if finding.place is not None
        else (finding.code.number, "nowhere")
        for finding in one.findings
    )


def revalued(before: Examined, after: Examined) -> list[str]:
    """What means or scores something else now, though the cells say the same."""
    faults = []
    pairs = zip(before.evaluation.indicators, after.evaluation.indicators, strict=False)
    for index, (old, new) in enumerate(pairs):
        for which in ("target_value", "actual_value"):
            first, second = getattr(old, which), getattr(new, which)
            for part in ("kind", "comparator", "value", "upper", "unit", "start", "end"):
                if getattr(first, part) != getattr(second, part):
                    faults.append(
                        f"ind.{index}.{which}: {part} {getattr(first, part)} became "
                        f"{getattr(second, part)}"
                    )
    for what in ("total", "grade"):
        first, second = getattr(before.scores, what), getattr(after.scores, what)
        if first != second:
            faults.append(f"{what}: {first} became {second}")
    return faults


def unlike(before: Counter[tuple[str, str]], after: Counter[tuple[str, str]]) -> list[str]:
    """The findings that were lost or came anew."""
    lost = [f"lost {code} at {what} ×{n}" for (code, what), n in (before - after).items()]
    new = [f"new {code} at {what} ×{n}" for (code, what), n in (after - before).items()]
    return sorted(lost) + sorted(new)


@pytest.mark.parametrize(
    ("form_id", "variation"),
    [
        pytest.param(form_id, variation, id=f"{form_id}-{variation}")
        for form_id in FORMS
        for variation in VARIATIONS
    ]
    + [
        pytest.param(FORMS[seed % len(FORMS)], mixed(seed), id=f"mixed-{seed}")
        for seed in SEEDS
    ],
)
def test_neither_values_nor_verdict_change(form_id: str, variation: Variation) -> None:
    """Every field comes back from where it is now, and the same is found at the same cells."""
    form = published(form_id)
    drawn, again = varied(form_id, variation.name)
    sheet, drawing = drawn.drawn()[0]

    assert again.evaluation.sheet == sheet
    none_of(
        [
            *differences(form, drawing, sheet, again.evaluation),
            *revalued(examined(form_id), again),
            *unlike(verdict(sample(form_id), examined(form_id)), verdict(drawn, again)),
        ]
    )


@pytest.mark.parametrize("variation", [v for v in VARIATIONS if v.geometric], ids=str)
@pytest.mark.parametrize("form_id", FORMS)
def test_every_finding_moves_with_its_cell(form_id: str, variation: Variation) -> None:
    """Same code, same words, same cell as far as cells can be told apart by what they hold."""
    drawn, again = varied(form_id, variation.name)
    before, after = sample(form_id).idents(), drawn.idents()

    def told(one: Examined, idents: dict[Place, str]) -> Counter[tuple[str, str, str]]:
        return Counter(
            (finding.code.name, str(idents.get(finding.place)), finding.field)
            for finding in one.findings
            if finding.place is not None
        )

    assert told(again, after) == told(examined(form_id), before)


PAIRS = [
    ("hubei_ezhou_2019_third_party", "yunnan_yongde_2022_nutrition"),
    ("hubei_huangshi_sponge_2022", "hubei_huangshi_library_2022"),
    ("ningxia_yinchuan_2021_school", "shanghai_putuo_sport_2022"),
    ("anhui_suixi_2019_relief", "chongqing_liangping_2022_department"),
    ("hunan_hengshan_2020_grain_noscore", "hebei_chengan_2020_longevity"),
    ("sichuan_daying_2022_library", "sichuan_daying_2023_cost90"),
]


@pytest.mark.parametrize("arrange", [on_two_sheets, below_another])
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_forms_in_one_workbook_are_read_each_by_itself(
    first: str, second: str, arrange: object
) -> None:
    """One per sheet or one below the other: both come back, with the findings of each alone."""
    from xltools.hosts.examine import examine_all

    drawn: Sample = arrange(published(first), published(second))  # type: ignore[operator]

    found = examine_all(drawn.snapshot())

    assert len(found) == 2
    faults = []
    for number, (form_id, one) in enumerate(zip((first, second), found, strict=True)):
        sheet, drawing = drawn.drawn()[number]
        faults += differences(published(form_id), drawing, sheet, one.evaluation)
        before = verdict(sample(form_id), examined(form_id))
        faults += unlike(before, verdict(drawn, one, number))
    none_of(faults)


def as_csv(drawing: Drawing) -> bytes:
    """The sheet saved as text: no merges, no formats, the encoding of a Chinese Excel."""
    rows = [[""] * drawing.last_column for _ in range(drawing.last_row)]
    for cell in drawing.cells:
        rows[cell.row - 1][cell.column - 1] = "" if cell.value is None else str(cell.value)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("gb18030")


@pytest.mark.parametrize("form_id", FORMS)
def test_a_form_saved_as_text_is_read_as_the_workbook(form_id: str) -> None:
    """A .csv has neither merges nor formats; every field comes back all the same."""
    _, drawing = lay_out(published(form_id), options=Options(values="text")).drawn()[0]
    drawing = drawing.unmerged(repeated=False, roles=("label", "level", "shared"))

    snapshot = load_bytes(as_csv(drawing), Path("自评表.csv")).snapshot
    read = examine(snapshot).evaluation

    faults = differences(published(form_id), drawing, snapshot.sheets[0].name, read)
    none_of([fault for fault in faults if not fault.endswith("read as its own")])
