"""Who sits at the desk, for the ledger's entries."""

from __future__ import annotations

import getpass
import os
import socket

WHO = "XLTOOLS_USER"
"""Environment variable with the name to be entered, where the account's says nothing."""


def user_name() -> str:
    """The person's account and computer: 李某@综合科-2."""
    given = os.environ.get(WHO)
    if given:
        return given
    try:
        account = getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name
        account = "未知"
    return f"{account}@{socket.gethostname()}"
