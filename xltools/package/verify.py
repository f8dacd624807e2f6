"""The last look at a patched file before anybody gets it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from operator import itemgetter
from xml.parsers import expat

from xltools.errors import NotAWorkbookError, SaveError
from xltools.package.cells import letters, number_text, text_xml
from xltools.package.members import Archive, read_archive
from xltools.snapshot import CellWrite, Position


def verify(
    old: Archive,
    data: bytes,
    parts: Mapping[str, bytes],
    removed: frozenset[str],
    added: Mapping[str, bytes],
    written: Mapping[str, Mapping[Position, CellWrite]],
    label: str,
) -> None:
    """Pass if the file is whole, holds what was written, and kept everything else.

    `parts` are the members with new content, `added` those that were not there.

    Raises:
        SaveError: it does not; a fault of ours, and nothing has been saved.
    """
    try:
        new = read_archive(data, label)
        for member in new.members:
            wanted = parts.get(member.name, added.get(member.name))
            if wanted is not None and new.inflate(member, label) != wanted:
                raise _fault(label, member.name)
    except NotAWorkbookError:
        raise _fault(label, "ZIP") from None
    kept = [member for member in old.members if member.name not in removed]
    if [member.name for member in new.members] != [*(each.name for each in kept), *added]:
        raise _fault(label, "目录")
    for before, after in zip(kept, new.members[: len(kept)], strict=True):
        same = data[after.start : after.end] == old.data[before.start : before.end]
        if before.name not in parts and not same:
            raise _fault(label, before.name)
    for name, xml in (*parts.items(), *added.items()):
        if not name.endswith(".vml"):  # Excel's own need not be well-formed
            _check_whole(xml, label)
        _check_cells(xml, written.get(name, {}), label)


def _fault(label: str, where: str) -> SaveError:
    return SaveError(
        f"“{label}”改写后的自检没有通过（{where}），没有保存。请把该文件发给开发者。"
    )


def _check_whole(xml: bytes, label: str) -> None:
    """What reads without complaint may have been broken before we came; see that it is not."""
    try:
        expat.ParserCreate().Parse(xml, True)
    except expat.ExpatError:
        raise SaveError(
            f"“{label}”的工作表内部有错误，无法安全改写。请用 Excel 或 WPS 打开后另存再试。"
        ) from None


def _check_cells(xml: bytes, cells: Mapping[Position, CellWrite], label: str) -> None:
    """Every written value is found at its own address."""
    at = 0
    for (row, column), write in sorted(cells.items(), key=itemgetter(0)):
        value = write.value
        if value is None:
            continue
        address = b'c r="%s%d"' % (letters(column), row)
        found = xml.find(address, at)
        if found < 0:
            found = xml.find(address)
        expected = (
            number_text(value).encode() if isinstance(value, Decimal) else text_xml(value)
        )
        at = xml.find(expected, found)
        # within the same cell
        if found < 0 or at < 0 or xml.find(b"c>", found, at) >= 0:
            raise _fault(label, f"{letters(column).decode()}{row}")
