"""When the work was done: 截至2018年11月底项目已经全部实施完成, 于2018年12月10日前完成验收."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.indicators.record import At
from xltools.audit.report import Line, Report
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.value import parse_value

_DONE = Pattern(
    r"(?P<lead>截至|截止到?|截止|于|在)?(?P<date>(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末)?(?:前|之前)?)[,，]?"
    r"(?P<what>[\u4e00-\u9fff]{0,12}?)(?:已经?|均|都|全部|全面|顺利|如期|按期)*(?P<all>全部|全面)?(?:实施|建设|施工)?(?P<done>完成|完工|竣工)"
    r"(?![\u4e00-\u9fff]{0,6}(?:验收|支付|拨付|招标|率|投资))"
)
_PART = Pattern(
    r"招标|采购|设计|可研|支付|拨付|验收|审计|结算|立项|方案|合同|第[一二三]|部分|%|分之|申报|评价|自评"
)


class Completion(Claim, frozen=True):
    """The whole work is said to have been done at a date; `until` for 截至, which bounds it only."""

    date: TypedValue
    until: bool
    what: str

    @property
    def at(self) -> At:
        """Where a remark on it stands."""
        return self.line, self.start, self.end


def find_completions(report: Report) -> tuple[Completion, ...]:
    """Return the statements that the project as a whole was done by a date."""
    return tuple(each for line in report.prose for each in completions_in(line))


def completions_in(line: Line) -> Iterator[Completion]:
    """Yield the statements of one line; 招标, 验收 and the like are parts and no completion.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "截至2018年11月底项目已经全部实施完成，于10月完成招标。")
    >>> [(str(each.date.end), each.until) for each in completions_in(line)]
    [('2018-11-30', True)]
    """
    for found in _DONE.finditer(line.text):
        words = found[0]
        whole = (
            found["all"]
            or "全部" in words
            or found["what"].startswith(("项目", "工程", "各项"))
        )
        if not whole or _PART.search(words):
            continue
        date = parse_value(found["date"], role="actual")
        if date.kind == "date":
            until = (found["lead"] or "").startswith("截") or found["date"].endswith("前")
            yield Completion(line, found.start(), found.end(), date, until, found["what"])
