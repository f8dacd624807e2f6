"""Excel's half of the live adapter, held against a recording of what it tells Excel.

No Excel runs here: what is proven is that the calls are those of Microsoft's reference, in the order
that it asks for, and that settings and protection are put back whatever happens.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xltools.anchors import IDENTITY_PROPERTY, ISSUES_SHEET
from xltools.errors import SaveError
from xltools.live.beyond import Layout, Link
from xltools.live.book import is_visible, snapshot_of
from xltools.live.excel import ExcelBeyond
from xltools.live.excel_dialogs import ExcelDialogs
from xltools.live.excel_looks import dress, finish, validate
from xltools.live.gone import is_busy, is_gone
from xltools.live.rows import restorable
from xltools.package.hyperlinks import TIP
from xltools.ribbon import Answer
from xltools.snapshot import CellLook, NewCell, NewSheet, Validation


class Com:
    """Answers every question of a COM object, and writes down what it is told."""

    def __init__(self, log: list[str], name: str = "", **answers: Any) -> None:
        self.__dict__.update(_log=log, _name=name, _answers=answers, _made={})

    def __getattr__(self, name: str) -> Any:
        if name in self._answers:
            return self._answers[name]
        if name not in self._made:
            self._made[name] = Com(self._log, f"{self._name}.{name}".lstrip("."))
        return self._made[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self._log.append(f"{self._name}.{name} = {value!r}".lstrip("."))
        self._answers[name] = value

    def __call__(self, *args: Any, **options: Any) -> Any:
        said = [repr(each) for each in args] + [f"{k}={v!r}" for k, v in options.items()]
        text = f"{self._name}({', '.join(said)})"
        self._log.append(text)
        return self._made.setdefault(text, Com(self._log, text))


@pytest.fixture
def log() -> list[str]:
    """What Excel was told."""
    return []


def sheet_of(api: Com, name: str = "自评表", **ranges: Com) -> Any:
    """Xlwings' sheet over a recorded one."""
    return SimpleNamespace(
        api=api,
        name=name,
        range=lambda spot, *_: SimpleNamespace(api=ranges.get(str(spot), Com([]))),
    )


LOOK = CellLook(
    "0.00%",
    True,
    "宋体",
    10.5,
    False,
    "000000",
    "FFFBE6",
    ("thin",) * 4,
    "center",
    "center",
    True,
)


@pytest.mark.parametrize("contents", [True, False])
def test_protection_is_lifted_without_a_question_and_put_back_as_it_was(
    log: list[str], contents: bool
) -> None:
    """All that it allowed is allowed again; where drawings alone are protected, so are notes."""
    protection = Com(log, "Protection")
    for name in ("AllowFormattingColumns", "AllowSorting"):
        protection._answers[name] = True
    for name in (
        "AllowFormattingCells", "AllowFormattingRows", "AllowInsertingColumns",
        "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns",
        "AllowDeletingRows", "AllowFiltering", "AllowUsingPivotTables",
    ):  # fmt: skip
        protection._answers[name] = False
    own = Com(
        log, ProtectContents=contents, ProtectDrawingObjects=not contents,
        ProtectScenarios=True, Protection=protection,
    )  # fmt: skip

    def unprotect(Password: str) -> None:  # noqa: N803 - Excel's name
        log.append(f"Unprotect({Password!r})")
        own._answers.update(ProtectContents=False, ProtectDrawingObjects=False)

    own._answers["Unprotect"] = unprotect
    lock = ExcelBeyond().unlock(sheet_of(own))
    assert log == ["Unprotect('')"]
    assert lock is not None
    lock()
    assert log[1].startswith("Protect(AllowFormattingCells=False, ")
    assert "AllowFormattingColumns=True" in log[1]
    assert log[1].endswith(
        f"Contents={contents}, DrawingObjects={not contents}, Scenarios=True)"
    )


def test_a_password_is_an_error_with_the_sheets_name() -> None:
    """Excel refuses an empty one, with an exception or without."""
    own = Com([], ProtectContents=True, ProtectDrawingObjects=True, ProtectScenarios=True)
    with pytest.raises(SaveError, match="“自评表”设有密码保护"):
        ExcelBeyond().unlock(sheet_of(own))
    free = Com([], ProtectContents=False, ProtectDrawingObjects=False)
    assert ExcelBeyond().unlock(sheet_of(free)) is None


@pytest.mark.parametrize("fails", [False, True])
def test_settings_are_restored_whatever_happens(fails: bool) -> None:
    """Drawing, events, questions, calculation."""
    app = SimpleNamespace(
        screen_updating=True,
        enable_events=True,
        display_alerts=True,
        interactive=True,
        calculation="semiautomatic",
        cut_copy_mode=False,
    )
    before = dict(vars(app))
    book: Any = SimpleNamespace(app=app)
    try:
        with ExcelBeyond().writing(book, "计算得分") as step:
            assert vars(app) == {
                "screen_updating": False,
                "enable_events": False,
                "display_alerts": False,
                "interactive": False,
                "calculation": "manual",
                "cut_copy_mode": False,
            }
            assert not step.take_back()
            if fails:
                raise RuntimeError
    except RuntimeError:
        assert fails
    assert vars(app) == before


def test_a_sheet_that_even_the_menu_hides_is_hidden() -> None:
    """Excel says -1, 0 or 2 where LibreOffice says True or False."""
    shown = [is_visible(SimpleNamespace(visible=each)) for each in (-1, True, 0, False, 2)]  # type: ignore[arg-type]
    assert shown == [True, True, False, False, False]


def test_the_last_cell_is_one_that_holds_something(log: list[str]) -> None:
    """Found from the end, by rows and by columns; an empty sheet has none."""
    found = iter([Com([], Row=42, Column=3), Com([], Row=7, Column=10)])
    cells = Com(log, "Cells")
    cells._answers["Find"] = lambda **options: (log.append(str(options)), next(found))[1]
    assert ExcelBeyond().last_cell(sheet_of(Com([], Cells=cells, FilterMode=False))) == (42, 10)
    assert "'SearchOrder': 1" in log[0]
    assert "'SearchOrder': 2" in log[1]
    assert all("'LookIn': -4123" in each and "'SearchDirection': 2" in each for each in log)
    empty = Com([], Find=lambda **_: None)
    assert ExcelBeyond().last_cell(sheet_of(Com([], Cells=empty, FilterMode=False))) is None


def test_rows_that_a_filter_hides_are_read_and_shown_before_they_are_written(
    log: list[str],
) -> None:
    """问题清单 has a filter, and people use it; Find and Value are not to be trusted then."""
    sheet = sheet_of(Com(log, FilterMode=True))
    sheet.used_range = SimpleNamespace(last_cell=SimpleNamespace(row=42, column=10))
    assert ExcelBeyond().last_cell(sheet) == (42, 10)
    ExcelBeyond().show_rows(sheet)
    assert log == ["ShowAllData()"]
    ExcelBeyond().show_rows(sheet_of(Com(log, FilterMode=False)))
    assert log == ["ShowAllData()"]


def test_money_keeps_all_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Value cuts what is formatted as a currency to four; 万元 have six."""

    class Block:
        api = Com([], Value2=((238.934567, "元"), (44925.0, None)))
        formula = (("238.934567", "元"), ("44925", ""))

        def options(self, **_: object) -> Any:
            cut = [[Decimal("238.9346"), "元"], [datetime(2022, 12, 30), None]]
            return SimpleNamespace(value=cut)

    block: Any = Block()
    sheet: Any = SimpleNamespace(name="自评表", visible=-1, range=lambda *_: block)
    beyond = ExcelBeyond()
    monkeypatch.setattr(beyond, "last_cell", lambda _: (2, 2))
    monkeypatch.setattr(beyond, "layout", lambda *_: Layout([], []))
    monkeypatch.setattr(beyond, "properties", lambda _: {})
    last = SimpleNamespace(row=2, column=2)
    sheet.used_range = SimpleNamespace(last_cell=last)
    book: Any = SimpleNamespace(name="表.xlsx", sheets=[sheet], names=[])
    (read,) = snapshot_of(book, beyond).sheets
    assert read.rows == [[238.934567, "元"], [date(2022, 12, 30), None]]
    assert restorable(Decimal("238.9346"), "238.934567") == 238.934567
    assert beyond.numbers(SimpleNamespace(api=Com([], Value2=5.0))) == ((5.0,),)  # type: ignore[arg-type]


def test_a_link_is_added_changed_or_taken_away(log: list[str]) -> None:
    """A new one keeps the cell's font; other people's links stay."""

    def cell(**link: Any) -> Com:
        one = Com(log, "Hyperlinks(1)", **link)
        links = Com(log, "Hyperlinks", Count=int(bool(link)))
        links._made["Hyperlinks(1)"] = one
        font = Com(log, "Font", Name="宋体", Size=10.0, Bold=False, Color=0, Underline=-4142)
        return Com(log, "", Hyperlinks=links, Font=font)

    sheet = sheet_of(
        Com(log, "Sheet"),
        **{
            "(1, 1)": cell(),
            "(2, 1)": cell(Address="", SubAddress="'甲'!A1"),
            "(3, 1)": cell(Address="https://example.org", SubAddress="", ScreenTip=""),
            "(4, 1)": cell(Address="", SubAddress="'甲'!A1", ScreenTip=TIP),
        },
    )
    beyond = ExcelBeyond()
    beyond.links(sheet, {(1, 1): Link("'乙'!B2", "乙!B2")}, ())
    assert log[0].startswith("Sheet.Hyperlinks.Add(Anchor=")
    assert log[0].endswith(
        f"Address='', SubAddress=\"'乙'!B2\", ScreenTip='{TIP}', TextToDisplay='乙!B2')"
    )
    assert log[1:] == [
        "Font.Name = '宋体'",
        "Font.Size = 10.0",
        "Font.Bold = False",
        "Font.Color = 0",
        "Font.Underline = -4142",
    ]
    log.clear()
    none = Link(None, "")
    beyond.links(sheet, {(2, 1): Link("'乙'!B2", "乙!B2"), (3, 1): none, (4, 1): none}, ())
    assert [each for each in log if "= " in each or "Clear" in each] == [
        "Hyperlinks(1).SubAddress = \"'乙'!B2\"",
        "ClearHyperlinks()",
    ]


def test_a_link_of_somebody_stays_outside_our_list() -> None:
    """On 问题清单 every jump inside the workbook is ours: other programs drop the tip."""
    log: list[str] = []
    link = Com(log, "link", Address="", SubAddress="'甲'!A1", ScreenTip="别人的")
    links = Com(log, "Hyperlinks", Count=1)
    links._made["Hyperlinks(1)"] = link
    cell = Com(log, "", Hyperlinks=links)
    for name, cleared in (
        ("自评表", False),
        (ISSUES_SHEET, True),
        (f"{ISSUES_SHEET}(2)", True),
    ):
        log.clear()
        sheet = sheet_of(Com(log), name, **{"(1, 1)": cell})
        ExcelBeyond().links(sheet, {(1, 1): Link(None, "")}, ())
        assert ("ClearHyperlinks()" in log) is cleared


def test_cells_are_dressed_in_few_calls(log: list[str]) -> None:
    """Equal borders go to all areas at once, others side by side."""
    dress(Com(log), [(1, 1, 2, 2), (4, 1, 4, 1)], LOOK)
    where = "Range('A1:B2,A4')"
    assert log[0] == where
    assert {
        f"{where}.NumberFormat = '0.00%'",
        f"{where}.Locked = True",
        f"{where}.Font.Name = '宋体'",
        f"{where}.Font.Size = 10.5",
        f"{where}.Font.Color = 0",
        f"{where}.Interior.Color = {0xE6FBFF}",
        f"{where}.HorizontalAlignment = -4108",
        f"{where}.WrapText = True",
        f"{where}.Borders.LineStyle = 1",
        f"{where}.Borders.Weight = 2",
    } <= set(log)
    assert sum(each.startswith("Range(") and each.endswith(")") for each in log) == 1


def test_a_cell_with_one_border_has_it_on_that_side(log: list[str]) -> None:
    """Between two cells of an area it is the line inside."""
    from msgspec.structs import replace

    look = replace(LOOK, borders=("", "", "", "thin"), fill=None, color=None)
    dress(Com(log), [(1, 1, 2, 2)], look)
    lines = [each for each in log if ".LineStyle" in each]
    assert lines == [
        f"Range('A1:B2').Borders({side}).LineStyle = {style}"
        for side, style in ((7, -4142), (10, -4142), (8, -4142), (9, 1), (11, -4142), (12, 1))
    ]
    assert "Range('A1:B2').Interior.ColorIndex = -4142" in log
    assert "Range('A1:B2').Font.ColorIndex = -4105" in log


@pytest.mark.parametrize(
    ("kind", "low", "high", "told"),
    [
        ("whole", "2000", "2100", "Type=1, AlertStyle=2, Operator=1, Formula1='2000', Formula2='2100'"),
        ("decimal", "-0.5", "", "Type=2, AlertStyle=2, Operator=1, Formula1='-0.5'"),
        ("list", '"甲,乙"', "", "Type=3, AlertStyle=2, Operator=1, Formula1='甲,乙'"),
        ("list", "xlt_list", "", "Type=3, AlertStyle=2, Operator=1, Formula1='=xlt_list'"),
        ("custom", "H18>0", "", "Type=7, AlertStyle=2, Operator=1, Formula1='=H18>0'"),
    ],
)  # fmt: skip
def test_a_validation_is_added_as_excel_takes_it(
    log: list[str], kind: str, low: str, high: str, told: str
) -> None:
    """One whose formula names cells is added while its first cell is selected."""
    rule = Validation(
        ((18, 8, 39, 8),),
        kind,
        "between",
        low,
        high,
        "warning",
        False,
        "题",
        "提示" * 200,
        "",
        "",
    )
    validate(Com(log), rule)
    cell = "Range('H18:H39').Validation"
    assert f"{cell}.Add({told})" in log
    assert log.index(f"{cell}.Delete()") < log.index(f"{cell}.Add({told})")
    assert ("Cells(18, 8).Select()" in log) is (kind == "custom")
    if kind == "custom":  # what was in front and selected before is so again
        added = log.index(f"{cell}.Add({told})")
        assert log[added - 1] == "Cells(18, 8).Select()"
        assert log[added + 1 : added + 3] == [
            "Application.Selection.Select()",
            "Parent.ActiveSheet.Activate()",
        ]
    assert f"{cell}.InputMessage = {('提示' * 200)[:255]!r}" in log
    assert f"{cell}.ShowError = False" in log


def test_a_new_sheet_is_framed(log: list[str]) -> None:
    """Colours, filter, frozen head, page; what a computer without printer refuses is left."""
    new = NewSheet(
        "问题清单",
        (6.0, 8.0),
        ((NewCell("题", "title"),),),
        head_row=3,
        marks={2: {"错误": "FF9F9F"}},
        tab="FFC000",
    )
    finish(Com(log), new, 503)
    marks = "Range('B4:B503').FormatConditions.Add(Type=2, Formula1='=$B4=\"错误\"')"
    assert log.index("Cells(4, 2).Select()") < log.index(marks)
    assert f"{marks}.Interior.Color = {0x9F9FFF}" in log
    assert "Range('A3:B503').AutoFilter()" in log
    window = "Parent.Windows(1)"
    kept = [each for each in log if each.startswith(window + ".")]
    assert kept == [
        f"{window}.FreezePanes = False",
        f"{window}.ScrollRow = 1",
        f"{window}.SplitColumn = 0",
        f"{window}.SplitRow = 3",
        f"{window}.FreezePanes = True",
        f"{window}.DisplayGridlines = False",
    ]
    assert f"Tab.Color = {0x00C0FF}" in log
    assert "PageSetup.PrintTitleRows = '$3:$3'" in log
    assert "PageSetup.Orientation = 2" in log


@pytest.mark.parametrize(("width", "column"), [(1, 1), (9, 1), (16384, 16384)])
def test_of_a_selected_row_the_last_cell_counts(
    log: list[str], width: int, column: int
) -> None:
    """The first may be merged with those of other rows."""
    sheet = Com(log, Name="自评表", Columns=Com(log, Count=16384))
    window = SimpleNamespace(
        ActiveCell=Com(log, Worksheet=sheet, Row=18, Column=1),
        RangeSelection=Com(log, Columns=Com(log, Count=width)),
    )
    book: Any = SimpleNamespace(api=SimpleNamespace(Windows=lambda number: window))
    assert ExcelBeyond().selection(book) == ("自评表", 18, column)


def test_a_lent_look_brings_nothing_along(log: list[str]) -> None:
    """Past the clipboard; texts, notes and links of the lender are taken away again."""
    target: Any = SimpleNamespace(api=Com(log, "target"))
    source: Any = SimpleNamespace(copy=lambda block: log.append(f"copy {block is target}"))
    ExcelBeyond().lend_look(source, target)
    assert log == [
        "copy True",
        "target.ClearContents()",
        "target.ClearComments()",
        "target.ClearHyperlinks()",
    ]
    bare = Com([], Interior=Com([], ColorIndex=-4142), Borders=Com([], LineStyle=-4142))
    assert ExcelBeyond().is_bare(SimpleNamespace(api=bare))  # type: ignore[arg-type]
    bare._answers["Borders"] = Com([], LineStyle=None)
    assert not ExcelBeyond().is_bare(SimpleNamespace(api=bare))  # type: ignore[arg-type]


def test_the_identity_is_read_where_it_is() -> None:
    """Somebody else's form has none, which is no error."""
    held = lambda name: SimpleNamespace(Value="xltools|a|1|")  # noqa: E731
    book: Any = SimpleNamespace(api=SimpleNamespace(CustomDocumentProperties=held))
    assert ExcelBeyond().properties(book) == {IDENTITY_PROPERTY: "xltools|a|1|"}

    def none(name: str) -> None:
        raise KeyError(name)

    book.api.CustomDocumentProperties = none
    assert ExcelBeyond().properties(book) == {}


class ComError(Exception):
    """As pywin32 raises one."""

    def __init__(self, hresult: int, excepinfo: tuple[object, ...] | None = None) -> None:
        super().__init__(hresult, "", excepinfo, None)
        self.hresult, self.excepinfo = hresult, excepinfo


def test_an_excel_that_is_gone_is_told_from_one_that_refuses() -> None:
    """By COM's number."""
    assert is_gone(ComError(-2147023174))
    assert not is_gone(ComError(-2147352567))
    assert is_busy(ComError(-2147418111))
    assert is_busy(ComError(-2146777998))
    assert is_busy(ComError(-2147352567, (0, None, None, None, 0, -2146777998)))
    assert not is_busy(ComError(-2147352567))
    assert not is_busy(ComError(-2147352567, (0, "Excel", "不行", None, 0, -2146827284)))

    class Gone:
        @property
        def name(self) -> str:
            raise ComError(-2147417848)

    assert not ExcelBeyond().is_alive(Gone())  # type: ignore[arg-type]
    assert ExcelBeyond().is_alive(SimpleNamespace(name="表.xlsx"))  # type: ignore[arg-type]


def test_dialogs_are_excels_own(log: list[str], tmp_path: Path) -> None:
    """A picker that was cancelled gives nothing; the status bar names the button."""

    class App:
        api = Com(log)
        status_bar: object = None

        def alert(self, *words: str) -> str:
            log.append(str(words))
            return "yes"

    app: Any = App()
    dialogs = ExcelDialogs(app, "计算得分")
    dialogs.result(Answer("得分 89.5，良"))
    assert app.status_bar == "计算得分：得分 89.5，良"
    dialogs.status("读取", 3, 9)
    assert app.status_bar == "计算得分：读取 3/9"
    dialogs.status("")
    assert app.status_bar is False
    assert dialogs.yes("删除吗？")
    dialogs.tell(Answer("不行", "failed", ("第一", "第二")))
    assert log == [
        "('删除吗？', '绩效自评 - 计算得分', 'yes_no', 'info')",
        "('不行\\n\\n第一\\n第二', '绩效自评 - 计算得分', 'ok', 'critical')",
    ]
    assert dialogs.folder("选择", tmp_path / "表.xlsx") is None
    assert f"FileDialog(4).InitialFileName = {str(tmp_path) + chr(92)!r}" in log
    picked = app.api.FileDialog(3)
    picked._answers |= {
        "Show": lambda: -1,
        "SelectedItems": lambda _: str(tmp_path / "报告.docx"),
    }
    assert dialogs.report("选择", None) == tmp_path / "报告.docx"
    assert not dialogs.wants_stop()
    dialogs.close()
