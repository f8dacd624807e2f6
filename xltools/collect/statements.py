"""What a unit's report and the user say in figures against the sums and the forms (checks 51, 52)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xltools.collect.codes import SetCode
from xltools.collect.lists import unit_texts
from xltools.collect.names import mentioned
from xltools.collect.project import Project, ProjectSet, SetRule, Told, at, money, named, quoted
from xltools.decimals import half_up, percent, plain
from xltools.model import Entry, Place
from xltools.patterns import Pattern

_IS = r"(?:金额|总额|总数|数|安排|资金)*(?:合计|共计|总计|总额|共|是|为|达到?了?|:)*"
_BUDGET = Pattern(
    rf"(?:(?<!年初)预算|资金(?=\d)|资金(?:总额|合计|共计)){_IS}(\d+(?:\.\d+)?)万元"
)
_OUTTURN = Pattern(
    rf"(?:执行|(?:全年|累计|共|总|实际)(?:支出|支付)|(?:支出|支付)(?=总|合计|金额)){_IS}(\d+(?:\.\d+)?)万元"
)
_RATE = Pattern(r"执行率(?:是|为|达到?了?|:)*(\d+(?:\.\d+)?)%")
_SCORE = Pattern(r"(?:得分|总分|评分)(?:是|为|:)*(\d+(?:\.\d+)?)分")
_COUNT = Pattern(r"(?P<before>\d+|[一二三四五六七八九十]+)个项目|项目(?P<after>\d+)个")
_GRADE = Pattern(r"(?:等级)?(?:全部|均|都)(?:评)?为[“\"](?P<grade>[优良中差])[”\"]")
_SENTENCE = Pattern(r"[。；;\n]")
_ITEM = Pattern(r"^(?:\d+[.、．]|[（(]\d+[）)])")
_ANALYSIS = Pattern(r"分析|结论|完成情况")
_NO_ANALYSIS = Pattern(r"偏离|偏差|原因|问题|措施|过程|体系|分析评价")


class _Said(Struct, frozen=True):
    """Totals that somebody states: who (“预算资金来源”写), where, and what."""

    source: str
    file: str
    place: Place | None
    label: str


def sums_are_as_stated(given: ProjectSet) -> Iterator[Told]:
    """Σ budgets and Σ outturns are what the user gives and what the unit's report says."""
    user = _Said("给定的", "", None, "合计")
    yield from _sum_differs(given, user, "budget", given.given.budget)
    yield from _sum_differs(given, user, "outturn", given.given.outturn)
    for project, entry in unit_texts(given):
        for sentence in _sentences(entry):
            if _COUNT.search(sentence):
                yield from _whole(given, project, entry, sentence)


def _whole(given: ProjectSet, project: Project, entry: Entry, sentence: str) -> Iterator[Told]:
    """A sentence about all projects: their number, sums, rate and grades."""
    said = _Said(f"“{entry.label}”写", project.file, entry.place, entry.label)
    counted = _COUNT.search(sentence)
    count = _number(counted["before"] or counted["after"]) if counted else None
    if count is not None and count != len(given.projects):
        finding = SetCode.COUNT_DIFFERS.at(
            said.place, said.label, source=said.source, stated=count, count=len(given.projects)
        )
        yield Told(said.file, "", finding)
        return  # the sums of another set need not agree
    budget, outturn = _BUDGET.search(sentence), _OUTTURN.search(sentence)
    yield from _sum_differs(given, said, "budget", Decimal(budget[1]) if budget else None)
    yield from _sum_differs(given, said, "outturn", Decimal(outturn[1]) if outturn else None)
    rate = _RATE.search(sentence)
    if rate and given.rate is not None and not _rounds_to(rate[1], given.rate * 100):
        finding = SetCode.RATE_DIFFERS.at(
            said.place, said.label, source=f"{said.source}预算执行率", stated=f"{rate[1]}%",
            outturn=money(given.total("outturn")), budget=money(given.total("budget")),
            rate=percent(given.rate),
        )  # fmt: skip
        yield Told(said.file, "", finding)
    grade = _GRADE.search(sentence)
    others = [each for each in given.projects if grade and each.earned_grade != grade["grade"]]
    others = [each for each in others if each.earned_grade is not None]
    if grade and others:
        words = "、".join(f"{quoted(each.shown)}{each.earned_grade}" for each in others[:10])
        finding = SetCode.GRADES_DIFFER.at(
            said.place, said.label, source=said.source, stated=grade["grade"], others=words
        )
        yield Told(said.file, "", finding)


_SUMS = {
    "budget": (SetCode.BUDGET_DIFFERS, "预算合计"),
    "outturn": (SetCode.OUTTURN_DIFFERS, "执行数合计"),
}


def _sum_differs(
    given: ProjectSet, said: _Said, measure: str, stated: Decimal | None
) -> Iterator[Told]:
    total = given.total(measure)
    if stated is None or _rounds_to(plain(stated), total):
        return
    code, what = _SUMS[measure]
    finding = code.at(
        said.place, said.label, count=len(given.projects), sum=money(total),
        source=f"{said.source}{what}", stated=money(stated), gap=money(abs(stated - total)),
    )  # fmt: skip
    yield Told(said.file, "", finding)


def report_fits_the_forms(given: ProjectSet) -> Iterator[Told]:
    """What the unit's report says of one project is what that project's form says."""
    for holder, entry in unit_texts(given):
        for paragraph in (entry.text or "").splitlines():
            text = _clean(paragraph)
            subjects = mentioned(text, given.names)
            if len(subjects) == 1 and not _COUNT.search(text):
                yield from _one(given.projects[subjects[0]], holder, entry, text)
                continue
            for sentence in _SENTENCE.split(text):
                found = mentioned(sentence, given.names)
                if len(found) == 1 and not _BUDGET.search(sentence):
                    yield from _one(given.projects[found[0]], holder, entry, sentence)


def _one(project: Project, holder: Project, entry: Entry, text: str) -> Iterator[Told]:
    for what, pattern, fact, cell, unit in (
        ("预算数", _BUDGET, project.budget, project.cell("revised_budget"), "万元"),
        ("执行数", _OUTTURN, project.outturn, project.cell("outturn"), "万元"),
        ("执行率", _RATE, _times_100(project.rate), project.cell("outturn"), "%"),
        ("得分", _SCORE, project.total, project.typed_total, "分"),
    ):
        numbers = dict.fromkeys(found[1] for found in pattern.finditer(text))
        for number in numbers if fact is not None else ():
            if fact is not None and not _rounds_to(number, fact):
                where = f"{project.file} {cell.place}" if cell else project.file
                shown = half_up(fact, 2) if unit == "%" else fact
                finding = SetCode.STATEMENT_DIFFERS.at(
                    entry.place, entry.label, label=entry.label, project=quoted(project.shown),
                    what=what, stated=f"{number}{unit}", where=where,
                    table=f"{money(shown)}{unit}",
                )  # fmt: skip
                yield Told(holder.file, project.shown, finding)


def _times_100(rate: Decimal | None) -> Decimal | None:
    return None if rate is None else rate * 100


def report_tells_of_every_project(given: ProjectSet) -> Iterator[Told]:
    """An analysis that goes through the projects one by one leaves none out."""
    for holder, entry in unit_texts(given):
        if not _ANALYSIS.search(entry.label) or _NO_ANALYSIS.search(entry.label):
            continue
        told = set(mentioned(_clean(entry.text or ""), given.names))
        rest = [each.shown for n, each in enumerate(given.projects) if n not in told]
        if len(told) > 1 and rest:
            finding = SetCode.PROJECTS_UNTOLD.at(
                entry.place, entry.label, label=entry.label, told=len(told),
                count=len(given.projects), rest=named(rest, 10),
            )  # fmt: skip
            yield Told(holder.file, "", finding)


def _sentences(entry: Entry) -> Iterator[str]:
    for sentence in _SENTENCE.split(entry.text or ""):
        yield _clean(sentence)


def _clean(text: str) -> str:
    """One width, no spaces, no number of an item before it."""
    return _ITEM.sub("", "".join(unicodedata.normalize("NFKC", text).split(" ")).strip())


def _number(text: str) -> int:
    """14 of 14 and of 十四; numbers in Chinese numerals up to 99."""
    if text.isdecimal():
        return int(text)
    digits = {char: value for value, char in enumerate("零一二三四五六七八九")}
    tens, ten, ones = text.partition("十")
    if not ten:
        return digits.get(text, 0)
    return (digits.get(tens, 1) if tens else 1) * 10 + digits.get(ones, 0)


def _rounds_to(written: str, value: Decimal) -> bool:
    """True if the value, rounded to the places written, is what is written."""
    return Decimal(written) in (value, half_up(value, len(written.partition(".")[2])))


def goals_are_answered(given: ProjectSet) -> Iterator[Told]:
    """完成情况 speaks of the work that 绩效目标 names, and not only of the money."""
    for project in given.projects:
        planned, achieved = (
            project.field("objective_planned"),
            project.field("objective_achieved"),
        )
        if achieved is None or not achieved.text:
            continue
        text = _clean(achieved.text)
        if planned is not None and planned.text:
            work = [word for word in _WORK if word in planned.text]
            if work and not any(word in text for word in work):
                yield at(
                    project,
                    SetCode.GOAL_UNANSWERED.at(
                        achieved.place, achieved.label, planned=planned.label,
                        work="、".join(work), label=achieved.label,
                        text=" ".join(achieved.text.split())[:40],
                    ),
                )  # fmt: skip
        done, rate = _DONE.search(text), project.rate
        if done and rate is not None and rate < 1 and _rounds_to(done[1], rate * 100):
            yield at(
                project,
                SetCode.RATE_AS_COMPLETION.at(
                    achieved.place, achieved.label, label=achieved.label, rate=f"{done[1]}%"
                ),
            )


_DONE = Pattern(r"(?:目标|项目|任务)完成率(?:达到?了?|是|为|:)*(\d+(?:\.\d+)?)%")
_WORK = (
    "培训", "表彰", "评选", "维护", "走访", "慰问", "选派", "建设", "改造", "修缮", "采购", "购置", "安装",
    "发放", "补助", "补贴", "救助", "资助", "看望", "宣传", "检查", "监测", "检测", "巡查", "治理", "修复",
    "绿化", "保洁", "清运", "演出", "比赛", "会议", "调研", "招聘", "体检", "接种", "防治",
)  # fmt: skip
"""Work that a goal promises; the result speaks of it or says nothing."""

RULES: tuple[SetRule, ...] = (
    sums_are_as_stated,
    report_fits_the_forms,
    report_tells_of_every_project,
    goals_are_answered,
)
