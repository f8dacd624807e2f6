"""帮助, 关于: a page that any browser shows; the version and what works on this computer."""

from __future__ import annotations

import tempfile
from pathlib import Path

from xltools import __version__
from xltools.errors import FileError, reason
from xltools.ribbon.desk import Answer, Desk, Level
from xltools.ribbon.help_page import help_page
from xltools.ribbon.selftest import Check, exit_status, self_test, verdict
from xltools.state import state_folder

_PAGE = "帮助.html"
MARKS = {"works": "✓", "limited": "△", "fails": "✗", "told": "·"}
_LEVELS: tuple[Level, ...] = ("done", "warning", "failed")


def help(desk: Desk) -> Answer:
    """Write the help page anew, since the buttons may be newer than it, and have it opened."""
    page = help_page()
    for folder in (state_folder(), Path(tempfile.gettempdir())):
        path = folder / _PAGE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
        except OSError as error:
            why = reason(error)
        else:
            return Answer("帮助已在浏览器中打开。", files=(path,), opens=True)
    raise FileError(f"帮助写不到磁盘上（{why}）。")


def about(desk: Desk) -> Answer:
    """Tell the version and the result of the self-test, a line a check."""
    checks = self_test()
    return Answer(
        f"xltools {__version__}：{verdict(checks)}",
        _LEVELS[exit_status(checks)],
        tuple(line for each in checks for line in lines_of(each)),
    )


def lines_of(check: Check) -> list[str]:
    """A check as it is shown; advice stands below it."""
    line = f"{MARKS[check.status]} {check.title}：{check.said}"
    return [line, f"　　→ {check.advice}"] if check.advice else [line]
