"""What all claims have in common: the words where they are made."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from xltools.audit.report import Line


class Claim(Struct, frozen=True):
    """Something that a report says; `start` and `end` are positions in the line's text."""

    line: Line
    start: int
    end: int

    @property
    def at(self) -> tuple[Line, int, int]:
        """Where a remark on it stands."""
        return self.line, self.start, self.end

    @property
    def text(self) -> str:
        """Its words, folded."""
        return self.line.text[self.start : self.end]

    @property
    def words(self) -> str:
        """As it is written."""
        return self.line.words(self.start, self.end)


class Measured(Claim, frozen=True):
    """A claim of a number; `ulp` is what its last printed digit is worth, in the same unit."""

    value: Decimal
    ulp: Decimal

    @property
    def half(self) -> Decimal:
        """How far the unrounded number may be off: half a last place; 0 for whole numbers."""
        return Decimal(0) if self.value == self.value.to_integral() else self.ulp / 2
