"""Cells that can be misread by a factor of a hundred or ten thousand: right, or told, never wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from published.compare import none_of
from published.drawing import Cell, Drawing, Value
from published.samples import lay_out
from published.styles import NATIONAL_MONEY, N, Style
from published.unseen import SOUND, in_yuan

from xltools.hosts.examine import Examined, examine
from xltools.model import Amount, Place


@dataclass(frozen=True)
class Hazard:
    """One cell of the sound form retyped: what it means there. None: nothing may be read."""

    id: str
    key: str
    typed: Value
    meant: Decimal | None
    style: Style = N
    yuan: bool = False
    number_format: str | None = None

    def __str__(self) -> str:
        return self.id


def with_side(text: str) -> Style:
    """The national layout with other words beside the money."""
    return replace(N, funding=replace(NATIONAL_MONEY, side=text))


PERCENT_HEAD = replace(
    N,
    funding=replace(
        NATIONAL_MONEY,
        measures=tuple(
            (key, "执行率（%）" if key == "rate" else heading)
            for key, heading in NATIONAL_MONEY.measures
        ),
    ),
)

D = Decimal
HAZARDS = (
    Hazard("元-in-a-万元-form", "funding.0.revised_budget", "3,200,000元", D(320)),
    Hazard("万元-in-a-元-form", "funding.0.revised_budget", "320万元", D(320), yuan=True),
    Hazard("万元-in-a-万元-form", "funding.0.revised_budget", "320 万元", D(320)),
    Hazard("万-for-万元", "funding.0.revised_budget", "320万", D(320)),
    Hazard("亿元", "funding.0.revised_budget", "0.032亿元", D(320)),
    Hazard("corrupt-digits", "funding.0.outturn", "3,04.00.0", None),
    Hazard("two-numbers", "funding.0.outturn", "304（其中省级200）", D(304)),
    Hazard("OCR-O-for-0", "funding.0.outturn", "3O4", None),
    Hazard("rate-as-number-under-percent", "funding.0.rate", 95, D("0.95"), PERCENT_HEAD),
    Hazard("rate-as-ratio-under-percent", "funding.0.rate", 0.95, D("0.95"), PERCENT_HEAD),
    Hazard("rate-as-number", "funding.0.rate", 95, D("0.95")),
    Hazard("rate-as-ratio", "funding.0.rate", 0.95, D("0.95")),
    Hazard("rate-as-text-ratio", "funding.0.rate", "0.95", D("0.95")),
    Hazard("rate-formatted", "funding.0.rate", 0.95, D("0.95"), number_format="0.00%"),
    Hazard("rate-full-width", "funding.0.rate", "９５％", D("0.95")),
    Hazard("points-in-分", "ind.0.points", "10分", D(10)),
    Hazard("score-in-分", "ind.7.score", "9.5分", D("9.5")),
    Hazard("points-in-percent", "ind.0.points", "10%", D(10)),
    Hazard("points-formatted-percent", "ind.0.points", 0.1, D(10), number_format="0%"),
    Hazard("points-with-bracket", "ind.0.points", "10（含加分）", None),
    Hazard("score-of-points", "ind.7.score", "9.5/10", None),
    Hazard("total-in-分", "total_score", "99分", D(99)),
    Hazard("total-with-grade", "total_score", "99（优）", D(99)),
)


def retyped(key: str, value: Value, number_format: str | None) -> Callable[[Drawing], Drawing]:
    """The drawing with another value in one cell."""

    def one(cell: Cell) -> Cell:
        if cell.ident == key:
            return replace(cell, value=value, number_format=number_format)
        return cell

    return lambda drawing: drawing.mapped(one)


def amount_at(one: Examined, place: Place) -> Amount | None:
    """The figure that was read from one cell."""
    read = one.evaluation
    amounts = [each for line in read.funding.values() for each in line.amounts.values()]
    for row in read.indicators:
        amounts += [row.points, row.typed_score]
    amounts += [each for each in (read.tail.points, read.tail.score) if each is not None]
    return next((each for each in amounts if each.place == place), None)


@pytest.mark.parametrize("hazard", HAZARDS, ids=str)
def test_a_figure_that_can_be_misread_is_right_or_told(hazard: Hazard) -> None:
    """The value is what a person takes it for; else a finding stands at the cell."""
    form = in_yuan(SOUND) if hazard.yuan else SOUND
    change = retyped(hazard.key, hazard.typed, hazard.number_format)
    sample = lay_out(form, hazard.style, change=change)
    place = sample.places()[hazard.key]

    one = examine(sample.snapshot())

    amount = amount_at(one, place)
    told = [finding for finding in one.findings if finding.place == place]
    value = amount.value if amount else None
    if value is not None and value != hazard.meant and not told:
        none_of([f"{hazard.typed!r} at {place} read as {value}, meant {hazard.meant}"])
    if value is None and not told:
        none_of([f"{hazard.typed!r} at {place} not read, and nobody says so"])


EASY = [hazard for hazard in HAZARDS if hazard.id in {
    *("万元-in-a-万元-form", "rate-as-number-under-percent", "rate-as-ratio", "rate-formatted"),
    *("rate-as-number", "rate-full-width", "points-in-分", "score-in-分", "total-in-分"),
}]  # fmt: skip


@pytest.mark.parametrize("hazard", EASY, ids=str)
def test_what_every_person_reads_alike_is_read(hazard: Hazard) -> None:
    """Units that only repeat what the form says are no reason to give up."""
    change = retyped(hazard.key, hazard.typed, hazard.number_format)
    sample = lay_out(SOUND, hazard.style, change=change)

    amount = amount_at(examine(sample.snapshot()), sample.places()[hazard.key])

    assert amount is not None
    assert amount.value == hazard.meant


UNITS = {
    "only-in-a-line-above": (
        replace(with_side("项目资金"), year="（{year}年度）          金额单位：元"),
        "元",
    ),
    "side-head-against-line": (
        replace(with_side("项目资金（元）"), year="（{year}年度）      单位：万元"),
        "元",
    ),
    "broken-in-the-side-head": (with_side("项目\n资金\n（\n万\n元\n）"), "万元"),
    "with-a-colon": (with_side("项目资金（单位：元）"), "元"),
    "in-half-width-brackets": (with_side("项目资金(元)"), "元"),
    "in-the-headings": (
        replace(
            N,
            funding=replace(
                NATIONAL_MONEY,
                side="项目资金",
                measures=tuple(
                    (
                        key,
                        f"{heading}（元）" if key.endswith(("budget", "outturn")) else heading,
                    )
                    for key, heading in NATIONAL_MONEY.measures
                ),
            ),
        ),
        "元",
    ),
}


@pytest.mark.parametrize("where", UNITS)
def test_the_unit_of_money_is_found_wherever_it_is_printed(where: str) -> None:
    """元 for 万元 is a factor of ten thousand, and nobody would notice in a rate."""
    style, unit = UNITS[where]
    form = in_yuan(SOUND) if unit == "元" else SOUND
    sample = lay_out(form, style)

    read = examine(sample.snapshot()).evaluation

    assert read.money_unit == unit
    assert read.funding["total"].value("revised_budget") == D(320)


YEARS = {
    "in-the-title": (replace(N, title="{year}年度项目支出绩效自评表", year=""), 2023),
    "below-the-title": (N, 2023),
    "with-spaces": (replace(N, year="（ {year} 年度）"), 2023),
    "in-chinese-digits": (replace(N, title="二〇二三年度项目支出绩效自评表", year=""), 2023),
    "nowhere": (replace(N, year=""), None),
    "only-the-day-of-filling": (
        replace(N, year="", signatures="填报日期：2024年3月15日"),
        None,
    ),
    "both": (replace(N, lines=("附件1", "填报时间：2024年2月")), 2023),
}


@pytest.mark.parametrize("where", YEARS)
def test_the_year_is_the_forms_and_not_that_of_the_day_it_was_filled(where: str) -> None:
    """A form is filled in the year after; that day's year would make every date look wrong."""
    style, year = YEARS[where]

    read = examine(lay_out(SOUND, style).snapshot()).evaluation

    assert read.year == year


def test_a_form_without_scores_yet_is_scored() -> None:
    """得分 is left blank for us: nothing is read there, and the rule's scores make the total."""
    blank = replace(
        SOUND,
        rows=tuple(replace(row, score=None) for row in SOUND.rows),
        funding=tuple(replace(line, rate=None, score=None) for line in SOUND.funding),
        total_score=None,
        grade=None,
    )

    one = examine(lay_out(blank, N).snapshot())

    assert all(row.typed_score.value is None for row in one.evaluation.indicators)
    assert one.scores.total == D(99)
    assert not one.has_errors
