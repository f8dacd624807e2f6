"""A web page that calls itself .xls: its tables as one sheet, as Excel shows them.

Systems export such files. What a cell shows is taken as text; nothing is guessed.
"""

from __future__ import annotations

from lxml import etree

from xltools.errors import NotAWorkbookError
from xltools.model import CellValue
from xltools.package.boxes import rectangle
from xltools.package.csv_text import sheet_name
from xltools.package.scan import check_box
from xltools.package.text_encoding import decode_text
from xltools.patterns import Pattern
from xltools.snapshot import Area, Position, Sheet, Snapshot

_SPACE = Pattern("[ \t\r\n\f\u00a0]+")
_NAME = Pattern("<x:Name>([^<]+)</x:Name>")
_SILENT = {"script", "style", "head", "title", "template", "noscript"}
_BREAKS = {"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "center"}
_WIDEST, _TALLEST = 1_000, 65_534
"""What a browser takes for the largest span (HTML standard, 4.9.11)."""


class _Canvas:
    """Cells laid on a grid: who lies under a span moves to the right."""

    def __init__(self, name: str, label: str) -> None:
        self.name, self.label = name, label
        self.values: dict[Position, CellValue] = {}
        self.taken: set[Position] = set()
        self.merges: list[Area] = []
        self.bottom = 0

    def line(self, text: str) -> None:
        """Text between tables: a row of its own for every line."""
        for each in text.split("\n"):
            if each:
                self.bottom += 1
                self.values[self.bottom, 1] = each

    def table(self, rows: list[etree._Element]) -> None:
        """One table below what is there; a span ends where its table does."""
        first, last = self.bottom + 1, self.bottom + len(rows)
        for number, row in enumerate(rows, start=first):
            column = 1
            for cell in row.iterchildren("td", "th"):
                while (number, column) in self.taken:
                    column += 1
                wide, tall = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", _TALLEST)
                low = min(number + tall - 1, last) if tall else last
                self._place(cell, (number, column, low, column + wide - 1))
                column += wide
        self.bottom = last

    def _place(self, cell: etree._Element, area: Area) -> None:
        top, left, low, right = area
        check_box(low, right, self.name, self.label)
        if (top, left) != (low, right):
            self.merges.append(area)
            self.taken |= {(r, c) for r in range(top, low + 1) for c in range(left, right + 1)}
        self.values[top, left] = _text(cell) or None


def read_html(data: bytes, stem: str, label: str) -> Snapshot:
    """Return the tables of a web page as one sheet, one below the other.

    Raises:
        NotAWorkbookError: no table in it, or unreadable.
    """
    source = decode_text(data, label)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    root = etree.fromstring(source.encode(), parser)
    named = _NAME.findall(source)
    name = sheet_name(named[0] if len(named) == 1 else stem)
    canvas = _Canvas(name, label)
    if root is None or next(root.iter("td", "th"), None) is None:
        raise NotAWorkbookError(
            f"“{label}”是网页（HTML），里面没有表格。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
        )
    _walk(root, canvas)
    values = {spot: value for spot, value in canvas.values.items() if value is not None}
    return Snapshot((Sheet(name, rectangle(values, name, label), tuple(canvas.merges)),))


def _walk(element: etree._Element, canvas: _Canvas) -> None:
    """Tables and the text between them, in order; libxml2 limits the depth to 256."""
    loose: list[str] = [element.text or ""]

    def flush() -> None:
        canvas.line(_tidy("".join(loose)))
        loose.clear()

    for child in element.iterchildren():
        if not isinstance(child.tag, str) or child.tag in _SILENT:
            loose.append(child.tail or "")
            continue
        if child.tag == "table":
            flush()
            canvas.table(_rows(child))
        elif next(child.iter("table"), None) is not None:
            flush()
            _walk(child, canvas)
        else:
            loose.append(_raw(child))
        loose.append(child.tail or "")
    flush()


def _rows(table: etree._Element) -> list[etree._Element]:
    """The rows of a table, and not those of tables inside its cells."""
    rows = []
    for child in table.iterchildren():
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += child.iterchildren("tr")
    return rows


def _span(cell: etree._Element, name: str, most: int) -> int:
    """A span as browsers read it; 0 in `rowspan` reaches to the table's end."""
    text = (cell.get(name) or "1").strip()
    if not (text.isascii() and text.isdigit()):
        return 1
    number = min(int(text[:9]), most)
    return number if number or name == "rowspan" else 1


def _text(cell: etree._Element) -> str:
    return _tidy(_raw(cell))


def _raw(element: etree._Element) -> str:
    r"""All text below, blocks and <br> as line breaks; \v stands for those."""
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return ""
    inner = [element.text or ""]
    for child in element.iterchildren():
        inner += (_raw(child), child.tail or "")
    text = "".join(inner)
    return f"\v{text}\v" if element.tag in _BREAKS else text


def _tidy(raw: str) -> str:
    """White space as a browser shows it: runs are one blank, blocks begin a line."""
    lines = (_SPACE.sub(" ", line).strip() for line in raw.split("\v"))
    return "\n".join(line for line in lines if line)
