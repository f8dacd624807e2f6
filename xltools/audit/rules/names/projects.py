"""The report tells one project, one year, and what its survey found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.amounts import Amount, find_amounts
from xltools.audit.claims.money.counts import find_project_counts
from xltools.audit.claims.names.misnamed import find_misnamed
from xltools.audit.claims.names.names import (
    ProjectName,
    are_one_project,
    find_namesakes,
    find_project_names,
    without_years,
)
from xltools.audit.claims.names.project_names import (
    find_mistyped_projects,
    find_near_projects,
    find_other_subjects,
)
from xltools.audit.claims.names.years import find_report_year, find_years
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.names import NameCode
from xltools.audit.outline import number_of
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Report
from xltools.decimals import plain
from xltools.patterns import Pattern

_ALIKE = 6
"""So many characters, and half the shorter name, begin two names that were meant as one."""


def the_project_bears_one_name(case: Case) -> Iterator[Remark]:
    """The evaluated project is called the same wherever the report says that it means it.

    A report of several projects is not judged; nor are names that are cut short.
    """
    for near in case.of(find_near_projects):
        yield remark(
            NameCode.PROJECT_NAMED_TWICE, (near.line, near.start, near.end),
            claim=near.line.words(near.start, near.end), against=near.name,
            where=near.other.where,
        )  # fmt: skip
    if case.of(find_project_counts):
        return
    for line, start, end, named in case.of(find_namesakes):
        first, last = sentence_span(line, start)
        if _COMPARED.search(line.text[first:last]):
            continue
        yield remark(
            NameCode.PROJECT_NAMED_TWICE, (line, start, end), claim=line.words(start, end),
            against=named.core, where=named.line.where,
        )  # fmt: skip
    told = set()
    for odd, own in case.of(find_other_subjects):
        told.add(odd.core)
        yield remark(
            NameCode.PROJECT_OF_ANOTHER_REPORT, odd.at, claim=odd.name, against=own.name,
            where=own.line.where,
        )  # fmt: skip
    groups = _groups(case.of(find_project_names))
    if len(groups) != 2:
        return
    rare, usual = sorted(groups, key=lambda group: _how_usual(case.report, group))
    sure = [any(each.is_sure for each in group) for group in groups]
    alike = _begin_alike(rare[0].core, usual[0].core)
    is_leftover = all(sure) and _times(case.report, rare[0].core) == 1
    if rare[0].core not in told and ((alike and any(sure)) or is_leftover):
        code = NameCode.PROJECT_NAMED_TWICE if alike else NameCode.PROJECT_OF_ANOTHER_REPORT
        yield remark(
            code, rare[0].at, claim=rare[0].name, against=usual[0].name,
            where=usual[0].line.where,
        )  # fmt: skip


_COMPARED = Pattern(r"另行|另外|同类|相比|对比|比较|其他|以及")
"""Words of a sentence that speaks of another project and means it."""


def _groups(names: tuple[ProjectName, ...]) -> list[list[ProjectName]]:
    groups: list[list[ProjectName]] = []
    for each in names:
        for group in groups:
            if any(are_one_project(each.core, other.core) for other in group):
                group.append(each)
                break
        else:
            groups.append([each])
    return groups


def _how_usual(report: Report, group: list[ProjectName]) -> tuple[int, int, int]:
    """Places that say it is the project, places that name it, the earlier first."""
    return len(group), _times(report, group[0].core), -group[0].line.index


def _times(report: Report, core: str) -> int:
    """How often a name stands in the report; a project that is really told of stands often."""
    return sum(without_years(line.text).count(core) for line in report.lines)


def _begin_alike(one: str, other: str) -> bool:
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return shared >= _ALIKE and shared * 2 >= min(len(one), len(other))


def places_and_bodies_bear_one_name(case: Case) -> Iterator[Remark]:
    """银沙坝县 is not written where the report is about 金沙坝县."""
    for each in case.of(find_misnamed):
        yield remark(
            NameCode.NAME_OFF_BY_ONE, (each.line, each.start, each.end),
            claim=each.line.words(each.start, each.end), against=each.meant,
            where=each.where.where,
        )  # fmt: skip
    for project in case.of(find_mistyped_projects):
        yield remark(
            NameCode.NAME_OFF_BY_ONE, (project.line, project.start, project.end),
            claim=project.line.words(project.start, project.end), against=project.name,
            where=project.other.where,
        )  # fmt: skip


def the_year_is_named(case: Case) -> Iterator[Remark]:
    """A report says which year it evaluates; the years of papers say nothing of it."""
    report = case.report
    first = next((line for line in report.lines if line.text), None)
    if first is None or _is_fragment(report) or case.of(find_years):
        return
    if any(_MASKED_YEAR.search(line.text) for line in report.lines):
        return
    unit = "" if _names_its_unit(report) else "和单位名称"
    more = "，也没有写明是哪个单位的项目" if unit else ""
    yield remark(NameCode.NO_YEAR, first, more=more, unit=unit)


def _is_fragment(report: Report) -> bool:
    """True for a few paragraphs, or a text that begins in the middle of a report."""
    heads = [number for line in report.headings[:1] if (number := number_of(line.text))]
    return len(report.prose) < _SHORTEST or any(number.value > 1 for number in heads)


_SHORTEST = 5
_MASKED_YEAR = Pattern(r"20[xX×*某_]{1,2}|[xX×*_]{2,4}年|(?<!\d)20年")
_OWN_UNIT = Pattern(
    r"[我本](?:局|办|部|委|院|校|厅|处|所|站|中心|单位|部门|镇|乡|县|区|市|馆|队|公司|街道|支队|大队|社|会|旗|州)"
    r"|(?:主管部门|实施单位|项目单位|实施主体)(?:为|是|:)"
    r"|(?<![省转])[\u4e00-\u9fff]{2,12}(?:局|办公室|委员会|管理处|服务中心|人民政府|医院|学校|中学|小学|学院|大学|网信办)(?!《)"
)


def _names_its_unit(report: Report) -> bool:
    return any(_OWN_UNIT.search(line.text) for line in report.lines)


def amounts_belong_to_one_year(case: Case) -> Iterator[Remark]:
    """One odd amount (192.05万元) is not the budget of two years."""
    amounts = [each for each in case.of(find_amounts) if each.year and _is_odd(each)]
    told: set[str] = set()
    for a, b in combinations(amounts, 2):
        same = a.value == b.value and a.role == b.role and a.role in _YEARLY
        if not same or a.year == b.year or _CARRIED.search(a.line.text + b.line.text):
            continue
        if _is_of_a_month(a) or _is_of_a_month(b):
            continue
        wrong, other = (a, b) if a.year != case.of(find_report_year) else (b, a)
        if wrong.words not in told:
            told.add(wrong.words)
            yield remark(
                NameCode.AMOUNT_OF_TWO_YEARS, wrong.at, claim=wrong.words, year=wrong.year,
                other=other.year, where=other.line.where,
                against=f"{other.year}年{other.words}",
            )  # fmt: skip


_YEARLY = ("budget", "original", "received", "outturn")
_CARRIED = Pattern(
    r"结转|上年|去年|跨年|提前下达|累计|同比|增长|下降|持平|两年|三年|至20\d\d|-20\d\d"
)


def _is_of_a_month(amount: Amount) -> bool:
    """2021年12月下达 may already be the money of 2022."""
    return _MONTH.search(amount.line.text[: amount.start]) is not None


_MONTH = Pattern(r"20\d\d年\d{1,2}月[^。;]*$")


def _is_odd(amount: Amount) -> bool:
    """True for four digits that mean something; 100万元 may be the budget of every year."""
    return len(plain(amount.value).replace(".", "").strip("0")) >= _DIGITS


_DIGITS = 4


def dates_are_of_the_year(case: Case) -> Iterator[Remark]:
    """截至2021年12月31日，实际支出… in the report of 2022 is a leftover, unless 2022 stands there, too."""
    year = case.of(find_report_year)
    if year is None:
        return
    found = [
        (line, each)
        for line in case.report.prose
        for each in _UNTIL.finditer(line.text)
        if _SPENT.search(line.text[each.end() : each.end() + 24])
    ]
    if any(int(each["year"]) == year for _, each in found):
        return
    for line, each in found:
        if year - _LEFT_OVER <= int(each["year"]) < year:
            yield remark(
                NameCode.UNTIL_ANOTHER_YEAR, (line, each.start(), each.end()),
                claim=each[0], year=year,
            )  # fmt: skip
            return


_LEFT_OVER = 3
_SPENT = Pattern(r"支出|支付|执行|使用|拨付|到位|完成|完工|实施")
"""What a report tells of its own year; 截至2022年末户籍人口… is background."""
_UNTIL = Pattern(r"截[至止]到?(?P<year>20\d\d)年(?:12月31日|12月底|底|末)")


def surveys_are_told_with_their_numbers(case: Case) -> Iterator[Remark]:
    """Who says that people were asked says how many, and what they answered."""
    asked = [
        (line, found.start(), found.end())
        for line in case.report.prose
        for found in _ASKED.finditer(line.text)
        if not _IS_RULE.search(line.text[max(0, found.start() - 30) : found.start()])
    ]
    if not asked or _tells_a_size(case.report):
        return
    if _tells_satisfaction(case.report):
        yield remark(NameCode.SURVEY_WITHOUT_SIZE, _best(asked))
    elif any("满意" in line.text for line, _, _ in asked):
        yield remark(NameCode.SURVEY_WITHOUT_RESULT, asked[0])


_ASKED = Pattern(r"(?:问卷|电话|抽样|满意度)调查|调查问卷|发放问卷")
_IS_RULE = Pattern(r"应当|可以|建议|今后|下一步|拟|计划|没有|未(?:开展|进行)|缺[乏少]")
_PEOPLE_ASKED = Pattern(r"问卷|调查|抽样|抽查|样本|受访|访谈|回访")
_SIZE = Pattern(
    r"\d+[余多]?(?:份|张|人|名|户|家|位|例|个)|样本量|见附|附[件表后]\d*[:《]?[^。]{0,12}问卷"
)
_RATE = Pattern(r"\d%|[百十]分之|100分")


def _tells_a_size(report: Report) -> bool:
    """True if a sentence or row about asking people says how many."""
    return any(_PEOPLE_ASKED.search(text) and _SIZE.search(text) for text in _texts(report))


def _tells_satisfaction(report: Report) -> bool:
    return any("满意" in text and _RATE.search(text) for text in _texts(report))


def _texts(report: Report) -> Iterator[str]:
    """Sentences, headings, and rows of tables."""
    yield from (each.text for each in report.sentences)
    yield from (line.text for line in report.lines if line.kind not in ("body", "cell"))
    for table in report.tables:
        yield from ("|".join(row) for row in table.texts)


def _best(asked: list[tuple[Line, int, int]]) -> tuple[Line, int, int]:
    """The place that tells of satisfaction itself, else the first."""
    return next((each for each in asked if "满意" in each[0].text), asked[0])


RULES: tuple[Rule, ...] = (
    the_project_bears_one_name,
    places_and_bodies_bear_one_name,
    the_year_is_named,
    amounts_belong_to_one_year,
    dates_are_of_the_year,
    surveys_are_told_with_their_numbers,
)
