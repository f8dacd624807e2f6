"""Tables as text and as web pages: encodings, separators, quotes; nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.errors import FileError, NotAWorkbookError, SaveError
from xltools.hosts.convert import differences, patchable
from xltools.package import Workbook, apply_patch, limits, load, load_bytes
from xltools.snapshot import CellWrite, Patch, Sheet

pytestmark = pytest.mark.usefixtures("expendable")

FORM = "项目名称,维护系统\n年度指标值,≥95%\n得分,9.50\n"
ROWS = [["项目名称", "维护系统"], ["年度指标值", "≥95%"], ["得分", "9.50"]]


def opened(data: bytes, name: str = "自评表.csv") -> Workbook:
    """The loaded file."""
    return load_bytes(data, Path(name))


def sheet(text: str | bytes) -> Sheet:
    """The one sheet of a text."""
    data = text if isinstance(text, bytes) else text.encode()
    return opened(data).snapshot.sheets[0]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_usual_encoding_gives_the_same_texts(encoding: str) -> None:
    """UTF-16 needs its mark; the others are told apart by their bytes."""
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""

    assert sheet((mark + FORM).encode(encoding)).rows == ROWS


def test_the_sheet_is_named_after_the_file_and_its_kind_is_known_by_content() -> None:
    """A csv that calls itself .xls is a csv; signs that Excel forbids in a name are replaced."""
    workbook = opened(FORM.encode(), "某局[2022].xls")

    assert (workbook.kind, workbook.can_patch) == ("csv", False)
    assert workbook.snapshot.sheets[0].name == "某局_2022_"
    assert len(opened(FORM.encode(), "长" * 60 + ".csv").snapshot.sheets[0].name) == 31


@pytest.mark.parametrize("separator", [",", ";", "\t", "，", "|"])
def test_the_separator_is_found(separator: str) -> None:
    """Also when another sign stands inside quoted texts more often."""
    text = FORM.replace(",", separator) + f'"说明,;,;,;,;\t|，"{separator}"x"\n'

    assert sheet(text).rows == [*ROWS, ["说明,;,;,;,;\t|，", "x"]]


def test_a_first_line_for_excel_names_the_separator_and_is_no_row() -> None:
    """`sep=;` is obeyed even where commas are more frequent."""
    assert sheet("sep=;\r\na,b,c;d\r\n1,2,3;4\r\n").rows == [["a,b,c", "d"], ["1,2,3", "4"]]


def test_all_cells_are_texts_as_they_stand() -> None:
    """No number, day, percentage or formula is made of what somebody wrote."""
    text = '007,1E5,2022-12-30,95%,TRUE,=1+1,"1,234.50", 空格 \n'

    assert sheet(text).rows == [
        ["007", "1E5", "2022-12-30", "95%", "TRUE", "=1+1", "1,234.50", " 空格 "]
    ]


def test_line_breaks_and_quotes_inside_quotes_belong_to_the_text() -> None:
    """Rows stay where they are, whatever the line ends are."""
    text = 'a,"一\r\n二\r三\n四"\r\n"他说""好""",b\rc,d'

    assert sheet(text).rows == [["a", "一\n二\n三\n四"], ['他说"好"', "b"], ["c", "d"]]


def test_a_field_that_was_never_quoted_keeps_its_quotes() -> None:
    """Exports that do not double quotation marks write “"十四五"规划” bare."""
    assert sheet('"十四五"规划,"5"\n').rows == [['"十四五"规划', "5"]]


@pytest.mark.parametrize("text", ['a,"b\nc,d\n', '"a,b\nc",d\n"e', 'a,"b\nc,"d",e\n'])
def test_a_quote_that_is_never_closed_is_refused(text: str) -> None:
    """It would swallow the rows behind it; the line is named."""
    with pytest.raises(NotAWorkbookError, match=r"第 \d 行的引号不成对"):
        sheet(text)


def test_blank_lines_keep_the_rows_below_in_place() -> None:
    """Row 3 is row 3; rows of unequal length are filled with None."""
    assert sheet("a,b\n\nc\n,,d\n\n").rows == [
        ["a", "b", None],
        [None, None, None],
        ["c", None, None],
        [None, None, "d"],
    ]


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n",;'), max_size=8
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_is_quoted_comes_back_as_it_was(rows: list[list[str]]) -> None:
    """Any texts, written by the rules of RFC 4180, are read as the same texts."""
    text = "".join(
        ",".join('"' + field.replace('"', '""') + '"' for field in fields) + "\r\n"
        for fields in rows
    )
    found = sheet(text)

    for number, fields in enumerate(rows, start=1):
        assert [found.value(number, n + 1) or "" for n in range(len(fields))] == fields


REFUSED = {
    "no table": ("今天天气好。\n明天也好。\n".encode(), "纯文本"),
    "utf-8 cut in a character": (FORM.encode()[:-30] + "维".encode()[:2], "坏的字节"),
    "utf-8 with a bad byte": (FORM.encode().replace("护".encode(), b"\xe6\x8a"), "坏的字节"),
    "utf-16 cut": (FORM.encode("utf-16")[:-1], "坏的字节"),
    "neither utf-8 nor gbk": (b"a,b\n\xff\xff\xfe,c\n", "编码认不出"),
    "binary": (b"a,b\n\x01\x02\x00,c\n", "不是 Excel 工作簿"),
    "utf-16 without mark": (FORM.encode("utf-16-le"), "不是 Excel 工作簿"),
    "far to the right": (b"," * 16_384 + b"x", "超出"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_sound_table_is_refused_in_one_line(data: bytes, reason: str) -> None:
    """A wrong guess of the encoding would be another name and amount."""
    with pytest.raises(NotAWorkbookError, match=reason) as caught:
        opened(data)

    assert "请" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_table_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As soon as the limit is reached, not after all has been read."""
    monkeypatch.setattr(limits, "BOX_CELLS", 100)

    with pytest.raises(NotAWorkbookError, match=r"第 51 行、第 2 列.*多余内容"):
        opened(b"a,b\n" * 1_000)


# --- web pages


HTML = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta charset="utf-8"><style>td { color: red }</style><title>不是内容</title>
<!--[if gte mso 9]><xml><x:Name>自评</x:Name></xml><![endif]--></head><body>
<h2>项目支出绩效自评表</h2>
<table><thead><tr><th colspan=2>项目&nbsp;名称</th><td rowspan="2">合<br>并</td></tr></thead>
<tbody><tr><td>  年度
 指标值 </td><td>≥95%</td></tr><tr><td></td><td><p>一</p><p>二</p></td><td>3</td></tr></tbody></table>
<p>备注：无</p><table><tr><td>总分</td><td>89.5</td></tr></table><script>var x = "no";</script>
</body></html>"""


def test_tables_of_a_web_page_are_one_sheet_as_excel_shows_it() -> None:
    """Spans push cells aside and are merges, text between tables has rows of its own."""
    workbook = opened(HTML.encode(), "导出.xls")
    found = workbook.snapshot.sheets[0]

    assert (workbook.kind, found.name) == ("html", "自评")
    assert found.rows == [
        ["项目支出绩效自评表", None, None],
        ["项目 名称", None, "合\n并"],
        ["年度 指标值", "≥95%", None],
        [None, "一\n二", "3"],
        ["备注：无", None, None],
        ["总分", "89.5", None],
    ]
    assert set(found.merges) == {(2, 1, 2, 2), (2, 3, 3, 3)}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_web_page_is_decoded_by_its_bytes_and_not_by_what_it_claims(encoding: str) -> None:
    """Exports often claim another encoding than they have."""
    assert opened(HTML.encode(encoding)).snapshot.sheets[0].value(1, 1) == "项目支出绩效自评表"


def test_a_table_inside_a_cell_is_text_of_that_cell() -> None:
    """Layout tables in cells do not shift the rows of the form."""
    page = (
        "<table><tr><td>a<table><tr><td>内</td></tr></table></td><td>b</td></tr>"
        "<tr><td>c</td></tr></table>"
    )

    assert opened(page.encode()).snapshot.sheets[0].rows == [["a\n内", "b"], ["c", None]]


@pytest.mark.parametrize(
    ("page", "merges"),
    [
        ('<td rowspan="99999999">a</td><td>b</td></tr><tr><td>c</td>', {(1, 1, 2, 1)}),
        ('<td rowspan="0">a</td><td>b</td></tr><tr><td>c</td>', {(1, 1, 2, 1)}),
        ('<td colspan="x">a</td><td>b</td></tr><tr><td>c</td>', set()),
        ('<td colspan="0">a</td><td>b</td></tr><tr><td>c</td>', set()),
    ],
)
def test_a_span_that_claims_too_much_ends_with_its_table(
    page: str, merges: set[tuple[int, ...]]
) -> None:
    """As browsers do it (HTML standard, 4.9.11)."""
    found = opened(f"<table><tr>{page}</tr></table>".encode()).snapshot.sheets[0]

    assert set(found.merges) == merges
    assert (found.value(1, 1), found.value(1, 2)) == ("a", "b")


def test_spans_that_would_fill_the_memory_are_refused() -> None:
    """A thousand columns in each of many cells, and many rows below."""
    rows = '<tr><td colspan="1000" rowspan="60000">a</td></tr>' + "<tr></tr>" * 59_999

    with pytest.raises(NotAWorkbookError, match="很远处"):
        opened(f"<table>{rows}</table>".encode())


def test_a_page_without_a_table_says_what_to_do() -> None:
    """A login page saved under the name of a form."""
    with pytest.raises(NotAWorkbookError, match=r"网页（HTML），里面没有表格.*另存为 \.xlsx"):
        opened(b"<html><body>Please log in</body></html>", "自评表.xls")


# --- saved as .xlsx


@pytest.mark.parametrize("data", [FORM.encode("gbk"), HTML.encode()], ids=["csv", "html"])
def test_a_table_becomes_an_xlsx_that_can_be_filled(data: bytes) -> None:
    """All its texts and merges are there; a number that is written is a number."""
    workbook = opened(data)
    twin = patchable(workbook)
    name = workbook.snapshot.sheets[0].name

    assert twin.can_patch
    assert list(differences(workbook.snapshot, twin.snapshot)) == []
    filled = apply_patch(
        twin, Patch((CellWrite(name, 2, 2, None), CellWrite(name, 9, 2, "新")))
    )
    assert load_bytes(filled, Path("a.xlsx")).snapshot.sheets[0].value(9, 2) == "新"


def test_texts_that_look_like_something_else_stay_texts_in_the_xlsx() -> None:
    """Formulas, coded characters, markup, blanks at the ends, long numbers."""
    text = '=1+1,_x0041_,<b>&amp;,"  x  ",00012345678901234567\n"a\nb",+1,-1,@x,#N/A\n'
    workbook = opened(text.encode())
    twin = patchable(workbook).snapshot.sheets[0]

    assert twin.rows == workbook.snapshot.sheets[0].rows
    assert (twin.formulas, twin.errors) == ({}, {})


def test_a_text_that_no_cell_holds_is_not_cut_silently() -> None:
    """Excel keeps 32,767 characters; the cell is named."""
    workbook = opened(f"a,{'长' * 40_000}\n".encode())

    with pytest.raises(SaveError, match="自评表!B1 变了样，没有保存"):
        patchable(workbook)


def test_a_text_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    """As for every other format."""
    path = tmp_path / "大.csv"
    path.write_bytes(b"a,b\n" * (limits.FILE_BYTES // 4 + 1))

    with pytest.raises(FileError, match="超过 20 MB"):
        load(path)
