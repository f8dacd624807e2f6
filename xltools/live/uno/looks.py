"""How cells of a Calc sheet look: fonts and colours in xlwings' words."""

from __future__ import annotations

from xltools.live.uno.bridge import Remote
from xltools.live.wings import base_classes

Color = tuple[int, int, int]

_BOLD, _NORMAL = 150.0, 100.0
"""com.sun.star.awt.FontWeight"""

_SCRIPTS = ("", "Asian", "Complex")
"""LibreOffice keeps a font for each kind of script; a cell has one to us."""


def common(block: Remote, name: str) -> Remote:
    """What all cells of a range have in common; None where they differ."""
    # the value alone would be that of a cell without any look
    if block.getPropertyState(name).value == "AMBIGUOUS_VALUE":
        return None
    return block.getPropertyValue(name)


def color_of(number: int | None) -> Color | None:
    """LibreOffice's number as red, green, blue; None for automatic and for mixed."""
    if number is None or number < 0:
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255


def rgb(color: object) -> int:
    """A colour in any way that xlwings takes one; -1 for None."""
    if color is None:
        return -1
    if isinstance(color, str):
        return int(color.removeprefix("#"), 16)
    if isinstance(color, int):  # Excel counts from blue
        return (color & 255) << 16 | (color & 0xFF00) | color >> 16
    assert isinstance(color, tuple)
    red, green, blue = color
    return int(red) << 16 | int(green) << 8 | int(blue)


class Font(base_classes.Font):
    """The font of a range; None where its cells differ."""

    def __init__(self, block: Remote) -> None:
        self._block = block

    @property
    def api(self) -> Remote:
        return self._block

    def _set(self, name: str, value: object) -> None:
        for script in _SCRIPTS:
            setattr(self.api, name + script, value)

    @property
    def name(self) -> str | None:
        return common(self.api, "CharFontName")  # type: ignore[no-any-return]

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)

    @property
    def size(self) -> float | None:
        return common(self.api, "CharHeight")  # type: ignore[no-any-return]

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def bold(self) -> bool | None:
        weight = common(self.api, "CharWeight")
        return None if weight is None else weight > _NORMAL

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", _BOLD if value else _NORMAL)

    @property
    def color(self) -> Color | None:
        return color_of(common(self.api, "CharColor"))

    @color.setter
    def color(self, value: object) -> None:
        self.api.CharColor = rgb(value)
