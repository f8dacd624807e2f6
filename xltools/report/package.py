"""The docx: the base's members copied as they lie, the document and its properties new."""

from __future__ import annotations

from collections.abc import Sequence

from xltools.package.zipfile_writer import rewrite
from xltools.report.base import RELATIONS, TYPES, Base
from xltools.report.chart import Chart, chart_parts
from xltools.report.word import escape

CORE, APP = "docProps/core.xml", "docProps/app.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_CHART = f"{_OFFICE}.drawingml.chart+xml"
_WORKBOOK = f"{_OFFICE}.spreadsheetml.sheet"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def relation(number: int) -> str:
    """The id by which the document names its n-th chart; no program writes such ids."""
    return f"rIdChart{number}"


def save(
    base: Base, parts: dict[str, str], properties: dict[str, str], charts: Sequence[Chart]
) -> bytes:
    """Return the docx with these parts in it; equal input gives equal bytes."""
    there = {member.name for member in base.archive.members}
    # app.xml names the office and its machine: not the report's business
    changed = {CORE: _properties(properties), APP: _application()}
    changed = (
        base.cleaned | parts | {name: text for name, text in changed.items() if name in there}
    )
    added: dict[str, bytes] = {}
    if charts:
        changed[TYPES], changed[RELATIONS] = _with_charts(base, len(charts))
        for number, chart in enumerate(charts, 1):
            added |= chart_parts(chart, number)
    encoded = {name: text.encode() for name, text in changed.items()}
    return rewrite(base.archive, encoded, frozenset(), added)


def _with_charts(base: Base, count: int) -> tuple[str, str]:
    """The content types and the document's relations of a package with so many charts."""
    numbers = range(1, count + 1)
    types = base.types
    if 'Extension="xlsx"' not in types:
        types = _inserted(types, f'<Default Extension="xlsx" ContentType="{_WORKBOOK}"/>')
    overrides = (
        f'<Override PartName="/word/charts/chart{number}.xml" ContentType="{_CHART}"/>'
        for number in numbers
    )
    relations = (
        f'<Relationship Id="{relation(number)}" Type="{_RELATION}"'
        f' Target="charts/chart{number}.xml"/>'
        for number in numbers
    )
    return _inserted(types, "".join(overrides)), _inserted(base.relations, "".join(relations))


def _inserted(part: str, elements: str) -> str:
    """Put elements at the end of a part's root."""
    at = part.rindex("</")
    return f"{part[:at]}{elements}{part[at:]}"


def _properties(values: dict[str, str]) -> str:
    """No dates: what is made twice is the same file twice."""
    inner = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in values.items() if value)
    return f"{_HEAD}<cp:coreProperties {_CORE}>{inner}</cp:coreProperties>"


def _application() -> str:
    return f'{_HEAD}<Properties xmlns="{_APP}"><Application>xltools</Application></Properties>'
