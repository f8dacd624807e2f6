"""The docx: the base's members copied as they lie, the document and its properties new."""

from __future__ import annotations

from xltools.package.zipfile_writer import rewrite
from xltools.report.base import DOCUMENT, Base
from xltools.report.word import escape

CORE, APP = "docProps/core.xml", "docProps/app.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def save(base: Base, body: str, core: dict[str, str]) -> bytes:
    """Return the docx with this body; equal input gives equal bytes."""
    there = {member.name for member in base.archive.members}
    # app.xml names the office and its machine: not the report's business
    changed = {CORE: _properties(core), APP: _application()}
    changed = {name: text for name, text in changed.items() if name in there}
    changed[DOCUMENT] = f"{base.before}{body}{base.after}"
    return rewrite(
        base.archive, {name: text.encode() for name, text in changed.items()}, frozenset()
    )


def _properties(values: dict[str, str]) -> str:
    """Title, author, language. No dates: what is made twice is the same file twice."""
    inner = "".join(f"<dc:{key}>{escape(value)}</dc:{key}>" for key, value in values.items())
    return f"{_HEAD}<cp:coreProperties {_CORE}>{inner}</cp:coreProperties>"


def _application() -> str:
    return f'{_HEAD}<Properties xmlns="{_APP}"><Application>xltools</Application></Properties>'
