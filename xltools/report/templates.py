"""Finding and reading report.toml: an office's template in, checked blocks out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec
import tomli
from msgspec import Struct

from xltools.errors import TemplateError
from xltools.profile import Profile
from xltools.report.blocks import KINDS, AnyBlock, Table, Text
from xltools.report.sentences import (
    ROW,
    Sentences,
    condition,
    own_names,
    parse_sentence,
    unknown_name,
    unknown_sentence,
)

REPORT = "report.toml"
OFFICIAL = "official.docx"
_BLOCK = re.compile(r"\s*\[\[\s*block\s*\]\]")
Scope: TypeAlias = Literal["project", "unit"]
_SCOPES: tuple[Scope, ...] = ("project", "unit")
_HEAD = {"title", "base", "scope"}
_FIELD = re.compile(r"`([^`]+)`")
_SENTENCES = ("title", "heading", "paragraph", "lead", "caption", "toc", "unit", "note")


class Placed(Struct, frozen=True):
    """A block and where it stands, e.g. `report.toml 第 3 块（第 21 行）`."""

    block: AnyBlock
    where: str


class Template(Struct, frozen=True):
    """One report template; `title` is the sentence of the document's title property.

    A template whose `scope` is a unit makes one report of all the unit's forms. `named` are its
    `[sentences]`, which other sentences say of one indicator or project each.
    """

    path: Path
    base: Path
    title: str
    blocks: tuple[Placed, ...]
    scope: Scope = "project"
    named: dict[str, str] = {}


def find_template(name: str, folder: Path | None = None) -> Path:
    """Return the report.toml of that name.

    With `folder` it is the office's own: `folder/report.toml` or `folder/NAME/report.toml`,
    and nothing else, lest a misspelt folder silently give the report that came with us.

    Raises:
        TemplateError: there is none; says where it was looked for.
    """
    if folder is not None:
        places = [folder / REPORT, *([folder / name / REPORT] if name else [])]
    else:
        places = [bundled / name / REPORT for bundled in bundled_folders() if name]
    for place in places:
        if place.is_file():
            return place
    looked = "、".join(str(place) for place in places)
    if not name and folder is None:
        raise TemplateError(
            '这个表样没有指定报告模板：请在表样的 .toml 里写 report = "模板名"。'
        )
    raise TemplateError(f"没有找到报告模板“{name}”。找过：{looked}。")


def bundled_folders() -> list[Path]:
    """Where our own templates are: in the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parents[1]
    return [package / "templates", package.parent / "templates"]


def read_template(path: Path) -> Template:
    """Read one report.toml; every block is checked, no sentence yet rendered.

    Raises:
        TemplateError: names the file, the block, its line and what is wrong.
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
        data = tomli.loads(source)
    except OSError:
        raise TemplateError(f"读不到报告模板 {path}，请检查路径和权限。") from None
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path} 不是正确的 TOML：{error}。请用 UTF-8 保存。") from None
    head = data.get("document", {})
    blocks = data.get("block")
    if not isinstance(blocks, list) or not blocks or not isinstance(head, dict):
        raise TemplateError(f"{path}：没有 [[block]]，报告是空的。")
    named = data.get("sentences", {})
    if not isinstance(named, dict) or not all(isinstance(each, str) for each in named.values()):
        raise TemplateError(f'{path}：[sentences] 里每行应写 名称 = "句子"。')
    unknown = set(data) - {"document", "sentences", "block"} or set(head) - _HEAD
    if unknown:
        raise TemplateError(f"{path}：有不认识的项 {'、'.join(sorted(unknown))}。")
    scope = next((each for each in _SCOPES if each == head.get("scope", "project")), None)
    if scope is None:
        raise TemplateError(
            f"{path}：[document] 的 scope 应写 project（一个项目）或 unit（全单位）。"
        )
    places = _places(path, source, len(blocks))
    return Template(
        path=path,
        base=_find_base(path, str(head.get("base", OFFICIAL))),
        title=str(head.get("title", "{{ project_name }}")),
        blocks=tuple(
            Placed(_block(raw, where), where) for raw, where in zip(blocks, places, strict=True)
        ),
        scope=scope,
        named=named,
    )


class Known(Struct, frozen=True):
    """What a template may speak of: the names of a report, the texts, categories and tables.

    Two forms of one profile know the same, so a template is read and checked once for both.
    """

    names: frozenset[str]
    texts: frozenset[str]
    categories: frozenset[str]
    absent_tables: frozenset[str]


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


class Prepared(Struct, frozen=True):
    """A template that was checked, and its sentences ready to be said."""

    template: Template
    sentences: Sentences


def prepare_template(path: Path, known: Known) -> Prepared:
    """Return a template ready for use: read, checked and compiled once a process.

    A misspelt name in a branch that today's data does not take is found as well.

    Raises:
        TemplateError: the first thing wrong.
    """
    state = path.stat()
    return _prepared(path, state.st_mtime_ns, state.st_size, known)


@lru_cache(maxsize=32)
def _prepared(path: Path, _changed: int, _size: int, known: Known) -> Prepared:
    template = read_template(path)
    found = dict(sentences_of(template))
    parsed = [parse_sentence(source, where) for source, where in found.items()]
    allowed = known.names | own_names()
    for each in parsed:
        own = {ROW} if each.source in template.named.values() else set()
        for name in sorted(each.names - allowed - own):
            raise TemplateError(f"{found[each.source]}：{unknown_name(name, known.names)}")
        for name in sorted(each.said - template.named.keys()):
            raise TemplateError(
                f"{found[each.source]}：{unknown_sentence(name, template.named)}"
            )
    for placed in template.blocks:
        _check_block(placed, known)
    return Prepared(template, Sentences(parsed, template.named))


def sentences_of(template: Template) -> Iterator[tuple[str, str]]:
    """Yield every sentence of a template, conditions too, and where it stands."""
    yield template.title, f"{template.path} [document] title"
    for name, sentence in template.named.items():
        yield sentence, f"{template.path} [sentences] {name}"
    for placed in template.blocks:
        block = placed.block
        if block.when:
            yield condition(block.when), f"{placed.where} when"
        for key in _SENTENCES:
            sentence = getattr(block, key, "")
            if sentence:
                yield sentence, placed.where


def _check_block(placed: Placed, known: Known) -> None:
    block, where = placed.block, placed.where
    if isinstance(block, Text):
        _known(block.text, known.texts, "文本", where)
    elif isinstance(block, Table):
        for key in block.categories:
            _known(key, known.categories, "一级指标", where)
        if block.table in known.absent_tables:
            raise TemplateError(f"{where}：表样没有 {block.table} 这张表。")


def _known(key: str, known: frozenset[str], what: str, where: str) -> None:
    if key not in known:
        there = "、".join(sorted(known))
        raise TemplateError(f"{where}：没有名为 {key} 的{what}。现有：{there}。")


def _places(path: Path, source: str, count: int) -> list[str]:
    """Where each block begins: the n-th `[[block]]` of the file."""
    lines = [n for n, line in enumerate(source.split("\n"), 1) if _BLOCK.match(line)]
    name = f"{path.parent.name}/{path.name}"
    if len(lines) != count:  # written as an inline array: no line of its own
        return [f"{name} 第 {n} 块" for n in range(1, count + 1)]
    return [f"{name} 第 {n} 块（第 {line} 行）" for n, line in enumerate(lines, 1)]


def _block(raw: dict[str, Any], where: str) -> AnyBlock:
    kinds = [key for key in raw if key in KINDS]
    if len(kinds) != 1:
        have = "、".join(kinds) or "一个也没有"
        every = "、".join(KINDS)
        raise TemplateError(f"{where}：须写明而且只写一种内容（{every}），现在是：{have}。")
    try:
        block: AnyBlock = msgspec.convert(raw, KINDS[kinds[0]])
    except msgspec.ValidationError as error:
        raise TemplateError(f"{where}：{_in_chinese(str(error), kinds[0])}") from None
    return block


def _in_chinese(message: str, kind: str) -> str:
    text, _, place = message.partition(" - at ")
    if text.startswith("Object contains unknown field"):
        return f"{kind} 块没有 {_FIELD.findall(text)[0]} 这一项，请检查拼写。"
    if text.startswith("Object missing required field"):
        return f"{kind} 块缺少 {_FIELD.findall(text)[0]}。"
    return f"{place.strip('`').removeprefix('$.') or kind} 的值不对（{text}）。"


def _find_base(path: Path, name: str) -> Path:
    """The Word file with the styles: beside report.toml, one folder up, or ours."""
    folders = [path.parent, path.parent.parent, *bundled_folders()]
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise TemplateError(f"{path}：没有找到样式文件 {name}（应放在模板旁边或上一级文件夹）。")
