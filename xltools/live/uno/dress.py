"""How cells look and what they accept, in LibreOffice's words."""

from __future__ import annotations

from collections.abc import Sequence

from xltools.live.uno.bridge import Remote, enum, struct
from xltools.live.uno.range import range_address
from xltools.snapshot import Area, CellLook, Position, Validation

_ACROSS = {
    "general": "STANDARD", "left": "LEFT", "center": "CENTER", "right": "RIGHT",
    "fill": "REPEAT", "justify": "BLOCK", "distributed": "BLOCK", "centerContinuous": "CENTER",
}  # fmt: skip
_DOWN = {"top": 1, "center": 2, "bottom": 3, "justify": 4, "distributed": 4}
_WIDTHS = {
    "hair": 2,
    "thin": 26,
    "dotted": 26,
    "dashed": 26,
    "medium": 62,
    "double": 88,
    "thick": 88,
}
_STYLES = {"dotted": 1, "dashed": 2, "double": 3}
_SIDES = ("LeftBorder2", "RightBorder2", "TopBorder2", "BottomBorder2")
_INDENT = 353
"""1/100 mm of one step: the width of three blanks, as LibreOffice's import has it."""

_SCRIPTS = ("", "Asian", "Complex")

_KINDS = {
    "none": "ANY", "whole": "WHOLE", "decimal": "DECIMAL", "date": "DATE", "time": "TIME",
    "textLength": "TEXT_LEN", "list": "LIST", "custom": "CUSTOM",
}  # fmt: skip
_OPERATORS = {
    "between": "BETWEEN", "notBetween": "NOT_BETWEEN", "equal": "EQUAL", "notEqual": "NOT_EQUAL",
    "greaterThan": "GREATER", "greaterThanOrEqual": "GREATER_EQUAL", "lessThan": "LESS",
    "lessThanOrEqual": "LESS_EQUAL",
}  # fmt: skip
_ALERTS = {"stop": "STOP", "warning": "WARNING", "information": "INFO"}


def ranges(sheet: Remote, areas: Sequence[Area]) -> Remote:
    """Areas of the engine's sheet as one object of LibreOffice's."""
    held = sheet.book.api.createInstance("com.sun.star.sheet.SheetCellRanges")
    number = sheet.index - 1
    held.addRangeAddresses(tuple(range_address(number, area) for area in areas), False)
    return held


def dress(sheet: Remote, areas: Sequence[Area], look: CellLook) -> None:
    """Give cells of the engine's sheet a look; all areas at once."""
    protection = struct("com.sun.star.util.CellProtection", IsLocked=look.locked)
    values: dict[str, object] = {
        "NumberFormat": sheet.book.format_key(look.number_format),
        "CellProtection": protection,
        "CharColor": -1 if look.color is None else int(look.color, 16),
        "CellBackColor": -1 if look.fill is None else int(look.fill, 16),
        "HoriJustify": enum(
            "com.sun.star.table.CellHoriJustify", _ACROSS.get(look.horizontal, "STANDARD")
        ),
        "VertJustify": _DOWN.get(look.vertical, 3),
        "IsTextWrapped": look.wrap,
        "ShrinkToFit": look.shrink,
        "ParaIndent": look.indent * _INDENT,
    }
    for script in _SCRIPTS:
        values["CharFontName" + script] = look.font
        values["CharHeight" + script] = float(look.size)
        values["CharWeight" + script] = 150.0 if look.bold else 100.0
    values |= {side: _line(style) for side, style in zip(_SIDES, look.borders, strict=True)}
    held = ranges(sheet, areas)
    names = sorted(values)
    held.setPropertyValues(tuple(names), tuple(values[name] for name in names))


def _line(style: str) -> Remote:
    line = struct("com.sun.star.table.BorderLine2")
    if style and style != "none":
        line.OuterLineWidth = line.LineWidth = _WIDTHS.get(style, _WIDTHS["thin"])
        line.LineStyle = _STYLES.get(style, 0)
    return line


def validate(sheet: Remote, rule: Validation) -> None:
    """Say what cells of the engine's sheet accept; addresses count from the first cell."""
    held = ranges(sheet, rule.areas)
    made = held.getPropertyValue("Validation")
    kind = "com.sun.star.sheet"
    made.Type = enum(f"{kind}.ValidationType", _KINDS[rule.kind])
    made.ErrorAlertStyle = enum(f"{kind}.ValidationAlertStyle", _ALERTS[rule.style])
    made.IgnoreBlankCells = True
    made.ShowList = 1
    made.ShowErrorMessage = rule.shows_error
    made.ShowInputMessage = bool(rule.prompt or rule.prompt_title)
    made.InputTitle, made.InputMessage = rule.prompt_title, rule.prompt
    made.ErrorTitle, made.ErrorMessage = rule.error_title, rule.error
    made.setOperator(
        enum(f"{kind}.ConditionOperator", _OPERATORS.get(rule.operator, "BETWEEN"))
    )
    first = min(rule.areas)
    home = sheet.api.getCellByPosition(first[1] - 1, first[0] - 1)
    made.setSourcePosition(home.getCellAddress())
    made.setFormula1(own_formula(sheet, rule.low, first[:2]))
    made.setFormula2(own_formula(sheet, rule.high, first[:2]))
    held.setPropertyValue("Validation", made)


def own_formula(sheet: Remote, formula: str, spot: Position) -> str:
    """Excel's formula as LibreOffice's rules take it; a list of words has each in its own quotes.

    >>> own_formula(None, '"未处理,已改正"', (1, 1))
    '"未处理";"已改正"'
    """
    if not formula:
        return ""
    if formula[0] == formula[-1] == '"' and formula.count('"') == 2:
        return ";".join(f'"{word}"' for word in formula[1:-1].split(","))
    cell = sheet.api.getCellByPosition(spot[1] - 1, spot[0] - 1)
    own: str = sheet.book.formulas.printed(formula, cell)
    return own
