"""What a terminal would obey is shown to it instead: no cell and no file name moves the cursor.

A text from a workbook may hold an escape sequence that colours, overwrites or hides a line, sets
the window's title or types an answer; a bidirectional override makes a line read otherwise than
it stands. All that is printed passes here, whatever wrote it; the signs are those of `visible`.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any, TextIO, cast

from xltools.patterns import Pattern

_KEPT = "\t\n"
_ORDERS = (
    *range(0x00, 0x20), 0x7F, *range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029,
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, *range(0xE0000, 0xE0080),
)  # fmt: skip
"""C0, DEL, C1; marks, embeddings, overrides and isolates of direction; line ends; invisible tags."""


_SHOWN = {code: f"〔U+{code:04X}〕" for code in _ORDERS if chr(code) not in _KEPT}


def harmless(text: str) -> str:
    r"""The text without the password of an address, and with signs in the place of characters that a terminal obeys; \t and \n stay.

    >>> harmless("得分\x1b[2J100"), harmless("甲\u202e乙")
    ('得分〔U+001B〕[2J100', '甲〔U+202E〕乙')
    >>> harmless("--ledger postgresql://desk:p@ss@db/x")
    '--ledger postgresql://desk:***@db/x'
    """
    if "://" in text and "@" in text:
        text = _PASSWORD.sub(lambda found: f"{found[1]}:***@", text)
    return text if text.isprintable() or text == "\n" else text.translate(_SHOWN)


_PASSWORD = Pattern(r"(\w://[^\s/:@]*):\S*@")
"""From the colon behind the user to the last @: a password may hold one."""


class Harmless:
    """A text stream that shows characters which a terminal would obey; all else is the stream's.

    `obeyed` is the stream itself, for what we draw on purpose.
    """

    def __init__(self, stream: TextIO) -> None:
        self.obeyed = stream

    def write(self, text: str) -> int:
        """Write a text; its length, as every stream says it."""
        self.obeyed.write(harmless(text))
        return len(text)

    def writelines(self, lines: Any) -> None:  # noqa: ANN401 - as every stream has it
        """Write texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        return getattr(self.obeyed, name)


@contextlib.contextmanager
def harmless_streams() -> Iterator[None]:
    """Let all that is printed pass `Harmless` meanwhile.

    A GBK console that lacks a character shows ? and does not stop the work.
    """
    before = sys.stdout, sys.stderr
    for stream in before:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    sys.stdout, sys.stderr = (
        stream if stream is None or isinstance(stream, Harmless) else _wrapped(stream)
        for stream in before
    )
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _wrapped(stream: TextIO) -> TextIO:
    return cast(TextIO, Harmless(stream))


def drawn_on(stream: TextIO) -> TextIO:
    """The stream for what moves the cursor on purpose: a bar of progress."""
    return stream.obeyed if isinstance(stream, Harmless) else stream
