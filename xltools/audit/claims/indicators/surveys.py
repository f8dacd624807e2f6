"""Counts of a survey: 收回238份，满意219份; 290份有效问卷中，满意275份; (184÷196)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.indicators.record import At
from xltools.audit.report import Line, Report
from xltools.decimals import half_up, plain
from xltools.patterns import Pattern

_UNIT = r"(?P<unit>份|人|户|名|家)"
_ASKED = Pattern(
    rf"(?:有效(?:问卷|答卷|回访|应答|样本)?|收回|回收|回访|应答|访谈|抽查|测评|调查|走访)[^,，。;\d]{{0,10}}(?P<n>\d+){_UNIT}"
    rf"|(?P<m>\d+)(?P<unit2>份|人|户|名|家)(?:有效|问卷|受访|调查)?[^,，。;\d]{{0,6}}中"
)
_PLEASED = Pattern(
    r"(?:(?<!不)(?:表示|非常|基本|比较|很)?满意(?:和基本满意|及基本满意|及以上)?(?:的)?(?:问卷|评价|共|有|为|者|人数)*(?P<n>\d+)(?P<unit>份|人|户|名|家)"
    r"|(?P<m>\d+)(?P<unit2>份|人|户|名|家)(?:对[^,，。;]{1,10})?(?:表示|评价为?)?(?:非常|基本|比较|很)?满意(?!度|率))"
)
_QUOTIENT = Pattern(
    r"满意(?:度|率)[^,，。;\d]{0,8}\d+(?:\.\d+)?%\(?(?P<part>\d+)[份人户名]?[÷/](?P<whole>\d+)"
)


class Survey(Claim, frozen=True):
    """So many of so many were satisfied; it stands at the number of the satisfied."""

    part: Decimal
    whole: Decimal

    @property
    def at(self) -> At:
        """Where a remark on it stands."""
        return self.line, self.start, self.end

    @property
    def rate(self) -> Decimal:
        """Percent, to two places."""
        return half_up(self.part / self.whole * 100, 2)

    @property
    def quotient(self) -> str:
        """219÷238."""
        return f"{plain(self.part)}÷{plain(self.whole)}"

    @property
    def arithmetic(self) -> str:
        """219÷238＝92.02%."""
        return f"{self.quotient}＝{self.rate:.2f}%"


def find_surveys(report: Report) -> tuple[Survey, ...]:
    """Return the surveys of the prose whose counts are stated."""
    return tuple(each for line in report.prose for each in surveys_in(line))


def surveys_in(line: Line) -> Iterator[Survey]:
    """Yield the surveys of one line.

    >>> from xltools.audit.report import make_line
    >>> for text in ("发放250份，收回238份，满意219份", "290份有效问卷中，满意275份"):
    ...     print([each.arithmetic for each in surveys_in(make_line(0, text))])
    ['219÷238＝92.02%']
    ['275÷290＝94.83%']
    """
    text = line.text
    for found in _QUOTIENT.finditer(text):
        part, whole = Decimal(found["part"]), Decimal(found["whole"])
        if 0 < part <= whole:
            yield Survey(line, found.start("part"), found.end("whole"), part, whole)
    pleased = list(_PLEASED.finditer(text))
    for found in pleased:
        unit = found["unit"] or found["unit2"]
        begin = text.rfind("。", 0, found.start()) + 1
        if any(begin <= e.start() < found.start() for e in pleased) or any(
            e.start() > found.start() and "。" not in text[found.end() : e.start()]
            for e in pleased
        ):
            continue  # 非常满意40户，基本满意17户: parts
        asked = [
            each for each in _ASKED.finditer(text[begin : found.start()])
            if (each["unit"] or each["unit2"]) == unit
        ]  # fmt: skip
        if not asked:
            continue
        part = Decimal(found["n"] or found["m"])
        whole = Decimal(asked[-1]["n"] or asked[-1]["m"])
        if 0 < part <= whole and whole >= _FEWEST and part * 2 > whole:
            yield Survey(line, found.start(), found.end(), part, whole)


_FEWEST = 10


def survey_near(report: Report, line: Line) -> Survey | None:
    """The survey of a line or, if it has none, the only one of the report."""
    surveys = find_surveys(report)
    here = [each for each in surveys if each.line is line]
    if here:
        return here[0]
    return surveys[0] if len({each.rate for each in surveys}) == 1 else None
