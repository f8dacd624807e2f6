"""The program, or its workbook, that is closed or does not answer while we work for it."""

from __future__ import annotations

from xltools.errors import XltoolsError

_NAMES = frozenset({
    "DisposedException", "ConnectionClosedException", "BridgeRuntimeError", "NoConnectException",
    "ConnectionResetError", "BrokenPipeError",
})  # fmt: skip

_NUMBERS = frozenset({
    -2147023174,  # RPC server is unavailable
    -2147023170,  # remote procedure call failed
    -2147417848,  # the object has disconnected from its clients
    -2147220995,  # object is not connected to server
    -2146827864,  # object required: the workbook was closed
})  # fmt: skip
"""What COM says of an Excel that is gone."""


_BUSY = frozenset({
    -2147418111,  # call was rejected by callee
    -2146777998,  # VBA_E_IGNORE: a cell is being edited, a dialog is open
})  # fmt: skip


class HostGoneError(XltoolsError):
    """The spreadsheet program or the workbook was closed; there is nobody left to tell."""


def is_gone(error: BaseException) -> bool:
    """True if an error means that the program, or the workbook, is no longer there."""
    name = type(error).__name__.rpartition(".")[2]
    if name in _NAMES or isinstance(error, HostGoneError):
        return True
    if name == "RuntimeException":  # LibreOffice's
        said = str(error).lower()
        return "disposed" in said or "illegal object given" in said
    return getattr(error, "hresult", None) in _NUMBERS


def is_busy(error: BaseException) -> bool:
    """True if Excel refused a call because its user has it do something else."""
    details = getattr(error, "excepinfo", None) or ()
    return not {getattr(error, "hresult", None), *details[5:6]}.isdisjoint(_BUSY)
