"""The order that the schema wants in `<worksheet>`, and where an element that is new goes."""

from __future__ import annotations

import re

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


def place_behind_cells(xml: bytes, prefix: bytes, name: str) -> int:
    """Where an element that the schema puts behind the cells belongs in a sheet without one."""
    following = ORDER[ORDER.index(name) + 1 :]
    start = xml.rfind(b"sheetData")
    if "customSheetViews" not in following:  # a stored view has elements of its own
        start = max(start, xml.find(b"</%scustomSheetViews>" % prefix, start))
    names = b"|".join(each.encode() for each in following)
    found = re.compile(
        rb"<%s(?:%s)\b|<\w+:AlternateContent\b|</%sworksheet\s*>" % (prefix, names, prefix)
    ).search(xml, start)
    assert found is not None
    return found.start()
