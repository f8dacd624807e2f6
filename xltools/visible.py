"""Text from strangers' files and names, made fit for a line on a terminal and in a list of findings.

What directs the terminal or the order of letters is not carried out but shown: 〔U+202E〕.
"""

from __future__ import annotations

from xltools.patterns import Pattern

LONGEST = 600
"""Characters of a quotation; no message of ours has as many of its own."""

_DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""What has no width and no meaning where it is quoted."""

_ODD = Pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)


def visible(text: str, most: int = LONGEST) -> str:
    r"""The text with what cannot be seen either shown or left out, cut after so many characters.

    Line breaks and tabs stay; `visible_name` is for what has to be one line.

    >>> visible("93\u202e.5\u200b%\x1b[31m"), visible("很长很长", 3)
    ('93〔U+202E〕.5%〔U+001B〕[31m', '很长…')
    """
    if len(text) > most:
        text = f"{text[: most - 1]}…"
    return _ODD.sub(lambda found: _shown(found[0]), text)


def visible_name(name: str) -> str:
    r"""The name of a file or a folder as one line.

    >>> visible_name("自评\n表.xlsx")
    '自评〔U+000A〕表.xlsx'
    """
    return visible(name).replace("\n", "〔U+000A〕").replace("\t", "〔U+0009〕")


def _shown(char: str) -> str:
    return "" if char in _DROPPED else f"〔U+{ord(char):04X}〕"
