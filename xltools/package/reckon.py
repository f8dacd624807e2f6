"""What a formula gives for the cells as they are: sums, products, quotients; None for all else.

Only what is sure is reckoned. A text or a date where a number is needed, a function that is not
listed, a name, another workbook: then nobody can say what the cell ought to show.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from xltools.package.formulas import reach
from xltools.patterns import Pattern
from xltools.snapshot import Area, Sheet, Snapshot

_TOKEN = Pattern(
    r"\s*(?:(?P<area>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)(?![\w(.])"
    r"|(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?P<word>[A-Za-z]+\()|(?P<sign>[-+*/^(),%]))\s*"
)


class UnknownError(Exception):
    """The formula, or a cell that it reads, is nothing to reckon with."""


class _Node(Struct, frozen=True):
    """One operation; `sign` is an operator, a function's name, "number" or "area"."""

    sign: str
    parts: tuple[_Node, ...] = ()
    number: float = 0.0
    sheet: str | None = None
    area: Area = (0, 0, 0, 0)


Look: TypeAlias = Callable[[str | None, Area], Iterator[float | None]]
"""Gives the numbers of an area, None for a cell that is empty or holds a text."""


def reckon(formula: str, sheet: Sheet, snapshot: Snapshot) -> float | None:
    """What a formula of this sheet gives; None if that cannot be said for sure."""
    node = _parsed(formula)
    if node is None:
        return None
    try:
        result = _Reckoner(sheet, snapshot).value(node)
    except (UnknownError, ZeroDivisionError, OverflowError, ValueError, RecursionError):
        return None
    return result if math.isfinite(result) else None


@lru_cache(maxsize=2048)
def _parsed(formula: str) -> _Node | None:
    """The formula's operations; None where something is not understood."""
    tokens, at = [], 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None or match.end() == at:
            return None
        tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
        at = match.end()
    try:
        parser = _Parser(tokens)
        node = parser.sum()
        return node if parser.at == len(tokens) else None
    except (UnknownError, RecursionError):  # thousands of brackets, one in another
        return None


class _Parser:
    """Reads a formula by the ranks of its operators; Excel's minus binds before its power."""

    def __init__(self, tokens: Sequence[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    def _next(self, *signs: str) -> str:
        """The next sign if it is one of these, taken; else ""."""
        if self.at < len(self.tokens):
            kind, text = self.tokens[self.at]
            if kind == "sign" and text in signs:
                self.at += 1
                return text
        return ""

    def sum(self) -> _Node:
        node = self._product()
        while sign := self._next("+", "-"):
            node = _Node(sign, (node, self._product()))
        return node

    def _product(self) -> _Node:
        node = self._power()
        while sign := self._next("*", "/"):
            node = _Node(sign, (node, self._power()))
        return node

    def _power(self) -> _Node:
        node = self._percent()
        while self._next("^"):
            node = _Node("^", (node, self._percent()))
        return node

    def _percent(self) -> _Node:
        if self._next("-"):
            return _Node("negative", (self._percent(),))
        self._next("+")
        node = self._atom()
        while self._next("%"):
            node = _Node("percent", (node,))
        return node

    def _atom(self) -> _Node:
        if self._next("("):
            node = self.sum()
            self._close()
            return node
        if self.at == len(self.tokens):
            raise UnknownError
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return _Node("number", number=float(text))
        if kind == "area":
            ((sheet, area),) = reach(text).areas
            return _Node("area", sheet=sheet, area=area)
        if kind == "word" and text[:-1].upper() in _FUNCTIONS:
            return _Node(text[:-1].upper(), tuple(self._arguments()))
        raise UnknownError

    def _arguments(self) -> Iterator[_Node]:
        yield self.sum()
        while self._next(","):
            yield self.sum()
        self._close()

    def _close(self) -> None:
        if not self._next(")"):
            raise UnknownError


class _Reckoner:
    def __init__(self, sheet: Sheet, snapshot: Snapshot) -> None:
        self.sheet, self.snapshot = sheet, snapshot

    def value(self, node: _Node) -> float:
        """The number that an operation gives."""
        if node.sign == "number":
            return node.number
        if node.sign == "area":
            top, left, bottom, right = node.area
            if (top, left) != (bottom, right):
                raise UnknownError
            return self._cell(self._sheet(node.sheet), top, left, strict=True) or 0.0
        if node.sign in _FUNCTIONS:
            return _FUNCTIONS[node.sign]([*self._numbers(node)])
        values = [self.value(each) for each in node.parts]
        if node.sign in ("negative", "percent"):
            return -values[0] if node.sign == "negative" else values[0] / 100
        return _OPERATORS[node.sign](*values)

    def _numbers(self, node: _Node) -> Iterator[float]:
        """The numbers that a function is given; texts and empty cells of an area are passed over."""
        for part in node.parts:
            if part.sign != "area":
                yield self.value(part)
                continue
            sheet = self._sheet(part.sheet)
            top, left, bottom, right = part.area
            for row in range(top, min(bottom, len(sheet.rows)) + 1):
                for column in range(left, right + 1):
                    number = self._cell(sheet, row, column, strict=False)
                    if number is not None:
                        yield number

    def _sheet(self, name: str | None) -> Sheet:
        if name is None:
            return self.sheet
        found = self.snapshot.sheet(name)
        if found is None or not found.rows:  # not there, or its values were not read
            raise UnknownError
        return found

    @staticmethod
    def _cell(sheet: Sheet, row: int, column: int, *, strict: bool) -> float | None:
        """A cell's number; `strict` where a text would be an error and not passed over."""
        value = sheet.value(row, column)
        if value is None and (row, column) not in sheet.errors:
            if (row, column) in sheet.formulas:
                raise UnknownError  # a program that computes nothing wrote it
            return None
        if isinstance(value, str | bool) and not strict:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UnknownError
        return float(value)


def _rounded(values: Sequence[float]) -> float:
    if len(values) != 2 or abs(values[1]) > 12:
        raise UnknownError
    scale = 10.0 ** int(values[1])
    return math.copysign(math.floor(abs(values[0]) * scale + 0.5 + 1e-9), values[0]) / scale


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


_OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": math.pow,
}
_FUNCTIONS: dict[str, Callable[[Sequence[float]], float]] = {
    "SUM": math.fsum,
    "PRODUCT": lambda values: math.prod(values) if values else 0.0,
    "AVERAGE": _mean,
    "MAX": lambda values: max(values, default=0.0),
    "MIN": lambda values: min(values, default=0.0),
    "ROUND": _rounded,
}
