"""Tables as TOML that a person edits: short values in a line, one item of a list a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

LINE = 96
"""A list that fits in so many characters stays in one line."""


def toml_value(value: object) -> str:
    """One value in one line.

    >>> toml_value([{"key": "target", "label": "目标值"}, True, Decimal("0.9")])
    '[{ key = "target", label = "目标值" }, true, 0.9]'
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        pairs = ", ".join(
            f"{toml_key(key)} = {toml_value(each)}" for key, each in value.items()
        )
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return _text(str(value))


def toml_key(key: str) -> str:
    """A key, in quotation marks where it needs them."""
    plain = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if plain else _text(key)


def toml_pair(key: str, value: object) -> Iterator[str]:
    """The lines of `key = value`; a list too long for one line has an item a line."""
    line = f"{toml_key(key)} = {toml_value(value)}"
    if isinstance(value, list | tuple) and value and _is_long(line, value):
        yield f"{toml_key(key)} = ["
        yield from _items(value)
        yield "]"
    else:
        yield line


def toml_table(
    table: Mapping[str, Any],
    path: str = "",
    notes: Mapping[str, str] | None = None,
    *,
    item: bool = False,
) -> Iterator[str]:
    """The lines of a whole table: its own values, then the tables in it.

    `notes` are comments to put before the table or the list at a dotted path. The tables in an
    `item` of a list stay in one line, so that the item is one block.
    """
    said = notes or {}
    inner: list[tuple[str, Any]] = []
    for key, value in table.items():
        here = f"{path}.{key}" if path else key
        if (isinstance(value, Mapping) and not item) or _is_nested(value):
            inner.append((here, value))
            continue
        if here in said:
            yield f"# {said[here]}"
        yield from toml_pair(key, value)
    for here, value in inner:
        yield ""
        if here in said:
            yield f"# {said[here]}"
        if isinstance(value, Mapping):
            yield f"[{here}]"
            yield from toml_table(value, here, said)
        else:
            for each in value:
                yield f"[[{here}]]"
                yield from (line for line in toml_table(each, here, said, item=True) if line)


def _items(values: list[Any] | tuple[Any, ...]) -> Iterator[str]:
    """Tables a line each; words and numbers as many as fit in a line."""
    line = " "
    for value in values:
        item = f" {toml_value(value)},"
        if line.strip() and (isinstance(value, Mapping) or len(line + item) > LINE):
            yield line
            line = " "
        line += item
    yield line


def _is_nested(value: object) -> bool:
    """A list of tables that have lists of tables themselves, or are long: [[ ]] for each."""
    if not isinstance(value, list | tuple) or not value:
        return False
    if not all(isinstance(item, Mapping) for item in value):
        return False
    deep = any(
        isinstance(each, list | tuple) and any(isinstance(one, Mapping) for one in each)
        for item in value
        for each in item.values()
    )
    return deep or any(isinstance(each, Mapping) for item in value for each in item.values())


def _is_long(line: str, value: list[Any] | tuple[Any, ...]) -> bool:
    tables = any(isinstance(item, Mapping) for item in value)
    return len(line) > LINE or (tables and len(value) > 1)


def _text(text: str) -> str:
    marks = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    shown = "".join(
        marks.get(char) or (char if char >= " " and char != "\x7f" else f"\\u{ord(char):04X}")
        for char in text
    )
    return f'"{shown}"'
