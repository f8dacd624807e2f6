"""What was done to a workbook so far, so that all of it can be taken back."""

from __future__ import annotations

import logging
from collections.abc import Callable


class Journal:
    """Ways back, the newest first."""

    def __init__(self) -> None:
        self._back: list[Callable[[], object]] = []
        self._whole = True

    def note(self, back: Callable[[], object]) -> None:
        """Remember how a step that is about to be done is taken back; harmless if it was not done."""
        self._back.append(back)

    def cannot_go_back(self) -> None:
        """A step is about to be done of which nobody knows the way back."""
        self._whole = False

    def roll_back(self) -> bool:
        """Take everything back; False if a step could not be."""
        whole = self._whole
        while self._back:
            try:
                self._back.pop()()
            except Exception:  # whatever it is, the other steps are to be taken back
                logging.getLogger("xltools.ribbon").exception("roll back")
                whole = False
        return whole
