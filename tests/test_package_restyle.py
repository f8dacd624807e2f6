"""Looks put back into a package: as the form was sent out, with every value where it was."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from exotic import MAIN, raw_parts, zip_parts
from lxml import etree
from office_files import converted
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from xltools.errors import FileError, SaveError
from xltools.package import Workbook, apply_patch, load_bytes
from xltools.ribbon import Desk, click
from xltools.snapshot import CellLook, Patch, SheetLook, Validation

pytestmark = pytest.mark.filterwarnings("ignore:Workbook contains no default style")
LOOK = CellLook(
    number_format='0.0"套"',
    locked=False,
    font="宋体",
    size=10.5,
    bold=True,
    color="FF0000",
    fill="FFFBE6",
    borders=("thin", "", "thin", ""),
    horizontal="center",
    vertical="center",
    wrap=True,
    indent=2,
)
RULE = Validation(
    areas=((2, 2, 3, 2), (5, 2, 5, 2)),
    kind="decimal",
    operator="greaterThanOrEqual",
    low="0",
    high="",
    style="stop",
    shows_error=True,
    prompt_title="甲",
    prompt='只填数字，如 "5" <6>\n没有就留空',
    error_title="甲",
    error="请填数字",
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font>'
    '</fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellXfs count="1"><xf numFmtId="0"/></cellXfs>'
    "</styleSheet>"
)
RELATED: dict[str, str | bytes | None] = {
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
        'Target="styles.xml"/></Relationships>'
    ),
}
SHEET = (
    '<cols><col min="1" max="5" width="9" style="0" customWidth="1"/></cols>'
    '<sheetData><row r="1" ht="20" customHeight="1"><c r="A1"><v>5</v></c></row></sheetData>'
    '<mergeCells count="1"><mergeCell ref="A4:B4"/></mergeCells>'
    '<dataValidations count="1"><dataValidation type="list" sqref="A1"><formula1>"a"</formula1>'
    "</dataValidation></dataValidations>"
    '<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
)
ORDER = [
    "cols", "sheetData", "sheetProtection", "mergeCells", "dataValidations", "pageMargins",
]  # fmt: skip


def small(sheet: str = SHEET, styles: str | None = STYLES) -> bytes:
    """A workbook of one sheet; without styles where there are to be none."""
    related = {**RELATED, "xl/styles.xml": styles} if styles else {}
    return zip_parts({**raw_parts(sheet), **related})


def look(**changes: Any) -> SheetLook:
    """A look of the small sheet."""
    fields: dict[str, Any] = {
        "sheet": "表",
        "looks": ((LOOK, ((1, 1, 2, 2),)),),
        "validations": (RULE,),
        "widths": {2: 30.0, 7: 12.5},
        "heights": {1: 33.0, 6: 40.0},
        "protected": True,
    }
    return SheetLook(**(fields | changes))


def restyled(data: bytes, *looks: SheetLook) -> bytes:
    """The workbook with the looks; the second run changes nothing."""
    patch = Patch((), looks=looks)
    result = apply_patch(load_bytes(data, Path("表.xlsx")), patch)
    assert apply_patch(load_bytes(result, Path("表.xlsx")), patch) == result
    return result


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> etree._Element:
    """One part as a tree."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def sheet_of(data: bytes) -> Any:
    """The first sheet as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def test_cells_get_the_look_and_keep_their_values() -> None:
    """Also one that is not there yet; what a look says is what openpyxl reads."""
    sheet = sheet_of(restyled(small(), look()))
    for address in ("A1", "B1", "A2", "B2"):
        cell = sheet[address]
        font, border, alignment = cell.font, cell.border, cell.alignment
        assert (font.name, font.sz, font.b, font.color.rgb) == ("宋体", 10.5, True, "FFFF0000")
        assert cell.fill.fgColor.rgb == "FFFFFBE6"
        assert (border.left.style, border.top.style) == ("thin", "thin")
        assert not border.right.style
        assert (alignment.horizontal, alignment.vertical) == ("center", "center")
        assert alignment.wrap_text
        assert alignment.indent == 2
        assert cell.number_format == '0.0"套"'
        assert not cell.protection.locked
    assert sheet["A1"].value == 5
    assert sheet["B2"].value is None
    assert not sheet["C1"].has_style


def test_widths_heights_validations_and_protection_are_those_of_the_look() -> None:
    """A range of columns is split; the sheet's own rule goes; all stands in the right order."""
    data = restyled(small(), look())
    assert [etree.QName(each).localname for each in part(data)] == ORDER
    columns = [dict(each.attrib) for each in part(data)[0]]
    assert [(c["min"], c["max"], c["width"]) for c in columns] == [
        ("1", "1", "9"),
        ("2", "2", "30"),
        ("3", "5", "9"),
        ("7", "7", "12.5"),
    ]
    sheet = sheet_of(data)
    assert (sheet.row_dimensions[1].height, sheet.row_dimensions[6].height) == (33, 40)
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.type, rule.operator) == ("B2:B3 B5", "decimal", RULE.operator)
    assert (rule.formula1, rule.formula2, rule.allow_blank) == ("0", None, True)
    assert (rule.prompt, rule.error, rule.promptTitle) == (RULE.prompt, RULE.error, "甲")
    guard = sheet.protection
    assert (guard.sheet, guard.formatColumns, guard.sort) == (True, False, False)
    assert (guard.formatCells, guard.insertRows, guard.password) == (True, True, None)


def test_a_hidden_column_is_shown_and_a_near_width_is_the_same() -> None:
    """9.05 is how some program rounds 9; hidden is no width."""
    xml = SHEET.replace('width="9"', 'width="9.05" hidden="1"')
    shown = restyled(small(xml), look(widths={1: 9.0}))
    assert [c.get("hidden") for c in part(shown)[0]] == [None, "1"]
    xml = SHEET.replace('width="9"', 'width="9.05"')
    same = restyled(small(xml), look(widths={1: 9.0}))
    assert [c.get("width") for c in part(same)[0]] == ["9.05"]


@pytest.mark.parametrize(
    "secret", ['password="CC1A"', 'algorithmName="SHA-512" hashValue="eA=="']
)
def test_somebodys_password_is_left_alone(secret: str) -> None:
    """The looks come all the same, and the snapshot says that there is a password."""
    lock = f'<sheetProtection {secret} sheet="1"/>'
    old = small(SHEET.replace("<mergeCells", f"{lock}<mergeCells"))
    assert load_bytes(old, Path("表.xlsx")).snapshot.sheets[0].password
    data = restyled(old, look())
    assert sheet_of(data)["A1"].font.b
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert lock.encode() in archive.read("xl/worksheets/sheet1.xml")


def test_styles_that_are_there_are_used_again() -> None:
    """A second look with the same font, fill or border adds only its own; none is renumbered."""
    plain = CellLook(
        "0.00%", True, "宋体", 11.0, False, None, None, ("", "", "", ""), "left", "top", False
    )
    both = look(looks=((LOOK, ((1, 1, 1, 1),)), (plain, ((2, 1, 2, 1),))))
    styles = part(restyled(small(), both), "xl/styles.xml")
    counts = {etree.QName(each).localname: len(each) for each in styles}
    assert counts == {"numFmts": 1, "fonts": 2, "fills": 2, "borders": 2, "cellXfs": 3}
    assert [each.get("count") for each in styles] == ["1", "2", "2", "2", "3"]
    xfs = styles.find(f"{{{MAIN}}}cellXfs")
    assert xfs is not None
    assert (xfs[2].get("numFmtId"), xfs[2].get("fontId")) == ("10", "0")


def test_what_a_look_cannot_say_is_no_look() -> None:
    """Italics, a colour of the theme, a turned text: the cell gets a style without them."""
    odd = STYLES.replace("<sz", "<i/><sz")
    old = small(SHEET, odd)
    plain = CellLook(
        "General",
        True,
        "宋体",
        11.0,
        False,
        None,
        None,
        ("", "", "", ""),
        "general",
        "bottom",
        False,
    )
    sheet = sheet_of(restyled(old, look(looks=((plain, ((1, 1, 1, 1),)),))))
    assert not sheet["A1"].font.i
    assert sheet["C1"].font.i  # nobody asked for it


def test_prefixes_odd_writing_and_newer_validations() -> None:
    """A sheet with prefixes and without addresses; a rule of Excel 2010 goes with the others."""
    body = re.sub(r"<(/?)(?=\w)", r"<\1x:", SHEET).replace(' r="A1"', "").replace(' r="1"', "")
    ext = (
        '<x:extLst><x:ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><y/></x:ext></x:extLst>'
    )
    xml = f'<x:worksheet xmlns:x="{MAIN}">{body}{ext}</x:worksheet>'
    data = restyled(small(xml), look())
    assert [etree.QName(each).localname for each in part(data)] == ORDER
    assert sheet_of(data)["B2"].font.b
    assert sheet_of(data)["A1"].value == 5


def test_a_stored_view_keeps_its_own() -> None:
    """It has margins and filters of the same names, which are not the sheet's."""
    views = (
        '<customSheetViews><customSheetView guid="{11111111-1111-1111-1111-111111111111}">'
        '<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
        '<autoFilter ref="A1:B2"/></customSheetView></customSheetViews>'
    )
    xml = SHEET.replace("<mergeCells", f"{views}<mergeCells")
    xml = re.sub("<dataValidations.*</dataValidations>", "", xml)
    names = [etree.QName(e).localname for e in part(restyled(small(xml), look()))]
    assert names == [*ORDER[:3], "customSheetViews", *ORDER[3:]]


def test_what_cannot_be_done_is_refused() -> None:
    """A sheet that is not there; a workbook without styles."""
    with pytest.raises(FileError, match="没有工作表“别的”"):
        restyled(small(), look(sheet="别的"))
    with pytest.raises(SaveError, match="没有样式部件"):
        restyled(small(styles=None), look())


# --- a filled form, wrecked and mended


def wrecked(data: bytes) -> bytes:
    """The form after somebody's worst day: every format, validation and lock is gone."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            cell.font = Font("Arial", 8, color="FF00FF", italic=True)
            cell.fill, cell.border = PatternFill("solid", "00FF00"), Border()
            cell.alignment, cell.protection = Alignment(), Protection(locked=False)
            cell.number_format = "General"
        sheet.data_validations.dataValidation = []
        sheet.add_data_validation(DataValidation("list", formula1='"a,b"', sqref="B2:C9"))
        sheet.protection.sheet = False
        for column in sheet.column_dimensions.values():
            column.width = 5
        for row in sheet.row_dimensions.values():
            row.height = 9
        sheet.column_dimensions["C"].hidden = True
    out = io.BytesIO()
    book.save(out)
    parts = {}
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # openpyxl keeps styles that no cell has any more; none of them may be found again
    first, font, others = parts["xl/styles.xml"].partition(b"</font>")
    for old, new in (("宋体", "楷体"), ("黑体", "仿宋")):
        others = others.replace(old.encode(), new.encode())
    parts["xl/styles.xml"] = first + font + others
    return zip_parts({**parts})


@cache
def mended(path: Path) -> tuple[Workbook, bytes]:
    """The wrecked form and what 恢复格式 makes of it."""
    workbook = load_bytes(wrecked(path.read_bytes()), path)
    answer = click("restore", Desk(workbook.snapshot, path))
    assert (answer.level, answer.lines) == ("done", ())
    assert answer.patch is not None
    result = apply_patch(workbook, answer.patch)
    again = click("restore", Desk(load_bytes(result, path).snapshot, path))
    assert again.patch is not None
    assert apply_patch(load_bytes(result, path), again.patch) == result
    return workbook, result


def shown(cell: Any) -> tuple[Any, ...]:
    """All that a cell looks like."""
    font, fill, alignment, border = cell.font, cell.fill, cell.alignment, cell.border
    sides = (border.left, border.right, border.top, border.bottom)
    return (
        (font.name, font.sz, bool(font.b), bool(font.i)),
        font.color.rgb[-6:] if font.color else None,
        fill.fgColor.rgb[-6:] if fill.patternType else None,
        tuple((side.style if side else None) for side in sides),
        (alignment.horizontal, alignment.vertical, bool(alignment.wrap_text)),
        (bool(alignment.shrink_to_fit), alignment.indent),
        cell.number_format,
        cell.protection.locked,
    )


def covered(data: bytes, name: str) -> dict[str, tuple[object, ...]]:
    """Font, fill, borders and lock of every cell of a part, also of those that merges cover.

    openpyxl forgets what these look like.
    """
    blocks = {etree.QName(each).localname: each for each in part(data, "xl/styles.xml")}
    found: dict[str, tuple[object, ...]] = {}
    for cell in part(data, name).iter(f"{{{MAIN}}}c"):
        xf = blocks["cellXfs"][int(cell.get("s", "0"))]
        font, fill, border = (
            blocks[f"{each}s"][int(xf.get(f"{each}Id", "0"))]
            for each in ("font", "fill", "border")
        )
        lock = xf.find(f"{{{MAIN}}}protection")
        found[str(cell.get("r"))] = (
            [each.get("val") for each in font.iter(f"{{{MAIN}}}name")],
            font.find(f"{{{MAIN}}}b") is not None,
            [str(each.get("rgb"))[-6:] for each in fill.iter(f"{{{MAIN}}}fgColor")],
            [each.get("style") for each in border if each.get("style")],
            "1" if lock is None else lock.get("locked", "1"),
        )
    return found


def rules(sheet: Any) -> list[tuple[Any, ...]]:
    """All that a sheet's validations say."""
    return sorted(
        (
            *(str(r.sqref), r.type, r.operator or "between", r.formula1, r.formula2 or ""),
            *(r.errorStyle or "stop", r.showErrorMessage, r.showInputMessage, r.allow_blank),
            *(r.promptTitle, r.prompt, r.errorTitle, r.error),
        )
        for r in sheet.data_validations.dataValidation
    )


def test_a_wrecked_form_looks_as_it_did_cell_by_cell(demo: Path) -> None:
    """On every sheet: cells, validations, widths, protection; heights where texts need no more."""
    before = openpyxl.load_workbook(demo)
    after = openpyxl.load_workbook(io.BytesIO(mended(demo)[1]))
    count = 0
    for old in before:
        new = after[old.title]
        for cell in (cell for row in old.iter_rows() for cell in row):
            assert shown(new[cell.coordinate]) == shown(cell), f"{old.title} {cell.coordinate}"
            count += 1
        assert rules(new) == rules(old)
        assert vars(new.protection) == vars(old.protection)
        for letters, column in old.column_dimensions.items():
            found = new.column_dimensions[letters]
            assert (found.width, found.hidden) == (column.width, False)
        for row, each in old.row_dimensions.items():
            assert new.row_dimensions[row].height == each.height, f"{old.title} {row}"
    assert count > 900
    for number in range(1, len(before.sheetnames) + 1):
        name = f"xl/worksheets/sheet{number}.xml"
        old_looks = covered(demo.read_bytes(), name)
        new_looks = covered(mended(demo)[1], name)
        assert {spot: new_looks[spot] for spot in old_looks} == old_looks


def test_a_wrecked_form_keeps_every_value(demo: Path) -> None:
    """Values, formulas, merges and names as they were; no part but sheets and styles changes."""
    workbook, result = mended(demo)
    after = load_bytes(result, demo)
    for old, new in zip(workbook.snapshot.sheets, after.snapshot.sheets, strict=True):
        assert (new.rows, new.formulas, new.merges) == (old.rows, old.formulas, old.merges)
    assert after.snapshot.names == workbook.snapshot.names
    changed = {
        was.name
        for was, now in zip(workbook.archive.members, after.archive.members, strict=True)
        if workbook.archive.inflate(was, "") != after.archive.inflate(now, "")
    }
    sheets = {sheet.part for sheet in workbook.book.sheets}
    assert changed == {"xl/styles.xml", *sheets}


def test_libreoffice_opens_what_was_mended(
    office: Callable[..., object], demo: Path, tmp_path: Path
) -> None:
    """It finds the validations and the protection, and shows the sheets' cells alike."""
    (tmp_path / "mended.xlsx").write_bytes(mended(demo)[1])
    book = openpyxl.load_workbook(
        converted(office, tmp_path / "mended.xlsx", "xlsx", tmp_path / "out")
    )
    sheet = book["自评表"]
    assert sheet.protection.sheet
    assert len(sheet.data_validations.dataValidation) == len(
        openpyxl.load_workbook(demo)["自评表"].data_validations.dataValidation
    )
    assert sheet["A1"].font.b
    assert sheet["D2"].fill.fgColor.rgb[-6:] == "FFFBE6"
    assert sheet.row_dimensions[1].height == pytest.approx(38, abs=0.5)
