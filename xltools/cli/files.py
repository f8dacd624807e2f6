"""Working through the files of one command."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable

from xltools.errors import FileError, XltoolsError
from xltools.hosts.file import Opened, open_form
from xltools.profile import load_profile

FEW = 16
"""So many forms are done before garbage is worth collecting; a command starts without."""


def for_each_form(args: argparse.Namespace, work: Callable[[Opened], None]) -> int:
    """Open each form and hand it over; return the exit status, the worst of all.

    A file that cannot be read or written is told in one line and does not stop the others.
    """
    status = 0
    for number, path in enumerate(args.files):
        if number == FEW:
            gc.enable()
        try:
            profile = load_profile(args.profile, path.parent) if args.profile else None
            opened = open_form(path, profile)
            work(opened)
        except FileError as error:  # whose text is one line, but for a name of two
            print(f"xltools：{' '.join(str(error).splitlines())}", file=sys.stderr)
            status = 2
        except XltoolsError as error:
            print(f"xltools：{error}", file=sys.stderr)
            status = 2
        else:
            status = max(status, int(opened.has_errors))
    return status
