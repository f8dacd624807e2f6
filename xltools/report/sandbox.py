"""Jinja2 as far as a template may use it: data and words, nothing that reaches out or runs on.

A template comes from an office and may be passed on; it can neither touch the program nor the
disk, and neither a loop that does not come to an end nor a text that grows without one is made:
steps are counted, and whatever could multiply a text is asked first how long it would be.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from xltools.report.bounds import (
    BOUNDED,
    LEFT_OUT,
    EndlessError,
    bounded,
    joined,
    joined_with,
    replaced,
    sum_of,
)
from xltools.report.filters import FILTERS, NotPrintedError, printed

MOST = 100_000
"""So many steps of loops, calls and pieces of text may one sentence have; a report has some hundreds."""

_QUICK = 8
"""Numbers of a range that cost one step when they are made; going through them costs one each."""

_OF_DICT = frozenset(dir(dict))
_GLOBALS = ("range", "dict", "namespace", "joiner", "cycler")
_UNBOUNDED = frozenset((
    "center", "encode", "expandtabs", "format", "format_map", "join", "ljust", "maketrans",
    "replace", "rjust", "translate", "zfill",
))  # fmt: skip
"""Methods of a text that make a longer one of it, or look at what stands in braces."""

_CHANGING = frozenset(
    each
    for kind in (list, set, dict)
    for each in dir(kind)
    if each[0] != "_"
    and each not in ("copy", "count", "get", "index", "items", "keys", "values")
)
"""What changes a list, a set or a mapping: Jinja2 3.1.6 lets `clear` and `pop` of a list pass."""


class Steps:
    """What one report may take: counts loops and calls sentence by sentence."""

    def __init__(self) -> None:
        self.taken = 0

    def take(self, count: int = 1) -> None:
        """Count some steps.

        Raises:
            EndlessError: one sentence has taken too many.
        """
        self.taken += count
        if self.taken > MOST:
            raise EndlessError

    def range(self, *numbers: int) -> range:
        """The numbers, as Python counts them.

        Raises:
            EndlessError: one sentence has asked for too many.
        """
        found = range(*numbers)
        if found and (max(abs(found[0]), abs(found[-1])) > MOST or len(found) > MOST):
            raise EndlessError
        self.take(1 + len(found) // _QUICK)
        return found

    def each(self, things: Iterable[Any]) -> Iterator[Any]:
        """What a loop goes through, a step each."""
        for thing in things:
            self.take()
            yield thing


class Counted(Context):
    """What a sentence is rendered with, and the steps that it may take."""

    steps: Steps | None = None


def said_of(error: Exception) -> str:
    """Why a sentence could not be worked out, in Chinese where we know what it means."""
    if isinstance(error, EndlessError):
        return f"循环或文字太多，超过 {MOST // 10_000} 万步，请检查 {{% for %}}"
    if isinstance(error, NotPrintedError):
        return str(error)
    if isinstance(error, SecurityError):
        return "只能用数据和句子，不能碰程序内部的东西"
    if isinstance(error, ZeroDivisionError):
        return "除数是 0"
    if isinstance(error, TypeError):
        if "loader" in str(error):
            return "不能引用别的文件"
        return f"有一项没有填，或者文字和数字不能这样运算：{error}"
    return str(error)


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox that knows its own records.

    They hold data and nothing that could be done with it, so what is asked of them need not be
    judged: a report asks thousands of times.
    """

    intercepted_binops = frozenset(("*", "**", "+", "%"))
    concat = staticmethod(joined)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - as Jinja2 has it
        """Of texts and numbers nothing that could fill the memory, of data nothing that changes it."""
        if isinstance(obj, str) and attr in _UNBOUNDED:
            return False
        if isinstance(obj, int) and attr == "to_bytes":
            return False
        if isinstance(obj, list | set | dict) and attr in _CHANGING:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as Jinja2 has it
        """A call is a step: sentences that call each other multiply."""
        if isinstance(context, Counted) and context.steps is not None:
            context.steps.take()
        return super().call(context, obj, *args, **kwargs)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - as Jinja2 has it
        """An attribute of a record or an entry of a plain dict; anything else as the sandbox."""
        if isinstance(obj, Struct) and attribute[0] != "_":
            with contextlib.suppress(AttributeError):
                return getattr(obj, attribute)
        if isinstance(obj, str) and attribute in ("replace", "join"):
            return partial(replaced if attribute == "replace" else joined_with, str(obj))
        if type(obj) is dict and attribute in obj and attribute not in _OF_DICT:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def call_binop(
        self,
        context: Context,
        operator: str,
        left: Any,  # noqa: ANN401 - as Jinja2 has it
        right: Any,  # noqa: ANN401 - as Jinja2 has it
    ) -> Any:  # noqa: ANN401 - as Jinja2 has it
        """A sum or product of numbers, a sum of texts or lists; no other could stay small."""
        if operator == "+":
            return sum_of(left, right)
        if operator == "**" or any(
            isinstance(each, str | bytes | list | tuple) for each in (left, right)
        ):
            raise EndlessError
        return bounded(super().call_binop(context, operator, left, right))


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
    """The one environment of all templates."""
    found = _Environment(
        undefined=jinja2.StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= FILTERS | BOUNDED
    for name in LEFT_OUT:
        del found.filters[name]
    found.globals = {name: found.globals[name] for name in _GLOBALS}
    return found
