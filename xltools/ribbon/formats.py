"""恢复格式: the open form looks as it was sent out; no value is touched.

The blank of the form is drawn again in memory, with as many rows as the open one has, and its
looks are put where names and printed words say that the cells are now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from xltools.anchors import IDENTITY_SHEET, ISSUES_SHEET
from xltools.codes import Code
from xltools.errors import FormError
from xltools.model import column_letters
from xltools.read import FoundForm, find_forms
from xltools.read.identity import identity_marks
from xltools.ribbon.desk import Answer, Desk
from xltools.snapshot import Area, Patch, Sheet, SheetLook, Snapshot

if TYPE_CHECKING:
    from xltools.blank.looks import Drawn
    from xltools.ribbon.formats_place import Gap, Placing

FOREIGN = (
    "这份表不是由本系统的空白表填成的（没有表样标识），没有可以恢复的格式。"
    "请用空白表重新填写，或对照原表样手工调整。"
)
DONE = "已按表样恢复格式、下拉选项、校验和保护；填写的内容没有改动。"
PARTLY = "已按表样恢复格式，但有 {count} 处没有恢复，请看明细；填写的内容没有改动。"


def restore(desk: Desk) -> Answer:
    """Put formats, validations, widths, heights and protection back.

    Raises:
        FormError: there is no form, or one that our blank did not make.
    """
    snapshot = desk.snapshot
    assert snapshot is not None  # `click` sees to it
    found, left = _own_form(desk, snapshot)
    from xltools.blank.looks import draw_looks  # openpyxl is slow to come
    from xltools.ribbon.formats_rows import open_rows

    rows = open_rows(snapshot, found.recognition.profile, found)
    drawn = draw_looks(rows.profile, rows.lines or None, issues=rows.issues)
    looks: list[SheetLook] = []
    for each in drawn:
        doubtful = rows.doubtful if each.name == rows.profile.form.sheet else []
        look, told = _restored(each, snapshot, doubtful)
        left += told
        if look is not None:
            looks.append(look)
    message = PARTLY.format(count=len(left)) if left else DONE
    return Answer(
        message,
        "warning" if left else "done",
        tuple(left),
        patch=Patch((), looks=tuple(looks)),
    )


def _own_form(desk: Desk, snapshot: Snapshot) -> tuple[FoundForm, list[str]]:
    """The form that our blank made, and what is to be said of it and of others beside it."""
    if not identity_marks(snapshot):
        raise FormError(FOREIGN)
    forms = find_forms(snapshot, None, desk.beside)
    own = next((each for each in forms if each.recognition.by == "identity"), None)
    if own is None:
        raise FormError(
            "工作簿里有表样标识，却找不到自评表（表头或名称都没有了），没有恢复格式。"
        )
    told = [
        f"工作表“{each.sheet}”里的表不是由空白表填成的，没有恢复。"
        for each in forms
        if each.sheet != own.sheet
    ]
    versions = (each for each in own.findings if each.code is Code.VERSION_DIFFERS)
    return own, [*told, *(each.message for each in versions)]


def _restored(
    drawn: Drawn, snapshot: Snapshot, doubtful: Sequence[int]
) -> tuple[SheetLook | None, list[str]]:
    """The look of one sheet, and what could not be restored of it, in words."""
    from xltools.ribbon.formats_look import look_for
    from xltools.ribbon.formats_place import place, sheet_of

    sheet = sheet_of(drawn, snapshot)
    if sheet is None:
        hidden = drawn.name == IDENTITY_SHEET
        why = "（下拉选项的来源）" if hidden else ""
        return None, [f"工作簿里没有工作表“{drawn.name}”{why}，没有恢复。"]
    placing = place(drawn, snapshot, sheet)
    if placing is None:
        return None, [f"工作表“{sheet.name}”里找不到表样的任何栏目，没有恢复。"]
    listing = drawn.name == ISSUES_SHEET
    look = look_for(drawn, placing, sheet, snapshot.names, doubtful, listing=listing)
    return look, list(_left(drawn, placing, sheet, snapshot, doubtful))


def _left(
    drawn: Drawn,
    placing: Placing,
    sheet: Sheet,
    snapshot: Snapshot,
    doubtful: Sequence[int],
) -> Iterator[str]:
    """What is not restored, and why."""
    where = f"工作表“{sheet.name}”"
    for gap in placing.rows.gaps:
        yield f"{where}{_rows_of(gap)}"
    for gap in placing.columns.gaps:
        yield f"{where}{_columns_of(gap)}"
    if doubtful:
        rows = f"第 {doubtful[0]} 行" + (f"等 {len(doubtful)} 行" if len(doubtful) > 1 else "")
        yield f"{where}{rows}的一级指标、二级指标不是表样上的，单元格格式没有恢复。"
    if sheet.password:
        yield f"{where}由他人设了保护密码，保护没有改动；请向设密码的人了解。"
    lists = {rule.low for rule in drawn.validations if rule.kind == "list"}
    if not lists <= snapshot.names.keys():
        yield f"{where}的下拉选项没有恢复：存放选项的隐藏工作表或名称被删除了。"
    there = set(sheet.merges)
    lost = [
        (top, left, bottom, right)
        for top, left, bottom, right in _whole(drawn, placing)
        if (top, left, bottom, right) not in there
        and not any(top <= row <= bottom for row in doubtful)
    ]
    if lost:
        top, left, *_ = lost[0]
        at = f"{column_letters(left)}{top}" + (f"等 {len(lost)} 处" if len(lost) > 1 else "")
        yield f"{where} {at}的合并单元格与表样不同，合并不在恢复之列，请检查。"


def _whole(drawn: Drawn, placing: Placing) -> Iterator[Area]:
    """Where the merges are that have kept their size."""
    for merge in drawn.merges:
        placed = placing.areas([merge])
        if len(placed) == 1 and _size(placed[0]) == _size(merge):
            yield placed[0]


def _size(area: Area) -> tuple[int, int]:
    return area[2] - area[0], area[3] - area[1]


def _rows_of(gap: Gap) -> str:
    if gap.before - gap.after == 1:
        return f"第 {gap.before} 行前面少了表样上的 {gap.missing} 行，没有恢复。"
    first, last = gap.after + 1, gap.before - 1
    rows = f"第 {first} 行" if first == last else f"第 {first} 至 {last} 行"
    return f"{rows}与表样对不上（插入、删除或移动过），没有恢复。"


def _columns_of(gap: Gap) -> str:
    if gap.before - gap.after == 1:
        return f" {column_letters(gap.before)} 列前面少了表样上的 {gap.missing} 列，没有恢复。"
    first, last = column_letters(gap.after + 1), column_letters(gap.before - 1)
    columns = f"{first} 列" if first == last else f"{first} 至 {last} 列"
    return f" {columns}与表样对不上（插入、删除或移动过），没有恢复。"
