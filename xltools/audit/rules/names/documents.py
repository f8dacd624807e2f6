"""Papers are cited with their own number and title, written in one way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from xltools.audit.case import Case, Rule
from xltools.audit.claims.names.documents import (
    Citation,
    Paper,
    find_bare_numbers,
    find_citations,
    find_papers,
    find_titles,
)
from xltools.audit.claims.names.years import find_report_year
from xltools.audit.codes.names import NameCode
from xltools.audit.official import bare, official_of, titled
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.patterns import Pattern

_STANDARD = "〔"


def one_paper_is_written_in_one_way(case: Case) -> Iterator[Remark]:
    """The brackets around the year of one paper are the same everywhere; then: they are 〔〕."""
    groups = _same_papers(case.of(find_papers))
    plain: list[Paper] = []
    for group in groups:
        by_bracket: dict[str, Paper] = {}
        for each in group:
            by_bracket.setdefault(each.bracket, each)
        if len(by_bracket) == 1:
            plain += group[:1] if _STANDARD not in by_bracket else []
            yield from _typed_otherwise(group)
            continue
        usual = by_bracket.get(_STANDARD) or max(
            by_bracket.values(), key=lambda one: sum(p.bracket == one.bracket for p in group)
        )
        for each in by_bracket.values():
            if each is not usual:
                yield remark(
                    NameCode.PAPER_BRACKETS_MIXED, each.at, claim=each.written,
                    against=usual.written, name=usual.name,
                )  # fmt: skip
    if plain:
        others = f"等 {len(plain)} 个文号" if len(plain) > 1 else ""
        yield remark(
            NameCode.PAPER_BRACKETS_WRONG, plain[0].at, claim=plain[0].written,
            others=others, name=plain[0].name,
        )  # fmt: skip


def _same_papers(papers: tuple[Paper, ...]) -> list[list[Paper]]:
    groups: list[list[Paper]] = []
    for each in papers:
        for group in groups:
            if each.is_same(group[0]):
                group.append(each)
                break
        else:
            groups.append([each])
    return groups


def _typed_otherwise(group: list[Paper]) -> Iterator[Remark]:
    """﹝2020﹞ beside 〔2020〕: the same bracket, but another character."""
    first = next((p for p in group if p.opening == _STANDARD), None)
    if first is None:
        return
    for each in group:
        if each.opening != first.opening:
            yield remark(
                NameCode.PAPER_BRACKETS_TYPED, each.at, claim=each.written,
                against=first.written, claimed=each.opening, other=first.opening,
            )  # fmt: skip
            return


def numbers_of_papers_are_whole(case: Case) -> Iterator[Remark]:
    """A number ends with 号, inside its brackets, and has no 第 and no zeros before it."""
    outside = [each for each in case.of(find_papers) if each.hao_outside]
    for each in case.of(find_papers):
        if not each.has_hao:
            yield remark(
                NameCode.PAPER_WITHOUT_HAO, each.at, claim=each.written, name=each.name
            )
        elif each.ranked or "〕0" in each.written:
            yield remark(
                NameCode.PAPER_NUMBER_STYLE, each.at, claim=each.written, name=each.name
            )
    for line, start, end, name in case.of(find_bare_numbers):
        at = (line, start, end)
        yield remark(
            NameCode.PAPER_WITHOUT_BRACKETS, at, claim=line.words(start, end), name=name
        )
    for group in _same_papers(tuple(outside)):
        times = f"（全文 {len(group)} 处）" if len(group) > 1 else ""
        yield remark(
            NameCode.PAPER_HAO_OUTSIDE, group[0].at, claim=group[0].written,
            name=group[0].name, times=times,
        )  # fmt: skip


def titles_are_titles(case: Case) -> Iterator[Remark]:
    """《》 hold a title and not a number; a title with its number is parted from the next."""
    papers = case.of(find_papers)
    for title in case.of(find_titles):
        for paper in papers:
            inside = paper.line is title.line and title.start < paper.start
            if inside and title.end == paper.end + 1 and paper.start == title.start + 1:
                yield remark(
                    NameCode.NUMBER_AS_TITLE, (title.line, title.start, title.end),
                    claim=paper.written, name=paper.name,
                )  # fmt: skip
    for line in case.report.lines:
        for found in _JOINED.finditer(line.text):
            at = (line, found.start(), found.end())
            yield remark(NameCode.TITLES_JOINED, at, claim=line.words(*found.span()))


_JOINED = Pattern(r"\([^()]{2,20}[〔\[【(]\d{4}[〕\]】)]\d{1,4}号?\)《[^《》]{1,12}")


def national_papers_bear_their_titles(case: Case) -> Iterator[Remark]:
    """The number of a national paper stands behind its own title, and the title before its own."""
    for each in case.of(find_citations):
        official, named = official_of(each.paper), titled(each.title.core)
        words = f"{each.title.written}（{each.paper.written}）"
        if official is not None and named and official not in named:
            yield remark(
                NameCode.PAPER_OF_ANOTHER_TITLE, _span(each), claim=words,
                against=f"{official.name}是《{official.title}》，"
                f"《{named[0].title}》是{named[0].name}",
            )  # fmt: skip
        elif official is None and named and _claims_to_be_national(each, named[0].issuer):
            yield remark(
                NameCode.TITLE_OF_ANOTHER_NUMBER, _span(each), claim=words,
                against=f"国家的《{named[0].title}》是{named[0].name}",
            )  # fmt: skip


def _span(citation: Citation) -> tuple[Line, int, int]:
    spans = (citation.title, citation.paper)
    return citation.title.line, min(s.start for s in spans), max(s.end for s in spans)


def _claims_to_be_national(citation: Citation, issuer: str) -> bool:
    """财预… without a place is the ministry's number, unless a local office is named before it."""
    before = citation.title.line.text[max(0, citation.title.start - 12) : citation.title.start]
    return citation.paper.issuer == issuer and _LOCAL.search(before) is None


_LOCAL = Pattern(r"[省市县区州旗盟厅局委办我镇乡]")


def papers_and_titles_belong_together(case: Case) -> Iterator[Remark]:
    """One number has one title, and one title of one issuer one number, wherever they stand."""
    told: set[tuple[str, str]] = set()
    for a, b in combinations(case.of(find_citations), 2):
        same = a.paper.is_same(b.paper)
        one, other = bare(a.title.core), bare(b.title.core)
        if same and not _are_one_title(one, other) and official_of(b.paper) is None:
            if (one, other) not in told:
                told.add((one, other))
                yield remark(
                    NameCode.PAPER_WITH_TWO_TITLES, _span(b), claim=b.title.core,
                    against=a.title.core, name=b.paper.name, where=a.title.line.where,
                )  # fmt: skip
        elif not same and one == other and not _IN_BATCHES.search(one):
            if not _differ_by_mistake(a.paper, b.paper):
                continue
            key = (a.paper.name, b.paper.name)
            if key not in told:
                told.add(key)
                yield remark(
                    NameCode.TITLE_WITH_TWO_NUMBERS, _span(b), claim=b.paper.written,
                    against=a.paper.written, title=b.title.core, where=a.title.line.where,
                )  # fmt: skip


_IN_BATCHES = Pattern(r"下达|拨付|追加|批复|安排|分配|预算指标")
"""Titles that several papers of one year bear."""


def _are_one_title(one: str, other: str) -> bool:
    return one in other or other in one


def _differ_by_mistake(one: Paper, other: Paper) -> bool:
    """True if only the year or only the number differs, and no table knows both."""
    if official_of(one) is not None and official_of(other) is not None:
        return False
    same_issuer = one.issuer.endswith(other.issuer) or other.issuer.endswith(one.issuer)
    return same_issuer and (one.year == other.year or one.number == other.number)


def papers_hold_for_the_year(case: Case) -> Iterator[Remark]:
    """No repealed paper is the basis, and none that came after the year the basis of its goals."""
    year = case.of(find_report_year)
    if year is None:
        return
    told: set[str] = set()
    for each in case.of(find_papers):
        official = official_of(each)
        if each.name in told:
            continue
        if official and official.repealed is not None and official.repealed <= year:
            told.add(each.name)
            yield remark(
                NameCode.PAPER_REPEALED, each.at, claim=each.written,
                against=official.repealed_by, year=year,
            )  # fmt: skip
        elif each.year > year and _is_basis(each):
            told.add(each.name)
            yield remark(
                NameCode.PAPER_AFTER_THE_YEAR, each.at, claim=each.written,
                paper_year=each.year, year=year,
            )  # fmt: skip


_YEAR = Pattern(r"[\u4e00-\u9fff]{2,10}〔(?:\d{1,3}|\d{5,})〕\d{1,5}号")


def years_of_papers_have_four_digits(case: Case) -> Iterator[Remark]:
    """水规计〔202〕38号 lost a digit."""
    for line in case.report.lines:
        for found in _YEAR.finditer(line.text):
            words = line.words(found.start(), found.end())
            yield remark(NameCode.PAPER_YEAR, (line, *found.span()), claim=words)


_BASIS = Pattern(r"立项依据|立项背景|项目背景|立项情况")
_FOUNDED = Pattern(r"(?:根据|依据|按照)[^。]*(?:立项|设立|申请|申报|安排|制定|编制)")


def _is_basis(paper: Paper) -> bool:
    chapter = paper.line.chapter[-1] if paper.line.chapter else ""
    text = paper.line.text
    return bool(_BASIS.search(chapter) or _BASIS.match(text)) and bool(_FOUNDED.search(text))


RULES: tuple[Rule, ...] = (
    one_paper_is_written_in_one_way,
    numbers_of_papers_are_whole,
    years_of_papers_have_four_digits,
    titles_are_titles,
    national_papers_bear_their_titles,
    papers_and_titles_belong_together,
    papers_hold_for_the_year,
)
