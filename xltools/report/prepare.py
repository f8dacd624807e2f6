"""A template made ready: checked against what its form has, its sentences compiled.

Every fault is found, also in a branch that today's data does not take; a report is refused
with the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xltools.errors import TemplateError
from xltools.profile import Profile
from xltools.report.base import Base, open_base
from xltools.report.blocks import Blank, PageBreak, Section, Table, Text, Title
from xltools.report.compiled import keep_sentences, key_of, load_sentences
from xltools.report.faults import Fault, unknown
from xltools.report.places import OFFICIAL, bundled_folders, shown
from xltools.report.sentences import (
    ROW,
    Parsed,
    Sentences,
    compile_sentences,
    condition,
    own_names,
    parse_sentence,
)
from xltools.report.templates import Placed, Template, read_leniently, read_template

_SENTENCES = ("title", "heading", "paragraph", "lead", "caption", "toc", "unit", "note")


class Known(Struct, frozen=True):
    """What a template may speak of: the names of a report, the texts, categories and tables.

    Two forms of one profile know the same, so a template is read and checked once for both.
    """

    names: frozenset[str]
    texts: frozenset[str]
    categories: frozenset[str]
    absent_tables: frozenset[str]

    def __str__(self) -> str:
        """All of it in one order, whatever that of the sets."""
        parts = (self.names, self.texts, self.categories, self.absent_tables)
        return " ".join("|".join(sorted(part)) for part in parts)


class Prepared(Struct, frozen=True):
    """A template with its Word file, its sentences ready to be said, and what is wrong with it.

    `parsed` has every sentence with the place of each use, unless only the code was kept.
    """

    template: Template
    base: Base
    sentences: Sentences
    parsed: tuple[tuple[Parsed, str], ...]
    faults: tuple[Fault, ...]

    @property
    def blocks(self) -> tuple[Placed, ...]:
        """The blocks of the report; the document's title where no block and no cover gives one."""
        blocks = self.template.blocks
        if self.base.is_frame or any(isinstance(each.block, Title) for each in blocks):
            return blocks
        at = next((n for n, each in enumerate(blocks) if not isinstance(each.block, _SPACE)), 0)
        title = Placed(Title(title=self.template.title), title_place(self.template))
        return (*blocks[:at], title, *blocks[at:])


_SPACE = (Section, Blank, PageBreak)
"""What may stand above the title."""


def title_place(template: Template) -> str:
    """What messages call the sentence of the document's title."""
    return f"{shown(template.path)} [document] title"


def known_to(profile: Profile, names: Iterable[str]) -> Known:
    """Return what a template for this profile may speak of."""
    fields = (field.key for field in profile.form.fields)
    categories = (category.key for category in profile.form.indicators.categories)
    absent = (key for key in ("group", "spending") if getattr(profile, key) is None)
    return Known(
        names=frozenset(names),
        texts=frozenset((*(text.key for text in profile.texts), *fields)),
        categories=frozenset((*categories, "execution")),
        absent_tables=frozenset(absent),
    )


def prepare_template(path: Path, known: Known) -> Prepared:
    """Return a template ready for use: read, checked and compiled once a process.

    Raises:
        TemplateError: something is wrong with it; says the first thing, and how many there are.
    """
    template = read_template(path)
    base = open_base(template.base)
    made = _MADE.get((path, known))
    if made is not None and made.template is template and made.base is base:
        return made
    prepared = _MADE[path, known] = _prepare(template, base, known)
    return prepared


_MADE: dict[tuple[Path, Known], Prepared] = {}
"""What was prepared in this process: files that change are read anew, and are other objects."""


def _prepare(template: Template, base: Base, known: Known) -> Prepared:
    sources = [source for source, _ in sentences_of(template, base)]
    key = key_of((str(known), *_looked_up(template), *sources))
    if not template.faults and not base.faults:
        sentences = load_sentences(template.path, key, template.named)
        if sentences is not None:  # the same words for the same form: nothing was wrong
            return Prepared(template, base, sentences, (), ())
    prepared = _examine(template, base, known)
    errors = [fault for fault in prepared.faults if fault.severity == "error"]
    if errors:
        more = f"（共 {len(errors)} 处，用 xltools report --check-template 全部列出）"
        raise TemplateError(f"{errors[0]}{more if len(errors) > 1 else ''}")
    keep_sentences(template.path, key, prepared.sentences)
    return prepared


def examine_template(path: Path, known: Known) -> Prepared:
    """Return a template with all that is wrong with it; sentences that are no Jinja2 are left out.

    Where its Word file cannot be used, the rest is examined with ours.

    Raises:
        TemplateError: its file cannot be read at all.
    """
    template = read_leniently(path)
    try:
        base = open_base(template.base)
    except TemplateError as error:
        ours = next(each for each in bundled_folders() if (each / OFFICIAL).is_file())
        base = replace(open_base(ours / OFFICIAL), faults=(Fault(shown(path), str(error)),))
    return _examine(template, base, known)


def _examine(template: Template, base: Base, known: Known) -> Prepared:
    faults = [*template.faults, *base.faults]
    parsed: list[tuple[Parsed, str]] = []
    read: dict[str, Parsed] = {}
    for source, where in sentences_of(template, base):
        try:
            if source not in read:
                read[source] = parse_sentence(source, where)
        except TemplateError as error:
            faults.append(Fault(where, str(error).removeprefix(f"{where}：")))
        else:
            parsed.append((read[source], where))
    named = set(template.named.values())
    for sentence, where in parsed:
        own = {ROW} if sentence.source in named else set()
        faults += _unknown_names(sentence, where, known.names | own, template)
    for placed in template.blocks:
        faults += _unknown_keys(placed, known)
    sentences = compile_sentences(read.values(), template.named)
    return Prepared(template, base, sentences, tuple(parsed), tuple(dict.fromkeys(faults)))


def sentences_of(template: Template, base: Base) -> Iterator[tuple[str, str]]:
    """Yield every sentence of a template, conditions and Word's tags too, and where it stands."""
    yield template.title, title_place(template)
    for key, sentence in template.named.items():
        yield sentence, template.places[key]
    for placed in template.blocks:
        block = placed.block
        if block.when:
            yield condition(block.when), f"{placed.where} when"
        for key in _SENTENCES:
            sentence = getattr(block, key, "")
            if sentence:
                yield sentence, placed.where
    for tag in base.tags:
        yield tag.source, tag.where


def _unknown_names(
    sentence: Parsed, where: str, names: frozenset[str], template: Template
) -> Iterator[Fault]:
    for name in sorted(sentence.names - names - own_names()):
        yield Fault(where, unknown("数据", name, names))
    for name in sorted(sentence.said - template.named.keys()):
        yield Fault(where, f"[sentences] 里{unknown('句子', name, template.named)}")


def _looked_up(template: Template) -> Iterator[str]:
    """What blocks name besides sentences, as far as a form may lack it; see `_unknown_keys`."""
    for placed in template.blocks:
        block = placed.block
        if isinstance(block, Text):
            yield block.text
        elif isinstance(block, Table):
            yield " ".join((block.table, *block.categories))


def _unknown_keys(placed: Placed, known: Known) -> Iterator[Fault]:
    block, where = placed.block, placed.where
    if isinstance(block, Text) and block.text not in known.texts:
        yield Fault(where, unknown("文本", block.text, known.texts))
    elif isinstance(block, Table):
        for key in block.categories:
            if key not in known.categories:
                yield Fault(where, unknown("一级指标", key, known.categories))
        if block.table in known.absent_tables:
            yield Fault(where, f"表样没有 {block.table} 这张表，请删去这一块。")
