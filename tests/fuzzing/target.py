"""What a target is: how an example is drawn, and what must hold of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from msgspec import Struct


class Target(Struct, frozen=True):
    """Examples of one kind.

    `draw` makes the bytes of an example, the same ones of the same `Random`; `holds` reads them and
    tells whether they were accepted. What it raises is a fault, and so is a process that grows by more than
    `growth` MB after the first tenth of its examples.
    """

    name: str
    draw: Callable[[Random], bytes]
    holds: Callable[[bytes], bool]
    growth: int = 150


def check_words(error: Exception) -> None:
    """An error of ours says what is wrong, in Chinese."""
    assert re.search("[\u4e00-\u9fff]", str(error)), repr(error)
