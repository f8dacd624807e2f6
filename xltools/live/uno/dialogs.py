"""LibreOffice's message boxes, pickers and status bar."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from xltools.live.dialogs import REPORTS, text_of, title_of
from xltools.live.uno.bridge import Remote, enum, uno
from xltools.live.uno.keys import listen
from xltools.live.wings import xw
from xltools.ribbon import TAB, Answer

_OK, _YES_NO, _NO_IS_DEFAULT = 1, 3, 0x30000
"""com.sun.star.awt.MessageBoxButtons"""

_YES = 2
"""com.sun.star.awt.MessageBoxResults"""

_BOXES = {"done": "INFOBOX", "warning": "WARNINGBOX", "failed": "ERRORBOX"}
_BAR = "xltools"
_COLORS = {"done": 1, "warning": 2, "failed": 3}
"""com.sun.star.frame.InfobarType: SUCCESS, WARNING, DANGER."""


class UnoDialogs:
    """Keeps the contract of `Dialogs`; `app` and its parts are the engine's."""

    def __init__(self, app: Remote, book: xw.Book | None, caption: str) -> None:
        self._app, self._title = app, title_of(caption)
        controller = book.api.getCurrentController() if book is not None else None
        frame = controller.getFrame() if controller else app.api.getCurrentFrame()
        self._window = frame.getContainerWindow() if frame else None
        self._controller, self._caption = controller, caption
        self._keys = listen(controller) if controller else None

    def status(self, text: str, done: int = 0, whole: int = 0) -> None:
        """One line in the status bar, with a bar where there is much to do."""
        self._app.status(text, done, whole)

    def result(self, answer: Answer) -> None:
        """One line of result in a bar above the sheet, until it is closed or the next click.

        A status bar that shows our line would show nothing else.
        """
        self._app.status("")
        bar = self._controller
        if bar is None or not self._is_open() or not hasattr(bar, "appendInfobar"):
            return
        if bar.hasInfobar(_BAR):
            bar.removeInfobar(_BAR)
        text = f"{self._caption}：{answer.message}"
        bar.appendInfobar(_BAR, TAB, text, _COLORS[answer.level], (), True)

    def _is_open(self) -> bool:
        """False once the workbook of the click was closed.

        LibreOffice dies, with all that is open in it, of a question for the bars of such a window.
        """
        return self._controller is not None and self._controller.getModel() is not None

    def wants_stop(self) -> bool:
        """True once the user pressed Esc."""
        return self._keys is not None and self._keys.pressed

    def yes(self, question: str) -> bool:
        """Yes or no; no is what a hasty Enter gives."""
        return self._box("QUERYBOX", _YES_NO | _NO_IS_DEFAULT, question) == _YES

    def folder(self, title: str, near: Path | None) -> Path | None:
        """A folder that the user chooses."""
        picker = self._app.create("com.sun.star.ui.dialogs.FolderPicker")
        picker.setTitle(title)
        if near is not None:
            picker.setDisplayDirectory(near.parent.as_uri())
        if picker.execute() != 1:
            return None
        return Path(uno().fileUrlToSystemPath(picker.getDirectory()))

    def report(self, title: str, near: Path | None) -> Path | None:
        """A report that the user chooses."""
        picker = self._app.create("com.sun.star.ui.dialogs.FilePicker")
        picker.setTitle(title)
        for name, pattern in REPORTS:
            picker.appendFilter(name, pattern)
        if near is not None:
            picker.setDisplayDirectory(near.parent.as_uri())
        if picker.execute() != 1:
            return None
        return Path(uno().fileUrlToSystemPath(picker.getFiles()[0]))

    def tell(self, answer: Answer) -> None:
        """A message box with what was done."""
        self._box(_BOXES[answer.level], _OK, text_of(answer))

    def _box(self, kind: str, buttons: int, text: str) -> int:
        toolkit = self._app.create("com.sun.star.awt.Toolkit")
        stays = self._controller is None or self._is_open()
        box = toolkit.createMessageBox(
            self._window if stays else None,
            enum("com.sun.star.awt.MessageBoxType", kind),
            buttons,
            self._title,
            text,
        )
        try:
            return int(box.execute())
        finally:
            box.dispose()

    def close(self) -> None:
        """Give the status bar back and listen to the keyboard no more."""
        with suppress(Exception):  # an office that is gone needs nothing of this
            if self._keys is not None:
                self._keys.leave()
            self._app.status("")
