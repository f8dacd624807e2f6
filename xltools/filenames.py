"""Names for files and folders that are made from what stands in a cell.

Whatever a person typed there, the name is one step inside its folder on Windows, macOS and Linux:
it climbs nowhere, is no device and no option of a command, and reads as it is stored.
"""

from __future__ import annotations

from xltools.patterns import Pattern

NAME_BYTES = 180
"""Of 255 that file systems take, room is left for 已评分, 备份 and the like; Windows counts the whole path."""

_FORBIDDEN = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")
"""Windows takes none of these in a name; the wide ones print alike and two names stay two."""

_RESERVED = Pattern(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])\s*(?=$|\.)")
"""Names of devices on Windows, whatever ending they have."""

_INVISIBLE = Pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]+"
)
"""Controls, marks and overrides of direction, what has no width, and half characters."""


def plain_name(text: str, most: int = NAME_BYTES) -> str:
    """The text as a name of at most so many bytes; "" where nothing of it can be one.

    >>> plain_name("A/B：“修缮”?. "), plain_name("nul"), plain_name("~$甲"), plain_name("../..")
    ('A／B：“修缮”？', '_nul', '＿~$甲', '／')
    """
    name = _INVISIBLE.sub(" ", text[: 4 * most]).translate(_FORBIDDEN)
    name = " ".join(name.split()).encode()[:most].decode(errors="ignore").strip(" .")
    if name.startswith("~$"):
        return f"＿{name}"
    return f"_{name}" if name.startswith("-") or _RESERVED.match(name) else name
