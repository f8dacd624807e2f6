"""Jinja2 as far as a template may use it: data and words, nothing that reaches out or runs on.

A template comes from an office and may be passed on; it can neither touch the program nor the
disk, and a loop that does not come to an end is refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from xltools.report.filters import FILTERS, NotPrintedError, printed

MOST = 100_000
"""So many steps of loops and pieces of text may one sentence have; a report has some hundreds."""

_OF_DICT = frozenset(dir(dict))
_GLOBALS = ("range", "dict", "namespace", "joiner", "cycler")


class EndlessError(Exception):
    """A sentence goes on and on."""


class Steps:
    """`range` for one report: counts what it gives out, since loops stand in loops."""

    def __init__(self) -> None:
        self.taken = 0

    def range(self, *numbers: int) -> range:
        """The numbers, as Python counts them.

        Raises:
            EndlessError: one sentence has asked for too many.
        """
        found = range(*numbers)
        if found and (max(abs(found[0]), abs(found[-1])) > MOST or len(found) > MOST):
            raise EndlessError
        self.taken += len(found)
        if self.taken > MOST:
            raise EndlessError
        return found


def joined(pieces: Iterable[str]) -> str:
    """Join what a sentence is rendered to.

    Raises:
        EndlessError: there is no end of it.
    """
    found = list(islice(pieces, MOST + 1))
    if len(found) > MOST:
        raise EndlessError
    return "".join(found)


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

    intercepted_binops = frozenset(("*", "**"))

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - as Jinja2 has it
        """An attribute of a record or an entry of a plain dict; anything else as the sandbox."""
        if isinstance(obj, Struct) and attribute[0] != "_":
            with contextlib.suppress(AttributeError):
                return getattr(obj, attribute)
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
        """A product of numbers; one of texts or a power could fill the memory."""
        if operator == "**" or any(
            isinstance(each, str | list | tuple) for each in (left, right)
        ):
            raise EndlessError
        return super().call_binop(context, operator, left, right)


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
    """The one environment of all templates."""
    found = _Environment(
        undefined=jinja2.StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= FILTERS
    found.globals = {name: found.globals[name] for name in _GLOBALS}
    return found
