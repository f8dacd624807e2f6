"""Reading report.toml: an office's template in, checked blocks out."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec
import tomli
from msgspec import Struct

from xltools.errors import TemplateError
from xltools.report import places
from xltools.report.blocks import KINDS, AnyBlock
from xltools.report.faults import Fault, meant

Scope: TypeAlias = Literal["project", "unit"]
_SCOPES: tuple[Scope, ...] = ("project", "unit")
_PARTS = ("document", "sentences", "block")
_HEAD = ("title", "base", "scope")
_BLOCK = re.compile(r"\s*\[\[\s*block\s*\]\]")
_FIELD = re.compile(r"`([^`]+)`")


class Placed(Struct, frozen=True):
    """A block and where it stands, e.g. `report.toml 第 3 块（第 21 行）`."""

    block: AnyBlock
    where: str


class Template(Struct, frozen=True):
    """One report template; `title` is the sentence of the document's title property.

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
    try:
        source = path.read_text(encoding="utf-8-sig")
        data = tomli.loads(source)
    except OSError:
        raise TemplateError(f"读不到报告模板 {path}，请检查路径和权限。") from None
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path} 不是正确的 TOML：{error}。请用 UTF-8 保存。") from None
    raw, head = data.get("block"), data.get("document", {})
    if not isinstance(raw, list) or not raw or not isinstance(head, dict):
        raise TemplateError(f"{path}：没有 [[block]]，报告是空的。")
    faults = _check_parts(path, data, head)
    blocks = []
    for each, where in zip(raw, _places(path, source, len(raw)), strict=True):
        block = _block(each, where, faults)
        if block is not None:
            blocks.append(Placed(block, where))
    named = data.get("sentences", {})
    return Template(
        path=path,
        base=_find_base(path, str(head.get("base", places.OFFICIAL))),
        title=str(head.get("title", "{{ project_name }}")),
        blocks=tuple(blocks),
        scope="unit" if head.get("scope") == "unit" else "project",
        named={key: text for key, text in named.items() if isinstance(text, str)},
        places={key: _named_place(path, source, key) for key in named},
        faults=tuple(faults),
    )


def _check_parts(path: Path, data: dict[str, Any], head: dict[str, Any]) -> list[Fault]:
    name = f"{path.parent.name}/{path.name}"
    faults = [
        Fault(f"{name}", f"有不认识的项 {key}{meant(key, _PARTS)}。")
        for key in sorted(set(data) - set(_PARTS))
    ]
    faults += [
        Fault(f"{name} [document]", f"有不认识的项 {key}{meant(key, _HEAD)}。")
        for key in sorted(set(head) - set(_HEAD))
    ]
    if head.get("scope", "project") not in _SCOPES:
        faults.append(
            Fault(f"{name} [document]", "scope 应写 project（一个项目）或 unit（全单位）。")
        )
    faults += [
        Fault(f"{name} [sentences] {key}", '每行应写 名称 = "句子"。')
        for key, text in data.get("sentences", {}).items()
        if not isinstance(text, str)
    ]
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


def _find_base(path: Path, name: str) -> Path:
    """The Word file with the styles: beside report.toml, one folder up, or ours."""
    folders = [path.parent, path.parent.parent, *places.bundled_folders()]
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise TemplateError(f"{path}：没有找到样式文件 {name}（应放在模板旁边或上一级文件夹）。")
