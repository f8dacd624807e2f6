"""What was done to a workbook so far, so that all of it can be taken back."""

from __future__ import annotations

import logging
from collections.abc import Callable


class Journal:
    """Ways back, the newest first."""

    def __init__(self) -> None:
        self._back: list[Callable[[], object]] = []

    def note(self, back: Callable[[], object]) -> None:
        """Remember how a step that is about to be done is taken back; harmless if it was not done."""
        self._back.append(back)

    def roll_back(self) -> bool:
        """Take everything back; False if a step could not be."""
        whole = True
        while self._back:
            try:
                self._back.pop()()
            except Exception:  # whatever it is, the other steps are to be taken back
                logging.getLogger("xltools.ribbon").exception("roll back")
                whole = False
        return whole
