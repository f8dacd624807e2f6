"""The compiled sentences of a template that came with us, kept beside its other bytecode.

Reading and compiling a long template takes as long as all the rest of a report. What Python
does for modules is done here for templates: the code goes into `__pycache__`, under a key that
holds whatever it was made from. An office's own folder is left alone, and so is every disk where
Python is told not to write bytecode.
"""

from __future__ import annotations

import contextlib
import marshal
import sys
import time
from collections.abc import Iterable
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType

import jinja2

from xltools import __version__
from xltools.report import places
from xltools.report.sentences import Sentences

_MADE_BY = f"{__version__} {jinja2.__version__} 3 "
"""Changes with whatever decides what code comes out; the last number is our own way of compiling."""


_LEFT = 60.0
"""Seconds after which nobody writes it any more."""


def key_of(sources: Iterable[str]) -> bytes:
    """Return a key for what a template's code is made from, in this order."""
    digest = sha256(MAGIC_NUMBER + _MADE_BY.encode())
    for source in sources:
        content = source.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(content) + content)
    return digest.digest()


def load_sentences(path: Path, key: bytes, named: dict[str, str]) -> Sentences | None:
    """Return the sentences of a template as they were kept; None if not, or not of this key."""
    place = _place(path)
    if place is None:
        return None
    try:
        found, code, blocks, plain = marshal.loads(place.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return None
    if found != key or not isinstance(code, CodeType):
        return None
    return Sentences(code, blocks, plain, named)


def keep_sentences(path: Path, key: bytes, sentences: Sentences) -> None:
    """Keep the sentences for the next process; a disk that takes nothing is no fault."""
    place = _place(path)
    if place is None or sys.dont_write_bytecode:
        return
    data = marshal.dumps((key, sentences.code, sentences.blocks, sentences.plain))
    half = place.with_name(f"{place.name}.half")
    with contextlib.suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        if half.exists() and time.time() - half.stat().st_mtime > _LEFT:
            half.unlink()  # a process was killed
        with half.open("xb") as file:  # whoever else writes it does as well
            try:
                file.write(data)
                file.flush()
                half.replace(place)
            except BaseException:
                half.unlink()
                raise


def _place(path: Path) -> Path | None:
    """Where the code of a template of ours is kept; None for an office's own."""
    if path.parent.parent not in places.bundled_folders():
        return None
    return Path(cache_from_source(str(path.with_suffix(".py"))))
