"""The characters of a paragraph as a reader of the page sees them, each with its element.

Insertions that are tracked stand, deletions do not; a field shows its result and not its
instruction; hidden text is left out; of two drawings of one text box the newer counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, field

from xltools.audit.word.names import MC, Element, M, W, child, is_on

PAUSE = "\n"
"""A line that ends inside a paragraph."""


class Atom(Struct, frozen=True):
    """Characters of one element (w:t, w:tab, w:br …); without element: between paragraphs."""

    element: Element | None
    text: str


class Content(Struct):
    """What stands in a paragraph: characters, and what hangs on them (text boxes, notes).

    `pictured`: a picture, a chart or an object of another program stands there, too.
    """

    atoms: list[Atom] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictured: bool = False

    @property
    def text(self) -> str:
        """All characters."""
        return "".join(atom.text for atom in self.atoms)


class _Field(Struct):
    instruction: str = ""
    shown: bool = False


class Fields:
    """The fields that are open at a place; they may span paragraphs, as the contents do."""

    def __init__(self, root: Element) -> None:
        self._open: list[_Field] = []
        kinds = [each.get(f"{W}fldCharType") for each in root.iter(f"{W}fldChar")]
        # where an end is missing nobody knows what is shown; then everything is
        self._whole = kinds.count("begin") == kinds.count("end")

    def mark(self, element: Element) -> None:
        """Pass a `w:fldChar`."""
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].shown = True
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, element: Element) -> None:
        """Pass a `w:instrText`."""
        if self._open:
            self._open[-1].instruction += element.text or ""

    @property
    def hides(self) -> bool:
        """True inside an instruction, where a nested field may stand."""
        return self._whole and not all(each.shown for each in self._open)

    @property
    def makes_contents(self) -> bool:
        """True inside a table of contents."""
        return self._whole and any(
            each.instruction.split()[:1] == ["TOC"] for each in self._open
        )


_THROUGH = {
    f"{W}{name}"
    for name in (
        "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo",
        "fldSimple", "ruby", "rubyBase",
    )
}  # fmt: skip
"""Elements between a paragraph and its runs."""

_SYMBOLS = {
    ("wingdings 2", "52"): "☑", ("wingdings 2", "50"): "√", ("wingdings 2", "a3"): "□",
    ("wingdings", "fe"): "☑", ("wingdings", "fc"): "√", ("wingdings", "a8"): "□",
}  # fmt: skip


def read_content(paragraph: Element, fields: Fields) -> Content:
    """Walk one paragraph; `fields` goes on to the next."""
    found = Content()
    _inside(paragraph, found, fields)
    return found


def _inside(parent: Element, found: Content, fields: Fields) -> None:
    for each in parent:
        tag = each.tag
        if tag == f"{W}r":
            _run(each, found, fields)
        elif tag in _THROUGH:
            _inside(each, found, fields)
        elif tag == f"{MC}AlternateContent":
            chosen = chosen_of(each)
            if chosen is not None:
                _inside(chosen, found, fields)
        elif isinstance(tag, str) and tag.startswith(M):
            _formula(each, found, fields)


def _formula(element: Element, found: Content, fields: Fields) -> None:
    for each in element.iter(f"{M}t"):
        if each.text and not fields.hides:
            found.atoms.append(Atom(each, each.text))


def _run(run: Element, found: Content, fields: Fields) -> None:
    hidden = is_on(child(run, "rPr", "vanish"))
    for each in run:
        tag = each.tag
        if tag == f"{W}fldChar":
            fields.mark(each)
        elif tag == f"{W}instrText":
            fields.instruct(each)
        elif tag == f"{W}ruby":
            _inside(each, found, fields)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnotes" if tag == f"{W}footnoteReference" else "endnotes"
            found.notes.append((kind, each.get(f"{W}id", "")))
        elif tag == f"{MC}AlternateContent":
            chosen = chosen_of(each)
            if chosen is not None:
                _drawing(chosen, found)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            _drawing(each, found)
        elif tag in _CHARACTERS and not hidden and not fields.hides:
            text = _CHARACTERS[str(tag)](each)
            if text:
                found.atoms.append(Atom(each, text))


def _break(element: Element) -> str:
    return "" if element.get(f"{W}type") in ("page", "column") else PAUSE


def _symbol(element: Element) -> str:
    font = element.get(f"{W}font", "").casefold()
    code = element.get(f"{W}char", "").casefold().removeprefix("f0").removeprefix("00")
    return _SYMBOLS.get((font, code), "")


_CHARACTERS: dict[str, Callable[[Element], str]] = {
    f"{W}t": lambda element: element.text or "",
    f"{W}tab": lambda _: "\t",
    f"{W}ptab": lambda _: "\t",
    f"{W}br": _break,
    f"{W}cr": lambda _: PAUSE,
    f"{W}noBreakHyphen": lambda _: "-",
    f"{W}sym": _symbol,
}


def chosen_of(alternative: Element) -> Element | None:
    """Of two versions of one thing the newer; the older where the newer is empty."""
    for name in ("Choice", "Fallback"):
        found = alternative.find(f"{MC}{name}")
        if found is not None and len(found):
            return found
    return None


_PICTURES = frozenset(["blip", "imagedata", "chart", "relIds", "OLEObject"])
"""Elements by which a drawing shows a picture, a chart, a diagram; a line or a frame has none."""


def _drawing(element: Element, found: Content) -> None:
    found.boxes += _boxes(element)
    found.pictured = found.pictured or any(
        isinstance(each.tag, str) and each.tag.rpartition("}")[2] in _PICTURES
        for each in element.iter()
    )


def _boxes(element: Element) -> Iterator[Element]:
    """The outermost text boxes in a drawing."""
    for each in element:
        if each.tag == f"{W}txbxContent":
            yield each
        elif each.tag == f"{MC}AlternateContent":
            chosen = chosen_of(each)
            if chosen is not None:
                yield from _boxes(chosen)
        elif isinstance(each.tag, str):
            yield from _boxes(each)
