"""A button pressed on a saved file: for the plain window, the command line, a right click.

The file is loaded, clicked, patched as a whole and put in the place of the old one, of which a
backup stays; a file of another format gets its result as an .xlsx beside it. Nothing is
written where the answer asks for nothing to be written.
"""

from __future__ import annotations

import warnings
from pathlib import Path

from msgspec.structs import replace

from xltools.errors import FileError, SaveWarning, XltoolsError
from xltools.hosts.file import free_name
from xltools.model import Place
from xltools.package import Workbook, apply_patch, load, save_new
from xltools.package import replace as write_back
from xltools.package.references import position
from xltools.patterns import Pattern
from xltools.ribbon import BUTTONS, Answer, Desk, Progress, click
from xltools.ribbon.desk import silent
from xltools.snapshot import Patch, Snapshot

_LOCK = "~$"
_CELL = Pattern(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_SUFFIXES = {
    "check": "已校验", "score": "已评分", "add": "已增行", "remove": "已删行",
    "clear": "已清除", "restore": "已恢复",
}  # fmt: skip
"""Action → how a copy is called of a file that can only be read."""


def press(
    action: str,
    path: Path | None,
    *,
    chosen: Path | None = None,
    confirmed: bool = False,
    progress: Progress = silent,
    cell: str | None = None,
    row: int | None = None,
) -> Answer:
    """Do what a button says with a saved file; whatever goes wrong is told in the answer.

    `cell` (`E12`, `自评表!E12`) or `row` say what is selected, on the first form's sheet
    unless a sheet is named. `path` may be a folder for the buttons that want one.
    """
    button = BUTTONS.get(action)
    if button is None or button.needs != "form" or path is None:
        folder = path if path is not None and button and button.needs == "folder" else None
        desk = Desk(path=path, chosen=chosen or folder, confirmed=confirmed, progress=progress)
        return click(action, desk)
    try:
        workbook = _load(path)
        selection = _selection(workbook.snapshot, path, cell, row)
        desk = Desk(workbook.snapshot, path, selection, chosen, confirmed, progress)
        answer = click(action, desk)
        if answer.patch is None or answer.ask is not None:
            return answer
        return _written(answer, answer.patch, workbook, _SUFFIXES.get(action, "已处理"))
    except XltoolsError as error:
        return Answer(str(error), "failed")


def _load(path: Path) -> Workbook:
    if path.name.startswith(_LOCK):
        raise FileError(
            f"“{path.name}”是表格打开时留下的占用标记，不是自评表，请选不带 ~$ 的文件。"
        )
    return load(path)


# --- what is selected


def _selection(
    snapshot: Snapshot, path: Path, cell: str | None, row: int | None
) -> Place | None:
    """The cell that the user named, None for none.

    Raises:
        FileError: no such cell or sheet.
    """
    if cell is None and row is None:
        return None
    from xltools.ribbon.row_table import find_table  # few buttons ask for a place

    _, tables = find_table(snapshot, None, path.parent)
    home = tables[-1].sheet.name if tables else snapshot.sheets[0].name
    if cell is None:
        assert row is not None
        for table in tables:
            place = Place(table.sheet.name, row, table.name_column)
            if table.holds(place):
                return place
        return Place(home, row, 1)
    match = _CELL.fullmatch(cell.strip())
    if match is None:
        raise FileError(f"“{cell}”不是单元格，请写成 E12 或 自评表!E12。")
    sheet = match[1].replace("''", "'") if match[1] else match[2] or home
    if snapshot.sheet(sheet) is None:
        names = "、".join(each.name for each in snapshot.sheets if not each.hidden)
        raise FileError(f"“{path.name}”里没有工作表“{sheet}”，有：{names}。")
    return Place(sheet, *position(f"{match[3].upper()}{match[4]}"))


# --- what is written


def _written(answer: Answer, patch: Patch, workbook: Workbook, suffix: str) -> Answer:
    """Put the patch into the file, or into a copy where its format can only be read."""
    target = workbook.path
    if not workbook.can_patch:
        from xltools.hosts.convert import patchable  # who has an .xlsx does not wait for it

        data = apply_patch(*_fitting(patchable(workbook), patch))
        copy = free_name(target, suffix, ".xlsx")
        save_new(copy, data)
        said = f"“{target.name}”不能直接改写，结果另存为 {copy.name}"
        return _told(answer, said, (f"{said}。原文件没有改动。",), copy)
    data = apply_patch(*_fitting(workbook, patch))
    if data == workbook.data:
        return replace(answer, lines=(*answer.lines, "文件里已经是这样，没有改动。"))
    with warnings.catch_warnings(record=True, category=SaveWarning) as told:
        warnings.simplefilter("always", SaveWarning)
        backup = write_back(target, data, expected=workbook, backup=True)
    lines = [f"已写回：{target.name}" + (f"（备份：{backup.name}）" if backup else "") + "。"]
    lines += [str(each.message) for each in told]
    if workbook.signed:
        lines.append("文件里的数字签名随之失效。")
    if patch.added and workbook.closed:
        lines.append(f"这个文件{workbook.closed}，没有加“问题清单”工作表。")
    return _told(answer, "", tuple(lines), target)


def _fitting(workbook: Workbook, patch: Patch) -> tuple[Workbook, Patch]:
    """The patch without its new sheets where the workbook takes none."""
    return workbook, replace(patch, added=()) if workbook.closed else patch


def _told(answer: Answer, said: str, lines: tuple[str, ...], file: Path) -> Answer:
    message = f"{answer.message.rstrip('。')}；{said}。" if said else answer.message
    return replace(
        answer,
        message=message,
        lines=(*answer.lines, *lines),
        files=(*answer.files, file),
    )
