"""Notes of ours in a package: two parts a sheet, those of others as they were."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from exotic import MAIN, OFFICE, add_exotica, raw_book, raw_parts, zip_parts
from lxml import etree
from office_files import converted
from openpyxl.comments import Comment
from row_books import opened

from xltools.anchors import NOTE_TAG
from xltools.errors import FileError, SaveError
from xltools.package import apply_patch, load_bytes
from xltools.package.notes_ruler import Ruler, size_for
from xltools.snapshot import NoteWrite, Patch

TYPES, RELS = "[Content_Types].xml", "xl/worksheets/_rels/sheet1.xml.rels"
SHEET = '<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>'
BEHIND = '<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
    'office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="3"/></o:shapelayout>{}</xml>'
)
BUTTON = (
    '<v:shape id="_x0000_s3075" type="#_x0000_t201" style="position:absolute">'
    '<v:textbox><div style="text-align:left"><font>有问题</font><br></div></v:textbox>'
    '<x:ClientData ObjectType="Checkbox"><x:Anchor>1, 0, 1, 0, 2, 0, 2, 0</x:Anchor>'
    "<x:Row>1</x:Row><x:Column>1</x:Column></x:ClientData></v:shape>"
)
"""A tick box as Excel writes it: `<br>` is no XML. Its linked cell is B2."""


def note(row: int, column: int, text: str = "错误 B002：执行数大于预算数。") -> NoteWrite:
    """A note of ours on the first sheet."""
    return NoteWrite("表", row, column, f"{NOTE_TAG}\n{text}")


def noted(data: bytes, *notes: NoteWrite) -> bytes:
    """The workbook with these notes of ours; the second run changes nothing."""
    patch = Patch((), notes=notes)
    result = apply_patch(opened(data), patch)
    assert apply_patch(opened(result), patch) == result
    return result


def members(data: bytes) -> dict[str, bytes]:
    """The content of all parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(data: bytes) -> dict[str, str]:
    """The notes of the first sheet as openpyxl reads them."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def controls(vml: str) -> bytes:
    """A workbook whose sheet has form controls."""
    mark = f'<legacyDrawing xmlns:r="{OFFICE}" r:id="rId7"/>'
    parts: dict[str, str | bytes | None] = {**raw_parts(SHEET + BEHIND + mark)}
    ending = (
        '<Default Extension="vml" ContentType='
        '"application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    )
    parts[TYPES] = str(parts[TYPES]).replace("<Override", f"{ending}<Override", 1)
    parts[RELS] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId7" Type="{OFFICE}/vmlDrawing" Target="../drawings/form.vml"/>'
        "</Relationships>"
    )
    parts["xl/drawings/form.vml"] = vml
    return zip_parts(parts)


def test_a_sheet_without_notes_gets_its_two_parts_and_all_that_names_them() -> None:
    """Comments and VML, relationships, content types, the mark in its place in the sheet."""
    old = raw_book(SHEET + BEHIND + '<tableParts count="0"/>')
    new = members(noted(old, note(3, 2), note(1, 1)))

    added = new.keys() - members(old).keys()
    assert added == {RELS, "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    names = [
        etree.QName(each).localname
        for each in etree.fromstring(new["xl/worksheets/sheet1.xml"])
    ]
    assert names == ["sheetData", "pageMargins", "legacyDrawing", "tableParts"]
    types = etree.fromstring(new[TYPES])
    assert [t.get("Extension") for t in types if t.get("Extension")] == ["vml", "rels", "xml"]
    assert "/xl/comments1.xml" in [each.get("PartName") for each in types]
    mark = etree.fromstring(new["xl/worksheets/sheet1.xml"]).find(f"{{{MAIN}}}legacyDrawing")
    targets = {each.get("Id"): each.get("Target") for each in etree.fromstring(new[RELS])}
    assert mark is not None
    assert targets[str(mark.get(f"{{{OFFICE}}}id"))] == "/xl/drawings/vmlDrawing1.vml"
    assert sorted(map(str, targets.values())) == [
        "/xl/comments1.xml",
        "/xl/drawings/vmlDrawing1.vml",
    ]
    boxes = new["xl/drawings/vmlDrawing1.vml"].decode()
    etree.fromstring(boxes)
    assert re.findall(r"<x:Row>(\d+)</x:Row><x:Column>(\d+)<", boxes) == [
        ("0", "0"),
        ("2", "1"),
    ]
    assert boxes.count("visibility:hidden") == 2
    assert len(set(re.findall(r'id="(_x0000_s\d+)"', boxes))) == 2


def test_openpyxl_reads_what_was_written_also_odd_characters() -> None:
    """Lines, signs of XML, what looks like a code of Excel's, characters that XML has not."""
    odd = "目标<5% & “满意”\n第二行 _x0041_ \x07"
    found = texts(noted(raw_book(SHEET), note(2, 3, odd)))
    # openpyxl leaves the mark that keeps Excel from reading a letter A there
    assert found == {"C2": f"{NOTE_TAG}\n目标<5% & “满意”\n第二行 _x005F_x0041_ "}


def test_clear_gives_every_part_as_it_was() -> None:
    """Of a workbook without notes, of one with others' notes, of one with controls."""
    for old in (raw_book(SHEET + BEHIND), others(), controls(VML.format(BUTTON))):
        new = noted(old, note(1, 1), note(5, 4))
        assert new != old
        assert members(noted(new)) == members(old)


def others() -> bytes:
    """A workbook of openpyxl with a note of somebody's on A1."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表"
    sheet["A1"], sheet["B2"] = "项目", 5
    sheet["A1"].comment = Comment("请核实", "李", height=333, width=222)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_cell_with_somebody_elses_note_keeps_it_and_gets_none_of_ours() -> None:
    """Its text and its box stay to the byte; the others get theirs beside it."""
    old = others()
    new = members(noted(old, note(1, 1), note(2, 2)))
    assert texts(zipped(new)) == {"A1": "请核实", "B2": note(2, 2).text}
    before = members(old)
    theirs = re.search(rb"<comment .*</comment>", before["xl/comments/comment1.xml"])
    assert theirs is not None
    assert theirs[0] in new["xl/comments/comment1.xml"]
    box = re.search(rb"<ns0:shape .*</ns0:shape>", before["xl/drawings/commentsDrawing1.vml"])
    assert box is not None
    assert box[0] in new["xl/drawings/commentsDrawing1.vml"]
    assert new.keys() == before.keys()


def zipped(parts: dict[str, bytes]) -> bytes:
    """The parts as a package."""
    return zip_parts(dict(parts))


def test_notes_of_ours_are_replaced_and_none_means_leave_them() -> None:
    """One that says the same keeps its bytes, box and all; one that is not wanted goes."""
    first = noted(raw_book(SHEET), note(1, 1), note(2, 1), note(3, 1))
    second = noted(first, note(1, 1), note(2, 1, "提醒 R10：分值。"), note(9, 9))
    assert texts(second) == {
        "A1": note(1, 1).text,
        "A2": note(2, 1, "提醒 R10：分值。").text,
        "I9": note(9, 9).text,
    }
    boxes = members(second)["xl/drawings/vmlDrawing1.vml"]
    spots = re.findall(rb"<x:Row>(\d+)</x:Row><x:Column>(\d+)<", boxes)
    assert sorted(spots) == [(b"0", b"0"), (b"1", b"0"), (b"8", b"8")]
    kept = re.search(rb"<v:shape [^>]*_x0000_s1025.*?</v:shape>", boxes, re.DOTALL)
    assert kept is not None
    assert kept[0] in members(first)["xl/drawings/vmlDrawing1.vml"]
    assert apply_patch(opened(second), Patch(())) == second


@pytest.mark.parametrize("shapes", [BUTTON, BUTTON.replace("<br>", "<br/>")])
def test_form_controls_stay_in_the_drawing_that_notes_share(shapes: str) -> None:
    """A tick box whose linked cell is B2 is no note of B2, even where its VML is no XML."""
    old = controls(VML.format(shapes))
    new = members(noted(old, note(2, 2)))
    vml = new["xl/drawings/form.vml"].decode()
    assert shapes in vml
    assert vml.count("<v:shape ") == 2
    assert 'id="_x0000_s3076"' in vml  # behind the control, in the drawing's own block
    cleared = members(noted(zipped(new)))
    assert cleared["xl/drawings/form.vml"].decode() == VML.format(shapes)
    assert b"legacyDrawing" in cleared["xl/worksheets/sheet1.xml"]
    assert "xl/comments1.xml" not in cleared


def test_threaded_comments_persons_and_all_that_people_paste_stay() -> None:
    """A1 bears a conversation: no note of ours; whatever else is in the package is copied."""
    old = add_exotica(others_free())
    new = noted(old, note(1, 1), note(6, 2))
    changed = {name for name, content in members(old).items() if members(new)[name] != content}
    assert changed == {"xl/drawings/exotic.vml", "xl/comments_exotic.xml"}
    assert members(new).keys() == members(old).keys()
    assert "[线程批注] 请核实" in members(new)["xl/comments_exotic.xml"].decode()
    assert members(noted(new)) == members(old)


def others_free() -> bytes:
    """A plain workbook of openpyxl."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "表"
    book.worksheets[0]["A1"] = "项目"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_prefixes_and_strict_names_are_those_of_the_workbook() -> None:
    """A comments part with a prefix is added to with that prefix."""
    parts = members(others())
    xml = parts["xl/comments/comment1.xml"].decode()
    xml = re.sub(r"<(/?)(?=\w)", r"<\1x:", xml).replace("xmlns=", "xmlns:x=")
    parts["xl/comments/comment1.xml"] = xml.encode()
    new = noted(zipped(parts), note(2, 2))
    root = etree.fromstring(members(new)["xl/comments/comment1.xml"])
    refs = [each.get("ref") for each in root.iter(f"{{{MAIN}}}comment")]
    assert refs == ["A1", "B2"]


def test_a_box_shows_its_whole_text_beside_its_cell() -> None:
    """Wider where the text is long; right of the merge that the cell is the corner of."""
    assert size_for("一" * 20) == (320, 30)
    wide, high = size_for("一二三四五六七八九十" * 60)
    assert wide == 560
    assert high > 600 // (560 // 12) * 16
    xml = (
        b'<worksheet><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="2" width="10"/>'
        b'<col min="3" max="3" width="10" hidden="1"/></cols><sheetData><row r="2" ht="30"/>'
        b"</sheetData></worksheet>"
    )
    box = Ruler(xml).box((2, 1, 3, 2), "一" * 20)
    assert (box.left, box.top) == (140 + 15, 20 + 2)
    # column C is hidden, so the box begins in D and ends 320 pixels further
    assert box.anchor == (3, 15, 1, 2, 8, 15, 1, 32)


def test_libreoffice_reads_the_notes_hidden_and_keeps_them_ours(
    office: Callable[..., object], demo: Path, tmp_path: Path
) -> None:
    """As .ods they are annotations; saved as .xlsx by it, the next run still knows them."""
    sheet = "自评表"
    patch = Patch((), notes=(NoteWrite(sheet, 20, 3, f"{NOTE_TAG}\n错误：甲\n提醒：乙"),))
    (tmp_path / "noted.xlsx").write_bytes(
        apply_patch(load_bytes(demo.read_bytes(), demo), patch)
    )

    with zipfile.ZipFile(converted(office, tmp_path / "noted.xlsx", "ods", tmp_path)) as ods:
        content = ods.read("content.xml").decode()
    annotations = re.findall(r"<office:annotation .*?</office:annotation>", content, re.DOTALL)
    ours = [each for each in annotations if NOTE_TAG in each]
    assert len(ours) == 1
    assert "错误：甲" in ours[0]
    assert 'office:display="true"' not in ours[0]
    assert len(annotations) > 5  # the blank's own

    saved = converted(office, tmp_path / "noted.xlsx", "xlsx", tmp_path / "saved")
    cleared = apply_patch(load_bytes(saved.read_bytes(), saved), Patch((), notes=()))
    assert NOTE_TAG.encode() not in b"".join(members(cleared).values())
    book = openpyxl.load_workbook(io.BytesIO(cleared))
    left = [c for row in book[sheet].iter_rows() for c in row if c.comment]
    assert len(left) == 9


def test_what_cannot_be_done_is_refused() -> None:
    """A sheet that is not there; a drawing that is cut off."""
    with pytest.raises(FileError, match="没有工作表“别的”"):
        noted(raw_book(SHEET), NoteWrite("别的", 1, 1, f"{NOTE_TAG}\n甲"))
    with pytest.raises(SaveError, match="批注的写法少见"):
        noted(controls("<xml>"), note(1, 1))
