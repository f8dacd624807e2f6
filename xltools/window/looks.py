"""Fonts, colours and measures of the window."""

from __future__ import annotations

import contextlib
import sys
import tkinter as tk
from tkinter import font, ttk

from xltools.ribbon.desk import Level

SIZE, LEAST = "980x660", (780, 500)
ROWS = 2  # of buttons in a group
MARKS: dict[Level, tuple[str, str]] = {
    "done": ("#1b6e3c", "#e3f2e9"),
    "warning": ("#8a5200", "#fff1da"),
    "failed": ("#a3160e", "#fce6e4"),
}
"""Colour of the words and of the banner."""

QUIET = ("#333333", "#e9e9e6")
SEVERITIES = {"错误": "#a3160e", "提醒": "#8a5200", "提示": "#33557a"}
COLUMNS = (
    ("severity", "级别", 60), ("where", "位置", 160), ("message", "问题", 400), ("advice", "处理办法", 310),
)  # fmt: skip
LARGE = "Large.TButton"
_GROUND, _PAPER, _EDGE = "#f6f6f4", "#ffffff", "#c4c4c0"
_FAMILIES = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei")


def sharpen() -> None:
    """Without this Windows enlarges the window as a picture on a fine screen."""
    if sys.platform == "win32":
        import ctypes

        with contextlib.suppress(AttributeError, OSError):
            ctypes.windll.shcore.SetProcessDpiAwareness(1)


def dress(root: tk.Tk) -> font.Font:
    """Set fonts and styles; returns the font of the banner."""
    known = set(font.families(root))
    family = next((each for each in _FAMILIES if each in known), None)
    for name in ("TkDefaultFont", "TkTextFont", "TkHeadingFont", "TkMenuFont"):
        found = font.nametofont(name, root)
        found.configure(size=10)
        if family:
            found.configure(family=family)
    bold, banner = (font.nametofont("TkDefaultFont", root).copy() for _ in range(2))
    bold.configure(weight="bold")
    banner.configure(size=11, weight="bold")
    root._fonts = (bold, banner)  # type: ignore[attr-defined]  # tkinter forgets fonts that nobody holds
    _style(root, bold)
    return banner


def _style(root: tk.Tk, bold: font.Font) -> None:
    style = ttk.Style(root)
    high = font.nametofont("TkTextFont", root).metrics("linespace")
    style.configure("Treeview", rowheight=high + 8)
    if sys.platform in ("win32", "darwin"):
        style.configure("TButton", padding=(8, 5))
        style.configure(LARGE, font=bold)
        return
    style.theme_use("clam")
    root.configure(background=_GROUND)
    style.configure(".", background=_GROUND, bordercolor=_EDGE, lightcolor=_GROUND)
    style.configure("TButton", background=_PAPER, padding=(8, 5))
    style.configure(LARGE, font=bold)
    style.map("TButton", background=[("disabled", _GROUND), ("active", "#fdeeee")])
    style.configure("Treeview", background=_PAPER, fieldbackground=_PAPER, rowheight=high + 8)
    style.configure("Treeview.Heading", background="#ecece8", relief="flat", padding=4)
    style.map("Treeview", background=[("selected", "#dbe6f2")], foreground=[])
    style.configure("TCombobox", fieldbackground=_PAPER)
    style.map("TCombobox", fieldbackground=[("readonly", _PAPER)])
