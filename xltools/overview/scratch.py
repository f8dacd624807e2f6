"""Where the summary's sheets lie while they are written; what a killed run left is cleared."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch_folder(target: Path) -> Iterator[str]:
    """A folder in the system's own for temporary files, gone at the end.

    It is called the same for every run on one summary, which nobody else writes meanwhile
    (`package.save_streamed`), so that the next run finds what one that was killed left there.
    """
    name = hashlib.sha256(os.fsencode(os.path.abspath(target))).hexdigest()[:16]  # noqa: PTH100
    folder = Path(tempfile.gettempdir(), f"xltools-{name}")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o700)
    except OSError:  # another person's, who writes a summary of that name
        with tempfile.TemporaryDirectory(prefix="xltools-") as other:
            yield other
        return
    try:
        yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
