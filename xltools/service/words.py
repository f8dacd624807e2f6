"""What the add-in's JavaScript says and needs to know: put into words.js when it is served.

The scripts themselves hold no Chinese and no list of buttons, so nothing is written twice.
"""

from __future__ import annotations

import msgspec

from xltools.anchors import ISSUES_SHEET, NOTE_TAG
from xltools.package.hyperlinks import TIP
from xltools.ribbon import BUTTONS
from xltools.ribbon.desk import CHANGED

LARGE, SMALL = 32, 16
"""Pixels of the pictures that large and other buttons show."""

NO_SERVICE = (
    "绩效自评的后台服务没有运行，没有改动工作簿。\n"
    "请注销后重新登录电脑，或运行“xltools addin install”，再点这个按钮。"
)

SENTENCES = {
    "no_service": NO_SERVICE,
    "unread": "读不出打开的工作簿（{}），没有改动。请保存后重新打开再试。",
    "unwritten": "没有写入工作簿：{}",
    "changed": CHANGED,
    "locked": "工作表“{}”设了密码保护，请先撤销保护再试。",
    "refused": "单元格 {} 不接受计算结果，请检查它的格式。",
    "incomplete": "（有的地方没能复原，请不要保存，关闭后重新打开。）",
    "too_large": "工作表“{}”在很远处有多余内容，请删除表格以外的行和列后再试。",
    "unlisted": "；工作簿结构有保护，没有加“{}”工作表",
    "open": "要打开“{}”吗？",
    "busy": "正在处理上一次点击，请稍候。",
    "stop": "要停止它吗？",
}

LOOKS = {
    "title": ("黑体", 16, True, "", False, "center"),
    "note": ("宋体", 10, False, "", False, "left"),
    "heading": ("黑体", 10.5, False, "F0F0F0", True, "center"),
    "centred": ("宋体", 10, False, "", True, "center"),
    "text": ("宋体", 10, False, "", True, "left"),
    "link": ("宋体", 10, False, "", True, "left"),
    "input": ("宋体", 10, False, "FFFBE6", True, "left"),
}
"""Font, size, bold, fill, framed, horizontal alignment: as package/looks.py has them for .xlsx."""

INK, LINK = "000000", "0563C1"


def words() -> dict[str, object]:
    """Return all that words.js defines as `XLT.words`."""
    keys = ("font", "size", "bold", "fill", "border", "horizontal")
    looks = {
        name: dict(zip(keys, look, strict=True))
        | {"color": LINK if name == "link" else INK, "underline": name == "link"}
        for name, look in LOOKS.items()
    }
    return {
        **SENTENCES,
        "link_tip": TIP,
        "list_sheet": ISSUES_SHEET,
        "note_tag": NOTE_TAG,
        "looks": looks,
        "needs": {action: button.needs for action, button in BUTTONS.items()},
        "icons": {
            action: f"{button.icon}-{LARGE if button.large else SMALL}.png"
            for action, button in BUTTONS.items()
        },
    }


def script(base: str, token: str) -> bytes:
    """Return words.js of a page that the service served: its address and the key to it."""
    return _defined({"words": words(), "base": base, "token": token})


def waiting_script(service: str) -> bytes:
    """Return words.js of the folder that waits for the service at its address."""
    return (
        _defined({"words": words()}) + f"window.XLT_SERVICE = {_literal(service)};\n".encode()
    )


def _defined(members: dict[str, object]) -> bytes:
    lines = ["window.XLT = window.XLT || {};"]
    lines += [f"window.XLT.{name} = {_literal(value)};" for name, value in members.items()]
    return "\n".join((*lines, "")).encode()


def _literal(value: object) -> str:
    """A value as a script has it: U+2028 ends a line in old ones, and a tag must not end one."""
    text = msgspec.json.encode(value).decode().replace("<", "\\u003c")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
