"""The command of the plain window, and which kind of window this computer can show."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from xltools.ribbon import BUTTONS
from xltools.window.model import Press, Session

NO_WINDOW = (
    "绩效自评：这个 Python 没有 tkinter，显示不了窗口。请安装 python3-tk"
    "（Debian、Ubuntu：sudo apt install python3-tk），或用命令行：xltools score 文件"
)
NO_DISPLAY = "绩效自评：没有图形界面（{why}），请用命令行：xltools score 文件"


def main(argv: Sequence[str] | None = None, press: Press | None = None) -> int:
    """Open the window; status 2 where none can be shown, 1 where a lone click went wrong."""
    args = _arguments(argv)
    action = BUTTONS[args.action] if args.action else None
    session = Session(args.files, press or _press())
    if (
        find_spec("_tkinter") is not None
    ):  # Debian has a tkinter without it, which only complains
        import tkinter

        from xltools.window.tk import show

        try:
            show(session, action)
        except tkinter.TclError as error:
            _say(NO_DISPLAY.format(why=error))
            return 2
        return 0
    if sys.platform == "win32":
        from xltools.window.boxes import Boxes, run

        return run(session, action, Boxes())
    _say(NO_WINDOW)
    return 2


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m xltools.window", description="绩效自评窗口"
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="文件")
    parser.add_argument("--action", choices=sorted(BUTTONS), help="打开后立即执行的按钮")
    return parser.parse_args(argv)


def _press() -> Press:
    from xltools.press import press

    return press


def _say(line: str) -> None:
    """A windowless Python has no stderr."""
    if sys.stderr is not None:
        print(line, file=sys.stderr)
