"""`without` and `[relabel.…]`: parts of a base taken away, printed labels changed by their key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from xltools.profile.mistakes import KeyPath, Problem, did_you_mean

Table = dict[str, Any]

RELABELS: dict[str, tuple[str, ...]] = {
    "fields": ("form", "fields"),
    "measures": ("form", "funding", "measures"),
    "sources": ("form", "funding", "sources"),
    "columns": ("form", "indicators", "columns"),
    "categories": ("form", "indicators", "categories"),
    "subcategories": ("form", "indicators", "categories", "subcategories"),
    "texts": ("texts",),
}
"""What `[relabel.…]` may name, and where those items stand."""


def adapt(content: Table, own: Table) -> Iterator[Problem]:
    """Take away and relabel in `content` what the file's own tables say; yield what is not there.

    Tables that change are copied first: a base is shared by all its heirs.
    """
    without = own.get("without", [])
    if isinstance(without, list) and all(isinstance(each, str) for each in without):
        for number, each in enumerate(without):
            if not _take_away(content, each.split(".")):
                yield Problem(
                    (("without", number), ("without",)),
                    f"{each} 在被继承的表样里没有。",
                    '写键的路径，如 "form.objective"、"group"、"form.indicators.columns.points"。',
                )
    else:
        yield Problem(
            (("without",),), "without 应是一列文字。", '如 without = ["form.objective"]。'
        )
    relabel = own.get("relabel", {})
    if not isinstance(relabel, dict):
        yield Problem((("relabel",),), "relabel 应是表。", "如 [relabel.columns]。")
        return
    for table, labels in relabel.items():
        here: KeyPath = ("relabel", table)
        if table not in RELABELS:
            yield Problem(
                (here,), f"没有 [relabel.{table}]。", did_you_mean(table, list(RELABELS))
            )
        elif not isinstance(labels, dict):
            yield Problem(
                (here,), f"relabel.{table} 应是一张表。", '如 target = "年初目标值"。'
            )
        else:
            for key, label in labels.items():
                yield from _adapt_label(content, table, key, label)


def _adapt_label(content: Table, table: str, key: str, label: object) -> Iterator[Problem]:
    path: KeyPath = ("relabel", table, key)
    if not isinstance(label, str) or not label.strip():
        yield Problem((path,), "新的标签应是引号里的文字。", f'如 {key} = "年初目标值"。')
    elif not _relabel(content, table, key, label):
        known = labels_of(content, table)
        near = did_you_mean(key, list(known)).partition("可用")[0]
        if same := [each for each in known if known[each] == key]:
            near = f"您是不是要写“{same[0]}”？"
        words = "、".join(f"{each}（{word}）" for each, word in known.items())
        yield Problem((path,), f"表样里没有 {key}。", f"{near}可用：{words}。")


def labels_of(content: Table, table: str) -> dict[str, str]:
    """Return the keys that `[relabel.…]` may name, with their labels."""
    items: list[Any] = [content]
    for key in RELABELS[table]:
        values = [item.get(key) for item in items if isinstance(item, dict)]
        items = []
        for value in values:
            items += value if isinstance(value, list) else [value]
    found = (item for item in items if isinstance(item, dict) and "key" in item)
    return {str(item["key"]): str(item.get("label", "")) for item in found}


def _take_away(content: Table, path: list[str]) -> bool:
    """Remove a table's key, or the item of a list that has that `key`."""
    key, *rest = path
    value = content.get(key)
    if not rest:
        return content.pop(key, None) is not None
    if isinstance(value, dict):
        content[key] = inner = dict(value)
        return _take_away(inner, rest)
    if isinstance(value, list) and len(rest) == 1:
        kept = [each for each in value if not _is(each, rest[0])]
        content[key] = kept
        return len(kept) < len(value)
    return False


def _is(item: object, key: str) -> bool:
    return isinstance(item, dict) and item.get("key") == key


def _relabel(content: Table, table: str, key: str, label: str) -> bool:
    """Give the items with that key their new label; the old one becomes a synonym."""
    old: list[str] = []

    def change(item: Table) -> Table:
        if not _is(item, key):
            return item
        before = item.get("label")
        if not isinstance(before, str) or before == label:
            old.append(label)
            return item
        old.append(before)
        if table == "texts":  # they have no synonyms
            return {**item, "label": label}
        synonyms = [each for each in item.get("synonyms", []) if each not in (label, before)]
        return {**item, "label": label, "synonyms": [*synonyms, before]}

    _change_items(content, RELABELS[table], change)
    if table == "fields":
        for each in old:
            _relabel_cells(content, each, label)
    return bool(old)


def _change_items(
    content: Table, path: tuple[str, ...], change: Callable[[Table], Table]
) -> None:
    """Replace each item of the list at that path; everything on the way is copied."""
    key, *rest = path
    value = content.get(key)
    if isinstance(value, dict) and rest:
        content[key] = inner = dict(value)
        _change_items(inner, tuple(rest), change)
    elif isinstance(value, list):
        items = [dict(item) if isinstance(item, dict) else item for item in value]
        tables = [item for item in items if isinstance(item, dict)]
        if rest:
            for item in tables:
                _change_items(item, tuple(rest), change)
        else:
            items = [change(item) if isinstance(item, dict) else item for item in items]
        content[key] = items


def _relabel_cells(content: Table, old: str, label: str) -> None:
    """Change the printed cells that hold a field's old label, in the head and at the foot."""

    def change(row: Table) -> Table:
        cells = row.get("cells", [])
        if not isinstance(cells, list):
            return row
        changed = [
            {**cell, "label": label}
            if isinstance(cell, dict) and cell.get("label") == old
            else cell
            for cell in cells
        ]
        return {**row, "cells": changed}

    _change_items(content, ("form", "head"), change)
    _change_items(content, ("form", "tail", "rows"), change)
