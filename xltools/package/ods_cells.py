"""One cell of an OpenDocument sheet: its value, the text it shows, its formula."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import isfinite

from lxml import etree
from msgspec import Struct

from xltools.model import CellValue
from xltools.package.limits import TEXT_LENGTH
from xltools.package.ods_names import CALC, OFFICE, TABLE, TEXT, count, local
from xltools.patterns import Pattern

_SPACE = Pattern("[ \t\r\n]+")
_DURATION = Pattern(
    r"(-?)P(?:(\d{1,7})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d*)?)S)?)?"
)
_ERROR = Pattern(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")
_DIALECT = Pattern(r"(?:([a-z]+):)?=")
_REFERENCE = Pattern(r'("(?:[^"]|"")*")|\[([^\[\]]*)\]|(;)')
_MEANT = {0: " ", 1: "\n", 2: "\t"}
"""Signs that XML cannot hold stand for the white space that must not collapse."""

_NOT_SHOWN = {"annotation", "note", "ruby-text", "frame", "g", "custom-shape"}
_NUMBERS = {"float", "percentage", "currency"}


class Cell(Struct, frozen=True):
    """One cell or a run of equal ones.

    `columns` is how many stand side by side, `spans` the rows and columns of a merge,
    `style` None where row or column decide.
    """

    columns: int
    spans: tuple[int, int]
    value: CellValue
    error: str | None
    formula: str | None
    style: str | None
    percent: bool

    @property
    def is_filled(self) -> bool:
        """True if it holds anything but a style."""
        return self.value is not None or self.error is not None or self.formula is not None


def read_cell(element: etree._Element) -> Cell:
    """Return what a cell element says.

    Raises:
        ValueError: a number in it is none.
    """
    kind = element.get(OFFICE + "value-type") or ""
    formula = element.get(TABLE + "formula")
    error = _error(element, kind)
    return Cell(
        count(element, "number-columns-repeated"),
        (count(element, "number-rows-spanned"), count(element, "number-columns-spanned")),
        None if error is not None else _value(element, kind),
        error,
        None if formula is None else excel_formula(formula),
        element.get(TABLE + "style-name"),
        kind == "percentage",
    )


def _error(element: etree._Element, kind: str) -> str | None:
    """LibreOffice marks errors; others only show them, with a value of 0 or ""."""
    if element.get(CALC + "value-type") == "error":
        return _shown_text(element) or "#N/A"
    if kind in _NUMBERS and not isfinite(float(element.get(OFFICE + "value") or "nan")):
        return "#NUM!"
    if kind in ("float", "string", ""):
        first = next(element.iterchildren(TEXT + "p"), None)
        # nearly every cell ends here: an error begins with # or Err
        if first is not None and (first.text or "").startswith(("#", "Err:")):
            text = _shown_text(element)
            return text if _ERROR.fullmatch(text) else None
    return None


def _value(element: etree._Element, kind: str) -> CellValue:
    if kind in _NUMBERS:
        return float(element.get(OFFICE + "value") or "nan")
    if kind == "boolean":
        return element.get(OFFICE + "boolean-value") == "true"
    if kind == "date":
        return _date(element.get(OFFICE + "date-value") or "") or _shown_text(element) or None
    if kind == "time":
        return _time(element.get(OFFICE + "time-value") or "") or _shown_text(element) or None
    held = element.get(OFFICE + "string-value")
    return (held if held is not None else _shown_text(element)) or None


def _date(text: str) -> date | None:
    """A day, with the time of day if there is one; None for what no calendar holds."""
    try:
        if len(text) <= 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text[:26]).replace(tzinfo=None)
    except ValueError:
        return None
    return moment if moment.time() != time.min else moment.date()


def _time(text: str) -> CellValue:
    """A time of day, or a duration of a day and more."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    sign, days, hours, minutes, seconds = match.groups()
    span = timedelta(
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=float(seconds or 0),
    )
    if sign or span >= timedelta(days=1):
        return -span if sign else span
    return (datetime.min + span).time()


def _shown_text(element: etree._Element) -> str:
    """The paragraphs of a cell; its comment is not among them."""
    paragraphs = [_paragraph(child) for child in element.iterchildren(TEXT + "p", TEXT + "h")]
    return "\n".join(paragraphs)


def _paragraph(element: etree._Element) -> str:
    """White space collapses in ODF (part 3, 6.1.2); what is meant is spelled as elements."""
    out: list[str] = []
    _collect(element, out)
    return _SPACE.sub(" ", "".join(out)).strip(" ").translate(_MEANT)


def _collect(element: etree._Element, out: list[str]) -> None:
    out.append(element.text or "")
    for child in element:
        name = local(child)
        if name == "s":
            out.append("\0" * min(int((child.get(TEXT + "c") or "1")[:9]), TEXT_LENGTH))
        elif name == "tab":
            out.append("\2")
        elif name == "line-break":
            out.append("\1")
        elif name and name not in _NOT_SHOWN:
            _collect(child, out)
        out.append(child.tail or "")


def excel_formula(text: str) -> str:
    """A formula of OpenFormula as Excel shows it; another dialect is left as it is.

    >>> excel_formula("of:=SUM([.A1:.B2];[$'自评 表'.C3])")
    "SUM(A1:B2,'自评 表'!C3)"
    """
    match = _DIALECT.match(text)
    body = text[match.end() :] if match else text
    if match is None or match[1] != "of":
        return body
    return _REFERENCE.sub(
        lambda match: match[1] or ("," if match[3] else _excel_reference(match[2])), body
    )


def _excel_reference(inside: str) -> str:
    first, colon, last = inside.partition(":")
    sheet, _, cell = first.rpartition(".")
    end = last.rpartition(".")[2]
    prefix = f"{sheet.removeprefix('$')}!" if sheet else ""
    return f"{prefix}{cell}{colon}{end}"
