"""The honest form, its cells by their role, and what changes a copy of it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape

from exotic import Package
from msgspec import Struct

from xltools.anchors import ISSUES_SHEET
from xltools.hosts.file import Opened, open_form
from xltools.model import Place

_CELL = r'<c r="{0}"(?: s="(\d+)")?[^>]*?(?:/>|>.*?</c>)'
_PERCENT = re.compile(r"\d+(\.\d+)?%")
_TEXTS = re.compile(rb't="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>')


class Base:
    """One filled form that is right: its bytes, and where its telling cells are.

    `actual` is a result in percent above its target, `outturn` the total spent, `points` that result's
    points, `name` the project's, `note` a reason, `date` a result that is a day.
    """

    def __init__(self, path: Path, seed: int = 7) -> None:
        self.path, self.seed = path, seed
        self.data = path.read_bytes()

    @cached_property
    def opened(self) -> Opened:
        """The form as the core sees it."""
        return open_form(self.path)

    @cached_property
    def cells(self) -> dict[str, Place]:
        """The cells by their role."""
        evaluation = self.opened.examined.evaluation
        rows = [row for row in evaluation.indicators if not row.is_execution]
        percent = [row for row in rows if _PERCENT.fullmatch(row.actual.text or "")][-1]
        dated = next((row for row in rows if row.actual_value.kind == "date"), rows[0])
        noted = next((row for row in rows if row.deviation_note.text), rows[0])
        total = evaluation.funding["total"].amounts
        return {
            "actual": percent.actual.place,
            "target": percent.target.place,
            "points": percent.points.place,
            "score": percent.typed_score.place,
            "indicator": percent.name.place,
            "date": dated.actual.place,
            "note": noted.deviation_note.place,
            "outturn": total["outturn"].place,
            "budget": total["revised_budget"].place,
            "name": evaluation.fields["project_name"].place,
        }

    @cached_property
    def sheet(self) -> str:
        """The part of the form's sheet."""
        book = self.opened.workbook.book
        name = self.opened.examined.evaluation.sheet
        return next(each.part for each in book.sheets if each.name == name)

    @cached_property
    def issues(self) -> str:
        """The part of 问题清单."""
        book = self.opened.workbook.book
        return next(each.part for each in book.sheets if each.name == ISSUES_SHEET)

    def text(self, role: str) -> str:
        """What stands in the cell, as text."""
        value = self.opened.workbook.snapshot.sheet(self.cells[role].sheet)
        assert value is not None
        return str(value.value(self.cells[role].row, self.cells[role].column))

    def number(self, role: str) -> float:
        """The number in the cell; of a percentage without its sign."""
        return float(self.text(role).rstrip("%"))

    def chance(self, name: str) -> random.Random:
        """Chance that is the same each time for one variant."""
        return random.Random(f"{self.seed}:{name}")

    def copy(self) -> Copy:
        """A copy that can be changed."""
        return Copy(self)


class Copy(Package):
    """A copy of the form whose parts and cells can be changed."""

    def __init__(self, base: Base) -> None:
        super().__init__(base.data)
        self.base = base

    @property
    def xml(self) -> str:
        """The form's sheet."""
        return self.parts[self.base.sheet].decode()

    @xml.setter
    def xml(self, value: str) -> None:
        self.parts[self.base.sheet] = value.encode("utf-8", "surrogatepass")

    def swap(self, part: str, old: str, new: str, count: int = 1) -> Copy:
        """Replace words in a part; they must be there."""
        text = self.parts[part].decode()
        assert old in text, (part, old)
        self.parts[part] = text.replace(old, new, count).encode("utf-8", "surrogatepass")
        return self

    def in_sheet(self, old: str, new: str, count: int = 1) -> Copy:
        """Replace words in the form's sheet; they must be there."""
        return self.swap(self.base.sheet, old, new, count)

    def cell(self, role: str) -> str:
        """The XML of a cell."""
        found = re.search(_CELL.format(self.base.cells[role].a1), self.xml, re.DOTALL)
        assert found is not None, role
        return found[0]

    def put(self, role: str, inside: str, attributes: str = "", style: str = "") -> Copy:
        """Give a cell other content: what is inside its element, and the attributes for it."""
        old = self.cell(role)
        own = re.search(r' s="\d+"', old)
        kept = f' s="{style}"' if style else own[0] if own else ""
        new = f'<c r="{self.base.cells[role].a1}"{kept}{attributes}>{inside}</c>'
        return self.in_sheet(old, new)

    def number(self, role: str, value: object, style: str = "") -> Copy:
        """Put a number, as it is spelled."""
        return self.put(role, f"<v>{value}</v>", style=style)

    def type(self, role: str, text: str) -> Copy:
        """Put a text."""
        return self.put(
            role, f'<is><t xml:space="preserve">{escape(text)}</t></is>', ' t="inlineStr"'
        )

    def formula(self, role: str, text: str, value: str | None = None, kind: str = "") -> Copy:
        """Put a formula with its cached value."""
        cached = "" if value is None else f"<v>{escape(value)}</v>"
        return self.put(role, f"<f>{escape(text)}</f>{cached}", f' t="{kind}"' if kind else "")

    def row(self, role: str) -> str:
        """The XML of the row that a cell stands in."""
        found = re.search(
            rf'<row r="{self.base.cells[role].row}".*?</row>', self.xml, re.DOTALL
        )
        assert found is not None
        return found[0]

    def before(self, mark: str, xml: str) -> Copy:
        """Put XML in front of a mark of the form's sheet."""
        return self.in_sheet(mark, xml + mark)

    def style(self, xf: str) -> str:
        """Add a cell style and return its number."""
        text = self.parts["xl/styles.xml"].decode()
        block = re.search(r"<cellXfs[^>]*>.*?</cellXfs>", text, re.DOTALL)
        assert block is not None
        number = len(re.findall(r"<xf\b", block[0]))
        self.swap("xl/styles.xml", "</cellXfs>", f"{xf}</cellXfs>")
        return str(number)

    def shared(self) -> Copy:
        """The texts in a table of their own, as Excel writes them."""
        texts: dict[bytes, int] = {}

        def number(found: re.Match[bytes]) -> bytes:
            return b't="s"><v>%d</v></c>' % texts.setdefault(found[1], len(texts))

        for part in [each for each in self.parts if each.startswith("xl/worksheets/sheet")]:
            self.parts[part] = _TEXTS.sub(number, self.parts[part])
        items = b"".join(b'<si><t xml:space="preserve">%s</t></si>' % text for text in texts)
        self.add(
            "xl/sharedStrings.xml",
            b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
            b' uniqueCount="%d">%s</sst>' % (len(texts), items),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml",
        )
        self.relate("xl/workbook.xml", "sharedStrings", "sharedStrings.xml")
        return self


Make: TypeAlias = Callable[[Base], bytes]
Lay: TypeAlias = Callable[[Base, Path], Path]


class Variant(Struct, frozen=True):
    """One file: its group and name, and how it is made or laid on the disk.

    `ending` is its file's; `lay` does more than write bytes. What needs LibreOffice for being scored
    is only read (`converts`).
    """

    group: str
    name: str
    make: Make | None = None
    ending: str = ".xlsx"
    lay: Lay | None = None
    converts: bool = False

    @property
    def key(self) -> str:
        """What the table calls it."""
        return f"{self.group}/{self.name}"

    def write(self, base: Base, folder: Path) -> Path:
        """Put it into a folder; return its path."""
        if self.lay is not None:
            return self.lay(base, folder)
        assert self.make is not None
        path = folder / f"{self.name}{self.ending}"
        path.write_bytes(self.make(base))
        return path


class Group:
    """Collects the variants of a module."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.variants: list[Variant] = []

    def add(
        self, name: str, make: Make, ending: str = ".xlsx", *, converts: bool = False
    ) -> None:
        """One that is made of bytes."""
        self.variants.append(Variant(self.name, name, make, ending, converts=converts))

    def changed(self, name: str, change: Callable[[Copy], object]) -> None:
        """One that is a changed copy of the form."""

        def make(base: Base) -> bytes:
            copy = base.copy()
            change(copy)
            return copy.zip()

        self.add(name, make)

    def lay(self, name: str, lay: Lay) -> None:
        """One that is laid on the disk."""
        self.variants.append(Variant(self.name, name, lay=lay))
