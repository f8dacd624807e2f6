"""Reading report.toml: an office's template in, checked blocks out."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec
import tomli
from msgspec import Struct
from msgspec.structs import replace

from xltools.errors import TemplateError
from xltools.report import places
from xltools.report.blocks import KINDS, AnyBlock
from xltools.report.faults import Fault, meant

Scope: TypeAlias = Literal["project", "unit"]
_SCOPES = ("project", "unit")
_PARTS = ("document", "sentences", "block")
_HEAD = ("title", "base", "scope")
_TITLES = (
    "{{ project_title }}支出绩效自评报告",
    "{% if year %}{{ year }}年度{% endif %}项目支出绩效自评报告",
)
"""What a template without a title is called: of one project, of a unit."""
_BLOCK = re.compile(r"\s*\[\[\s*block\s*\]\]")
_HALF_BLOCK = re.compile(r"\s*(?!\[\[block\]\])\[{1,2}[ \t]*block[ \t]*\]{0,2}\s*")
_FIELD = re.compile(r"`([^`]+)`")


class Placed(Struct, frozen=True):
    """A block and where it stands, e.g. `report.toml 第 3 块（第 21 行）`."""

    block: AnyBlock
    where: str


class Template(Struct, frozen=True):
    """One report template; `title` is the sentence of the document's title property, which also
    heads a report that has no other.

    A template whose `scope` is a unit makes one report of all the unit's forms. `named` are its
    `[sentences]`, which other sentences say of one indicator or project each, `places` where
    they stand. `faults` is what its file says wrongly; such a block is left out.
    """

    path: Path
    base: Path
    title: str
    blocks: tuple[Placed, ...]
    scope: Scope = "project"
    named: dict[str, str] = {}
    places: dict[str, str] = {}
    faults: tuple[Fault, ...] = ()


def read_template(path: Path) -> Template:
    """Read one report.toml, once a process; no sentence is looked into yet.

    Raises:
        TemplateError: it cannot be read, is no TOML, has no block, or its base is missing.
    """
    try:
        state = path.stat()
    except OSError:
        raise TemplateError(f"读不到报告模板 {path}，请检查路径和权限。") from None
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int, _size: int) -> Template:
    template, fatal = _understood(path)
    if fatal:
        more = f"（共 {len(fatal)} 处，用 xltools report --check-template 全部列出）"
        raise TemplateError(f"{fatal[0]}{more if len(fatal) > 1 else ''}")
    return template


def read_leniently(path: Path) -> Template:
    """Read one report.toml as far as it can be understood; whatever is wrong is in `faults`.

    Raises:
        TemplateError: the file cannot be read.
    """
    template, fatal = _understood(path)
    return replace(template, faults=(*fatal, *template.faults))


def _understood(path: Path) -> tuple[Template, list[Fault]]:
    """A template with its mended faults, and the faults that make it unfit for use."""
    source, fatal = _source(path)
    source, data = _content(path, source, fatal)
    head, name = data.get("document", {}), places.shown(path)
    faults = _check_parts(name, data)
    if not isinstance(head, dict):
        head = {}
    raw = data.get("block", [])
    raw = [each for each in raw if isinstance(each, dict)] if isinstance(raw, list) else []
    if not raw and not fatal:
        fatal.append(Fault(name, "没有 [[block]]，报告是空的。"))
    blocks = []
    for each, where in zip(raw, _places(path, source, len(raw)), strict=True):
        block = _block(each, where, faults)
        if block is not None:
            blocks.append(Placed(block, where))
    named = data.get("sentences", {})
    named = named if isinstance(named, dict) else {}
    template = Template(
        path=path,
        base=_find_base(path, str(head.get("base", places.OFFICIAL)), fatal),
        title=str(head.get("title", _TITLES[head.get("scope") == "unit"])),
        blocks=tuple(blocks),
        scope="unit" if head.get("scope") == "unit" else "project",
        named={key: text for key, text in named.items() if isinstance(text, str)},
        places={key: _named_place(path, source, key) for key in named},
        faults=tuple(faults),
    )
    return template, fatal


def _source(path: Path) -> tuple[str, list[Fault]]:
    """The text of the file; what is not UTF-8 was saved by an old editor as GBK."""
    try:
        content = path.read_bytes()
    except OSError:
        raise TemplateError(f"读不到报告模板 {path}，请检查路径和权限。") from None
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n"), []
    except UnicodeDecodeError:
        fault = Fault(places.shown(path), "不是 UTF-8 文本，请在记事本里另存为 UTF-8。")
        return content.decode("gb18030", errors="replace").replace("\r\n", "\n"), [fault]


def _content(path: Path, source: str, fatal: list[Fault]) -> tuple[str, dict[str, Any]]:
    """The text and what it says; where it is no TOML, of what was probably meant."""
    try:
        return source, tomli.loads(source)
    except ValueError:
        from xltools.profile.toml_repair import parse_with_repairs  # a right one does without

    name, lines = places.shown(path), source.split("\n")
    for number, line in enumerate(lines, 1):
        if _HALF_BLOCK.fullmatch(line):
            lines[number - 1] = "[[block]]"
            said = f"不是正确的 TOML：{line.strip()} 应写成 [[block]]，两层方括号。"
            fatal.append(Fault(f"{name}（第 {number} 行）", said))
    _, source, mistakes = parse_with_repairs("\n".join(lines), path.name)
    for each in mistakes:
        at = f"（第 {each.line} 行）" if each.line else ""
        said = f"不是正确的 TOML：{each.message}{each.advice}"
        fatal.append(Fault(f"{name}{at}", said))
    try:
        return source, tomli.loads(source)
    except ValueError:
        return source, {}


def _check_parts(name: str, data: dict[str, Any]) -> list[Fault]:
    head, named, raw = (
        data.get("document", {}),
        data.get("sentences", {}),
        data.get("block", []),
    )
    faults = [
        Fault(name, f"有不认识的项 {key}{meant(key, _PARTS)}。")
        for key in sorted(set(data) - set(_PARTS))
    ]
    if not isinstance(raw, list) or not all(isinstance(each, dict) for each in raw):
        faults.append(Fault(name, "每一块前面应写 [[block]]，两层方括号。"))
    for key, part in (("document", head), ("sentences", named)):
        if not isinstance(part, dict):
            faults.append(Fault(name, f"{key} 应写成 [{key}]，单独一行。"))
    if isinstance(head, dict):
        faults += _check_head(f"{name} [document]", head)
    if isinstance(named, dict):
        faults += [
            Fault(f"{name} [sentences] {key}", '每行应写 名称 = "句子"。')
            for key, text in named.items()
            if not isinstance(text, str)
        ]
    return faults


def _check_head(where: str, head: dict[str, Any]) -> list[Fault]:
    faults = [
        Fault(where, f"有不认识的项 {key}{meant(key, _HEAD)}。")
        for key in sorted(set(head) - set(_HEAD))
    ]
    if head.get("scope", "project") not in _SCOPES:
        faults.append(Fault(where, "scope 应写 project（一个项目）或 unit（全单位）。"))
    return faults


def _places(path: Path, source: str, count: int) -> list[str]:
    """Where each block begins: the n-th `[[block]]` of the file."""
    lines = [n for n, line in enumerate(source.split("\n"), 1) if _BLOCK.match(line)]
    name = f"{path.parent.name}/{path.name}"
    if len(lines) != count:  # written as an inline array: no line of its own
        return [f"{name} 第 {n} 块" for n in range(1, count + 1)]
    return [f"{name} 第 {n} 块（第 {line} 行）" for n, line in enumerate(lines, 1)]


def _named_place(path: Path, source: str, key: str) -> str:
    """Where a sentence of [sentences] begins."""
    found = re.search(rf'(?m)^[ \t]*"?{re.escape(key)}"?[ \t]*=', source)
    line = f"（第 {source.count(chr(10), 0, found.start()) + 1} 行）" if found else ""
    return f"{path.parent.name}/{path.name} [sentences] {key}{line}"


def _block(raw: dict[str, Any], where: str, faults: list[Fault]) -> AnyBlock | None:
    """The block, as far as it can be understood; None if its kind is not clear."""
    kinds = [key for key in raw if key in KINDS]
    if len(kinds) != 1:
        have = "、".join(kinds) or f"一个也没有{''.join(meant(key, KINDS) for key in raw)}"
        every = "、".join(KINDS)
        message = f"须写明而且只写一种内容（{every}），现在是：{have}。"
        faults.append(Fault(where, message))
        return None
    kind = kinds[0]
    fields = KINDS[kind].__struct_fields__
    for key in raw.keys() - set(fields):
        message = f"{kind} 块没有 {key} 这一项{meant(key, fields)}，请检查拼写。"
        faults.append(Fault(where, message))
    left = {key: value for key, value in raw.items() if key in fields}
    while kind in left:
        try:
            block: AnyBlock = msgspec.convert(left, KINDS[kind])
        except msgspec.ValidationError as error:
            faults.append(Fault(where, _in_chinese(str(error), kind)))
            left.pop(_culprit(str(error)), None)
        else:
            return block
    return None


def _culprit(message: str) -> str:
    """The key of the block that msgspec complains of: `$.columns[0].key` is columns."""
    place = message.partition(" - at ")[2].strip("`").removeprefix("$.")
    return re.split(r"[.\[]", place)[0]


def _in_chinese(message: str, kind: str) -> str:
    text, _, place = message.partition(" - at ")
    if text.startswith("Object contains unknown field"):
        return f"{kind} 块没有 {_FIELD.findall(text)[0]} 这一项，请检查拼写。"
    if text.startswith("Object missing required field"):
        return f"{kind} 块缺少 {_FIELD.findall(text)[0]}。"
    return f"{place.strip('`').removeprefix('$.') or kind} 的值不对（{text}）。"


def _find_base(path: Path, name: str, fatal: list[Fault]) -> Path:
    """The Word file with the styles: beside report.toml, one folder up, or ours."""
    folders = [path.parent, path.parent.parent, *places.bundled_folders()]
    for base in (name, places.OFFICIAL):
        for folder in folders:
            if (folder / base).is_file():
                return folder / base
        missing = f"没有找到样式文件 {base}（应放在模板旁边或上一级文件夹）。"
        fatal.append(Fault(places.shown(path), missing))
    raise TemplateError(str(fatal[-1]))
