"""Formulas and addresses: Excel's way of writing them on our side, LibreOffice's on the other."""

from __future__ import annotations

from xltools.live.uno.bridge import Remote
from xltools.patterns import Pattern

_CELL = Pattern(
    r"\$?(?:'((?:[^']|'')+)'|([^'.:!]+))\.\$?([A-Z]{1,3})\$?([1-9]\d*)"
    r"(?::(?:\$?(?:'(?:[^']|'')+'|[^'.:!]+)\.)?\$?([A-Z]{1,3})\$?([1-9]\d*))?"
)
_PLAIN = Pattern(r"[^\W\d]\w*")
_OOX = 3
"""com.sun.star.sheet.AddressConvention.XL_OOX"""

_ENGLISH = 4
"""com.sun.star.sheet.FormulaLanguage.XL_ENGLISH: a comma stands between arguments"""


class Formulas:
    """Translates the formulas of one document."""

    def __init__(self, doc: Remote) -> None:
        self._doc = doc
        self._parser: Remote = None

    def read(self, cell: Remote) -> str:
        """A formula cell's formula with its =, as Excel writes it."""
        parser = self._excel()
        return "=" + str(parser.printFormula(cell.getTokens(), cell.getCellAddress()))

    def write(self, cell: Remote, formula: str) -> None:
        """Give a cell a formula that is written as Excel does, with its =."""
        tokens = self._excel().parseFormula(formula.removeprefix("="), cell.getCellAddress())
        cell.setTokens(tokens)

    def printed(self, formula: str, cell: Remote) -> str:
        """Excel's formula as LibreOffice's own notation has it, without =; for names and rules."""
        address = cell.getCellAddress()
        tokens = self._excel().parseFormula(formula.removeprefix("="), address)
        return str(self._own().printFormula(tokens, address))

    def excel(self, formula: str, cell: Remote) -> str:
        """A formula in LibreOffice's own notation as Excel writes it, without =."""
        address = cell.getCellAddress()
        tokens = self._own().parseFormula(formula, address)
        return str(self._excel().printFormula(tokens, address))

    def _own(self) -> Remote:
        parser = self._doc.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish = True
        parser.FormulaConvention = 0
        return parser

    def _excel(self) -> Remote:
        if self._parser is None:
            mapper = self._doc.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
            parser = self._doc.createInstance("com.sun.star.sheet.FormulaParser")
            parser.CompileEnglish = True
            parser.OpCodeMap = mapper.getAvailableMappings(_ENGLISH, 0x7FFFFFFF)
            parser.FormulaConvention = _OOX
            self._parser = parser
        return self._parser


def excel_reference(content: str) -> str | None:
    """What a name points at, as Excel writes it with its =; None if it is no plain area.

    >>> excel_reference("$'自评 表'.$A$1"), excel_reference("$自评表.$A$1:.$B$2")
    ("='自评 表'!$A$1", None)
    >>> excel_reference("$自评表.$A$1:$B$2"), excel_reference('"xltools|a|1|"')
    ('=自评表!$A$1:$B$2', '="xltools|a|1|"')
    """
    if content.startswith('"'):
        return "=" + content
    match = _CELL.fullmatch(content)
    if match is None:
        return None
    quoted, plain, column, row, last_column, last_row = match.groups()
    sheet = quote(quoted.replace("''", "'") if quoted else plain)
    last = f":${last_column}${last_row}" if last_column else ""
    return f"={sheet}!${column}${row}{last}"


def quote(sheet: str) -> str:
    """A sheet's name as a formula has it.

    >>> quote("自评表"), quote("自评 表")
    ('自评表', "'自评 表'")
    """
    return sheet if _PLAIN.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
