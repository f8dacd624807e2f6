"""What could make a long text of a short one, with its end known before it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Undefined, nodes, pass_environment, pass_eval_context
from jinja2 import filters as jinja
from jinja2.nodes import EvalContext
from jinja2.visitor import NodeTransformer

LONGEST = 1_000_000
"""Characters that a sentence, or any text on the way to it, may have; the longest report has a tenth."""

WIDEST = 1_000
"""Characters or columns that a text may be set to."""

_DIGITS = 10**40
"""No number of a form comes near it."""

LEFT_OUT = ("format", "pprint", "tojson", "urlize", "xmlattr")
"""Filters of Jinja2 for web pages and programs; `format` can be told to make any number of spaces."""

STEPS = "xlt_each"
"""The name under which a loop finds what counts it."""


class EndlessError(Exception):
    """A sentence goes on and on."""


def bounded(value: Any) -> Any:  # noqa: ANN401 - whatever is computed
    """The value, if it is not absurdly large.

    Raises:
        EndlessError: it is.
    """
    if isinstance(value, int) and abs(value) > _DIGITS:
        raise EndlessError
    if isinstance(value, str | list | tuple) and len(value) > LONGEST:
        raise EndlessError
    return value


def sum_of(left: Any, right: Any) -> Any:  # noqa: ANN401 - whatever is added
    """`left + right`.

    Raises:
        EndlessError: of two texts or lists that are too long together, or of huge numbers.
    """
    if isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
        _within(len(left) + len(right))
    return bounded(left + right)


def joined(pieces: Iterable[str]) -> str:
    """Join what a sentence is rendered to.

    Raises:
        EndlessError: there is no end of it.
    """
    found: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece) + 1  # a loop that prints nothing goes on, too
        _within(length)
        found.append(piece)
    return "".join(found)


def joined_with(text: str, pieces: Iterable[Any]) -> str:
    """`text.join(pieces)`.

    Raises:
        EndlessError: it would be too long.
    """
    found = [str(piece) for piece in pieces]
    _within(sum(map(len, found)) + len(found) * len(text))
    return text.join(found)


def replaced(text: str, old: str, new: str, count: int = -1) -> str:
    """`text.replace(old, new, count)`.

    Raises:
        EndlessError: it would be too long.
    """
    times = text.count(old) if count < 0 else min(count, text.count(old))
    _within(len(text) + times * len(new))
    return text.replace(old, new, count)


def _within(length: int) -> None:
    if length > LONGEST:
        raise EndlessError


def _narrow(*widths: Any) -> None:  # noqa: ANN401 - what a template gives
    if any(isinstance(width, int) and abs(width) > WIDEST for width in widths):
        raise EndlessError


def _replace(text: Any, old: Any, new: Any, count: int | None = None) -> str:  # noqa: ANN401
    """Jinja2's, of no more than fits."""
    return replaced(_text(text), _text(old), _text(new), -1 if count is None else count)


def _text(value: Any) -> str:  # noqa: ANN401 - what a template gives
    """The value as a text; a name that nothing has is told by Jinja2."""
    return value if isinstance(value, str) else str(value)


def _center(value: Any, width: int = 80) -> str:  # noqa: ANN401
    _narrow(width)
    return jinja.do_center(value, width)


def _indent(value: Any, width: int | str = 4, first: bool = False, blank: bool = False) -> str:  # noqa: ANN401
    _narrow(width, len(width) if isinstance(width, str) else 0)
    _within((_text(value).count("\n") + 1) * (width if isinstance(width, int) else len(width)))
    return jinja.do_indent(value, width, first, blank)


def _batch(value: Any, linecount: int, fill_with: Any = None) -> Any:  # noqa: ANN401
    _narrow(linecount)
    return jinja.do_batch(value, linecount, fill_with)


def _slice(value: Any, slices: int, fill_with: Any = None) -> Any:  # noqa: ANN401
    _narrow(slices)
    return jinja.sync_do_slice(value, slices, fill_with)


@pass_environment
def _wordwrap(environment: Any, text: Any, width: int = 79, *rest: Any, **more: Any) -> str:  # noqa: ANN401
    given = rest[1] if len(rest) > 1 else more.get("wrapstring")
    _narrow(width, len(given) if isinstance(given, str) else 0)
    _within(len(_text(text)) * (2 if given is None else len(_text(given)) + 1))
    return jinja.do_wordwrap(environment, _text(text), width, *rest, **more)


@pass_eval_context
def _join(context: EvalContext, value: Any, d: str = "", attribute: Any = None) -> str:  # noqa: ANN401
    if isinstance(value, Undefined):
        return str(value)
    if attribute is not None:
        value = map(jinja.make_attrgetter(context.environment, attribute), value)
    return joined_with(_text(d), value)


BOUNDED: dict[str, Callable[..., Any]] = {
    "replace": _replace, "center": _center, "indent": _indent, "batch": _batch, "slice": _slice,
    "wordwrap": _wordwrap, "join": _join,
}  # fmt: skip
"""Filters of Jinja2 that could multiply what they are given."""


class _Bounded(NodeTransformer):
    """A sentence whose loops are counted and whose texts are added up where somebody looks."""

    def visit_For(self, node: nodes.For, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: ANN401, N802
        self.generic_visit(node, *args, **kwargs)
        counted = nodes.Name(STEPS, "load", lineno=node.lineno)
        node.iter = nodes.Call(counted, [node.iter], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: ANN401, N802
        self.generic_visit(node, *args, **kwargs)
        first, *others = (
            nodes.Filter(each, "string", [], [], None, None, lineno=node.lineno)
            for each in node.nodes
        )
        found: nodes.Expr = first
        for each in others:
            found = nodes.Add(found, each, lineno=node.lineno)
        return found


def with_bounds(tree: nodes.Template) -> nodes.Template:
    """The sentence, changed in place, in which every loop and every `~` asks how far it may go."""
    _Bounded().visit(tree)
    if tree.environment is not None:
        tree.set_environment(tree.environment)
    return tree
