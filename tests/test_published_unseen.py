"""Forms in layouts that nobody has seen: read by the rule, since no profile knows them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from published.compare import differences, none_of
from published.samples import Page, Sample, lay_out
from published.styles import N
from published.transcripts import FundingRow, Row, number
from published.unseen import SOUND, UNSEEN, Unseen
from published.variations import COVER, LIST, VARIATIONS, WORDS, Variation

from xltools.errors import FormError
from xltools.hosts.examine import Examined, examine, examine_all

SOME = (
    *("moved", "blank-rows-between-blocks", "blank-columns", "labels-broken"),
    *("full-width", "unmerged-first-cell", "unmerged-repeated", "among-foreign-sheets"),
    *("template-rows", "levels-numbered"),
    *("percent-formats", "subtotals", "remarks-between", "headings-repeated"),
)
CHANGED = [variation for variation in VARIATIONS if variation.name in SOME]


@cache
def drawn(number: int) -> tuple[Sample, Examined]:
    """One unseen layout, examined once."""
    unseen = UNSEEN[number]
    sample = lay_out(unseen.form, unseen.style)
    return sample, examine(sample.snapshot())


NUMBERED = [pytest.param(n, u, id=str(u)) for n, u in enumerate(UNSEEN)]


@pytest.mark.parametrize(("nth", "unseen"), NUMBERED)
def test_every_field_of_an_unseen_layout_is_read(nth: int, unseen: Unseen) -> None:
    """Its words differ, its meaning does not."""
    sample, one = drawn(nth)
    sheet, drawing = sample.drawn()[0]

    none_of(differences(unseen.form, drawing, sheet, one.evaluation))


@pytest.mark.parametrize(("nth", "unseen"), NUMBERED)
def test_a_sound_form_is_not_complained_of_in_any_layout(nth: int, unseen: Unseen) -> None:
    """Nothing is wrong with it: no error, and no column that was not understood."""
    _, one = drawn(nth)

    loud = [f for f in one.findings if f.is_error or f.code.number in ("A07", "A16", "A17")]
    none_of([str(finding) for finding in loud])


@pytest.mark.parametrize(
    ("nth", "unseen"), [NUMBERED[n] for n, each in enumerate(UNSEEN) if each.scored]
)
def test_a_sound_form_scores_what_it_prints(nth: int, unseen: Unseen) -> None:
    """Every score that the layout prints is the rule's; so is the total."""
    sample, one = drawn(nth)
    places, faults = sample.places(), []
    for index, row in enumerate(one.scores.indicators[-len(unseen.form.rows) :]):
        printed = number(unseen.form.rows[index].score)
        if printed != row.score:
            faults.append(
                f"ind.{index}: printed {printed}, by the rule {row.score}: {row.trace}"
            )
    if "total_score" in places and one.scores.total != number(unseen.form.total_score):
        faults.append(f"total: {unseen.form.total_score}, by the rule {one.scores.total}")
    none_of(faults)


@pytest.mark.parametrize("variation", CHANGED, ids=str)
@pytest.mark.parametrize(("nth", "unseen"), NUMBERED)
def test_an_unseen_layout_is_read_whatever_was_done_to_it(
    nth: int, unseen: Unseen, variation: Variation
) -> None:
    """Every field, from where it is now, and as many findings of each kind as before."""
    changed = variation.apply(unseen.form, unseen.style)
    sheet, drawing = changed.drawn()[0]

    one = examine(changed.snapshot())

    before = sorted(finding.code.number for finding in drawn(nth)[1].findings)
    after = sorted(finding.code.number for finding in one.findings)
    faults = differences(unseen.form, drawing, sheet, one.evaluation)
    if before != after:
        faults.append(f"findings: {before} became {after}")
    none_of(faults)


def test_a_blank_copy_of_the_form_does_not_hide_the_filled_one() -> None:
    """Offices keep the empty template in front; the form that is filled is read too."""
    nothing = replace(
        SOUND,
        fields={},
        funding=tuple(FundingRow(line.name) for line in SOUND.funding),
        rows=(Row("产出指标", "数量指标", ""),),
        total_score=None,
        grade=None,
    )
    blank = lay_out(nothing, N, sheet="空表").pages[0]
    filled = lay_out(SOUND, N, sheet="自评表1").pages[0]
    sample = Sample((blank, filled), (nothing, SOUND))

    read = {one.evaluation.sheet: one for one in examine_all(sample.snapshot())}

    assert "自评表1" in read
    none_of(differences(SOUND, filled.drawings[0], "自评表1", read["自评表1"].evaluation))
    assert read["自评表1"].scores.total == 99


def test_a_workbook_without_a_form_is_refused_in_words() -> None:
    """A list of projects and a sheet of words look like forms from afar."""
    pages = (
        Page("项目清单", rows=LIST),
        Page("数据字典", rows=WORDS),
        Page("封面", rows=COVER),
    )

    with pytest.raises(FormError, match="自评表"):
        examine_all(Sample(pages, ()).snapshot())
