"""Published tables in their own layouts: every field comes back as it was transcribed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from published.compare import differences, none_of
from published.drawing import Drawing
from published.layouts import Options
from published.samples import STYLES, examined, lay_out, published, sample
from published.transcripts import FORMS, said

PROFILES = {
    "anhui_chizhou_tangxi_2022_entrusted": {"anhui-2022", "national-2020"},
    "anhui_suixi_2019_relief": {"rural-2019"},
    "chongqing_liangping_2022_department": {"chongqing-2022"},
    "hebei_chengan_2020_longevity": {"hebei-2020"},
    "hubei_ezhou_2019_third_party": {"national-2020"},
    "hubei_huangshi_library_2022": {"hubei-2022"},
    "hubei_huangshi_sponge_2022": {"hubei-2022"},
    "hunan_hengshan_2020_grain_noscore": {"hunan-2020"},
    "hunan_lingling_2021_department": {"hunan-department-2021"},
    "ningxia_yinchuan_2021_school": {"ningxia-2021"},
    "shanghai_putuo_sport_2022": {"shanghai-2022", "national-2020"},
    "shanxi_jishan_2021_health": {"national-2020"},
    "sichuan_daying_2022_library": {"sichuan-2022"},
    "sichuan_daying_2023_cost90": {"sichuan-2022"},
    "yunnan_yongde_2022_nutrition": {"yunnan-2022"},
}
"""Whose form it is; 安徽's and 上海's are the national one but for brackets and the title."""


@pytest.mark.parametrize("form_id", STYLES)
def test_every_field_comes_back_as_transcribed(form_id: str) -> None:
    """Texts, amounts in 万元, rates, points, scores: right value, right cell, nothing more."""
    sheet, drawing = sample(form_id).drawn()[0]

    read = examined(form_id).evaluation

    none_of(differences(published(form_id), drawing, sheet, read))


@pytest.mark.parametrize("form_id", STYLES)
def test_the_form_is_known_by_its_labels(form_id: str) -> None:
    """The region's profile is recognised; anchors are labels that stand where they are said to."""
    known = examined(form_id).recognition
    sheet, drawing = sample(form_id).drawn()[0]
    labels = {
        (cell.row, cell.column): str(cell.value)
        for cell in drawing.cells
        if cell.role in ("label", "level", "title", "note")
    }

    assert known.profile.id in PROFILES[form_id]
    assert known.by == "labels"
    assert known.likeness is not None
    assert 0.5 < known.likeness <= 1
    assert known.runner_up not in (None, known.profile.id)
    assert known.runner_up_likeness is not None
    assert known.runner_up_likeness <= known.likeness
    assert len(known.anchors) >= 6
    for anchor in known.anchors:
        assert anchor.place.sheet == sheet
        assert (anchor.place.row, anchor.place.column) in labels


# The bench itself.


@pytest.mark.parametrize("form_id", STYLES)
def test_the_drawing_holds_the_transcription(form_id: str) -> None:
    """Every transcribed value stands in a cell of its own, spelt as transcribed."""
    form = published(form_id)
    drawing = lay_out(form, options=Options(values="text")).drawn()[0][1]
    missing = []
    for key, text in transcribed(form_id):
        cell = drawing.holding(key)
        if cell is None:
            if not (key.startswith("ind.") and form.rows[int(key.split(".")[1])].score is None):
                missing.append(f"{key}: {text!r} has no cell")
        elif text not in str(cell.value):
            missing.append(f"{key}: {text!r} drawn as {cell.value!r}")

    assert missing == []


def transcribed(form_id: str) -> Iterator[tuple[str, str]]:
    """All values of the file that are not blank, with their keys."""
    form = published(form_id)
    for key, text in form.fields.items():
        if text and not (form_id == "hunan_lingling_2021_department" and key == "project_name"):
            yield key, text
    for index, line in enumerate(form.funding):
        for measure in ("original_budget", "revised_budget", "received", "outturn"):
            if said(text := getattr(line, measure)):
                yield f"funding.{index}.{measure}", text
    for index, row in enumerate(form.rows):
        for column in ("name", "target", "actual", "nature", "unit", "points", "score"):
            if said(text := getattr(row, column)):
                yield f"ind.{index}.{column}", text
    if form.total_score:
        yield "total_score", form.total_score


def test_the_transcriptions_are_all_laid_out() -> None:
    """No file of the folder is left out."""
    assert set(STYLES) == set(FORMS) == set(PROFILES)


COMPARED = ("project_name", "funding.", "ind.", "total_", "grade", "objective_planned")


@pytest.mark.parametrize(
    "form_id", ["yunnan_yongde_2022_nutrition", "hebei_chengan_2020_longevity"]
)
def test_the_comparison_sees_each_value_in_a_wrong_cell(form_id: str) -> None:
    """Whatever is read from elsewhere than where it stands is told, value by value."""
    sheet, drawing = sample(form_id).drawn()[0]
    read = examined(form_id).evaluation
    unseen = []
    for cell in drawing.cells:
        key = cell.ident
        blank = cell.value is None or said(str(cell.value)) is None
        if not key.startswith(COMPARED) or key.endswith(".label") or blank:
            continue
        moved = tuple(replace(c, row=c.row + 100) if c is cell else c for c in drawing.cells)
        wrong = differences(published(form_id), Drawing(moved), sheet, read)
        if not any(fault.startswith(key) for fault in wrong):
            unseen.append(key)

    assert unseen == []


def test_the_comparison_sees_each_other_value() -> None:
    """A figure, a text, a missing row, another unit, another year: none of them passes."""
    form = published("yunnan_yongde_2022_nutrition")
    sheet, drawing = sample(form.id).drawn()[0]
    read = examined(form.id).evaluation
    first, *others = form.rows
    changed = {
        "points": replace(form, rows=(replace(first, points="11"), *others)),
        "score": replace(form, rows=(replace(first, score="9"), *others)),
        "rows": replace(form, rows=tuple(others)),
        "target": replace(form, rows=(replace(first, target="736"), *others)),
        "sign": replace(form, rows=(replace(first, nature="≤"), *others)),
        "level1": replace(form, rows=(replace(first, level1="效益指标"), *others)),
        "money unit": replace(form, money_unit="万元"),
        "year": replace(form, year=2021),
        "total": replace(form, total_score="95"),
    }

    silent = [
        what for what, wrong in changed.items() if not differences(wrong, drawing, sheet, read)
    ]
    assert silent == []
