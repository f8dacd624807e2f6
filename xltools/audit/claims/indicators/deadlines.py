"""Days by which something must be done, and days on which it was: 2021年10月31日前建成, 11月12日建成."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, TypeAlias

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.indicators.levels import tells_goals
from xltools.audit.claims.indicators.record import At
from xltools.audit.claims.indicators.tails import LATE, Tail, read_tail
from xltools.audit.claims.names.years import find_report_year
from xltools.audit.claims.places import sentence_span, year_before
from xltools.audit.report import Line, Report
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.value import first_day, last_day, parse_value

Step: TypeAlias = Literal["done", "used", "accepted", "paid", "bought"]

_DATE = r"(?:(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?|(?:20\d\d年)?第?[一二三四]季度|20\d\d年(?:年?底|末))"
_ADVERBS = (
    r"(?:全部|全面|正式|顺利|按[期时]|如期|提前|均|都|已经?|基本|完全|实现|整体|最终|了)*"
)
_DONE = r"完成|完工|竣工|建成|安装到位|安装完成|交付|投入使用|投入运行|投用|启用|验收|发放完?|拨付|到位|完毕"
_CLAUSE = Pattern(
    rf"(?P<date>{_DATE}(?:底|末)?)(?P<before>(?:之|以)?前)?(?P<mid>,?(?:(?!\d{{1,2}}[月日])[\u4e00-\u9fff“”、\d]){{0,20}}?)(?P<adverbs>{_ADVERBS})(?P<verb>{_DONE})"
    r"(?P<object>了?[\u4e00-\u9fff]{0,14})"
)
_TIME_OF = Pattern(
    rf"(?P<verb>完工|完成|竣工|建成|交付|投入使用|验收)(?:的)?(?:时间|日期)(?:为|是|:|在)*(?P<date>{_DATE})(?!(?:之|以|底|末)?前)"
)
_MUST = Pattern(r"须|应(?!急|用)|要求|需(?!求)|确保|计划|力争|约定|目标|工期|期限|规定|拟|预计")
_STAGE = Pattern(
    r"招标|采购|设计|可研|支付|拨付|审计|结算|立项|方案|合同(?!约定|要求|工期|规定)|第[一二三]|部分|申报|评价|自评|公示|前期|资金|开工|报名|摸底|调查|问卷|报告|付款|首批"
)
_STEPS: tuple[tuple[Step, Pattern], ...] = (
    ("paid", Pattern(r"发放|拨付|到位$")),
    ("bought", Pattern(r"采购|招标")),
    ("accepted", Pattern(r"验收")),
    ("used", Pattern(r"投入使用|投入运行|投用|启用")),
)
_EMPTY = Pattern(
    r"\d+(?:[座处个所条台套户盏间名人件块]|公里|米|平方米)?|本?项目|工程|工作|任务|全部|所有|各项|建设|安装|施工|实施|内容|年度|的|和|及|等|共|完成|时间|计划|目标|要求|须|应|在|于|均|已|全面|[“”、,了到位]|将|由|底|前|为|是|实际|截至|截止|确保|最终|组织|整个|该|其中|力争|要求|约定|合同"
)


class Due(Claim, frozen=True):
    """A deadline: by `value`, a date, the `thing` has taken its `step`; `thing` "" is the project itself."""

    value: TypedValue
    year: int | None
    step: Step
    thing: str

    @property
    def at(self) -> At:
        """Where a remark on it stands."""
        return self.line, self.start, self.end

    @property
    def last(self) -> date | None:
        """The last day that keeps it; None without a year."""
        end = self.value.end
        year = (end.year if end else None) or self.year
        return last_day(end, year) if end is not None and year else None


class Made(Due, frozen=True):
    """A day on which something is said to have been done; `tail` is what its sentence says of it."""

    tail: Tail = Tail(None, False)

    @property
    def first(self) -> date | None:
        """The first day that is meant; None without a year."""
        day = self.value.start or self.value.end
        year = (day.year if day else None) or self.year
        return first_day(day, year) if day is not None and year else None


def find_dues(report: Report) -> tuple[Due, ...]:
    """Return the deadlines that the prose sets, and those of tables whose result is no date."""
    from xltools.audit.claims.indicators.told import find_told

    found = [each for each in _all(report) if not isinstance(each, Made)]
    year = find_report_year(report)
    for told in find_told(report):
        for claim in told.claims.values() if told.table else ():
            target, actual = claim.target, claim.actual
            if target is None or target.value.kind != "date":
                continue
            if actual is None or actual.value.kind != "date":
                step = _step(claim.name, "")
                found.append(
                    Due(*target.at, target.value, year, step, _thing(claim.name, "", ""))
                )
    return tuple(found)


def find_made(report: Report) -> tuple[Made, ...]:
    """Return the days on which the prose says that something was done."""
    return tuple(each for each in _all(report) if isinstance(each, Made))


def _all(report: Report) -> Iterator[Due]:
    year = find_report_year(report)
    for line in report.prose:
        if not any(_OF_EVALUATION.search(title) for title in line.chapter):
            yield from _in_line(line, year)


_OF_EVALUATION = Pattern(r"评价工作|自评工作|评价过程|工作过程|整改|建议|改进|下一步|结果应用")


def _in_line(line: Line, of_report: int | None) -> Iterator[Due]:
    text = line.text
    for found in _CLAUSE.finditer(text):
        first, last = sentence_span(line, found.start())
        begin = max(first, text.rfind(",", first, found.start()) + 1)
        lead = text[begin : found.start()]
        if not lead or lead in ("并", "且", "并于", "于"):
            lead = _subject(text[first : found.start()])
        if "月" in lead:
            lead = "实际" * lead.startswith("实际") + lead.rpartition("、")[2]
        if _STAGE.search(found["mid"] + found["object"] + lead[-6:]):
            continue
        written = found["date"] + (found["before"] or "")
        value = parse_value(written, role="target" if found["before"] else "actual")
        if value.kind != "date" or "ambiguous" in value.marks:
            continue
        # a year once named holds for the dates behind it in the paragraph
        year = year_before(line, found.start("date") + 5) or _year_above(line, found.start())
        aimed = _is_aim(line, lead, found["before"] is not None, first, found.end())
        given = {
            "line": line, "start": found.start(), "end": found.end("verb"), "value": value,
            "year": year or of_report, "step": _step(found["verb"], found["object"]),
            "thing": _thing(lead, found["mid"], found["object"]),
        }  # fmt: skip
        if aimed:
            yield Due(**given)  # type: ignore[arg-type]
        elif aimed is False and not lead.startswith(("截至", "截止")):
            yield Made(**given, tail=read_tail(line, begin, last))  # type: ignore[arg-type]

    for found in _TIME_OF.finditer(text):
        first, last = sentence_span(line, found.start())
        begin = max(first, text.rfind(",", first, found.start()) + 1)
        lead = text[begin : found.start()]
        value = parse_value(found["date"], role="actual")
        aims = _MUST.search(lead) or (tells_goals(line) and "实际" not in lead)
        if value.kind == "date" and not aims and not _STAGE.search(lead[-6:]):
            yield Made(
                line, found.start(), found.end(), value,
                year_before(line, found.start("date") + 5)
                or _year_above(line, found.start("date")) or of_report,
                _step(found["verb"], ""), _thing(lead, "", ""), read_tail(line, begin, last),
            )  # fmt: skip


def _is_aim(line: Line, lead: str, before: bool, first: int, end: int) -> bool | None:
    """True for a deadline, False for a day on which it was done, None where one cannot tell."""
    sentence = line.text[first:end]
    told = "实际" in sentence or "已" in line.text[max(first, end - 12) : end]
    if before:
        aims = _MUST.search(lead) or (tells_goals(line) and not told)
        return True if aims and "实际" not in lead else None
    if _MUST.search(lead) or (tells_goals(line) and not told):
        return True if "计划" in lead or "目标" in lead else None
    return False


def _year_above(line: Line, at: int) -> int | None:
    years = _YEAR.findall(line.text[:at])
    return int(years[-1]) if years else None


_YEAR = Pattern(r"(?<!\d)(20[0-4]\d)年")


def _subject(words: str) -> str:
    """The subject of a sentence whose later clauses leave it out."""
    found = _BEFORE_DATE.match(words)
    return found[0] if found and not _MUST.search(found[0]) else ""


_BEFORE_DATE = Pattern(r"[\u4e00-\u9fff“”]{2,20}?(?=于?(?:20\d\d年|\d{1,2}月))")


def _step(verb: str, behind: str) -> Step:
    """完成验收 is 验收; 完工并投入使用 is 完工."""
    words = verb + behind if verb == "完成" else verb
    return next((step for step, pattern in _STEPS if pattern.search(words)), "done")


def _thing(lead: str, mid: str, behind: str) -> str:
    """What is done, bare of words that fit any work; "" for the project itself."""
    for words in (lead.rpartition(":")[2], mid, behind):
        bare = _EMPTY.sub("", words)
        if len(bare) >= 2:
            return bare
    return ""


def is_late(due: Due, made: Made) -> int:
    """Days by which the one lies behind the other; 0 if not, or if years are not known."""
    last, first = due.last, made.first
    if last is None or first is None:
        return 0
    return max((first - last).days, 0)


def same_thing(due: Due, made: Made) -> bool:
    """True if both name one thing, for sure.

    >>> from xltools.audit.report import make_line
    >>> a, b = (next(_in_line(make_line(0, text), 2021)) for text in
    ...  ("监控卡口须在2021年10月31日前建成", "监控卡口于2021年11月12日建成"))
    >>> same_thing(a, b), is_late(a, b)
    (True, 12)
    """
    if due.step != made.step or not due.thing or not made.thing:
        return False
    return due.thing in made.thing or made.thing in due.thing


def admits_delay(line: Line, at: int) -> bool:
    """True if the sentence, or the next, says that it came late, or that the day was moved."""
    first, last = sentence_span(line, at)
    _, end = sentence_span(line, min(last + 1, len(line.text)))
    return LATE.search(line.text[first:end]) is not None


_ADMITTED = Pattern(
    r"(?:工期|完工|竣工|完成|建成|交付|施工|工程|进度|时效|项目)(?![^,。;]{0,10}(?:资金|拨付|支付|付款))[^,。;]{0,12}(?:逾期|延期|推迟|滞后|延误|超期|顺延|延后|延迟|晚)"
    r"|(?:逾期|延期|推迟|延误|晚于|未按期|未能按期|未如期|没有按期|延后|延迟)[^,。;]{0,10}(?:完工|竣工|完成|建成|交付|投入使用|投用)"
    r"|(?:比|较)(?:计划|目标|合同|预定)[^,。;]{0,10}(?:晚|推迟|延)"
    r"|(?:工期|期限|完工时间|完成时间|竣工时间)[^,。;]{0,8}(?:延至|延长|调整|变更)"
)


def admits_delays(report: Report) -> bool:
    """True if some sentence of the report says that the work itself was late."""
    return any(_ADMITTED.search(line.text) for line in report.prose)
