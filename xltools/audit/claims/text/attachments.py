"""Attachments that the text names, those that are there, and the numbers of captions."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.text.lists import count_of
from xltools.audit.claims.text.signature import find_signature
from xltools.audit.claims.text.structure import contents_of
from xltools.audit.outline import UNDER_100
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern


class Mention(Claim, frozen=True):
    """详见附件1: the kind (附件, 附表), its number (0: none), the place."""

    kind: str
    number: int

    @property
    def name(self) -> str:
        """附件1; 附件 if it has no number."""
        return self.kind + (str(self.number) if self.number else "")


_MENTION = Pattern(
    r"(?:详?见|参见|参阅|详情见|具体见|见后附|后附)(?:本报告|文后|所附|后附)?[(:]?(?P<kind>附件|附表|附录)"
    rf"(?P<number>{UNDER_100}|[一二三四五六七八九十])?\)?"
    r"|(?<![》号])\((?P<kind2>附件|附表|附录)(?P<number2>\d{1,2}|[一二三四五六七八九十])\)"
)


def find_mentions(report: Report) -> tuple[Mention, ...]:
    """Where the text sends its reader to an attachment of this report."""
    found = []
    for line in report.prose:
        for each in _MENTION.finditer(line.text):
            kind = each["kind"] or each["kind2"]
            number = each["number"] or each["number2"] or ""
            end = each.end() - (")" in each[0] and "(" not in each[0])
            found.append(Mention(line, each.start(), end, kind, count_of(number)))
    return tuple(found)


class Annex(Struct, frozen=True):
    """The title of an attachment, before it or in the list of attachments at the end."""

    line: Line
    kind: str
    number: int


_ANNEX = Pattern(
    rf"(附件|附表|附录|附)({UNDER_100}|[一二三四五六七八九十])?(?![\u4e00-\u9fff]*[、和]附)"
)


def find_annexes(report: Report) -> tuple[Annex, ...]:
    """Titles 附件1…: the attachment follows, or is a file of its own."""
    contents = contents_of(report)
    found = []
    for line in report.lines:
        if line.kind not in ("heading", "caption", "title", "body") or line.index in contents:
            continue
        title = _ANNEX.match(line.text)
        if title is None or len(line.text) > 60 or line.text.endswith("。"):
            continue
        kind = "附件" if title[1] == "附" else title[1]
        found.append(Annex(line, kind, count_of(title[2] or "")))
    return tuple(found)


class Bare(Struct, frozen=True):
    """A chapter 附表, or lines at the end, that only name their tables.

    `is_list`: the list 附件：1.… that official papers end with, whose attachments may be files.
    """

    heading: Line
    names: tuple[str, ...]
    is_list: bool = False


_CHAPTER = Pattern(r"(?:相关)?附[件表图]?(?:资料|材料)?$")
_NAME = Pattern(r"(?:\d{1,2}[.、])?《?[^。;,]{4,40}(?:表|报告|材料|资料|方案|清单)》?[。;]?$")


def find_bare_chapters(report: Report) -> tuple[Bare, ...]:
    """七、附表 with 《…自评表》 below it and no table."""
    found = []
    for chapter in report.chapters:
        if not _CHAPTER.match(chapter.heading.title.rstrip(":")):
            continue
        lines = [line for line in chapter.everything if line.text]
        if lines and all(line.kind != "cell" and _NAME.match(line.text) for line in lines):
            follows = report.lines[lines[-1].index + 1 :]
            if not any(line.kind == "cell" for line in follows):
                found.append(Bare(chapter.heading, tuple(line.raw.strip() for line in lines)))
    last = None if found else _bare_end(report)
    return tuple(found) if last is None else (last,)


_LISTED = Pattern(rf"附(?:件|表)(?:{UNDER_100})?[:.、]")
_CALLED = Pattern(r"(?:附:?)(?!件|表)")
_TABLE = Pattern(
    r"(?:附:?|附[件表]\d?[:.、])?(?:\d{1,2}[.、])?《?[^。;,《》]{2,40}(?:表|评分)》?[。;]?$"
)
_APART = Pattern(r"另附|另行|另文|另报|单独|略|随附|后附|下载|点击|\.(?:doc|xls|pdf)")


def _bare_end(report: Report) -> Bare | None:
    """The names of tables that the report ends with, though no table follows."""
    signature = {line.index for line in find_signature(report)}
    named: list[Line] = []
    for line in reversed(report.lines):
        if line.kind in ("body", "heading", "caption") and _TABLE.match(line.text):
            named.insert(0, line)
        elif named or line.index not in signature:
            break
    if not named or any(_APART.search(line.text) for line in named):
        return None
    names = tuple(line.raw.strip() for line in named)
    if _LISTED.match(named[0].text):
        is_asked = len(named) > 1 or any(find_mentions(report))
        return Bare(named[0], names, is_list=True) if is_asked and not report.tables else None
    is_last = named[-1].text.startswith("《") or _CALLED.match(named[0].text)
    return Bare(named[0], names) if is_last else None


class Caption(Struct, frozen=True):
    """表3-1 资金使用情况: kind (表, 图), the number before the dash (0: none), the number."""

    line: Line
    kind: str
    part: int
    number: int

    @property
    def name(self) -> str:
        """表3-1, 图2."""
        return f"{self.kind}{f'{self.part}-' if self.part else ''}{self.number}"


_CAPTION = Pattern(
    rf"(表|图) ?(?:(\d{{1,2}}) ?[-.] ?)?({UNDER_100})(?![.-])(?! ?[\u4e00-\u9fff]{{0,2}}[行列])"
)
_LONGEST = 60


def find_captions(report: Report) -> tuple[Caption, ...]:
    """Captions with a number, in reading order."""
    contents = contents_of(report)
    return tuple(
        Caption(line, found[1], int(found[2] or 0), int(found[3]))
        for line in report.lines
        if line.kind in ("caption", "heading", "body") and line.index not in contents
        if (found := _CAPTION.match(line.spaced)) is not None
        and len(line.text) <= _LONGEST
        and not line.text.endswith(("。", ";", ","))
    )


def find_unnumbered(report: Report) -> tuple[Line, ...]:
    """Names of tables without a number, in a report that numbers its other tables."""
    numbered = [each for each in find_captions(report) if each.kind == "表"]
    found = []
    for table in report.tables:
        first = table.rows[0][0].index if table.rows and table.rows[0] else 0
        above = report.lines[first - 1] if first else None
        if above is None or above.kind == "cell" or len(table.rows) < 3:
            continue
        if above.kind in ("caption", "body") and _TABLE_NAME.match(above.text):
            found.append(above)
    return tuple(found) if len(numbered) >= 2 and len(found) < len(numbered) else ()


_TABLE_NAME = Pattern(
    r"[\u4e00-\u9fff()\d年]{4,30}(?:情况|统计|明细|汇总|对比)?表(?:\(.{2,12}\))?$"
)

_REFERENCE = Pattern(
    rf"(?:见|如|参见)(?:下)?(表|图)(?:(\d{{1,2}})[-.])?({UNDER_100})(?![\d.-])"
)


def find_references(report: Report) -> Iterator[tuple[Line, int, int, str]]:
    """详见表3, 如图2所示: the place and the name."""
    for line in report.prose:
        for found in _REFERENCE.finditer(line.text):
            part = f"{found[2]}-" if found[2] else ""
            yield line, found.start(), found.end(), f"{found[1]}{part}{found[3]}"


_FRAME = Pattern(r"(?:指标|评价|评分)体系")
_TOTAL = Pattern(r"(?:得分|评分|总分)[^,。;\d]{0,8}\d+(?:\.\d+)?分")
_POINTS = Pattern(r"\d分")
_FEW = 3
_HEADS = ("得分", "分值", "权重", "指标")


def find_unsupported_total(report: Report) -> tuple[Line, int, int] | None:
    """The total score of a report that speaks of a frame of indicators and shows none.

    No table of indicators or scores, no attachment, and hardly any other score in the text.
    """
    if find_annexes(report) or find_mentions(report):
        return None
    heads = {cell.text for table in report.tables for row in table.rows[:2] for cell in row}
    if any(word in head for head in heads for word in _HEADS):
        return None
    if not any(_FRAME.search(line.text) for line in report.lines):
        return None
    scores = [
        (line, found.start(), found.end())
        for line in report.prose
        for found in _TOTAL.finditer(line.text)
    ]
    points = sum(len(_POINTS.findall(line.text)) for line in report.lines)
    return scores[0] if scores and points <= _FEW else None
