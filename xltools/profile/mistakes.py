"""What is wrong with a profile's file: where, what, and what to write instead."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

KeyPath = tuple[str | int, ...]
"""`("form", "head", 1, "cells", 0, "span")`: keys of tables, 0-based items of lists."""


class Mistake(Struct, frozen=True):
    """One mistake; `line` and `column` are 1-based, 0 where the file has no place for it.

    An "error" makes the profile unfit for use, a "hint" is for a person to look at.
    """

    file: str
    line: int
    column: int
    key: str
    message: str
    advice: str = ""
    severity: Literal["error", "hint"] = "error"

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        level = "错误" if self.severity == "error" else "提醒"
        subject = f"〔{self.key}〕" if self.key else ""
        advice = f"\n    → {self.advice}" if self.advice else ""
        return f"{where}  {level} {subject}{self.message}{advice}"


class Problem(Struct, frozen=True):
    """A mistake in a profile's content, before its line is known.

    `paths` are the keys that have a part in it; the first that stands in the officer's own file
    is where the mistake is shown. `wrong` says what in the first path is wrong, and `instead` is
    what was probably meant, None if nobody can tell.
    """

    paths: tuple[KeyPath, ...]
    message: str
    advice: str = ""
    severity: Literal["error", "hint"] = "error"
    wrong: Literal["key", "value", "whole"] = "whole"
    instead: object = None


def dotted(path: KeyPath) -> str:
    """A key path as a person writes it, items of lists counted from 1.

    >>> dotted(("form", "head", 1, "cells", 0, "span"))
    'form.head 第 2 项 cells 第 1 项 span'
    """
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f" 第 {part + 1} 项"
        elif not words:
            words = part
        else:
            words += f" {part}" if words.endswith("项") else f".{part}"
    return words


def nearest(typed: str, allowed: list[str]) -> str | None:
    """The spelling that is nearest to what was typed, None if none is near."""
    from difflib import get_close_matches  # not on the way of `xltools score`

    near = get_close_matches(typed.lower(), allowed, n=1, cutoff=0.6)
    return near[0] if near else None


def did_you_mean(typed: str, allowed: list[str]) -> str:
    """What to write instead: the nearest spelling, and all that may be written."""
    near = nearest(typed, allowed)
    guess = f"您是不是要写“{near}”？" if near else ""
    return f"{guess}可用：{'、'.join(allowed)}。"
