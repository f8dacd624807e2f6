"""Much of something in one workbook, honest or not."""

from __future__ import annotations

import re

from exotic import OFFICE

from corpus.base import Copy, Group

GROUP = Group("bulk")
VARIANTS = GROUP.variants
changed = GROUP.changed
_BOOK = "xl/workbook.xml"


def _rows(copy: Copy, rows: str) -> Copy:
    """More rows below the form."""
    return copy.before("</sheetData>", rows)


changed(
    "5000_styled_empty_rows",
    lambda copy: _rows(
        copy,
        "".join(
            f'<row r="{n}" ht="20" customHeight="1">'
            + "".join(f'<c r="{c}{n}" s="5"/>' for c in "ABCDEFGHI")
            + "</row>"
            for n in range(60, 5060)
        ),
    ),
)
changed(
    "5000_filled_rows_below",
    lambda copy: _rows(
        copy,
        "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(60, 5_060)),
    ),
)
changed(
    "a_sheet_of_100000_cells",
    lambda copy: copy.swap(
        "xl/worksheets/sheet5.xml",
        "</sheetData>",
        "".join(
            f'<row r="{n}">'
            + "".join(f'<c r="{c}{n}"><v>{n}</v></c>' for c in "ABCDEFGHIJ")
            + "</row>"
            for n in range(2000, 12_000)
        )
        + "</sheetData>",
    ),
)
changed(
    "70000_styles",
    lambda copy: copy.swap(
        "xl/styles.xml",
        "</cellXfs>",
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 70_000 + "</cellXfs>",
    ),
)
changed(
    "a_style_that_is_not_there",
    lambda copy: copy.number("outturn", copy.base.text("outturn"), style="99999"),
)
changed(
    "a_style_of_no_number",
    lambda copy: copy.in_sheet(
        copy.cell("outturn"), copy.cell("outturn").replace(' s="', ' s="甲')
    ),
)
changed("a_number_format_of_a_megabyte", lambda copy: _format(copy, "0" * 1_000_000))
changed("a_number_format_of_brackets", lambda copy: _format(copy, "[" * 50_000))
changed(
    "10000_rules_of_format",
    lambda copy: copy.before(
        "<conditionalFormatting",
        "".join(
            f'<conditionalFormatting sqref="Z{n}"><cfRule type="expression" priority="{n + 50}"><formula>A1</formula></cfRule></conditionalFormatting>'
            for n in range(1, 10_001)
        ),
    ),
)
changed(
    "50000_names",
    lambda copy: copy.swap(
        _BOOK,
        "</definedNames>",
        "".join(
            f'<definedName name="x{n}">自评表!$A${n + 1}</definedName>' for n in range(50_000)
        )
        + "</definedNames>",
    ),
)
changed("200_sheets", lambda copy: _more_sheets(copy, 200))


def _format(copy: Copy, code: str) -> None:
    copy.swap("xl/styles.xml", "<cellXfs", "<!-- --><cellXfs")
    text = copy.parts["xl/styles.xml"].decode()
    if "<numFmts" in text:
        text = re.sub(
            r"(<numFmts[^>]*>)",
            rf'\1<numFmt numFmtId="999" formatCode="{code}"/>',
            text,
            count=1,
        )
    else:
        text = text.replace(
            "<fonts",
            f'<numFmts count="1"><numFmt numFmtId="999" formatCode="{code}"/></numFmts><fonts',
            1,
        )
    copy.parts["xl/styles.xml"] = text.replace("<!-- -->", "", 1).encode()
    style = copy.style(
        '<xf numFmtId="999" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
    )
    copy.number("outturn", copy.base.text("outturn"), style=style)


def _more_sheets(copy: Copy, count: int) -> None:
    sheets = ""
    for number in range(count):
        copy.add(
            f"xl/worksheets/more{number}.xml",
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>',
            "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
        )
        rel = copy.relate(_BOOK, "worksheet", f"worksheets/more{number}.xml")
        sheets += f'<sheet name="附{number}" sheetId="{number + 100}" xmlns:r="{OFFICE}" r:id="{rel}"/>'
    copy.swap(_BOOK, "</sheets>", f"{sheets}</sheets>")
