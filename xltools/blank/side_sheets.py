"""The sheets beside the form: 评价组, 支出明细, 问题清单 and the hidden one."""

from __future__ import annotations

from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from xltools import anchors
from xltools.anchors import Identity
from xltools.blank import alerts, styles, validations
from xltools.blank.canvas import Area, Canvas, a1
from xltools.blank.indicator_cells import NATURES, UNITS
from xltools.blank.page import protect, set_page
from xltools.blank.places import FormPlaces
from xltools.blank.styles import Style
from xltools.profile import Form, Profile, SideColumn, SideTable

HEAD_ROW = 3
ISSUE_WIDTHS = (6.0, 8.0, 9.0, 16.0, 20.0, 56.0, 46.0, 20.0)
ISSUE_ROWS = 12
ISSUE_ROOM = 500
"""Rows that filter, drop-down and colours reach; more than any form has findings."""
"""Rows drawn beforehand; the checker draws as many more as it has findings."""
ISSUE_HEIGHT = 44.0
"""Three lines. Excel would find the height itself, LibreOffice would not."""
HANDLING = ("未处理", "已改正", "已说明原因", "不是问题")
SEVERITIES = {"错误": styles.RED, "提醒": styles.ORANGE}

_STYLES: dict[str, Style] = {
    "text": styles.INPUT,
    "amount": styles.AMOUNT,
    "date": styles.INPUT_CENTRED.but(format=styles.DATE),
}


def draw_side_table(book: Workbook, table: SideTable, name: str, tab: str) -> Canvas:
    """Draw one plain table; `name` is given to its first heading cell."""
    canvas = Canvas(book, table.sheet, tab=tab, grid=False)
    count = len(table.columns)
    canvas.widths(tuple(column.width for column in table.columns))
    canvas.put(1, 1, table.title, styles.TITLE.but(size=16), columns=count)
    canvas.height(1, 32)
    canvas.put(2, 1, table.hint or None, styles.PLAIN.but(size=10), columns=count)
    canvas.height(2, 20)
    canvas.height(HEAD_ROW, 24)
    last = HEAD_ROW + table.rows
    for number, column in enumerate(table.columns, start=1):
        canvas.put(HEAD_ROW, number, column.label, styles.HEADING)
        if column.hint:
            canvas.note(HEAD_ROW, number, column.hint)
        for row in range(HEAD_ROW + 1, last + 1):
            canvas.put(row, number, None, _STYLES[column.kind])
        area = Area(HEAD_ROW + 1, number, last, number)
        validations.apply(canvas, _rule(table, column), [area])
    for row in range(HEAD_ROW + 1, last + 1):
        canvas.height(row, 22)
    canvas.name(name, HEAD_ROW, 1)
    canvas.sheet.freeze_panes = a1(HEAD_ROW + 1, 1)
    canvas.sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    set_page(canvas.sheet, landscape=sum(column.width for column in table.columns) > 130)
    protect(canvas.sheet)
    canvas.select(HEAD_ROW + 1, 1)
    return canvas


def _unit(table: SideTable) -> str:
    """The unit of a table's amounts, as its headings say it."""
    words = table.title + "".join(c.label for c in table.columns if c.kind == "amount")
    return "元" if "元" in words and "万元" not in words else "万元"


def _rule(table: SideTable, column: SideColumn) -> validations.Rule:
    if column.kind == "amount":
        return validations.amount(column.label, _unit(table), column.hint)
    if column.kind == "date":
        return validations.day(column.label, column.hint)
    return validations.words(column.label, column.hint, 100)


def draw_spending(book: Workbook, profile: Profile, places: FormPlaces) -> Canvas | None:
    """Draw 支出明细 with its total; red when the total is not the outturn of the form."""
    table = profile.spending
    if table is None:
        return None
    canvas = draw_side_table(book, table, anchors.SPENDING, "7F7F7F")
    row = HEAD_ROW + table.rows + 1
    canvas.height(row, 24)
    for number, column in enumerate(table.columns, start=1):
        if column.kind == "amount":
            run = Area(HEAD_ROW + 1, number, row - 1, number).a1
            total = styles.COMPUTED.but(format=styles.MONEY, across="right", bold=True)
            canvas.put(row, number, None, total)
            canvas.formula(row, number, f"=SUM({run})", 0)
            _warn_on_outturn(canvas, profile, places, Area(row, number, row, number), run)
        else:
            label = "合计" if number == 1 else None
            canvas.put(row, number, label, styles.HEADING)
    return canvas


def _warn_on_outturn(
    canvas: Canvas, profile: Profile, places: FormPlaces, total: Area, run: str
) -> None:
    spot = places.funding.at("total", "outturn")
    unit = profile.form.funding.unit
    if spot is None or profile.spending is None or _unit(profile.spending) != unit:
        return
    sheet = profile.form.sheet.replace("'", "''")
    outturn = f"'{sheet}'!{a1(*spot, fixed='rc')}"
    differs = f"ABS({total.a1}-{outturn})>{alerts.HALF_A_CENT[unit]}"
    formula = f"AND(COUNT({run})>0,ISNUMBER({outturn}),{differs})"
    alerts.warn(canvas, [total], formula, styles.RED)


def draw_issues(book: Workbook, rows: int = ISSUE_ROWS) -> Canvas:
    """Draw the empty 问题清单 with so many lines; the last column is the reader's own."""
    canvas = Canvas(book, anchors.ISSUES_SHEET, tab="FFC000", grid=False)
    canvas.widths(ISSUE_WIDTHS)
    count = len(anchors.ISSUE_COLUMNS)
    canvas.put(1, 1, "问题清单", styles.TITLE.but(size=16), columns=count)
    canvas.height(1, 32)
    words = "由系统检查后填写，按“位置”找到单元格修改；“处理情况”由填报人填写，再次检查时保留。"
    canvas.put(2, 1, words, styles.PLAIN.but(size=10), columns=count)
    canvas.height(2, 20)
    canvas.height(HEAD_ROW, 24)
    first, last = HEAD_ROW + 1, HEAD_ROW + rows
    for number, heading in enumerate(anchors.ISSUE_COLUMNS, start=1):
        canvas.put(HEAD_ROW, number, heading, styles.HEADING)
        style = styles.STILL.but(size=10, across="center" if number <= 3 else "left")
        if number == count:
            style = styles.INPUT.but(size=10)
        for row in range(first, last + 1):
            canvas.put(row, number, None, style)
            canvas.height(row, ISSUE_HEIGHT)
    room = HEAD_ROW + ISSUE_ROOM
    own = Area(first, count, room, count)
    prompt = "从下拉列表中选，也可自己写处理情况。"
    validations.apply(canvas, validations.choice("处理情况", "handling", prompt), [own])
    for severity, color in SEVERITIES.items():
        cell = a1(first, 2, fixed="c")
        alerts.warn(canvas, [Area(first, 2, room, 2)], f'{cell}="{severity}"', color)
    canvas.name(anchors.ISSUES, HEAD_ROW, 1)
    canvas.sheet.auto_filter.ref = Area(HEAD_ROW, 1, room, count).a1
    canvas.sheet.freeze_panes = a1(first, 1)
    canvas.sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    set_page(canvas.sheet)
    protect(canvas.sheet)
    canvas.select(first, count)
    return canvas


def draw_hidden(book: Workbook, profile: Profile) -> Canvas:
    """Draw the hidden sheet: identity, and the lists of the drop-downs."""
    canvas = Canvas(book, anchors.IDENTITY_SHEET)
    identity = Identity(profile.id, profile.version).encode()
    plain = styles.PLAIN.but(wrap=False)
    canvas.put(1, 1, identity, plain)
    canvas.put(2, 1, "本表供系统识别表样和提供下拉选项，请勿删除、改名或修改。", plain)
    lists = {
        "bands": tuple(band.label for band in profile.policy.bands),
        "grades": tuple(grade.name for grade in profile.policy.grades),
        "handling": HANDLING,
        **_lists_of_form(profile.form),
    }
    canvas.widths((60.0, *(36.0 for _ in lists)))
    for column, (key, values) in enumerate(lists.items(), start=2):
        for row, value in enumerate(values, start=1):
            canvas.words(row, column, value, plain)
        first, last = (a1(row, column, fixed="rc") for row in (1, len(values)))
        name = validations.list_name(key)
        where = f"'{anchors.IDENTITY_SHEET}'!{first}:{last}"
        book.defined_names[name] = DefinedName(name, attr_text=where)
    canvas.sheet.sheet_state = "hidden"
    protect(canvas.sheet)
    return canvas


def _lists_of_form(form: Form) -> dict[str, tuple[str, ...]]:
    """The lists that only some forms need: signs, units, the words of a box to tick."""
    columns = {column.key for column in form.indicators.columns}
    columns |= {column.key for block in form.assessments for column in block.columns}
    lists: dict[str, tuple[str, ...]] = {}
    if "nature" in columns:
        lists["natures"] = NATURES
    if "unit" in columns:
        lists["units"] = UNITS
    for field in form.fields:
        if field.choices:
            lists[validations.choice_key(field.key)] = field.choices
    return lists
