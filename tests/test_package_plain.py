"""Sheets read from their bytes: the same, to the last cell, as by scan and calamine."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlsxwriter
from exotic import add_exotica, raw_book, raw_parts
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xltools.errors import NotAWorkbookError
from xltools.package import Workbook, load_bytes, plain_texts, recall, sheets
from xltools.package.plain_sheet import SheetReader
from xltools.package.styles import read_styles

pytestmark = pytest.mark.usefixtures("expendable")

WHERE = Path("表.xlsx")
SAMPLES = sorted(Path("samples").rglob("*.xlsx")) + sorted(Path("xltools").rglob("*.xlsx"))
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
    '<numFmt numFmtId="200" formatCode="0&quot;套&quot;"/><numFmt numFmtId="201" formatCode="yyyy&quot;年&quot;"/>'
    '<numFmt numFmtId="202" formatCode="[Red]0.00_ ;\\-0.00"/><numFmt numFmtId="203" formatCode="[h]:mm"/></numFmts>'
    "<cellXfs>"
    + "".join(f'<xf numFmtId="{n}"/>' for n in (0, 9, 14, 200, 201, 202, 203, 49, 27))
    + "</cellXfs></styleSheet>"
)
RELS = str(raw_parts("")["xl/_rels/workbook.xml.rels"]).replace(
    "</Relationships>",
    "".join(
        f'<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{kind}.xml"/>'
        for n, kind in ((77, "styles"), (78, "sharedStrings"))
    )
    + "</Relationships>",
)
STRINGS = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="9" uniqueCount="6"><si><t>一</t></si>'
    '<si><t xml:space="preserve"> 二 </t><phoneticPr fontId="1" type="noConversion"/></si><si><r><rPr><b/></rPr><t>三</t></r>'
    '<r><t xml:space="preserve"> 四</t></r></si><si><t>五</t><rPh sb="0" eb="1"><t>wu</t></rPh><phoneticPr fontId="1"/></si>'
    "<si><t/></si><si><t>a&lt;b&amp;c</t></si></sst>"
)


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Nothing is known from before, and nothing stays."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    sheets._reader.cache_clear()
    recall._store.__init__()  # type: ignore[misc]


def loaded(data: bytes, *, plainly: bool) -> Workbook | str:
    """The workbook, or why it is refused; with nothing read plainly all goes to calamine."""
    read = SheetReader.read
    if not plainly:
        SheetReader.read = lambda *_: None  # type: ignore[method-assign]
    try:
        return load_bytes(data, WHERE)
    except NotAWorkbookError as error:
        return str(error)
    finally:
        SheetReader.read = read  # type: ignore[method-assign]


def agree(data: bytes) -> Workbook | str:
    """The workbook by both ways, which are one."""
    one, other = loaded(data, plainly=True), loaded(data, plainly=False)
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
        return one
    assert repr(one.snapshot) == repr(other.snapshot)  # repr tells 0 from -0, 1 from True
    assert one.scans.keys() == other.scans.keys()
    for part, scan in other.scans.items():
        assert one.scans[part].errors == scan.errors
        assert one.scans[part].formulas == scan.formulas
        assert one.scans[part].shown == scan.shown
    return one


def sheet(rows: str, tail: str = "") -> bytes:
    """A workbook with styles, shared texts and one sheet with these rows."""
    others = {"xl/styles.xml": STYLES, "xl/sharedStrings.xml": STRINGS}
    return raw_book(
        f"<sheetData>{rows}</sheetData>{tail}", **others, **{"xl/_rels/workbook.xml.rels": RELS}
    )


def plain(data: bytes) -> bool:
    """True if the first sheet needs no calamine."""
    book = loaded(data, plainly=True)
    assert isinstance(book, Workbook)
    xml = book.parts["xl/worksheets/sheet1.xml"]
    reader = sheets._reader(book.parts.get("xl/styles.xml", b""))
    return reader.plain.read(xml, ["一", "二", "三", "四", "五", "六"]) is not None


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_workbook_is_the_same_by_both_ways(path: Path) -> None:
    """All blank, filled, published and bad forms of the house."""
    agree(path.read_bytes())


def test_the_forms_of_the_house_need_no_calamine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent out and comes back untouched by another program is plain in every sheet."""
    monkeypatch.setattr(sheets, "_with_unusual", None)
    for path in Path("samples/returned/发放").rglob("YL*.xlsx"):
        load_bytes(path.read_bytes(), WHERE)


def test_what_a_second_file_shares_with_the_first_is_read_the_same() -> None:
    """Parts known from before make the same workbook, whichever file came first."""
    paths = sorted(Path("samples/returned/发放").rglob("YL*.xlsx"))[:12]
    alone = []
    for path in paths:
        _forget()
        alone.append(load_bytes(path.read_bytes(), WHERE).snapshot)
    for turn in (paths, paths[::-1], paths):
        for path in turn:
            known = load_bytes(path.read_bytes(), WHERE).snapshot
            assert repr(known) == repr(alone[paths.index(path)])


PIECES = (
    b'<v>5</v></c>', b'<v>-0.25</v></c>', b'<is><t xml:space="preserve">\xe4\xb8\x80</t></is></c>', b"</c>", b"<f>1+1</f></c>",
    b"<f>1+1</f><v>2</v></c>", b"<v>1</v></c><v/>", b"<v>0</v></c></row><row>", b'<f t="shared" si="0"/><v>3</v></c>',
)  # fmt: skip


def retyped(xml: bytes, chance: random.Random) -> bytes:
    """The sheet with something else in some cells, and now and then a cell that is gone or there twice."""
    pieces = xml.split(b'<c r="')
    for number in chance.sample(range(1, len(pieces)), min(len(pieces) - 1, 12)):
        tag, _, rest = pieces[number].partition(b">")
        behind = rest[rest.find(b"</c>") + 4 :] if b"</c>" in rest else rest
        kind = chance.choice((b"", b' t="n"', b' t="s"', b' t="inlineStr"', b' t="str"', b' t="e"', b' t="b"'))  # fmt: skip
        tag = tag.rstrip(b" /").partition(b" t=")[0] + kind
        pieces[number] = tag + b">" + chance.choice(PIECES) + behind
        if chance.random() < 0.02:
            pieces[number] = pieces[number - 1]
    if chance.random() < 0.1:
        del pieces[chance.randrange(1, len(pieces))]
    return b'<c r="'.join(pieces)


def test_a_sheet_told_by_what_differs_from_another_is_the_same() -> None:
    """Whatever was read before: sheets of one blank, retyped, with and without the shared texts."""
    chance = random.Random(7)
    paths = sorted(Path("samples/returned/发放").rglob("YL*.xlsx"))[::7]
    for book in (load_bytes(path.read_bytes(), WHERE) for path in paths):
        styles = read_styles(book.parts["xl/styles.xml"])
        reader = SheetReader(styles)
        for part in book.book.sheets:
            xml = book.parts[part.part]
            for turn in range(12):
                typed = xml if turn in (0, 5) else retyped(xml, chance)
                texts = chance.choice((["一", "", "三"], [], None))
                alone = SheetReader(styles).read(typed, texts)
                assert repr(reader.read(typed, texts)) == repr(alone)


SOUND = (
    (b"", b"<v>5</v></c>"), (b' t="n"', b"<v>-0.25</v></c>"), (b"", b"</c>"), (b' t="s"', b"<v>2</v></c>"),
    (b' t="inlineStr"', b'<is><t xml:space="preserve">\xe4\xb8\x80</t></is></c>'), (b"", b"<f>1+1</f><v>2</v></c>"),
)  # fmt: skip


def filled_in(xml: bytes, chance: random.Random, among: Sequence[int]) -> bytes:
    """The sheet with something else, and nothing odd, in some of these cells."""
    pieces = xml.split(b'<c r="')
    for number in chance.sample(among, 4):
        tag, _, rest = pieces[number].partition(b">")
        behind = rest[rest.find(b"</c>") + 4 :] if b"</c>" in rest else rest
        kind, content = chance.choice(SOUND)
        tag = tag.rstrip(b" /").partition(b" t=")[0] + kind
        pieces[number] = tag + b">" + content + behind
    return b'<c r="'.join(pieces)


def test_a_sheet_told_by_its_gaps_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms differ in the same cells over and over: first, last and neighbouring ones among them."""
    told: list[object] = []
    read_like = SheetReader._read_like

    def noted(*args: Any) -> object:
        told.append(read_like(*args))
        return told[-1]

    monkeypatch.setattr(SheetReader, "_read_like", noted)
    chance = random.Random(8)
    book = load_bytes(min(Path("samples/returned/发放").rglob("YL*.xlsx")).read_bytes(), WHERE)
    styles = read_styles(book.parts["xl/styles.xml"])
    texts, by_gaps = ["一", "", "三"], {}
    for part in book.book.sheets:
        xml = book.parts[part.part]
        last = xml.count(b'<c r="')
        among = [1, 2, last, *chance.sample(range(3, last), min(last // 8, 20))]
        reader = SheetReader(styles)
        told.clear()
        for turn in range(60):
            typed = (
                filled_in(xml, chance, among if turn % 9 else range(1, last)) if turn else xml
            )
            if turn % 10 == 7:  # what stands around the cells is another's
                typed = typed.replace(b"</sheetData>", b" </sheetData>", 1)
            if turn % 10 == 8:
                typed = typed.replace(b"<sheetData>", b"<sheetData> ", 1)
            alone = SheetReader(styles).read(typed, texts)
            assert repr(reader.read(typed, texts)) == repr(alone)
        by_gaps[part.name] = sum(each is not None for each in told)
    assert by_gaps["自评表"] > 20
    assert by_gaps["报告文本"] > 5
    assert max(by_gaps.values()) < 60


ITEMS = (
    "<si><t>一</t>{}</si>", "<si><t>二三\n四</t>{}</si>", "<si><t></t>{}</si>", '<si><t xml:space="preserve"> 五 </t>{}</si>',
    "<si><t>a&amp;b &lt;</t>{}</si>", "<si><r><t>六</t></r><r><rPr><b/></rPr><t>七</t></r></si>", "<si/>",
    "<si><t> 八</t>{}</si>", "<si><t>_x000D_</t>{}</si>", "<si><t>九\r</t>{}</si>", "<si><t>十&unknown;</t>{}</si>",
    "<si><t>\u3000甲</t>{}</si>", "<si><t>x>y</t>{}</si>", "<si><t/></si>", "<si><t>乙</t>{} </si>", "\n<si><t>丙</t>{}</si>",
)  # fmt: skip
PHONETIC = (
    "",
    '<phoneticPr fontId="1" type="noConversion"/>',
    '<phoneticPr fontId="2"/>',
    "<x/>",
)


def test_a_table_of_texts_taken_apart_at_once_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nearly all items written alike, with some of everything between, first and last."""
    chance, taken = random.Random(3), 0
    for _ in range(600):
        usual = chance.choice(PHONETIC)
        rare = chance.choice((0.0, 0.02, 0.3))
        items = [
            (
                chance.choice(ITEMS) if chance.random() < rare else chance.choice(ITEMS[:3])
            ).format(chance.choice(PHONETIC) if chance.random() < rare else usual)
            for _ in range(chance.choice((0, 1, 2, 12)))
        ]
        xml = f'<sst xmlns="http://x">{"".join(items)}</sst>'.encode()
        at_once = plain_texts.shared_texts(xml)
        with monkeypatch.context() as patch:
            patch.setattr(plain_texts, "_written_alike", lambda _: None)
            assert plain_texts.shared_texts(xml) == at_once
        taken += at_once is not None and len(at_once) > 1
    assert taken > 100


def test_books_of_other_writers_are_the_same_by_both_ways() -> None:
    """openpyxl's, XlsxWriter's with its shared texts, one full of what people paste."""
    out = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (("项目", 1, 0.5, True, None), ("=A1", -3, "  x ", "一\n二", "a&b<c>")):
        book.active.append(row)
    book.active.merge_cells("A3:C4")
    book.save(out)
    agree(out.getvalue())
    agree(add_exotica(out.getvalue()))
    again = io.BytesIO()
    with xlsxwriter.Workbook(again) as written:
        page = written.add_worksheet("表")
        percent = written.add_format({"num_format": "0.0%"})
        page.write_row(0, 0, ["项目", 1, 0.5, True, "  x "])
        page.write_formula(1, 1, "SUM(B1:B1)", percent, 1)
        page.write_rich_string(2, 0, "三", written.add_format({"bold": True}), "四")
        page.merge_range("A5:B6", "合")
    assert plain(again.getvalue())
    agree(again.getvalue())


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1" s="3"><v>5</v></c><c r="B1" t="s"><v>2</v></c><c r="C1" t="s"><v>3</v></c>',
        '<c r="A1" t="s"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#N/A</v></c>',
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1</f></c><c r="C1"><f t="shared" si="0"/><v>3</v></c>',
        '<c r="A1" t="str"><f>B1</f><v>&lt;&#19968;&#10;二</v></c><c r="B1" s="5"><v>-1.5E-3</v></c>',
        '<c r="A1" s="1"/><c r="B1" s="1" t="n"><v>0.5</v></c><c r="C1" s="7" t="inlineStr"><is><t>x</t></is></c>',
    ],
)
def test_what_the_big_programs_write_is_plain(cells: str) -> None:
    """Numbers, texts of all kinds, truth, errors, formulas: none of these needs calamine."""
    data = sheet(
        f'<row r="1" spans="1:3" ht="20">{cells}</row><row r="2"/>',
        '<mergeCells count="1"><mergeCell ref="A3:B4"/></mergeCells>',
    )
    assert plain(data)
    agree(data)


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1" s="2"><v>44561</v></c>',  # a date
        '<c r="A1" s="4"><v>44561</v></c>',
        '<c r="A1" t="inlineStr"><is><t> x </t></is></c>',
        '<c r="A1" t="inlineStr"><is><t/></is></c>',
        '<c r="A1" t="inlineStr"><is><t>_x4E00_</t></is></c>',
        '<c r="A1" t="inlineStr"><is><t>&#13;</t></is></c>',
        '<c r="A1" t="inlineStr"><is><t>&#38;lt;</t></is></c>',
        '<c r="A1" t="s"><v>4</v></c>',
        '<c r="A1" t="s"><v>9</v></c>',
        '<c r="A1"><v>1e999</v></c>',
        '<c r="A1"><v> 5 </v></c>',
        '<c r="A1" t="d"><v>2022-01-01</v></c>',
        "<c><v>1</v></c>",
        '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
        '<c r="AAA1"><v>1</v></c>',
        '<c t="n" r="A1"><v>1</v></c>',
        '<c r="A1"><v>1</v></c><!-- 1 -->',
        '<c r="A1"><v>1</v>',
    ],
)
def test_what_is_doubtful_is_left_to_calamine(cells: str) -> None:
    """One such cell makes the sheet unusual; the answer is calamine's."""
    agree(sheet(f'<row r="1">{cells}</row>'))


_TEXT = st.text(st.sampled_from("一二 ab<>&'\"_x0041\n\t-=＝0123.%"), max_size=8)
_RAW = st.one_of(
    _TEXT.map(escape),
    st.sampled_from(("&#10;", "&#19968;", "&#13;", "&#38;", "&quot;&apos;", "&nbsp;", " x", "x ", "_x000D_")),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-(10**18), 10**18).map(str),
)  # fmt: skip
_BODY = st.one_of(
    _RAW.map(lambda v: f"<v>{v}</v>"),
    _RAW.map(lambda v: f"<is><t>{v}</t></is>"),
    _RAW.map(lambda v: f'<is><t xml:space="preserve">{v}</t></is>'),
    st.tuples(_TEXT.map(escape), _RAW).map(lambda p: f"<f>{p[0]}</f><v>{p[1]}</v>"),
    st.sampled_from((
        "", "<v/>", "<f>1</f>", "<f>1</f><v/>", "<f/><v>1</v>", '<f t="shared" si="1"/><v>2</v>', "<f>1</f><v></v>",
        '<f t="array" ref="A1:B2">x</f><v>1</v>', '<f t="shared" ref="A1:A3" si="1">B1</f><v>1</v>', "<is/>",
        "<is><r><t>a</t></r><r><t>b</t></r></is>", "<v>1</v><extLst/>", "<v>#REF!</v>", "<v>#X</v>",
    )),
)  # fmt: skip
_KINDS = st.sampled_from(("", ' t="n"', ' t="s"', ' t="str"', ' t="inlineStr"', ' t="b"', ' t="e"', ' t="d"'))  # fmt: skip
_STYLE = st.sampled_from(("", *(f' s="{n}"' for n in range(11))))
_CELLS = st.lists(st.tuples(_STYLE, _KINDS, _BODY), min_size=1, max_size=4)


@settings(max_examples=400)
@given(rows=st.lists(_CELLS, min_size=1, max_size=3), gap=st.sampled_from(("", "\n", " ")))
@example(rows=[[("", ' t="str"', "<f>1</f>")]], gap="")
def test_any_sheet_is_the_same_by_both_ways(
    rows: list[list[tuple[str, str, str]]], gap: str
) -> None:
    """Whatever stands in the cells: the same values, errors, formulas, or the same refusal."""
    told = ""
    for row, cells in enumerate(rows, start=1):
        inside = "".join(
            f'<c r="{"ABCD"[column]}{row}"{style}{kind}>{body}</c>'
            if body
            else f'<c r="{"ABCD"[column]}{row}"{style}{kind}/>'
            for column, (style, kind, body) in enumerate(cells)
        )
        told += f'<row r="{row}">{inside}</row>{gap}'
    agree(sheet(told))
