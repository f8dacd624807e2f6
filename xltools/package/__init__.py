"""A workbook file in and out: load a snapshot, patch the package, save without loss."""

from __future__ import annotations

from xltools.errors import SaveError
from xltools.package.save import replace, save_new, save_streamed
from xltools.package.workbook import Workbook, load, load_bytes
from xltools.snapshot import Patch

__all__ = [
    "Workbook",
    "apply_patch",
    "load",
    "load_bytes",
    "replace",
    "save_new",
    "save_streamed",
]


def apply_patch(workbook: Workbook, patch: Patch) -> bytes:
    """Return the workbook's bytes with the patch in them; the same bytes if all is there.

    Raises:
        FileError: the patch names a sheet that the workbook does not have.
        SaveError: a kind of workbook that is only read, a cell that belongs to an array
            formula, a workbook that takes no further sheet (`Workbook.closed`), or a
            result that fails its check.
    """
    if not workbook.can_patch:
        raise SaveError(
            f"“{workbook.path.name}”不是 .xlsx，不能直接写入。请用 Excel 或 WPS 另存为 .xlsx 再试。"
        )
    # checking a form writes nothing, and must not wait for lxml to be imported
    from xltools.package.patch import apply_patch as apply

    return apply(workbook, patch)
