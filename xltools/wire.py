"""Records ↔ plain JSON: the contract of a host that speaks no Python, without loss.

A record becomes an object with its fields, a tuple, list or set an array, a mapping whose keys
are no texts an array of [key, value]. JSON has one kind of number and no dates, so what it
cannot tell apart is tagged: {"decimal": "89.50"}, {"date": "2022-12-30"}, {"datetime": …},
{"time": …}, {"seconds": "90.5"}. A float stays a number, and so does an int.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Literal, TypeAlias, TypeVar, Union

import msgspec
from msgspec import Struct

from xltools.snapshot import Patch, Snapshot

Plain: TypeAlias = Any
"""What a JSON reader gives: dict, list, str, int, float, bool, None."""

Kind: TypeAlias = Any
"""What a field is annotated with."""

T = TypeVar("T")


class WireError(ValueError):
    """The JSON does not say what the contract says; its text names what was expected."""


def encode(record: Struct) -> bytes:
    """Return a record as JSON."""
    return msgspec.json.encode(to_plain(record))


def decode(kind: type[T], data: bytes) -> T:
    """Return the record that `encode` wrote.

    Raises:
        WireError: it is none.
    """
    return from_plain(kind, _read(data))


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """Return a snapshot as JSON."""
    return encode(snapshot)


def decode_snapshot(data: bytes) -> Snapshot:
    """Return the snapshot that `encode_snapshot` wrote.

    Raises:
        WireError: it is none.
    """
    return decode(Snapshot, data)


def encode_patch(patch: Patch) -> bytes:
    """Return a patch as JSON."""
    return encode(patch)


def decode_patch(data: bytes) -> Patch:
    """Return the patch that `encode_patch` wrote.

    Raises:
        WireError: it is none.
    """
    return decode(Patch, data)


def to_plain(value: object) -> Plain:
    """Return a record, or any value in one, as JSON's own kinds.

    >>> to_plain((Decimal("89.50"), date(2022, 12, 30), None, 2.5))
    [{'decimal': '89.50'}, {'date': '2022-12-30'}, None, 2.5]
    """
    if isinstance(value, Struct):
        return {name: to_plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, Mapping):
        if all(type(key) is str for key in value):
            return {key: to_plain(each) for key, each in value.items()}
        return [[to_plain(key), to_plain(each)] for key, each in value.items()]
    if isinstance(value, frozenset):
        return [to_plain(each) for each in sorted(value)]
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    if isinstance(value, PurePath):
        return str(value)
    for kind, (tag, write, _) in _TAGS.items():
        if type(value) is kind:
            return {tag: write(value)}
    return value


def from_plain(kind: type[T], value: Plain) -> T:
    """Return the record that `to_plain` made plain.

    Raises:
        WireError: a field is missing or of another kind.
    """
    made: T = _made(kind, value)
    return made


def _read(data: bytes) -> Plain:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise WireError("no JSON") from None


def _seconds(text: str) -> timedelta:
    whole = Decimal(text) * 1_000_000
    return timedelta(microseconds=int(whole))


def _in_seconds(span: timedelta) -> str:
    return str(Decimal(span // timedelta(microseconds=1)).scaleb(-6))


_TAGS: dict[type, tuple[str, Callable[[Any], str], Callable[[str], Any]]] = {
    Decimal: ("decimal", str, Decimal),
    datetime: ("datetime", datetime.isoformat, datetime.fromisoformat),
    date: ("date", date.isoformat, date.fromisoformat),
    time: ("time", time.isoformat, time.fromisoformat),
    timedelta: ("seconds", _in_seconds, _seconds),
}
_READERS = {tag: (kind, read) for kind, (tag, _, read) in _TAGS.items()}


@lru_cache(maxsize=64)
def _fields(kind: type[Struct]) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _made(kind: Kind, value: Plain) -> Plain:
    """The value as a field of this kind takes it."""
    origin: Kind = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(arguments, value)
    if origin is Literal:
        return _checked(value in arguments, value, kind)
    if origin is dict:
        return _mapping(arguments, value)
    if origin in (list, tuple, frozenset):
        _checked(type(value) is list, value, kind)
        return _series(origin, arguments, value)
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _record(kind, value)
    return _scalar(kind, value)


def _checked(holds: bool, value: Plain, kind: object) -> Plain:
    if not holds:
        raise WireError(f"{kind} expected, not {str(value)[:60]!r}")
    return value


def _one_of(kinds: tuple[Kind, ...], value: Plain) -> Plain:
    if type(value) in kinds:
        return value
    for kind in kinds:
        try:
            return _made(kind, value)
        except WireError:
            continue
    raise WireError(f"{kinds} expected, not {str(value)[:60]!r}")


def _series(origin: Kind, kinds: tuple[Kind, ...], values: list[Plain]) -> Plain:
    if origin is tuple and kinds[-1] is not Ellipsis:
        _checked(len(kinds) == len(values), values, kinds)
        return tuple(_made(kind, each) for kind, each in zip(kinds, values, strict=True))
    return origin(_made(kinds[0], each) for each in values)


def _mapping(kinds: tuple[Kind, ...], value: Plain) -> Plain:
    key, kind = kinds
    if type(value) is dict:  # an empty one is written so whatever its keys
        return {_made(key, name): _made(kind, each) for name, each in value.items()}
    _checked(type(value) is list, value, dict)
    pairs = [_checked(type(pair) is list and len(pair) == 2, pair, "pair") for pair in value]
    return {_made(key, name): _made(kind, each) for name, each in pairs}


def _record(kind: type[Struct], value: Plain) -> Struct:
    _checked(type(value) is dict, value, kind)
    hints = _fields(kind)
    _checked(value.keys() <= hints.keys(), value, kind)
    made = {name: _made(hints[name], each) for name, each in value.items()}
    try:
        return kind(**made)
    except TypeError as error:
        raise WireError(str(error)) from None


def _scalar(kind: Kind, value: Plain) -> Plain:
    if type(value) is dict and len(value) == 1:
        ((tag, text),) = value.items()
        wanted, read = _READERS.get(tag, (None, str))
        _checked(wanted is kind and type(text) is str, value, kind)
        try:
            return read(text)
        except (ValueError, ArithmeticError):
            raise WireError(f"{kind} expected, not {text!r}") from None
    if kind is float and type(value) is int:
        return float(value)
    return _checked(type(value) is kind, value, kind)
