"""The words that forms all over the country print in their headings, as data.

`vocabulary/labels.toml` says which words name the same column, measure, source or field. A
profile's own labels come first; this list makes the reader at home in forms that no profile
describes.
"""

from __future__ import annotations

from pathlib import Path

import tomli
from msgspec import Struct, convert

LABELS = Path(__file__).parent.parent / "profiles" / "vocabulary" / "labels.toml"

Words = dict[str, tuple[str, ...]]


class LabelPattern(Struct, frozen=True, forbid_unknown_fields=True):
    """A way of writing a label that no list holds: the first pattern that fits decides."""

    key: str
    pattern: str


class Vocabulary(Struct, frozen=True, forbid_unknown_fields=True):
    """Key → the labels that mean it, for each part of a form.

    `grouped` are small headings under an upper one (target → nature, target, unit);
    `subcategories` have keys such as `output.quantity`; the words of levels are stems
    without 指标, 类 and points.
    """

    columns: Words
    grouped: dict[str, Words]
    column_patterns: tuple[LabelPattern, ...]
    measures: Words
    measure_patterns: tuple[LabelPattern, ...]
    sources: Words
    source_patterns: tuple[LabelPattern, ...]
    fields: Words
    tail: Words
    ignored: Words
    categories: Words
    subcategories: Words


_loaded: list[Vocabulary] = []


def load_vocabulary() -> Vocabulary:
    """Return the shared words; read once a process."""
    if not _loaded:
        text = LABELS.read_text(encoding="utf-8")
        _loaded.append(convert(tomli.loads(text), Vocabulary))
    return _loaded[0]
