"""A Calc document and its defined names as xlwings asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from xltools.live.uno.bridge import Remote, properties, struct, uno
from xltools.live.uno.formulas import Formulas, excel_reference
from xltools.live.uno.range import Range, area_of
from xltools.live.uno.sheet import Sheet, Sheets
from xltools.live.wings import base_classes

_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97", ".ods": "calc8", ".csv": "Text - txt - csv (StarCalc)",
}  # fmt: skip

_TWIPS = 20
"""Parts of a point in which LibreOffice measures a font when it reads an .xlsx; so do we."""


class Book(base_classes.Book):
    """One document."""

    def __init__(self, app: Remote, doc: Remote) -> None:
        self._app, self._doc = app, doc
        self.formulas = Formulas(doc)
        self._codes: dict[int, str] = {}

    @property
    def api(self) -> Remote:
        return self._doc

    @property
    def app(self) -> Remote:
        return self._app

    @property
    def name(self) -> str:
        url = self._doc.getURL()
        return Path(_path(url)).name if url else str(self._doc.Title)

    @property
    def fullname(self) -> str:
        """The file's path, the address of one that lies elsewhere, or the title of one never saved."""
        url = self._doc.getURL()
        return (_path(url) or url) if url else str(self._doc.Title)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        self._doc.getCurrentController().getFrame().activate()

    def close(self) -> None:
        self._doc.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if path is None and self._doc.hasLocation():
            self._doc.store()
            return
        target = Path(path or self.name).absolute()
        kind = _FILTERS.get(target.suffix.lower(), "calc8")
        self._doc.storeAsURL(target.as_uri(), properties(FilterName=kind, Overwrite=True))

    @cached_property
    def digit(self) -> float:
        """How wide a digit of the usual font is, in 1/100 mm: what widths of columns count in."""
        style = self._doc.StyleFamilies.getByName("CellStyles").getByName("Default")
        described = struct(
            "com.sun.star.awt.FontDescriptor",
            Name=style.CharFontName,
            Height=round(style.CharHeight * _TWIPS),
        )
        font = self._doc.ReferenceDevice.getFont(described)
        widest: int = max(font.getCharWidth(digit) for digit in "0123456789")
        return widest * 2540 / 72 / _TWIPS

    def format_code(self, key: int) -> str:
        """A number format's code, by LibreOffice's number for it."""
        if key not in self._codes:
            self._codes[key] = str(self._doc.getNumberFormats().getByKey(key).FormatString)
        return self._codes[key]

    def format_key(self, code: str) -> int:
        """LibreOffice's number for a format code, which it learns where it is new."""
        formats = self._doc.getNumberFormats()
        english = struct("com.sun.star.lang.Locale", Language="en", Country="US")
        key = formats.queryKey(code, english, False)
        return int(key if key != -1 else formats.addNew(code, english))


def _path(url: str) -> str:
    """The path of a file: address; empty for any other."""
    return str(uno().fileUrlToSystemPath(url)) if url.startswith("file:") else ""


class Names(base_classes.Names):
    """The names that are valid in the whole book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> Remote:
        return self._book.api.NamedRanges

    def snapshot(self) -> Iterator[tuple[str, Name]]:
        """Every name with its object, as xlwings walks through them."""
        ranges = self.api
        for name in ranges.getElementNames():
            yield name, Name(self._book, ranges.getByName(name))

    def __call__(self, name_or_index: int | str) -> Name:
        ranges = self.api
        if isinstance(name_or_index, int):
            return Name(self._book, ranges.getByIndex(name_or_index - 1))
        for name in ranges.getElementNames():
            if name.casefold() == name_or_index.casefold():
                return Name(self._book, ranges.getByName(name))
        raise KeyError(name_or_index)

    def contains(self, name_or_index: str) -> bool:
        return bool(self.api.hasByName(name_or_index))

    def __len__(self) -> int:
        return int(self.api.getCount())

    def __iter__(self) -> Iterator[Name]:
        return (name for _, name in self.snapshot())

    def add(self, name: str, refers_to: str) -> Name:
        home = self._book.api.getSheets().getByIndex(0).getCellByPosition(0, 0)
        content = self._book.formulas.printed(refers_to, home)
        self.api.addNewByName(name, content, home.getCellAddress(), 0)
        return self(name)


class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Book, named: Remote) -> None:
        self._book, self._named = book, named

    @property
    def api(self) -> Remote:
        return self._named

    @property
    def name(self) -> str:
        return str(self._named.getName())

    @name.setter
    def name(self, value: str) -> None:
        self._named.setName(value)

    @property
    def refers_to(self) -> str:
        content = self._named.getContent()
        plain = excel_reference(content)
        if plain is not None:
            return plain
        home = self._book.api.getSheets().getByIndex(0).getCellByPosition(0, 0)
        return "=" + self._book.formulas.excel(content, home)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        home = self._book.api.getSheets().getByIndex(0).getCellByPosition(0, 0)
        self._named.setContent(self._book.formulas.printed(value, home))

    @property
    def refers_to_range(self) -> Range:
        cells = self._named.getReferredCells()
        if cells is None:
            raise KeyError(self.name)
        return Range(
            Sheet(self._book, cells.getSpreadsheet()), area_of(cells.getRangeAddress())
        )

    def delete(self) -> None:
        self._book.api.NamedRanges.removeByName(self.name)
