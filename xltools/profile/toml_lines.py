"""Where each key of a TOML text stands, so that a mistake is told with its line.

tomli gives values without places. This walks once over a text that tomli has accepted, which
is why it need not tell wrong from right.
"""

from __future__ import annotations

from msgspec import Struct

from xltools.profile.mistakes import KeyPath


class Spot(Struct, frozen=True):
    """A place in a text, both 1-based; the column counts characters."""

    line: int
    column: int


def key_spots(text: str) -> dict[KeyPath, Spot]:
    r"""Return the place of every key, table header and list item of a TOML text.

    >>> spots = key_spots('[form]\nwidths = [5, 12]\nfunding = { unit = "元" }')
    >>> spots["form", "widths", 1]
    Spot(line=2, column=14)
    >>> spots["form", "funding", "unit"].line
    3
    """
    walker = _Walker(text)
    walker.document()
    return walker.spots


def nearest_spot(spots: dict[KeyPath, Spot], path: KeyPath) -> tuple[KeyPath, Spot | None]:
    """Return the longest part of a path that stands in the text, and its place."""
    for end in range(len(path), 0, -1):
        spot = spots.get(path[:end])
        if spot is not None:
            return path[:end], spot
    return (), None


class _Walker:
    """A cursor on the text; every method leaves it behind what it has read."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.line, self.start = 1, 0
        self.counted = 0
        self.spots: dict[KeyPath, Spot] = {}
        self.items: dict[KeyPath, int] = {}

    def document(self) -> None:
        table: KeyPath = ()
        while self._skip():
            if self._next() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> KeyPath:
        spot = self._spot()
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        self._skip()
        path: KeyPath = ()
        keys = self._keys()
        for number, key in enumerate(keys, start=1):
            path = (*path, key)
            last = number == len(keys)
            if many and last:
                self.items[path] = self.items.get(path, -1) + 1
                self._note(path, spot)
            if path in self.items:
                path = (*path, self.items[path])
            self._note(path, spot)
        self._skip()
        self.at += 2 if many else 1
        return path

    def _pair(self, table: KeyPath) -> None:
        """`a.b = value`"""
        spot = self._spot()
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, spot)
        self._skip()
        self.at += 1  # the equals sign
        self._skip()
        self._value(path)

    def _keys(self) -> list[str]:
        """A dotted key."""
        keys = [self._key()]
        self._blank()
        while self._next() == ".":
            self.at += 1
            self._blank()
            keys.append(self._key())
            self._blank()
        return keys

    def _key(self) -> str:
        if self._next() in "\"'":
            return self._string()
        begin = self.at
        while self._next() and self._next() not in " \t=.]\n":
            self.at += 1
        return self.text[begin : self.at]

    def _value(self, path: KeyPath) -> None:
        first = self._next()
        if first == "[":
            self._list(path)
        elif first == "{":
            self._table(path)
        elif first in "\"'":
            self._string()
        else:
            while self._next() and self._next() not in ",]}#\n":
                self.at += 1

    def _list(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        while self._skip() and self._next() != "]":
            if self._next() == ",":
                self.at += 1
                continue
            self._note((*path, number), self._spot())
            self._value((*path, number))
            number += 1
        self.at += 1

    def _table(self, path: KeyPath) -> None:
        self.at += 1
        while self._skip() and self._next() != "}":
            if self._next() == ",":
                self.at += 1
                continue
            self._pair(path)
        self.at += 1

    def _string(self) -> str:
        """Any of the four kinds of string, its text as typed."""
        quote = self._next()
        long = self.text.startswith(quote * 3, self.at)
        end = quote * 3 if long else quote
        self.at += len(end)
        begin = self.at
        while not self.text.startswith(end, self.at) and self.at < len(self.text):
            self.at += 2 if quote == '"' and self._next() == "\\" else 1
        found = self.text[begin : self.at]
        self.at += len(end)
        # a long string may end in one or two quotes of its own
        while long and self._next() == quote:
            self.at += 1
        return found

    def _note(self, path: KeyPath, spot: Spot) -> None:
        self.spots.setdefault(path, spot)

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _blank(self) -> None:
        while self._next() and self._next() in " \t":
            self.at += 1

    def _skip(self) -> bool:
        """Go over spaces, line ends and comments; False at the end of the text."""
        while self._next():
            if self._next() == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self._next() in " \t\n\r":
                self.at += 1
            else:
                return True
        return False

    def _spot(self) -> Spot:
        """The cursor's place; lines are counted on from the last call."""
        passed = self.text.count("\n", self.counted, self.at)
        if passed:
            self.line += passed
            self.start = self.text.rfind("\n", 0, self.at) + 1
        self.counted = self.at
        return Spot(self.line, self.at - self.start + 1)
