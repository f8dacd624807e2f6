"""Sentences of a template: Jinja2 in a sandbox, every unknown name an error.

What people typed into the form is only ever a *value* here: it is not parsed, and its line
ends are taken out, so a project name cannot add a paragraph to the report.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from xltools.errors import TemplateError
from xltools.report.text import MISSING, number, one_line, percent

_QUOTED = re.compile(r"'([^']+)'")


def check_sentence(source: str, names: Iterable[str], where: str) -> None:
    """Refuse a sentence that is no Jinja2 or uses a name that no report has.

    Raises:
        TemplateError: says `where`, what is wrong, and the name that was probably meant.
    """
    known = set(names)
    try:
        used = meta.find_undeclared_variables(_environment().parse(source))
        _compiled(source)
    except jinja2.TemplateSyntaxError as error:
        line = f"第 {error.lineno} 行" if "\n" in source else ""
        raise TemplateError(f"{where}：句子{line}的写法不对（{error.message}）。") from None
    for name in sorted(used - known - set(_environment().globals)):
        raise TemplateError(f"{where}：没有名为 {name} 的数据{_meant(name, known)}。")


def render(source: str, names: Mapping[str, Any], where: str) -> str:
    """Return the sentence with its data filled in; lines of the template stay lines.

    Raises:
        TemplateError: a name or an operation that the data does not have.
    """
    try:
        return _compiled(source).render(names)
    except jinja2.UndefinedError as error:
        name = _QUOTED.findall(error.message or "")
        what = f"没有名为 {name[-1]} 的数据" if name else str(error.message)
        raise TemplateError(f"{where}：{what}。") from None
    except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise TemplateError(f"{where}：句子算不出来（{error}）。") from None


def holds(condition: str, names: Mapping[str, Any], where: str) -> bool:
    """Tell whether a `when` is true; an empty one is."""
    if not condition:
        return True
    return render(f"{{% if {condition} %}}1{{% endif %}}", names, where) == "1"


@lru_cache(maxsize=512)
def _compiled(source: str) -> jinja2.Template:
    """A batch of reports has the same sentences again and again."""
    return _environment().from_string(source)


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = _percent
    environment.filters["points"] = environment.filters["amount"] = _number
    return environment


def _finalize(value: object) -> object:
    """What `{{ value }}` prints: a blank shows, a number has no trailing zeros."""
    if value is None:
        return MISSING
    if isinstance(value, Decimal):
        return number(value)
    return one_line(value) if isinstance(value, str) else value


def _percent(value: object, places: int = 2) -> str:
    """A ratio as a percentage: `{{ execution_rate | percent }}` → 98.92%."""
    return MISSING if value is None else percent(Decimal(str(value)), places)


def _number(value: object) -> str:
    """A number or （待补充）."""
    return MISSING if value is None else number(Decimal(str(value)))


def _meant(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"，是不是 {close[0]}" if close else ""
