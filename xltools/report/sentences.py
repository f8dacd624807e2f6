"""Sentences of a template: Jinja2 in a sandbox, every unknown name an error.

What people typed into the form is only ever a *value* here: it is not parsed, and its line
ends are taken out, so a project name cannot add a paragraph to the report.

All sentences of a template become one compiled module, a block each: a report sets up its
names once and not once a sentence. A sentence that stands under a name in `[sentences]` is said
by others of each indicator: `{{ say("result", row) }}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context
from msgspec import Struct

from xltools.errors import TemplateError
from xltools.report.bounds import STEPS, EndlessError, joined, with_bounds
from xltools.report.faults import meant, unknown
from xltools.report.filters import Said
from xltools.report.sandbox import Counted, Steps, environment, said_of

_QUOTED = re.compile(r"'([^']+)'")
ROW = "row"
"""What a named sentence calls the thing that it is said of."""
SAY = "say"
DEEPEST = 12
"""So many named sentences may stand one in another; more are a circle."""

_OTHER_FILES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport, nodes.Block)
"""What joins files; a sentence is alone."""


class Parsed(Struct, frozen=True):
    """A sentence as Jinja2 understood it; `tree` is None for plain words.

    `names` are those it uses and does not set itself, `said` the named sentences it asks for.
    """

    source: str
    tree: nodes.Template | None
    names: frozenset[str]
    said: frozenset[str] = frozenset()


def parse_sentence(source: str, where: str) -> Parsed:
    """Read one sentence.

    Raises:
        TemplateError: it is no Jinja2; says `where` and what is wrong.
    """
    if "{" not in source:
        return Parsed(source, None, frozenset())
    try:
        tree = environment().parse(source)
        _check_operators(tree)
    except jinja2.TemplateSyntaxError as error:
        line = f"第 {error.lineno} 行" if "\n" in source else ""
        raise TemplateError(f"{where}：句子{line}的写法不对（{error.message}）。") from None
    names, said = _free_names(tree), _said(tree)
    return Parsed(source, with_bounds(tree), names, said)


def condition(when: str) -> str:
    """Return a `when` as a sentence, which says 1 if it holds; blank as it is."""
    return f"{{% if {when} %}}1{{% endif %}}" if when else ""


def own_names() -> frozenset[str]:
    """The names that Jinja2 itself brings: range, namespace and the like."""
    return frozenset((*environment().globals, SAY))


class Sentences:
    """All sentences of one template, compiled together; `named` says which have a name.

    `blocks` gives the block of each sentence's source in `code`, `plain` the words of those
    that are no more than words.
    """

    def __init__(
        self,
        code: CodeType,
        blocks: dict[str, str],
        plain: dict[str, str],
        named: dict[str, str],
    ) -> None:
        self.code, self.blocks, self.plain, self.named = code, blocks, plain, named
        made_for = environment()
        self.template = jinja2.Template.from_code(made_for, code, made_for.make_globals(None))

    def voice(self, names: Mapping[str, Any]) -> Voice:
        """Return what says the sentences of one report."""
        return Voice(self, names)


def compile_sentences(parsed: Iterable[Parsed], named: Mapping[str, str]) -> Sentences:
    """Make one module of all sentences, each its own block."""
    plain: dict[str, str] = {}
    blocks: dict[str, str] = {}
    bodies: list[nodes.Node] = []
    for each in parsed:
        if each.tree is None:
            plain[each.source] = each.source.removesuffix("\n")
        elif each.source not in blocks:
            name = blocks[each.source] = f"s{len(bodies)}"
            bodies.append(nodes.Block(name, each.tree.body, False, False, lineno=1))
    tree = nodes.Template(bodies, lineno=1)
    tree.set_environment(environment())
    return Sentences(environment().compile(tree), blocks, plain, dict(named))


class Voice:
    """The sentences with the names of one report."""

    def __init__(self, sentences: Sentences, names: Mapping[str, Any]) -> None:
        self.sentences = sentences
        self.steps = Steps()
        own = {SAY: self._say_named, "range": self.steps.range, STEPS: self.steps.each}
        self.names = {**sentences.template.globals, **names, **own}
        self.context = self._context(self.names)
        self.where, self.depth = "", 0

    def _context(self, names: dict[str, Any]) -> Context:
        """What a block is rendered with; Jinja2's own way copies names and blocks each time."""
        context = Counted(environment(), names, None, {})
        context.steps = self.steps
        return context

    def say(self, source: str, where: str) -> str:
        """Return the sentence with its data filled in; lines of the template stay lines.

        Raises:
            TemplateError: a name or an operation that the data does not have.
        """
        self.where, self.steps.taken = where, 0
        return self._said(source, self.context, where)

    def _say_named(self, name: str, row: object = None) -> Said:
        """The sentence of that name, of this row; what `say` stands for in a template."""
        source = self.sentences.named.get(name)
        if source is None:
            what = unknown("句子", name, self.sentences.named)
            raise TemplateError(f"{self.where}：[sentences] 里{what}")
        if self.depth == DEEPEST:
            raise TemplateError(
                f"{self.where}：[sentences] 里的句子 {name} 绕了一圈又说到自己。"
            )
        context = self._context({**self.names, ROW: row})
        self.depth += 1
        try:
            said = self._said(source, context, f"{self.where} [sentences] {name}")
        finally:
            self.depth -= 1
        return Said(said.strip())

    def _said(self, source: str, context: Context, where: str) -> str:
        plain = self.sentences.plain.get(source)
        if plain is not None:
            return plain
        block = self.sentences.template.blocks[self.sentences.blocks[source]]
        try:
            return joined(block(context))
        except jinja2.UndefinedError as error:
            name = _QUOTED.findall(error.message or "")
            what = f"没有名为 {name[-1]} 的数据" if name else str(error.message)
            raise TemplateError(f"{where}：{what}。") from None
        except (
            jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError,
            EndlessError, RecursionError, MemoryError,
        ) as error:  # fmt: skip
            raise TemplateError(f"{where}：句子算不出来（{said_of(error)}）。") from None

    def holds(self, when: str, where: str) -> bool:
        """Tell whether a `when` is true; an empty one is."""
        return not when or self.say(condition(when), where) == "1"


def _free_names(tree: nodes.Template) -> frozenset[str]:
    used: set[str] = set()
    own: set[str] = set()
    for name in tree.find_all(nodes.Name):
        (used if name.ctx == "load" else own).add(name.name)
    if "loop" in used and tree.find(nodes.For) is not None:
        own.add("loop")
    return frozenset(used - own)


def _said(tree: nodes.Template) -> frozenset[str]:
    """The names of sentences that `say` is called with, where they are written out."""
    found = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == SAY and call.args:
            first = call.args[0]
            if isinstance(first, nodes.Const):
                found.add(str(first.value))
    return frozenset(found)


def _check_operators(tree: nodes.Template) -> None:
    """Refuse filters and tests that do not exist, and other files: Jinja2 notices only later.

    Raises:
        TemplateSyntaxError: as Jinja2 would say it.
    """
    for other in tree.find_all(_OTHER_FILES):
        raise jinja2.TemplateSyntaxError("不能引用别的文件", other.lineno)
    for each in tree.find_all((nodes.Filter, nodes.Test)):
        is_filter = isinstance(each, nodes.Filter)
        known = environment().filters if is_filter else environment().tests
        if each.name not in known:
            kind = "过滤器" if is_filter else "判断"
            raise jinja2.TemplateSyntaxError(
                f"没有{kind} {each.name}{meant(each.name, known)}", each.lineno
            )
