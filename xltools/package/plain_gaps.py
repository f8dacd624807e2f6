"""Where the forms of one blank differ: the cells that are filled in, and the bytes between them.

Nine cells in ten say the same in every form. The bytes from one filled cell to the next are compared at
once, and only the others are taken apart.
"""

from __future__ import annotations

from collections.abc import Collection

CELL = b'<c r="'


class Gaps:
    """The cells of one kind of sheet that were seen to differ; `pieces` are those of its first."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._numbers: set[int] = set()
        self._steps: list[tuple[int, bytes]] = []
        self._tail: bytes | None = None
        """What stands behind the last gap, or in all of a sheet without one; None until one was like it."""

    def widen(self, numbers: Collection[int]) -> None:
        """These differed, too. Where nearly everything does, begin anew with them."""
        if self._tail is not None and self._numbers.issuperset(numbers):
            return
        self._numbers.update(numbers)
        if 3 * len(self._numbers) > len(self._pieces):
            self._numbers = set(numbers)
        self._lay_out()

    def _lay_out(self) -> None:
        """Each gap with the bytes before it, the beginning of its own cell among them."""
        pieces, self._steps, after = self._pieces, [], 0
        for number in sorted(self._numbers):
            between = [*pieces[after:number], b""]
            self._steps.append((number, (CELL if after else b"") + CELL.join(between)))
            after = number + 1
        rest = pieces[after:]
        self._tail = (CELL if after and rest else b"") + CELL.join(rest)

    def differing(self, xml: bytes, at: int, end: int) -> list[tuple[int, bytes]] | None:
        """What stands in the gaps and not in the first, by its number; None for another kind of sheet.

        The cells of the sheet are the bytes from `at` to `end`.
        """
        if self._tail is None:
            return None
        pieces, found = self._pieces, []
        for number, before in self._steps:
            if not xml.startswith(before, at):
                return None
            at += len(before)
            behind = xml.find(CELL, at, end)
            piece = xml[at : behind if behind >= 0 else end]
            if piece != pieces[number]:
                found.append((number, piece))
            at += len(piece)
        return found if xml[at:end] == self._tail else None
