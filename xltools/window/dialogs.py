"""What the window asks: yes or no, a file, a folder."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import filedialog, messagebox

from xltools.ribbon import TAB

_FORMS = (("自评表", "*.xlsx *.xlsm *.xls *.et *.ods *.csv"), ("全部文件", "*"))
_REPORTS = (("自评报告", "*.docx *.docm *.txt *.md"), ("全部文件", "*"))


class Dialogs:
    """The desktop's own dialogs; None where the user thought better of it."""

    def __init__(self, root: tk.Tk) -> None:
        self.root = root

    def yes(self, question: str) -> bool:
        """Yes or no; no is what a hasty Enter gives."""
        return bool(messagebox.askyesno(TAB, question, parent=self.root, default=messagebox.NO))

    def folder(self, near: Path | None) -> Path | None:
        """A folder of forms."""
        found = filedialog.askdirectory(
            parent=self.root, title="选择放自评表的文件夹", initialdir=_beside(near)
        )
        return Path(found) if found else None

    def report(self, near: Path | None) -> Path | None:
        """A report to be held against the form."""
        found = filedialog.askopenfilename(
            parent=self.root, title="选择自评报告", initialdir=_beside(near), filetypes=_REPORTS
        )
        return Path(found) if found else None

    def form(self, near: Path | None) -> Path | None:
        """A form."""
        found = filedialog.askopenfilename(
            parent=self.root, title="选择自评表", initialdir=_beside(near), filetypes=_FORMS
        )
        return Path(found) if found else None


def _beside(near: Path | None) -> str:
    return str(near.parent if near is not None else Path.home())
