"""The table of buttons → 绩效自评.oxt, the extension for LibreOffice.

    python workbook/build_oxt.py      writes workbook/绩效自评.oxt anew

The same table gives the same bytes. Menu and toolbar show in Calc only.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from xltools import __version__
from xltools.addin.libreoffice import IDENTIFIER
from xltools.ribbon.buttons import GROUPS, TAB, Button

HERE = Path(__file__).parent
SOURCE = HERE / "addin" / "libreoffice" / "press.py"
ICONS = HERE / "addin" / "icons"
TARGET = HERE / "绩效自评.oxt"

SERVICE = "cn.xltools.Press"
TOOLBAR = "cn.xltools.toolbar"
_CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"
_SEPARATOR = "private:separator"
_WHEN = (1980, 1, 1, 0, 0, 0)

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DATA = (
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name={name} oor:package={package}>\n'
)


def build_oxt() -> bytes:
    """Return the extension's bytes.

    Raises:
        FileNotFoundError: a button's picture is missing.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in _members():
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_STORED  # every zlib deflates in its own way
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return stream.getvalue()


def _members() -> Iterator[tuple[str, bytes]]:
    yield "META-INF/manifest.xml", _manifest().encode()
    yield "description.xml", _description().encode()
    yield (
        "description.txt",
        "在表格里直接校验、计分、生成和核对项目支出绩效自评报告。\n".encode(),
    )
    yield "Addons.xcu", addons().encode()
    yield "CalcWindowState.xcu", _window_state().encode()
    yield "press.py", SOURCE.read_bytes()
    for icon in sorted({button.icon for _, button in _buttons()}):
        for size in (16, 32):
            yield f"icons/{icon}-{size}.png", (ICONS / f"{icon}-{size}.png").read_bytes()


def _buttons() -> Iterator[tuple[bool, Button]]:
    """Every button, and whether it begins a group behind another one."""
    for number, group in enumerate(GROUPS):
        for place, button in enumerate(group.buttons):
            yield number > 0 and place == 0, button


def address(action: str) -> str:
    """What LibreOffice dispatches for a button.

    >>> address("score")
    'service:cn.xltools.Press?score'
    """
    return f"service:{SERVICE}?{action}"


def _manifest() -> str:
    python = "application/vnd.sun.star.uno-component;type=Python"
    settings = "application/vnd.sun.star.configuration-data"
    entries = (
        (python, "press.py"),
        (settings, "Addons.xcu"),
        (settings, "CalcWindowState.xcu"),
    )
    lines = "".join(
        f'  <manifest:file-entry manifest:media-type="{kind}" manifest:full-path="{path}"/>\n'
        for kind, path in entries
    )
    space = "http://openoffice.org/2001/manifest"
    return f'{_HEAD}<manifest:manifest xmlns:manifest="{space}">\n{lines}</manifest:manifest>\n'


def _description() -> str:
    return (
        f'{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f'  <identifier value="{IDENTIFIER}"/>\n'
        f'  <version value="{__version__}"/>\n'
        f'  <display-name><name lang="zh-CN">{TAB}</name></display-name>\n'
        '  <publisher><name xlink:href="" lang="zh-CN">xltools</name></publisher>\n'
        '  <extension-description><src xlink:href="description.txt" lang="zh-CN"/>'
        "</extension-description>\n"
        '  <dependencies><l:LibreOffice-minimal-version value="7.0"'
        ' xmlns:l="http://libreoffice.org/extensions/description/2011"'
        ' name="LibreOffice 7.0"/></dependencies>\n'
        "</description>\n"
    )


def addons() -> str:
    """Return Addons.xcu: the pictures, the menu and the toolbar."""
    head = _HEAD + _DATA.format(name='"Addons"', package='"org.openoffice.Office"')
    entries = _entries()
    return (
        f'{head}  <node oor:name="AddonUI">\n'
        f'    <node oor:name="Images">\n{_images()}    </node>\n'
        f'    <node oor:name="OfficeMenuBar">\n'
        f'      <node oor:name="{IDENTIFIER}.menu" oor:op="replace">\n'
        f"{_prop('Title', TAB)}{_prop('Context', _CONTEXT)}"
        f'        <node oor:name="Submenu">\n{entries}        </node>\n'
        "      </node>\n    </node>\n"
        f'    <node oor:name="OfficeToolBar">\n'
        f'      <node oor:name="{TOOLBAR}" oor:op="replace">\n{entries}      </node>\n'
        "    </node>\n  </node>\n</oor:component-data>\n"
    )


def _images() -> str:
    return "".join(
        f'      <node oor:name="{IDENTIFIER}.{button.action}" oor:op="replace">\n'
        f'        <prop oor:name="URL"><value>{address(button.action)}</value></prop>\n'
        '        <node oor:name="UserDefinedImages">\n'
        f'          <prop oor:name="ImageSmallURL"><value>%origin%/icons/{button.icon}-16.png</value></prop>\n'
        f'          <prop oor:name="ImageBigURL"><value>%origin%/icons/{button.icon}-32.png</value></prop>\n'
        "        </node>\n      </node>\n"
        for _, button in _buttons()
    )


def _entries() -> str:
    """The buttons as menu or toolbar entries; nodes are shown in the order of their names."""
    lines, number = [], 0
    for begins, button in _buttons():
        if begins:
            lines.append(_node(number, _prop("URL", _SEPARATOR)))
            number += 1
        facts = (
            _prop("URL", address(button.action)),
            _prop("Title", button.caption),
            _prop("Target", "_self"),
            _prop("Context", _CONTEXT),
        )
        lines.append(_node(number, "".join(facts)))
        number += 1
    return "".join(lines)


def _node(number: int, inside: str) -> str:
    return (
        f'        <node oor:name="m{number:02d}" oor:op="replace">\n{inside}        </node>\n'
    )


def _prop(name: str, value: str) -> str:
    return _fact(name, "xs:string", value)


def _fact(name: str, kind: str, value: str) -> str:
    """One setting. What people read is given for en-US, too: every other language falls back on it."""
    languages = (' xml:lang="en-US"', ' xml:lang="zh-CN"') if name in _READ else ("",)
    values = "".join(f"<value{each}>{escape(value)}</value>" for each in languages)
    return f'          <prop oor:name="{name}" oor:type="{kind}">{values}</prop>\n'


_READ = ("Title", "UIName")


def _window_state() -> str:
    """A title, and a place below the other bars; without it the bar floats as “Add-On 1”."""
    head = _DATA.format(name='"CalcWindowState"', package='"org.openoffice.Office.UI"')
    facts = (
        ("UIName", "xs:string", TAB),
        ("DockPos", "xs:string", "0,4"),
        ("Docked", "xs:boolean", "true"),
        ("DockingArea", "xs:int", "0"),
        ("Visible", "xs:boolean", "true"),
        ("HideFromToolbarMenu", "xs:boolean", "false"),
        ("Style", "xs:int", "2"),
    )
    props = "".join(_fact(name, kind, value) for name, kind, value in facts)
    return (
        f"{_HEAD}{head}"
        '  <node oor:name="UIElements">\n    <node oor:name="States">\n'
        f'      <node oor:name="private:resource/toolbar/addon_{TOOLBAR}" oor:op="replace">\n'
        f"{props}      </node>\n    </node>\n  </node>\n</oor:component-data>\n"
    )


if __name__ == "__main__":
    TARGET.write_bytes(build_oxt())
    print(f"已生成：{TARGET}")
