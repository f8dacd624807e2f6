"""The structure of the workbook and of its sheets: lies, far places, merges, styles, hidden things."""

# ruff: noqa: PLW0108 - what makes a variant may stand below it

from __future__ import annotations

import re

from exotic import OFFICE

from corpus.base import Base, Copy, Group

GROUP = Group("sheets")
VARIANTS = GROUP.variants
changed = GROUP.changed
_BOOK = "xl/workbook.xml"
_FORM = re.compile(r'<sheet [^>]*name="自评表"[^>]*/>')


def _rows(copy: Copy, rows: str) -> Copy:
    """More rows below the form."""
    return copy.before("</sheetData>", rows)


def _dimension(copy: Copy, area: str) -> None:
    copy.xml = re.sub(r'<dimension ref="[^"]*"\s*/>', f'<dimension ref="{area}"/>', copy.xml)


# --- the dimension

changed("dimension_too_small", lambda copy: _dimension(copy, "A1"))
changed("dimension_of_all", lambda copy: _dimension(copy, "A1:XFD1048576"))
changed("dimension_beyond_excel", lambda copy: _dimension(copy, "A1:ZZZZ99999999"))
changed("dimension_that_is_none", lambda copy: _dimension(copy, "总表"))
changed(
    "no_dimension",
    lambda copy: copy.swap(copy.base.sheet, re.search(r"<dimension[^>]*>", copy.xml)[0], ""),
)  # type: ignore[index]

# --- far places


def _stray(cell: str, inside: str = "<v>1</v>") -> str:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{cell}">{inside}</c></row>'


changed("a_value_in_the_last_cell", lambda copy: _rows(copy, _stray("XFD1048576")))
changed(
    "a_space_in_the_last_cell",
    lambda copy: _rows(
        copy,
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>',
    ),
)
changed("a_value_in_row_20000", lambda copy: _rows(copy, _stray("A20000")))
changed("a_style_in_the_last_cell", lambda copy: _rows(copy, _stray("XFD1048576", "")))
changed("a_column_beyond_excel", lambda copy: _rows(copy, _stray("XFE60")))
changed("a_row_beyond_excel", lambda copy: _rows(copy, _stray("A1048577")))
changed(
    "a_row_of_twenty_digits",
    lambda copy: _rows(copy, '<row r="60"><c r="A99999999999999999999"><v>1</v></c></row>'),
)
changed("row_zero", lambda copy: _rows(copy, '<row r="0"><c r="A0"><v>1</v></c></row>'))
changed("a_negative_row", lambda copy: _rows(copy, '<row r="-1"><c r="A-1"><v>1</v></c></row>'))
changed(
    "an_address_that_is_none",
    lambda copy: _rows(copy, '<row r="60"><c r="甲1"><v>1</v></c></row>'),
)
changed(
    "an_address_in_small_letters",
    lambda copy: _rows(copy, '<row r="60"><c r="a60"><v>1</v></c></row>'),
)
changed(
    "a_range_as_an_address",
    lambda copy: _rows(copy, '<row r="60"><c r="A60:B61"><v>1</v></c></row>'),
)
changed(
    "row_and_cell_disagree",
    lambda copy: _rows(copy, '<row r="60"><c r="A61"><v>1</v></c></row>'),
)

# --- order and doubles

changed(
    "rows_out_of_order",
    lambda copy: copy.in_sheet(copy.row("actual"), "").before(
        '<row r="1"', copy.base.copy().row("actual")
    ),
)
changed("cells_out_of_order", lambda copy: _swapped(copy))
changed("a_row_in_two_pieces", lambda copy: _in_two(copy))
changed(
    "a_cell_twice",
    lambda copy: _rows(
        copy,
        f'<row r="{copy.base.cells["outturn"].row}"><c r="{copy.base.cells["outturn"].a1}"><v>1</v></c></row>',
    ),
)
changed(
    "a_cell_twice_the_same",
    lambda copy: copy.in_sheet(copy.cell("outturn"), copy.cell("outturn") * 2),
)
changed("cells_without_addresses", lambda copy: _without_addresses(copy))
changed(
    "rows_without_numbers",
    lambda copy: setattr(copy, "xml", re.sub(r'<row r="\d+"', "<row", copy.xml)),
)
changed(
    "two_sheet_data",
    lambda copy: copy.in_sheet(
        "</sheetData>",
        f'</sheetData><sheetData><row r="{copy.base.cells["outturn"].row}"><c r="{copy.base.cells["outturn"].a1}"><v>1</v></c></row></sheetData>',
    ),
)
changed(
    "no_sheet_data",
    lambda copy: setattr(
        copy, "xml", re.sub(r"<sheetData>.*</sheetData>", "", copy.xml, flags=re.DOTALL)
    ),
)
changed(
    "an_empty_sheet",
    lambda copy: setattr(
        copy,
        "xml",
        re.sub(r"<sheetData>.*</sheetData>", "<sheetData/>", copy.xml, flags=re.DOTALL),
    ),
)


def _swapped(copy: Copy) -> None:
    points, actual = copy.cell("points"), copy.cell("actual")
    copy.in_sheet(points, "@").in_sheet(actual, points).in_sheet("@", actual)


def _in_two(copy: Copy) -> None:
    row = copy.base.cells["outturn"].row
    copy.in_sheet(copy.cell("outturn"), f'</row><row r="{row}">{copy.cell("outturn")}')


def _without_addresses(copy: Copy) -> None:
    """Every cell of every row stands there, so that its place is its number."""
    row = copy.row("outturn")
    copy.in_sheet(row, re.sub(r'<c r="[A-Z]+\d+"', "<c", row))


# --- merges


def _merge(copy: Copy, *areas: str) -> Copy:
    return copy.before("</mergeCells>", "".join(f'<mergeCell ref="{area}"/>' for area in areas))


changed("a_merge_over_everything", lambda copy: _merge(copy, "A1:XFD1048576"))
changed("a_merge_over_the_form", lambda copy: _merge(copy, "A1:I46"))
changed("a_merge_far_below", lambda copy: _merge(copy, "A60:I90"))
changed("merges_that_overlap", lambda copy: _merge(copy, "A60:C62", "B61:D63"))
changed("a_merge_beyond_excel", lambda copy: _merge(copy, "A1:ZZZZ9999999"))
changed("a_merge_that_is_none", lambda copy: _merge(copy, "这里"))
changed("a_merge_upside_down", lambda copy: _merge(copy, "C62:A60"))
changed("20000_merges", lambda copy: _merge(copy, *(f"K{n}:L{n}" for n in range(100, 20_100))))
changed(
    "3000_merges_of_whole_rows",
    lambda copy: _merge(copy, *(f"A{n}:XFD{n}" for n in range(100, 3_100))),
)
changed(
    "result_merged_with_the_one_below",
    lambda copy: _merge(copy, f"{copy.base.cells['actual'].a1}:{_below(copy, 'actual')}"),
)
changed(
    "points_of_two_rows_merged",
    lambda copy: _merge(copy, f"{_above(copy, 'points')}:{copy.base.cells['points'].a1}"),
)


def _below(copy: Copy, role: str, by: int = 1) -> str:
    place = copy.base.cells[role]
    return f"{place.a1.rstrip('0123456789')}{place.row + by}"


def _above(copy: Copy, role: str) -> str:
    """The cell of the indicator before this one in the same column."""
    rows = [row.points.place for row in copy.base.opened.examined.evaluation.indicators]
    return rows[rows.index(copy.base.cells[role]) - 1].a1


# --- texts

changed("texts_in_a_table", lambda copy: copy.shared())
changed("texts_counted_wrong", lambda copy: _count(copy, 3))
changed("texts_counted_four_milliards", lambda copy: _count(copy, 4_294_967_295))
changed("texts_counted_below_zero", lambda copy: _count(copy, -1))
changed("texts_counted_in_words", lambda copy: _count(copy, "许多"))
changed(
    "a_text_that_is_not_there",
    lambda copy: copy.shared().put("actual", "<v>99999</v>", ' t="s"'),
)
changed(
    "a_text_of_a_negative_number",
    lambda copy: copy.shared().put("actual", "<v>-1</v>", ' t="s"'),
)
changed("a_text_of_no_number", lambda copy: copy.shared().put("actual", "<v>甲</v>", ' t="s"'))
changed("no_table_of_texts", lambda copy: copy.shared().parts.pop("xl/sharedStrings.xml"))
changed(
    "a_table_of_a_million_empty_texts",
    lambda copy: copy.shared().swap(
        "xl/sharedStrings.xml", "</sst>", "<si/>" * 1_000_000 + "</sst>"
    ),
)


def _count(copy: Copy, claim: object) -> None:
    copy.shared()
    xml = copy.parts["xl/sharedStrings.xml"]
    copy.parts["xl/sharedStrings.xml"] = re.sub(
        rb'uniqueCount="\d+"', f'uniqueCount="{claim}"'.encode(), xml
    )


# --- sheets


def _state(copy: Copy, state: str) -> None:
    tag = _FORM.search(copy.parts[_BOOK].decode())
    assert tag is not None
    copy.swap(_BOOK, tag[0], re.sub(r'state="\w+"', f'state="{state}"', tag[0]))


changed("form_sheet_hidden", lambda copy: _state(copy, "hidden"))
changed("form_sheet_very_hidden", lambda copy: _state(copy, "veryHidden"))
changed("form_sheet_first", lambda copy: _moved(copy, first=True))
changed("form_sheet_last", lambda copy: _moved(copy, first=False))
changed(
    "form_sheet_renamed",
    lambda copy: copy.swap(_BOOK, 'name="自评表"', 'name="Sheet1"').swap(
        _BOOK, "'自评表'!", "'Sheet1'!", -1
    ),
)
changed("sheet_name_empty", lambda copy: copy.swap(_BOOK, 'name="评价组"', 'name=""'))
changed(
    "sheet_name_of_200_characters",
    lambda copy: copy.swap(_BOOK, 'name="评价组"', f'name="{"组" * 200}"'),
)
changed(
    "sheet_name_with_a_break",
    lambda copy: copy.swap(_BOOK, 'name="评价组"', 'name="评&#10;价&#x202e;组"'),
)
changed("sheets_of_one_name", lambda copy: copy.swap(_BOOK, 'name="评价组"', 'name="自评表"'))
changed("names_that_point_nowhere", lambda copy: copy.swap(_BOOK, "'自评表'!$", "#REF!$", -1))
changed(
    "names_that_point_elsewhere",
    lambda copy: copy.swap(_BOOK, "'自评表'!$", "'报告文本'!$", -1),
)
changed(
    "names_that_point_beyond_excel",
    lambda copy: copy.swap(_BOOK, _year(copy), "'自评表'!$ZZZ$99999999"),
)
changed(
    "names_that_are_formulas",
    lambda copy: copy.swap(_BOOK, _year(copy), "INDIRECT(&quot;cmd|' /c calc'!A0&quot;)"),
)


def _year(copy: Copy) -> str:
    """What the name of the field 年度 points at."""
    found = re.search(r'name="xlt_field_year"[^>]*>([^<]*)<', copy.parts[_BOOK].decode())
    assert found is not None
    return found[1]


def _moved(copy: Copy, *, first: bool) -> None:
    tag = _FORM.search(copy.parts[_BOOK].decode())
    assert tag is not None
    copy.swap(_BOOK, tag[0], "")
    mark = "<sheets>" if first else "</sheets>"
    copy.swap(_BOOK, mark, mark + tag[0] if first else tag[0] + mark)


def _two_forms(base: Base) -> bytes:
    copy = base.copy()
    again = copy.xml.replace(base.text("name"), "另一个项目")
    copy.add(
        "xl/worksheets/again.xml",
        again,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    )
    rel = copy.relate(_BOOK, "worksheet", "worksheets/again.xml")
    copy.swap(
        _BOOK,
        "</sheets>",
        f'<sheet name="自评表(2)" sheetId="90" xmlns:r="{OFFICE}" r:id="{rel}"/></sheets>',
    )
    return copy.zip()


GROUP.add("two_forms", _two_forms)
changed(
    "protected_with_a_password",
    lambda copy: copy.in_sheet("<sheetProtection ", '<sheetProtection password="CC2A" '),
)
changed(
    "structure_locked",
    lambda copy: copy.swap(
        _BOOK, "<workbookProtection/>", '<workbookProtection lockStructure="1"/>'
    ),
)
changed(
    "hidden_row",
    lambda copy: copy.in_sheet(
        f'<row r="{copy.base.cells["actual"].row}" ',
        f'<row r="{copy.base.cells["actual"].row}" hidden="1" ',
    ),
)
changed(
    "hidden_column",
    lambda copy: setattr(
        copy, "xml", re.sub(r'<col ([^>]*min="6")', r'<col hidden="1" \1', copy.xml)
    ),
)
changed(
    "white_text",
    lambda copy: copy.put(
        "note",
        copy.cell("note").partition(">")[2].removesuffix("</c>"),
        ' t="inlineStr"',
        _white(copy),
    ),
)


def _white(copy: Copy) -> str:
    text = copy.parts["xl/styles.xml"].decode()
    fonts = len(re.findall(r"<font>|<font/>", text.partition("</fonts>")[0]))
    copy.swap(
        "xl/styles.xml",
        "</fonts>",
        '<font><color rgb="FFFFFFFF"/><sz val="11"/><name val="宋体"/></font></fonts>',
    )
    return copy.style(
        f'<xf numFmtId="0" fontId="{fonts}" fillId="0" borderId="0" applyFont="1"/>'
    )
