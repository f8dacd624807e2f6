"""Esc pressed in LibreOffice while we work: it calls us back over the same pipe."""

from __future__ import annotations

from typing import Protocol

from xltools.live.uno.bridge import Remote, uno

_ESCAPE = 1281
"""com.sun.star.awt.Key.ESCAPE"""


class Keys(Protocol):
    """Knows whether Esc was pressed since it began to listen."""

    pressed: bool

    def leave(self) -> None:
        """Listen no more."""


def listen(controller: Remote) -> Keys:
    """Listen at a workbook's window; every key goes on to the program."""
    uno()  # its import makes the office's own types known
    import unohelper  # type: ignore[import-not-found]
    from com.sun.star.awt import XKeyHandler  # type: ignore[import-not-found]

    class Handler(unohelper.Base, XKeyHandler):  # type: ignore[misc]
        """Called by the office."""

        def __init__(self) -> None:
            self.pressed = False
            controller.addKeyHandler(self)

        def leave(self) -> None:
            controller.removeKeyHandler(self)

        def keyPressed(self, event: Remote) -> bool:  # noqa: N802 - LibreOffice's name
            self.pressed = self.pressed or event.KeyCode == _ESCAPE
            return False

        def keyReleased(self, event: Remote) -> bool:  # noqa: N802
            return False

        def disposing(self, source: Remote) -> None:
            pass

    return Handler()
