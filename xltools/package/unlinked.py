"""An .ods without what it would fetch: pictures and objects that lie elsewhere, on a server or a share.

LibreOffice looks for them when it converts the file, and on Windows a share is told the user's name
with it. What lies in the file itself stays, and so does every cell.
"""

from __future__ import annotations

import re

from xltools.package.members import read_archive
from xltools.package.zipfile_writer import rewrite
from xltools.patterns import BytePattern

_PARTS = ("content.xml", "styles.xml")
_HOLDER = BytePattern(
    rb"<(?:\w+:)?(?:image|object|object-ole|plugin|applet|floating-frame|fill-image|cell-range-source|table-source|dde-source)\b[^>]*>"
)
_TARGET = BytePattern(rb"""(\s(?:\w+:)?href\s*=\s*)(?:"([^"]*)"|'([^']*)')""")


def unlinked(data: bytes, label: str) -> bytes:
    """The same file, its references to the outside made empty; the same bytes where there are none.

    Raises:
        NotAWorkbookError: the file is damaged.
    """
    archive = read_archive(data, label)
    changed = {}
    for member in archive.members:
        if member.name in _PARTS:
            content = archive.inflate(member, label)
            cut = _HOLDER.sub(lambda found: _TARGET.sub(_emptied, found[0]), content)
            if cut != content:
                changed[member.name] = cut
    return rewrite(archive, changed, frozenset(), {}) if changed else data


def _emptied(found: re.Match[bytes]) -> bytes:
    whole, start, double, single = found[0], found[1], found[2], found[3]
    target = (double or single or b"").strip()
    outside = b":" in target or target.startswith((b"/", b"\\", b".."))
    return start + b'""' if outside else whole
