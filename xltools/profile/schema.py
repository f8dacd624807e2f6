"""Every mistake of type, spelling and omission in a profile's content, with its key path.

msgspec stops at the first one. This walks the same types, so it can never allow what the loader
refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import inspect

from xltools.profile.key_words import COLUMN_WORDS, said
from xltools.profile.load import Profile
from xltools.profile.mistakes import KeyPath, Problem, did_you_mean, nearest
from xltools.profile.relabel import Table

_COLUMNS = list(COLUMN_WORDS)


def _order(key: str) -> int:
    return _COLUMNS.index(key) if key in COLUMN_WORDS else 0


def schema_problems(content: dict[str, Any]) -> Iterator[Problem]:
    """Yield what the types of a profile do not allow, in the order of the content."""
    yield from _walk(content, inspect.type_info(Profile), ())


def mended(content: Table, problems: Iterable[Problem]) -> Table:
    """Return a copy of the content with what was probably meant in the place of each mistake.

    What nobody can guess is left out. The rest of the profile can then be looked at, so that
    an officer is told everything at once.
    """
    copy = deepcopy(content)
    for problem in problems:
        if problem.wrong == "whole":
            continue  # something is missing, or the content is no table at all
        *way, last = problem.paths[0]
        holder: Any = copy
        for part in way:
            holder = _step(holder, part)
        if _step(holder, last) is None:
            continue  # gone with another mistake
        if problem.wrong == "key":
            value = holder.pop(last)
            if problem.instead is not None:
                holder.setdefault(problem.instead, value)
        elif problem.instead is not None:
            holder[last] = problem.instead
        elif isinstance(holder, dict):  # an item of a list stays: the others keep their number
            del holder[last]
    return copy


def _step(holder: object, part: str | int) -> Any:  # noqa: ANN401 - any TOML value
    """A table's or list's part, None if it has none."""
    if isinstance(holder, dict):
        return holder.get(part)
    if isinstance(holder, list) and isinstance(part, int):
        return holder[part] if part < len(holder) else None
    return None


def _walk(value: object, kind: inspect.Type, path: KeyPath) -> Iterator[Problem]:
    if isinstance(kind, inspect.StructType):
        yield from _struct(value, kind, path)
    elif isinstance(kind, inspect.VarTupleType):
        yield from _list(value, kind, path)
    elif isinstance(kind, inspect.DictType):
        yield from _dict(value, kind, path)
    elif isinstance(kind, inspect.UnionType):
        some = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        yield from min((list(_walk(value, each, path)) for each in some), key=len)
    elif isinstance(kind, inspect.LiteralType):
        yield from _literal(value, kind, path)
    else:
        yield from _plain(value, kind, path)


def _list(value: object, kind: inspect.VarTupleType, path: KeyPath) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield _wrong(value, "方括号里的一列，如 [ …, … ]", path)
        return
    for number, item in enumerate(value):
        yield from _walk(item, kind.item_type, (*path, number))


def _dict(value: object, kind: inspect.DictType, path: KeyPath) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong(value, "一张表，如 { 键 = 值 }", path)
        return
    for key, item in value.items():
        yield from _walk(item, kind.value_type, (*path, key))


def _struct(value: object, kind: inspect.StructType, path: KeyPath) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong(value, "一张表，如 { 键 = 值 }", path)
        return
    fields = {field.encode_name: field for field in kind.fields}
    missing = [name for name, field in fields.items() if field.required and name not in value]
    for key, item in value.items():
        here = (*path, key)
        if key in fields:
            yield from _walk(item, fields[key].type, here)
            continue
        near = nearest(str(key), list(fields))
        if near in missing:
            missing.remove(near)  # one slip is told once
        advice = did_you_mean(str(key), list(fields))
        yield Problem(
            (here,), f"没有 {key} 这一项，请检查拼写。", advice, wrong="key", instead=near
        )
    for name in missing:
        advice = f"请加上 {name} = {_sample(fields[name].type)}"
        yield Problem((path,), f"缺少必填项 {name}（{said(name)}）。", advice)


def _literal(value: object, kind: inspect.LiteralType, path: KeyPath) -> Iterator[Problem]:
    if value in kind.values:
        return
    allowed = sorted((str(each) for each in kind.values), key=_order)
    words = [f"{each}（{said(each)}）" if said(each) != each else each for each in allowed]
    if not isinstance(value, str):
        yield _wrong(value, f"引号里的文字（{'、'.join(words)}）", path)
        return
    same = [each for each in allowed if value and said(each) == value]
    near = same[0] if same else nearest(value, allowed)
    guess = f"您是不是要写“{near}”？" if near else ""
    advice = f"{guess}可用：{'、'.join(words)}。"
    yield Problem((path,), f"“{value}”不是可用的值。", advice, wrong="value", instead=near)


def _plain(value: object, kind: inspect.Type, path: KeyPath) -> Iterator[Problem]:
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if isinstance(kind, inspect.StrType):
        if not isinstance(value, str):
            text = None if isinstance(value, dict | list) else _text(value)
            yield _wrong(value, f'引号里的文字，如 "{text or "…"}"', path, text)
    elif isinstance(kind, inspect.BoolType):
        if not isinstance(value, bool):
            yield _wrong(value, "true 或 false", path)
    elif isinstance(kind, inspect.IntType):
        if not number or value != int(value):  # type: ignore[call-overload]
            whole = int(Decimal(str(value))) if _is_number(str(value)) else None
            yield _wrong(value, "整数，不带引号", path, whole)
    elif isinstance(kind, inspect.DecimalType):
        if not number and not _is_number(value):
            yield _wrong(value, "数字，如 0.9", path)
    elif not number:
        number_meant = Decimal(str(value)) if _is_number(value) else None
        yield _wrong(value, "数字，不带引号，如 24", path, number_meant)


def _is_number(value: object) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _wrong(value: object, wanted: str, path: KeyPath, instead: object = None) -> Problem:
    return Problem(
        (path,), f"{_shown(value)}不对。", f"应写{wanted}。", wrong="value", instead=instead
    )


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "这里写了一张表，"
    if isinstance(value, list):
        return "这里写了一列，"
    if isinstance(value, bool):
        return f"{str(value).lower()} "
    return f"“{value}”" if isinstance(value, str) else f"{value} "


def _sample(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.VarTupleType):
        return "[ … ]"
    if isinstance(kind, inspect.StructType | inspect.DictType):
        return "{ … }"
    if isinstance(kind, inspect.LiteralType):
        return f'"{kind.values[0]}"'
    return '"…"' if isinstance(kind, inspect.StrType) else "数字"
