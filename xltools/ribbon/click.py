"""One click: an action's name and a desk in, an answer out; never an exception."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from xltools.errors import Stopped, XltoolsError
from xltools.ribbon.buttons import BUTTONS
from xltools.ribbon.desk import Answer, Desk

Action: TypeAlias = Callable[[Desk], Answer]

_HOMES = {
    "check": "fill_in", "score": "fill_in", "clear": "fill_in",
    "report": "reports", "audit": "reports",
    "add": "rows", "remove": "rows", "restore": "formats",
    "collect": "bureau", "open": "bureau", "remarks": "bureau",
    "help": "about", "about": "about",
}  # fmt: skip
"""Action → the module of this room that has a function of its name."""

NO_FORM = "请先打开一份自评表，再点这个按钮。"


def click(action: str, desk: Desk) -> Answer:
    """Do what a button says; whatever goes wrong is told in the answer, and nothing is half done."""
    button = BUTTONS.get(action)
    if button is None:
        return Answer(f"没有“{action}”这个按钮，请重新安装加载项。", "failed")
    if button.needs == "form" and desk.snapshot is None:
        return Answer(NO_FORM, "failed")
    if button.needs == "folder" and desk.chosen is None:
        return Answer("请选择放自评表的文件夹", ask="folder")
    try:
        return _action(action)(desk)
    except Stopped:
        return Answer("已停止，没有改动。", "warning")
    except XltoolsError as error:
        return Answer(str(error), "failed")
    except MemoryError:
        return Answer("内存不足，请关闭其他程序后再试。", "failed")
    except Exception as error:  # the last net: staff see one line, the log has the rest
        import logging

        logging.getLogger("xltools.ribbon").exception("%s", action)
        return Answer(
            f"程序内部出错（{type(error).__name__}：{error}），没有改动工作簿。"
            "请把这一行和自评表发给维护者。",
            "failed",
        )


def _action(name: str) -> Action:
    """Imported when it is clicked: `check` must not wait for Word."""
    found: Action = getattr(import_module(f"xltools.ribbon.{_HOMES[name]}"), name)
    return found
