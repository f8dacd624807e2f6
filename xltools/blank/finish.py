"""The last step on the bytes: the same form always gives the same file, one Excel accepts.

openpyxl stamps the hour into the file, orders a font's children in its own way (the Open
XML SDK rejects that) and leaves formulas without a result.
"""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NAMESPACES = {
    "": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
MAIN = f"{{{_NAMESPACES['']}}}"
FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u",
    "vertAlign", "sz", "color", "name", "family", "charset", "scheme",
)  # fmt: skip
ZIP_DATE = (2020, 2, 25, 0, 0, 0)
"""The day of 财预〔2020〕10号: a date that says that it is none."""
DOCUMENT_DATE = b"2020-02-25T00:00:00Z"

# openpyxl's own version stands there, and would change the file with every update
_APPLICATION = re.compile(rb"<Application>.*</AppVersion>", re.DOTALL)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def finish(data: bytes, cached: dict[str, dict[str, float | str]]) -> bytes:
    """Return the workbook with fixed dates, ordered fonts and results beside formulas.

    `cached` maps a sheet's part (`xl/worksheets/sheet2.xml`) to its cells' results.
    """
    target = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as result:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/styles.xml":
                part = order_fonts(part)
            elif name == "docProps/core.xml":
                part = _STAMP.sub(rb"\g<1>" + DOCUMENT_DATE + rb"\g<3>", part)
            elif name == "docProps/app.xml":
                part = _APPLICATION.sub(b"<Application>xltools</Application>", part)
            elif cached.get(name):
                part = fill_results(part, cached[name])
            info = ZipInfo(name, ZIP_DATE)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # the same on Windows as elsewhere
            result.writestr(info, part)
    return target.getvalue()


def order_fonts(styles: bytes) -> bytes:
    """Put the children of every font into the order of the schema."""
    root = ElementTree.fromstring(styles)
    for font in root.iter(f"{MAIN}font"):
        font[:] = sorted(font, key=lambda child: FONT_ORDER.index(child.tag.removeprefix(MAIN)))
    return _written(root)


def fill_results(sheet: bytes, results: dict[str, float | str]) -> bytes:
    """Write what each formula gives in the blank form, for viewers that do not calculate."""
    root = ElementTree.fromstring(sheet)
    for cell in root.iter(f"{MAIN}c"):
        address = cell.get("r")
        if address not in results:
            continue
        value = cell.find(f"{MAIN}v")
        if value is None:
            value = ElementTree.SubElement(cell, f"{MAIN}v")
        result = results[address]
        value.text = str(result)
        if isinstance(result, str):
            cell.set("t", "str")
    return _written(root)


def _written(root: ElementTree.Element) -> bytes:
    for prefix, uri in _NAMESPACES.items():
        ElementTree.register_namespace(prefix, uri)
    text: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text
