"""What is wrong with a template, and the words that say so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

Severity: TypeAlias = Literal["error", "warning"]


class Fault(Struct, frozen=True):
    """Something wrong with a template: where, what, and what to do.

    With an error no report can be written, or not the one that was meant; a warning is for
    the office to judge.
    """

    where: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.where}：{self.message}"


def meant(name: str, known: Iterable[str]) -> str:
    """Return ，是不是 … with the known name that looks most like it; "" if none does."""
    from difflib import get_close_matches  # a right template does without

    close = get_close_matches(name, sorted(known), n=1)
    return f"，是不是 {close[0]}" if close else ""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that there is nothing of that name, which was probably meant, or what there is.

    >>> unknown("文本", "overvew", ["overview", "basis"]), unknown("文本", "x", ["basis"])
    ('没有名为 overvew 的文本，是不是 overview。', '没有名为 x 的文本。现有：basis。')
    """
    known = sorted(known)
    close = meant(name, known)
    there = "" if close else f"现有：{'、'.join(known)}。"
    return f"没有名为 {name} 的{what}{close}。{there}"
