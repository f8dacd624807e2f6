"""The table of buttons and the macro's source text → 绩效自评.xlam, the add-in for Excel.

    python workbook/build_xlam.py     writes workbook/绩效自评.xlam and its twin .xlsm anew

The twin is the same as a plain workbook, for a trial without XLSTART and for LibreOffice in the
tests. The same sources give the same bytes on every system. What Excel would find out late fails here: see `check`.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pyopenvba import ExcelFile  # type: ignore[import-untyped]
from pyopenvba.cfb import CFB  # type: ignore[import-untyped]

from xltools import __version__
from xltools.ribbon.buttons import BUTTONS, GROUPS, TAB, Button

HERE = Path(__file__).parent
SOURCE = HERE / "addin" / "excel" / "xltools.bas"
ICONS = HERE / "addin" / "icons"
MODULE = "xltools"
CALLBACK = "xl_onAction"

MAIN_TYPES = {
    ".xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
"""Suffix → content type of the workbook: all that makes the difference of add-in and twin."""

TEXTS = (
    f"加载项“{TAB}”的文字，请不要改动。按钮在功能区的“{TAB}”选项卡。",
    "没有找到 xltools 的 Python 环境。请运行 xltools addin install，或请安装人员检查。",
    "xltools 没有启动，或意外结束，没有完成这次操作。请再试一次；仍不行，请重新运行 xltools addin install。",
    TAB,
)
"""Column A of the add-in's sheet; the macro's constants name the rows."""

_WHEN = (1980, 1, 1, 0, 0, 0)
_NO_CACHE = bytes.fromhex("cc61ffff000000")
"""[MS-OVBA] 2.3.4.1: a project of version FFFF has no performance cache; all is compiled anew."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_IMAGE = f"{_OFFICE}/relationships/image"
_UI = {
    "customUI.xml": (
        "http://schemas.microsoft.com/office/2006/01/customui",
        "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
    ),
    "customUI14.xml": (
        "http://schemas.microsoft.com/office/2009/07/customui",
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    ),
}
"""Part → its namespace and the relationship that goes with it: Excel 2007, Excel 2010 and later."""


class BuildError(Exception):
    """The add-in would be broken; says what is wrong."""


def build_xlam() -> dict[str, bytes]:
    """Suffix → the file's bytes.

    Raises:
        BuildError: `check` finds a fault.
        FileNotFoundError: a button's icon is not drawn.
    """
    source = SOURCE.read_text(encoding="utf-8")
    ribbon = {f"customUI/{name}": custom_ui(space) for name, (space, _) in _UI.items()}
    icons = {
        f"customUI/images/{name}": (ICONS / name).read_bytes() for name in _icons().values()
    }
    for xml in ribbon.values():
        check(xml, source, set(_icons()))
    rels = {f"customUI/_rels/{name}.rels": _image_relations() for name in _UI}
    parts = _office_parts(source) | ribbon | rels | icons
    return {suffix: _zipped(parts, kind) for suffix, kind in MAIN_TYPES.items()}


def check(custom_ui: bytes, source: str, icons: set[str]) -> None:
    """Find what the Open XML SDK does not: Excel would ignore the tab or a click without a word.

    Raises:
        BuildError: two elements of one id, an icon or a callback that does not exist, an icon given
            twice over, or a macro that is not plain ASCII.
    """
    elements = list(ElementTree.fromstring(custom_ui).iter())
    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise BuildError(f"an id stands twice: {', '.join(twice)}")
    subs = {name.lower() for name in re.findall(r"(?im)^\s*Public Sub (\w+)\(", source)}
    for element in elements:
        name = element.get("id", element.tag)
        if "image" in element.attrib and "imageMso" in element.attrib:
            raise BuildError(f"{name} has both image and imageMso")
        if (image := element.get("image")) is not None and image not in icons:
            raise BuildError(f"{name} shows an icon that does not exist: {image}")
        for attribute, value in element.attrib.items():
            if re.match(r"(on|get)[A-Z]|loadImage$", attribute) and value.lower() not in subs:
                raise BuildError(f"{name} calls a Sub that does not exist: {value}")
    if not source.isascii():
        line = next(n for n, text in enumerate(source.splitlines(), 1) if not text.isascii())
        raise BuildError(f"the macro's source is not ASCII: {SOURCE.name}, line {line}")


# The ribbon.


def custom_ui(namespace: str) -> bytes:
    """The tab with its groups and buttons."""
    groups = "".join(
        f"<group id={quoteattr(f'xl_group_{group.key}')} label={quoteattr(group.caption)}>"
        f"{''.join(map(_button, group.buttons))}</group>"
        for group in GROUPS
    )
    return (
        f'{_HEAD}<customUI xmlns="{namespace}"><ribbon><tabs>'
        f'<tab id="xl_tab" label={quoteattr(TAB)}>{groups}</tab></tabs></ribbon></customUI>'
    ).encode()


def _button(button: Button) -> str:
    attributes = {
        "id": f"xl_button_{button.action}",
        "tag": button.action,
        "label": button.caption,
        "size": "large" if button.large else "normal",
        "image": button.icon,
        "screentip": button.caption,
        "supertip": button.tip,
        "onAction": CALLBACK,
    }
    return (
        f"<button {' '.join(f'{key}={quoteattr(text)}' for key, text in attributes.items())}/>"
    )


def _icons() -> dict[str, str]:
    """Icon → its file: twice as large as it is shown, so that it is sharp on any screen."""
    return {
        button.icon: f"{button.icon}-{64 if button.large else 32}.png"
        for button in BUTTONS.values()
    }


def _image_relations() -> bytes:
    return _relations({name: (_IMAGE, f"images/{file}") for name, file in _icons().items()})


# The package.


def _office_parts(source: str) -> dict[str, bytes]:
    """The parts of an empty add-in that Excel saved, with our macro, sheet and properties."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlam"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            project.add_module(MODULE, crlf(source))
            for module in project.modules:
                module.dirty = True  # written anew from its source: none keeps p-code
            book.save()
        with ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    macros = CFB.from_bytes(parts["xl/vbaProject.bin"])
    macros.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_CACHE)
    parts["xl/vbaProject.bin"] = macros.to_bytes()
    office = f"{_OFFICE}/relationships"
    top = {
        "book": (f"{office}/officeDocument", "xl/workbook.xml"),
        "core": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        "app": (f"{office}/extended-properties", "docProps/app.xml"),
        **{Path(name).stem: (kind, f"customUI/{name}") for name, (_, kind) in _UI.items()},
    }
    return parts | {
        "_rels/.rels": _relations(top),
        "xl/worksheets/sheet1.xml": _sheet(),
        "docProps/core.xml": _core(),
        "docProps/app.xml": (
            f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">'
            "<Application>Microsoft Excel</Application></Properties>"
        ).encode(),
    }  # fmt: skip


def crlf(source: str) -> str:
    """VBA ends its lines so; on disk the source has the ends of this repository."""
    return "\r\n".join(source.splitlines()) + "\r\n"


def _relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()


def _sheet() -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{escape(text)}</t></is></c></row>'
        for n, text in enumerate(TEXTS, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetPr codeName="Sheet1"/><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def _core() -> bytes:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>xltools</dc:creator><dc:title>{TAB}</dc:title>"
        "<dc:description>项目支出绩效自评表：校验、计算得分、生成和核对报告、汇总。</dc:description>"
        f"<cp:version>{__version__}</cp:version></cp:coreProperties>"
    ).encode()


def _zipped(parts: Mapping[str, bytes], kind: str) -> bytes:
    """Nothing is compressed: compressors differ between machines, and the bytes must not."""
    stream = io.BytesIO()
    types = parts["[Content_Types].xml"].decode().replace(MAIN_TYPES[".xlam"], kind)
    types = types.replace(
        "<Override", '<Default Extension="png" ContentType="image/png"/><Override', 1
    )
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, data in parts.items():
            info = ZipInfo(name, _WHEN)
            info.create_system = 0
            archive.writestr(info, types if name == "[Content_Types].xml" else data)
    return stream.getvalue()


def main() -> None:
    """Write both files beside this script."""
    for suffix, data in build_xlam().items():
        path = HERE / f"{TAB}{suffix}"
        path.write_bytes(data)
        print(f"{path.name}  {len(data)}")


if __name__ == "__main__":
    main()
