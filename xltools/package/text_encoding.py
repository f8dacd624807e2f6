"""Bytes of a text file → characters, or a clear no: a wrong guess is another name and amount."""

from __future__ import annotations

from xltools.errors import NotAWorkbookError
from xltools.package.members import damaged
from xltools.patterns import Pattern

_CONTROL = Pattern("[\x00-\x08\x0b\x0e-\x1f]")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CHINESE = Pattern("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def decode_text(data: bytes, label: str) -> str:
    """Return the characters of UTF-8, GB 18030 (and so GBK, GB 2312), or marked UTF-16.

    Raises:
        NotAWorkbookError: none of these, damaged, or no text at all.
    """
    text = _decode(data, label)
    if _CONTROL.search(text):
        raise NotAWorkbookError(
            f"“{label}”不是 Excel 工作簿，或文件已损坏。请确认文件来源，或请对方重新发送。"
        )
    return text


def _decode(data: bytes, label: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise damaged(label, f"{encoding[:6].upper()} 文字里有坏的字节") from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    _refuse_damaged_utf8(data, label)
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise NotAWorkbookError(
            f"“{label}”不是 Excel 工作簿，或文字编码认不出（不是 UTF-8 也不是 GBK）。"
            "请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
        ) from None


def _refuse_damaged_utf8(data: bytes, label: str) -> None:
    """A few bad bytes in UTF-8 would pass as GB 18030, every character a wrong one."""
    text = data.decode("utf-8", "replace")
    if len(_CHINESE.findall(text)) > 3 * text.count("\ufffd"):
        raise damaged(label, "UTF-8 文字里有坏的字节")
