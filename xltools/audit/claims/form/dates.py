"""Days on which work was begun or done, in usual words: 于11月18日完工, 2020年4月开工."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.places import clause_start, sentence_span, year_before
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern


class DateSaid(Claim, frozen=True):
    """A day or a month on which something was done; `before` and `behind` are the words of its
    clause that say what.
    """

    year: int | None
    month: int
    day: int | None
    what: str
    """完工, 开工: the event."""
    before: str
    behind: str
    is_aim: bool
    by_then: bool
    """11月底前完工: by then at the latest."""


_DATE = Pattern(
    r"(?:(?P<year>20\d\d)年|当年|本年)?(?<!\d)(?P<month>1[0-2]|[1-9])月(?:(?P<day>[12]\d|3[01]|[1-9])日|[底末])?(?!份|[中上下]旬|\d)"
)
_WHAT = "开工|动工|启动|完工|竣工|完成|建成|结束"
_EVENT = Pattern(
    rf"(?P<by>以?前|之前)?(?:就|已|均|全部|正式|如期|按期|提前|基本|才|便|即|全面|整体)*(?P<what>{_WHAT})(?P<rest>[^,，。;、]{{0,60}})"
)
_NAMED = Pattern(
    rf"(?P<what>{_WHAT})(?:的)?(?:时间|日期)(?:为|是|:|在|于)*$|(?P<due>工期|期限|时限)(?:至|到|为|是|:|截[至止])+$"
)
_AIMED = Pattern(
    r"(?:目标|计划|任务|预期|要求|应|拟|工期|期限|时限)(?:完工|时间|是|为|:)?[^,，。;]{0,6}$"
)
_GOALS = Pattern(r"(?:目标|任务)(?:是|为|:)")
_FAR = 400
_RESULTS = Pattern(r"实际|完成情况|已")


def find_dates(report: Report) -> tuple[DateSaid, ...]:
    """Return the dates beside which stands what was done then."""
    return tuple(each for line in report.prose for each in dates_in(line))


def dates_in(line: Line) -> Iterator[DateSaid]:
    """Yield those of one line.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "2020年4月开工，当年11月18日完工，5月3日召开会议，目标为11月底前完工")
    >>> [(e.year, e.month, e.day, e.what, e.is_aim, e.by_then) for e in dates_in(line)]
    [(2020, 4, None, '开工', False, False), (2020, 11, 18, '完工', False, False), (2020, 11, None, '完工', True, True)]
    """
    for found in _DATE.finditer(line.text):
        far = max(found.start() - _FAR, 0)
        begin = far + clause_start(line.text[far : found.start()], found.start() - far)
        before = line.text[begin : found.start()]
        event, named = _EVENT.match(line.text, found.end()), _NAMED.search(before)
        if event is None and named is None:
            continue
        what = event["what"] if event else (named["what"] or "完工") if named else ""
        first = max(sentence_span(line, found.start())[0], found.start() - _FAR)
        lead = line.text[first : found.start()]
        goal = _GOALS.search(lead) is not None and _RESULTS.search(lead) is None
        yield DateSaid(
            line, found.start(), found.end(),
            int(found["year"]) if found["year"] else year_before(line, found.start()),
            int(found["month"]), int(found["day"]) if found["day"] else None, what,
            before[: named.start()] if named and not event else before,
            event["rest"] if event else "",
            goal or _AIMED.search(before) is not None, bool(event and event["by"]),
        )  # fmt: skip
