"""Excel's message boxes, pickers and status bar."""

from __future__ import annotations

import sys
from pathlib import Path

from xltools.live.dialogs import REPORTS, text_of, title_of
from xltools.live.wings import xw
from xltools.ribbon import Answer

_FILE, _FOLDER, _CHOSEN = 3, 4, -1
"""msoFileDialogFilePicker, msoFileDialogFolderPicker; what Show returns for 确定."""

_ESCAPE, _PRESSED = 0x1B, 0x8001
"""VK_ESCAPE; down now, or since it was last asked."""


class ExcelDialogs:
    """Keeps the contract of `Dialogs`. What the status bar says last stays until the next click."""

    def __init__(self, app: xw.App, caption: str) -> None:
        self._app, self._caption, self._title = app, caption, title_of(caption)
        self.wants_stop()  # an Esc from before the click, as ends the editing of a cell

    def status(self, text: str, done: int = 0, whole: int = 0) -> None:
        """One line in the status bar."""
        shown = f"{text} {done}/{whole}" if whole else text
        self._app.status_bar = f"{self._caption}：{shown}" if shown else False

    def result(self, answer: Answer) -> None:
        """One line of result in the status bar."""
        self.status(answer.message)

    def wants_stop(self) -> bool:
        """True once the user pressed Esc."""
        if sys.platform == "win32":
            from ctypes import windll

            return bool(windll.user32.GetAsyncKeyState(_ESCAPE) & _PRESSED)
        return False

    def yes(self, question: str) -> bool:
        """Yes or no."""
        return self._app.alert(question, self._title, "yes_no", "info") == "yes"

    def folder(self, title: str, near: Path | None) -> Path | None:
        """A folder that the user chooses."""
        return self._choose(_FOLDER, title, near)

    def report(self, title: str, near: Path | None) -> Path | None:
        """A report that the user chooses."""
        return self._choose(_FILE, title, near)

    def _choose(self, kind: int, title: str, near: Path | None) -> Path | None:
        dialog = self._app.api.FileDialog(kind)
        dialog.Title = title
        dialog.AllowMultiSelect = False
        if near is not None:
            dialog.InitialFileName = f"{near.parent}\\"
        if kind == _FILE:
            dialog.Filters.Clear()
            for name, patterns in REPORTS:
                dialog.Filters.Add(name, patterns)
        if dialog.Show() != _CHOSEN:
            return None
        return Path(dialog.SelectedItems(1))

    def tell(self, answer: Answer) -> None:
        """A message box with what was done."""
        mode = "info" if answer.level == "done" else "critical"
        self._app.alert(text_of(answer), self._title, "ok", mode)

    def close(self) -> None:
        """The result stays in the status bar: Excel waits for us, and we must not wait."""
