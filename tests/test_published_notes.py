"""Published tables: what their transcribers noted is found, and nothing that they found right."""

from __future__ import annotations

from decimal import Decimal

import pytest
from published.compare import none_of
from published.noted import FAULTS, QUIET, REVIEWED, Noted
from published.samples import STYLES, examined, published, sample
from published.transcripts import number, ratio

from xltools.decimals import half_up
from xltools.findings import Finding
from xltools.model import Place


def matching(form_id: str, noted: Noted) -> list[Finding]:
    """The findings that say what was noted, at the cell it was noted for."""
    places = sample(form_id).places()
    wanted = {places.get(key) for key in noted.keys.split("|")}
    return [
        finding
        for finding in examined(form_id).findings
        if finding.code.number in noted.codes.split("|")
        and (noted.keys == "*" or finding.place in wanted)
    ]


def nearby(form_id: str, noted: Noted) -> str:
    """What was found instead, for the person who reads the failure."""
    places = sample(form_id).places()
    wanted = {places.get(key) for key in noted.keys.split("|")} - {None}
    codes = noted.codes.split("|")
    found = [
        f"{finding.place} {finding.code.number} {finding.message[:50]}"
        for finding in examined(form_id).findings
        if finding.place in wanted or finding.code.number in codes
    ]
    where = "、".join(sorted(map(str, wanted))) or "*"
    return f"{noted.codes} at {noted.keys} ({where}): {noted.note}; found: {found}"


def cases(table: dict[str, tuple[Noted, ...]]) -> list[object]:
    """One test for each note."""
    return [
        pytest.param(form_id, noted, id=f"{form_id}-{noted.codes}-{noted.keys}")
        for form_id, every in table.items()
        for noted in every
    ]


def test_every_published_table_is_in_the_list_of_faults() -> None:
    """A new transcription must say what is wrong with it."""
    assert set(FAULTS) == set(STYLES)


@pytest.mark.parametrize("table", [FAULTS, REVIEWED, QUIET], ids=["faults", "checks", "right"])
def test_the_lists_name_cells_that_the_layout_has(
    table: dict[str, tuple[Noted, ...]],
) -> None:
    """A slip in the list would be a test that cannot pass, or cannot fail."""
    missing = [
        f"{form_id}: {noted.keys}"
        for form_id, every in table.items()
        for noted in every
        if noted.keys != "*" and not set(noted.keys.split("|")) & set(sample(form_id).places())
    ]
    assert missing == []


@pytest.mark.parametrize(("form_id", "noted"), cases(FAULTS))
def test_what_the_transcriber_noted_is_found_at_its_cell(form_id: str, noted: Noted) -> None:
    """The right code at the right cell, as the notes of the file say."""
    none_of([] if matching(form_id, noted) else [nearby(form_id, noted)])


@pytest.mark.parametrize(("form_id", "noted"), cases(REVIEWED))
def test_what_the_checks_of_the_field_say_of_the_table_is_found(
    form_id: str, noted: Noted
) -> None:
    """The review checks that name this table, or that plainly decide on its cells."""
    none_of([] if matching(form_id, noted) else [nearby(form_id, noted)])


@pytest.mark.parametrize(("form_id", "noted"), cases(QUIET))
def test_what_the_transcriber_found_right_is_not_complained_of(
    form_id: str, noted: Noted
) -> None:
    """A false alarm costs a person's time."""
    none_of([f"{noted.note}: {finding}" for finding in matching(form_id, noted)])


def said_at(form_id: str, keys: tuple[str, ...]) -> bool:
    """True if a finding stands at one of these cells."""
    places = sample(form_id).places()
    wanted: set[Place | None] = {places[key] for key in keys if key in places}
    return any(finding.place in wanted for finding in examined(form_id).findings)


@pytest.mark.parametrize("form_id", STYLES)
def test_every_score_is_the_published_one_or_a_finding_says_why_not(form_id: str) -> None:
    """The rule's score of each indicator against the printed one, at that cell."""
    form, faults = published(form_id), []
    for index, row in enumerate(examined(form_id).scores.indicators):
        printed = number(form.rows[index].score)
        where = tuple(f"ind.{index}.{key}" for key in ("score", "actual", "target", "points"))
        if printed is None or row.score == printed:
            continue
        if not said_at(form_id, where if row.score is None else where[:1]):
            faults.append(
                f"{where[0]}: printed {printed}, by the rule {row.score}, nobody says"
            )
    none_of(faults)


def printed_sum(form_id: str) -> Decimal:
    """What a reader of the form adds up: the printed scores with that of execution."""
    form = published(form_id)
    printed = [*(line.score for line in form.funding[:1]), *(row.score for row in form.rows)]
    return sum((number(each) or Decimal(0) for each in printed), Decimal(0))


@pytest.mark.parametrize("form_id", STYLES)
def test_execution_and_total_are_the_published_ones_or_a_finding_says_why_not(
    form_id: str,
) -> None:
    """执行率 as exactly as it is printed, its score, 总分 and 等级."""
    form, scores = published(form_id), examined(form_id).scores
    faults = []
    execution = scores.execution
    pairs: list[tuple[str, Decimal | None, Decimal | None]] = []
    total = number(form.total_score)
    if total != printed_sum(form_id):  # else each printed score that differs is told of itself
        pairs.append(("total_score", total, scores.total))
    if form.funding:
        typed = ratio(form.funding[0].rate)
        computed = execution.rate
        if typed is not None and computed is not None:
            computed = half_up(computed, max(0, -int(typed.as_tuple().exponent)))
        pairs += [
            ("funding.0.rate", typed, computed),
            ("funding.0.score", number(form.funding[0].score), execution.score),
        ]
    for key, printed, computed in pairs:
        row = ("funding.0.revised_budget", "funding.0.outturn", "funding.0.rate")
        where = (key, *row) if computed is None else (key,)
        if printed is not None and printed != computed and not said_at(form_id, where):
            faults.append(f"{key}: printed {printed}, computed {computed}, nobody says")
    if form.grade is not None and scores.grade != form.grade:
        faults.append(f"grade: printed {form.grade}, computed {scores.grade}")
    none_of(faults)
