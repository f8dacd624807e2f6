"""Methods, dimensions and principles of evaluation that a report names."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.claims.claim import Claim
from xltools.audit.report import Chapter, Line, Report
from xltools.audit.tables import load_table
from xltools.patterns import Pattern


class Method(Struct, frozen=True, forbid_unknown_fields=True):
    """One method of the table: its name, other names, and names that are wrong."""

    name: str
    official: bool = False
    aliases: tuple[str, ...] = ()
    misnamed: tuple[str, ...] = ()


class Frame(Struct, frozen=True, forbid_unknown_fields=True):
    """The dimensions by which a project is scored."""

    dimensions: tuple[str, ...]


class Principles(Struct, frozen=True, forbid_unknown_fields=True):
    """The principles of one paper."""

    paper: str
    words: tuple[str, ...]


class Methods(Struct, frozen=True, forbid_unknown_fields=True):
    """The table of methods.toml."""

    method: tuple[Method, ...]
    frame: tuple[Frame, ...]
    principles: tuple[Principles, ...]


class Named(Claim, frozen=True):
    """A method where the text names it; `name` is the table's, `written` the text's.

    `place` tells what the text does there: it lists the methods that it uses, describes one
    under its own number, or uses one somewhere else.
    """

    name: str
    place: str

    @property
    def written(self) -> str:
        """As it is written."""
        return self.line.words(self.start, self.end)


class Dimensions(Claim, frozen=True):
    """An enumeration of dimensions: 从决策、过程、产出、效益."""

    dimensions: tuple[str, ...]


LISTED, DESCRIBED, USED = "listed", "described", "used"
_CHAPTER = Pattern(r"评价方法|自评方法")
_LISTS = Pattern(
    r"评价方法[^。]{0,20}(?:采用|包括|主要有|选用|选择|为|运用)|(?:采用|运用|选用)[^。]*?(?:种|等)(?:评价)?方法"
)
_USES = Pattern(r"(?:采用|运用|使用|利用|按照)[^。,;]{0,12}$")
_NUMBER = Pattern(r"^(?:\(?[\d一二三四五六七八九十]+[)、.]+|[①-⑩])?[“\"]?$")


def find_methods(report: Report) -> tuple[Named, ...]:
    """Return the methods of evaluation that a report names, in order."""
    inside = _lines_of_the_chapter(report)
    return tuple(
        each
        for line in report.lines
        if line.kind in ("body", "heading")
        for each in _methods_in(line, is_inside=line.index in inside)
    )


def _lines_of_the_chapter(report: Report) -> set[int]:
    """The lines below 评价方法, and the first below a heading that names other things, too."""
    found: set[int] = set()
    for chapter in report.chapters:
        for each in chapter.walk():
            if _CHAPTER.search(each.heading.text) and not _names_more(each):
                found |= {line.index for line in each.everything}
    return found


def _names_more(chapter: Chapter) -> bool:
    """True for 评价原则、指标体系、评价方法、标准, below which not everything is of methods."""
    return "、" in chapter.heading.title


def _methods_in(line: Line, *, is_inside: bool) -> Iterator[Named]:
    names = {
        written: method.name
        for method in load_table("methods", Methods).method
        for written in (method.name, *method.aliases, *method.misnamed)
    }
    taken: list[tuple[int, int]] = []
    found = []
    for written in sorted(names, key=len, reverse=True):
        at = line.text.find(written)
        while at >= 0:
            end = at + len(written)
            if not any(a <= at < b for a, b in taken):
                taken.append((at, end))
                place = _place(line, at, is_inside=is_inside)
                found.append(Named(line, at, end, names[written], place))
            at = line.text.find(written, at + 1)
    yield from sorted(found, key=lambda each: each.start)


def _place(line: Line, at: int, *, is_inside: bool) -> str:
    before = line.text[:at]
    if is_inside and _NUMBER.match(before):
        return DESCRIBED
    start = max(before.rfind(mark) for mark in "。;") + 1
    if is_inside or _LISTS.search(line.text[start:]):
        return LISTED
    return USED if _USES.search(before[start:]) else ""


_JOINED = Pattern(
    r"(?<![\u4e00-\u9fff、])?(?:(?:项目)?(?:绩效目标|绩效控制|产出及效果|产出和效果|决策|过程|管理|产出|效益|效果|投入|绩效)(?:类|情况)?(?:、|和|及|以及|与|,)?){3,5}"
)
_ONE = Pattern(
    r"绩效目标|绩效控制|产出及效果|产出和效果|决策|过程|管理|产出|效益|效果|投入|绩效"
)


def find_dimensions(report: Report) -> tuple[Dimensions, ...]:
    """Return the enumerations that are one of the table's frames, in order."""
    frames = load_table("methods", Methods).frame
    found = []
    for line in report.prose:
        for match in _JOINED.finditer(line.text):
            listed = tuple(each.replace("和", "及") for each in _ONE.findall(match[0]))
            if any(set(frame.dimensions) == set(listed) for frame in frames):
                found.append(Dimensions(line, match.start(), match.end(), listed))
    return tuple(found)


def frame_of_chapters(report: Report) -> tuple[str, ...]:
    """Return the frame by whose dimensions the report is divided; () if by none or several."""
    titles = [line.title for line in report.headings]
    fits = [
        frame.dimensions
        for frame in load_table("methods", Methods).frame
        if all(any(_is_about(title, each) for title in titles) for each in frame.dimensions)
    ]
    return fits[0] if len(fits) == 1 else ()


def _is_about(title: str, dimension: str) -> bool:
    """项目决策情况, 项目的过程情况分析, 决策(20分) are chapters of a dimension."""
    return _HEAD.sub("", title).strip("。:") == dimension


_HEAD = Pattern(
    r"^(?:项目)?的?|(?:类)?(?:指标)?(?:完成)?(?:情况)?(?:分析)?(?:\([^()]*\))?(?:\d+分)?[。:]?$"
)
