"""The unit whose report it is: what title and signature call it, and of which kind it is."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.text.signature import find_signature
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

ENDS = (
    r"(?:人民政府办公室|人民政府|委员会办公室|办公室|办事处|管理处|管理局|委员会|服务中心|中心小学|中心学校|"
    r"中心卫生院|中心|学校|中学|小学|学院|大学|幼儿园|党校|医院|卫生院|保健院|研究院|法院|检察院|福利院|敬老院|"
    r"网信办|编办|联合会|总工会|红十字会|组织部|宣传部|统战部|武装部|支队|大队|总队|林场|农场|公司|集团|"
    r"[局厅委镇乡街道院校站所馆队社])"
)
_TITLED = Pattern(
    rf"^(?:关于)?(?P<unit>[\u4e00-\u9fff]{{2,22}}?{ENDS})"
    r"(?=关于|20\d\d|二[〇○O0零]|的|“|《|项目|部门|单位|整体|预算|财政|绩效|$)"
)
_BUREAU = Pattern(
    r"^(?:关于)?(?P<unit>[\u4e00-\u9fff]{1,9}?[省市县区州旗盟][\u4e00-\u9fff]{2,12}?(?:局|厅|委员会))(?=[\u4e00-\u9fff])"
)
"""甲县档案局档案数字化项目…: a bureau's name ends where its last character says so."""
_SAID = Pattern(
    rf"(?:(?:项目|实施|主管|填报|预算|报告)*单位(?:名称)?(?:为|是|:)|实施主体(?:为|是|:))(?P<unit>[\u4e00-\u9fff]{{2,22}}?{ENDS})"
    r"(?=[,。;、(]|$|负责|承担|组织)"
)
_CALLED = Pattern(
    rf"(?P<unit>[\u4e00-\u9fff]{{2,22}}?{ENDS})\((?:以下)?(?:统?简称|称)(?:为|:)?[“\"]?(?:我|本)"
)
_FIRST = 6
"""Lines among which the title stands."""


class Unit(Claim, frozen=True):
    """What a place calls the report's own unit."""

    @property
    def name(self) -> str:
        """The name, folded."""
        return self.line.text[self.start : self.end]


def find_own_units(report: Report) -> tuple[Unit, ...]:
    """Return the names that title, signature and 项目单位：… give the report's own unit."""
    signature = {line.index for line in find_signature(report)}
    found: list[Unit] = []
    for line in report.lines:
        if line.kind == "title" or (line.index < _FIRST and not line.chapter):
            found += [*_units(line, _TITLED)] or [*_units(line, _BUREAU)]
        elif line.index in signature:
            found += _units(line, _TITLED)
        if line.kind == "body":
            found += [*_units(line, _SAID), *_units(line, _CALLED)]
    return tuple(found)


def _units(line: Line, pattern: Pattern) -> Iterator[Unit]:
    if len(line.text) <= _TITLE or pattern in (_SAID, _CALLED):
        for each in pattern.finditer(line.text):
            yield Unit(line, each.start("unit"), each.end("unit"))


_TITLE = 60

KINDS: dict[str, Pattern] = {
    "局": Pattern(r"局"),
    "校": Pattern(r"学校|中学|小学|学院|大学|幼儿园|校$|[一二三四五六七八九十]中$"),
    "院": Pattern(r"院"),
    "镇": Pattern(r"镇"),
    "乡": Pattern(r"乡"),
    "厅": Pattern(r"厅"),
    "委": Pattern(r"委"),
    "办": Pattern(r"办|室"),
    "处": Pattern(r"处"),
    "站": Pattern(r"站"),
    "所": Pattern(r"所"),
    "馆": Pattern(r"馆"),
    "队": Pattern(r"队"),
    "中心": Pattern(r"中心"),
    "街道": Pattern(r"街道"),
    "公司": Pattern(r"公司|集团|厂"),
    "社区": Pattern(r"社区"),
    "村": Pattern(r"村"),
    "园": Pattern(r"园"),
    "部": Pattern(r"部"),
}
"""What 我局, 我校 … say of a unit, and what a unit's name has that may say so."""
