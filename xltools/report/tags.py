"""Tags that an office typed into its Word file: `{{ project_name }}` in a cover, header or footer.

Word cuts a line of text into runs as it likes, also in the middle of a tag. Runs of one look
are joined again; a tag over runs of different looks has no look of its own and is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from xltools.patterns import Pattern
from xltools.report.faults import Fault
from xltools.report.markup import Markup, Node
from xltools.report.text import MISSING
from xltools.report.word import run_parts

REPORT_TAG = Pattern(r"\{\{\s*report\s*\}\}")
"""The paragraph in whose place the report stands."""

_TAG = Pattern(r"(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_LONE = Pattern(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_KEYWORD = Pattern(r"\{%[-+]?\s*(\w+)")
_PAIRED = frozenset({"if", "for", "set", "filter", "call", "macro", "with", "raw"})
"""Tags that reach to an {% end… %} of theirs."""
_LOOKS = "被 Word 拆成了格式不同的几截"
_SOMETHING = "中间夹着制表符、换行、链接或别的内容"
_TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " "})
"""What Word makes of quotation marks and spaces while somebody types a tag."""
_NO_LOOK = frozenset({"w:lang", "w:noProof", "w:webHidden"})
_PURE = frozenset({"w:rPr", "w:t", "w:lastRenderedPageBreak"})
_BETWEEN = frozenset(
    {"w:proofErr", "w:bookmarkStart", "w:bookmarkEnd", "w:lastRenderedPageBreak"}
)


class Tag(Struct, frozen=True):
    """A text with tags in it, the properties of its run, and where it stands."""

    source: str
    properties: str
    where: str


Piece: TypeAlias = str | Tag
Say: TypeAlias = Callable[[str, str], str]


class Pieces(Struct, frozen=True):
    """A stretch of a part as text and tags, and what is wrong with its tags."""

    pieces: tuple[Piece, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def tags(self) -> Iterator[Tag]:
        """The texts with tags."""
        return (piece for piece in self.pieces if isinstance(piece, Tag))

    def fill(self, say: Say, missing: str) -> str:
        """Return the part with its tags said; `missing` is the style that marks 待补充."""
        return "".join(
            piece if isinstance(piece, str) else _filled(piece, say, missing)
            for piece in self.pieces
        )


def read_pieces(markup: Markup, start: int, end: int, where: str) -> Pieces:
    """Cut the bytes from `start` to `end` of a part at its tags."""
    if b"{" not in markup.content[start:end] and b"}" not in markup.content[start:end]:
        return Pieces((markup.text(start, end),))
    changes: list[_Change] = []
    faults: list[Fault] = []
    for number, paragraph in enumerate(markup.root.iter("w:p"), 1):
        if start <= paragraph.start < end:
            place = f"{where}第 {number} 段"
            reader = _Paragraph(markup, list(_segments(paragraph)), place)
            changes += reader.changes
            faults += reader.faults
    pieces: list[Piece] = []
    at = start
    for change in sorted(changes, key=lambda change: change.start):
        pieces += (markup.text(at, change.start) + change.before, change.tag, change.after)
        at = change.end
    pieces.append(markup.text(at, end))
    return Pieces(tuple(piece for piece in pieces if piece), tuple(faults))


def paragraph_text(paragraph: Node) -> str:
    """Return the text of a paragraph, without that of text boxes in it."""
    return "".join(segment.text.text for segment in _segments(paragraph))


def _filled(tag: Tag, say: Say, missing: str) -> str:
    """The text as w:t; 待补充 in a run of its own, and the run opened anew behind it."""
    parts = run_parts(say(tag.source, tag.where))
    marked = f'<w:r><w:rPr><w:rStyle w:val="{missing}"/></w:rPr>{run_parts(MISSING)}</w:r>'
    gap = f"</w:r>{marked}<w:r>{tag.properties}"
    return parts.replace(MISSING, f'</w:t>{gap}<w:t xml:space="preserve">')


# --- reading a paragraph


class _Segment(Struct):
    """A w:t with its run, the run's place among its siblings, and their parent."""

    text: Node
    run: Node
    parent: Node
    at: int


class _Change(Struct):
    """Bytes of the part that a tag takes the place of, with what stands around it."""

    start: int
    end: int
    tag: Tag
    before: str = ""
    after: str = ""


def _segments(node: Node) -> Iterator[_Segment]:
    for at, child in enumerate(node.children):
        if child.name == "w:r":
            for part in child.children:
                if part.name == "w:t":
                    yield _Segment(part, child, node, at)
        elif child.name != "w:p":
            yield from _segments(child)


class _Paragraph:
    """Finds the tags of one paragraph and joins the runs that each is spread over."""

    def __init__(self, markup: Markup, segments: Sequence[_Segment], where: str) -> None:
        self.markup, self.segments, self.where = markup, segments, where
        self.changes: list[_Change] = []
        self.faults: list[Fault] = []
        text = "".join(segment.text.text for segment in segments)
        if "{" in text or "}" in text:
            self._look_for_tags(text)

    def _look_for_tags(self, text: str) -> None:
        lone = _LONE.search(_TAG.sub("", text))
        if lone is not None:
            self._complain(f"“{lone[0]}”没有配对，请补全或删去（{_short(text)}）。")
        groups: list[list[int]] = []
        for start, end in self._stretches(text):
            first, last = self._segment_at(start), self._segment_at(end - 1)
            apart = [why for n in range(first, last) if (why := self._apart(n))]
            if apart:
                self._complain(_split(text[start:end], apart[0]))
                continue
            if groups and not any(self._apart(n) for n in range(groups[-1][1], first)):
                # one sentence: a {% set %} and its use
                groups[-1][1] = max(last, groups[-1][1])
            else:
                groups.append([first, last])
        self.changes = [self._change(first, last) for first, last in groups]

    def _stretches(self, text: str) -> Iterator[tuple[int, int]]:
        """Where each tag stands; from {% if … %} to its {% endif %} all is one stretch."""
        open_: list[re.Match[str]] = []
        for found in _TAG.finditer(text):
            word = _word(found[0])
            if word in _PAIRED:
                open_.append(found)
            elif word.startswith("end"):
                if not open_ or _word(open_[-1][0]) != word.removeprefix("end"):
                    self._complain(_unpaired(found[0], f"{{% {word.removeprefix('end')} … %}}"))
                    open_.clear()
                    continue
                begun = open_.pop()
                if not open_:
                    yield begun.start(), found.end()
            elif not open_:
                yield found.start(), found.end()
        for found in open_:
            self._complain(_unpaired(found[0], f"{{% end{_word(found[0])} %}}"))

    def _complain(self, message: str) -> None:
        self.faults.append(Fault(self.where, message))

    def _segment_at(self, position: int) -> int:
        for number, segment in enumerate(self.segments):
            position -= len(segment.text.text)
            if position < 0:
                return number
        return len(self.segments) - 1

    def _apart(self, number: int) -> str:
        """What keeps a segment and the next from being one; "" if nothing does."""
        one, other = self.segments[number], self.segments[number + 1]
        if one.parent is not other.parent or one.run is other.run:
            return _SOMETHING
        between = one.parent.children[one.at + 1 : other.at]
        if not all(node.name in _BETWEEN or _is_empty(node) for node in between) or not all(
            part.name in _PURE for run in (one.run, other.run) for part in run.children
        ):
            return _SOMETHING
        return "" if _look(self.markup, one.run) == _look(self.markup, other.run) else _LOOKS

    def _change(self, first: int, last: int) -> _Change:
        segments = self.segments[first : last + 1]
        text = "".join(segment.text.text for segment in segments)
        run = segments[0].run
        look = run.find("w:rPr")
        properties = self.markup.outer(look) if look is not None else ""
        tag = Tag(
            _TAG.sub(lambda found: found[0].translate(_TYPED), text), properties, self.where
        )
        if len(segments) == 1:
            return _Change(segments[0].text.start, segments[0].text.end, tag)
        between = segments[0].parent.children[segments[0].at : segments[-1].at]
        bookmarks = "".join(
            self.markup.outer(node) for node in between if node.name.startswith("w:bookmark")
        )
        return _Change(
            run.start, segments[-1].run.end, tag, f"<w:r>{properties}", f"</w:r>{bookmarks}"
        )


def _is_empty(run: Node) -> bool:
    return run.name == "w:r" and all(part.name == "w:rPr" for part in run.children)


def _look(markup: Markup, run: Node) -> list[str]:
    """The properties of a run that anybody can see."""
    properties = run.find("w:rPr")
    if properties is None:
        return []
    found = []
    for each in properties.children:
        shown = dict(each.attributes)
        if each.name == "w:rFonts":
            shown.pop("w:hint", None)
        if each.name not in _NO_LOOK and (shown or not each.attributes):
            found.append(f"{each.name} {sorted(shown.items())}")
    return sorted(found)


def _word(tag: str) -> str:
    """What a tag does: if, endif, for …; "" for {{ … }} and for a {% set %} that has its value."""
    found = _KEYWORD.match(tag.translate(_TYPED))
    word = found[1] if found else ""
    return "" if word == "set" and "=" in tag else word


def _split(tag: str, why: str) -> str:
    what = "成对的标签" if len(_TAG.findall(tag)) > 1 else "标签"
    return (
        f"{what} {_short(tag)} {why}：请在 Word 里删去整个标签，"
        "用一种格式重新输入（可先在记事本里写好，再“只保留文本”粘贴）。"
    )


def _unpaired(tag: str, other: str) -> str:
    return f"标签 {_short(tag)} 在本段里没有配对的 {other}；成对的标签要写在同一段里。"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
