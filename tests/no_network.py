"""Run a program to which the kernel gives no Internet socket: whoever asks for one is killed.

The rule is inherited by everything that the program starts, whatever language it is written in, so
an attempt shows as a death and not as a line in somebody's log.

    python tests/no_network.py PROGRAM ARGUMENT …
"""

from __future__ import annotations

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

KILLED = -31
"""The status of a process that asked, as subprocess has it: SIGSYS."""

if __name__ == "__main__":
    _spec = spec_from_file_location(
        "unplugged", Path(__file__).parents[1] / "xltools" / "unplugged.py"
    )
    assert _spec is not None
    assert _spec.loader is not None
    _unplugged = module_from_spec(_spec)
    _spec.loader.exec_module(_unplugged)
    _unplugged.unplug("kill")
    os.execvp(sys.argv[1], sys.argv[1:])
