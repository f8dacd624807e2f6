"""Tables of what the field knows (papers, methods, words that cannot both hold), as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import tomli
from msgspec import convert

DATA = Path(__file__).parent / "data"

Shape = TypeVar("Shape")

_loaded: dict[str, Any] = {}


def load_table(name: str, shape: type[Shape]) -> Shape:
    """Return `data/NAME.toml` in its shape; read once a process."""
    if name not in _loaded:
        text = (DATA / f"{name}.toml").read_text(encoding="utf-8")
        _loaded[name] = convert(tomli.loads(text), shape)
    table: Shape = _loaded[name]
    return table
