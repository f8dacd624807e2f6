"""What sentences ask of their data, found without computing them: `row.completd` in any branch.

A sentence is walked with the data of a filled form beside it: the loop `for row in indicators`
makes `row` an indicator, and what it is asked for must be there, whether or not today's data
takes that branch. What cannot be told (the result of a filter or a call) is let pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import nodes

from xltools.report.bounds import STEPS
from xltools.report.faults import meant
from xltools.report.sentences import SAY

UNTOLD = object()
"""A value that is not known without computing the sentence."""

_ONE_OF = frozenset({"first", "last", "random", "min", "max"})
_SAME = frozenset(
    {"list", "sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr"}
)
_BY_ATTRIBUTE = frozenset({"selectattr", "rejectattr"})  # their first argument names one


class Asked:
    """Walks one sentence; `faults` are the attributes that are not there.

    `said` has what each named sentence was asked to speak of, once each kind.
    """

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.names = names
        self.faults: list[str] = []
        self.said: list[tuple[str, Any]] = []

    def walk(self, tree: nodes.Node, scope: Mapping[str, Any] | None = None) -> None:
        """Look at a whole sentence; `scope` has the names that only it knows, such as row."""
        self._body(tree.iter_child_nodes(), dict(scope or {}))

    def _body(self, body: Iterator[nodes.Node], scope: dict[str, Any]) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        if isinstance(node, nodes.For):
            inner = dict(scope)
            self._bind(node.target, _element(self._value(node.iter, scope)), inner)
            inner["loop"] = UNTOLD
            if node.test is not None:
                self._value(node.test, inner)
            self._body(iter((*node.body, *node.else_)), inner)
        elif isinstance(node, nodes.Assign):
            self._bind(node.target, self._value(node.node, scope), scope)
        elif isinstance(node, nodes.Macro):
            inner = scope | {argument.name: UNTOLD for argument in node.args}
            self._body(iter(node.body), inner)
        elif isinstance(node, nodes.Expr):
            self._value(node, scope)
        else:
            self._body(node.iter_child_nodes(), scope)

    def _bind(self, target: nodes.Node, value: Any, scope: dict[str, Any]) -> None:  # noqa: ANN401
        if isinstance(target, nodes.Name):
            scope[target.name] = value
        elif isinstance(target, nodes.Tuple):
            parts = value if isinstance(value, tuple) else ()
            for at, each in enumerate(target.items):
                self._bind(each, parts[at] if at < len(parts) else UNTOLD, scope)

    def _value(self, node: nodes.Node, scope: dict[str, Any]) -> Any:  # noqa: ANN401
        """The value of an expression as far as it can be told."""
        match node:
            case nodes.Const():
                return node.value
            case nodes.Name():
                return scope.get(node.name, self.names.get(node.name, UNTOLD))
            case nodes.Getattr():
                return self._part(self._value(node.node, scope), node.attr, _path(node.node))
            case nodes.Getitem(arg=nodes.Const(value=str(key))):
                return self._part(self._value(node.node, scope), key, _path(node.node))
            case nodes.Getitem():
                self._value(node.arg, scope)
                return _element(self._value(node.node, scope))
            case nodes.Filter():
                return self._filtered(node, scope)
            case nodes.Call():
                return self._called(node, scope)
        return self._operation(node, scope)

    def _operation(self, node: nodes.Node, scope: dict[str, Any]) -> Any:  # noqa: ANN401
        if isinstance(node, nodes.CondExpr):
            self._value(node.test, scope)
            return self._either((node.expr1, node.expr2), scope)
        if isinstance(node, (nodes.Or, nodes.And)):
            return self._either((node.left, node.right), scope)
        for child in node.iter_child_nodes():
            self._value(child, scope)
        return UNTOLD

    def _either(self, found: Sequence[nodes.Node | None], scope: dict[str, Any]) -> Any:  # noqa: ANN401
        values = [self._value(each, scope) for each in found if each is not None]
        told = [value for value in values if value is not UNTOLD and value is not None]
        return told[0] if told else UNTOLD

    def _filtered(self, node: nodes.Filter, scope: dict[str, Any]) -> Any:  # noqa: ANN401
        value = self._value(node.node, scope) if node.node is not None else UNTOLD
        for each in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self._value(each, scope)
        attribute = _attribute(node)
        found = UNTOLD
        if attribute:
            found = _element(value)
            for part in attribute.split("."):
                found = self._part(found, part, _path(node.node))
        if node.name in _ONE_OF:
            return _element(value)
        if node.name in _SAME:
            return value
        return [found] if node.name == "map" and found is not UNTOLD else UNTOLD

    def _called(self, node: nodes.Call, scope: dict[str, Any]) -> Any:  # noqa: ANN401
        values = [self._value(each, scope) for each in node.args]
        values += [self._value(keyword.value, scope) for keyword in node.kwargs]
        if isinstance(node.node, nodes.Name) and node.node.name == SAY:
            first = node.args[0] if node.args else None
            if isinstance(first, nodes.Const):
                self.said.append((str(first.value), values[1] if len(values) > 1 else None))
            return UNTOLD
        if isinstance(node.node, nodes.Name) and node.node.name == STEPS:
            return values[0]
        if isinstance(node.node, nodes.Getattr):
            owner = self._value(node.node.node, scope)
            if node.node.attr == "items" and isinstance(owner, dict):
                return list(owner.items())
            if node.node.attr == "values" and isinstance(owner, dict):
                return list(owner.values())
        self._value(node.node, scope)
        return UNTOLD

    def _part(self, owner: Any, name: str, path: str) -> Any:  # noqa: ANN401
        """An attribute or entry as Jinja2 looks it up; a fault where there is none."""
        if owner is UNTOLD or owner is None:
            return UNTOLD
        try:
            return getattr(owner, name) if hasattr(owner, name) else owner[name]
        except (KeyError, TypeError, IndexError, AttributeError):
            inside = f"{path} 里" if path else ""
            self.faults.append(f"{inside}没有名为 {name} 的数据{meant(name, _parts(owner))}。")
            return UNTOLD


def _element(value: Any) -> Any:  # noqa: ANN401
    """One of many: what a loop over the value gives its name."""
    if isinstance(value, dict):
        return next(iter(value), UNTOLD)
    if isinstance(value, (list, tuple)):
        return next((each for each in value if each is not None), UNTOLD)
    return UNTOLD


def _parts(owner: Any) -> list[str]:  # noqa: ANN401
    """What may be asked of a value."""
    keys = [key for key in owner if isinstance(key, str)] if isinstance(owner, dict) else []
    keys += list(vars(owner).get("texts", ())) if hasattr(owner, "__dict__") else []
    return keys or [name for name in dir(owner) if not name.startswith("_")]


def _attribute(node: nodes.Filter) -> str:
    """The attribute that a filter looks at in each element: map(attribute="score")."""
    named = [each.value for each in node.kwargs if each.key == "attribute"]
    if not named and node.name in _BY_ATTRIBUTE:
        named = node.args[:1]
    first = named[0] if named else None
    return (
        first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else ""
    )


def _path(node: nodes.Node | None) -> str:
    """An expression as it was written, as far as it is names: funding.total."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = _path(node.node)
        return f"{before}.{node.attr}" if before else node.attr
    if isinstance(node, nodes.Filter):
        return _path(node.node)
    return ""
