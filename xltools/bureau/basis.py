"""What the readings of a run depend on beside the files: when it changes, they are read again.

That is xltools itself with its profiles, the limits where they were set otherwise, the profiles of the
user's own, the form that was named, and what was sent out: which forms the roster names, and as what they lie there. Names and deadlines of the
roster are matched anew after every run and are none of it, nor are the other rules.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import structs
from sqlalchemy import select

from xltools import __version__
from xltools.ledger.book import Ledger
from xltools.ledger.tables import project
from xltools.package import limits
from xltools.profile import load_profile
from xltools.profile.extend import whole_profile
from xltools.profile.find import user_folder
from xltools.profile.load import profile_file
from xltools.returns.rules import Limits

_BYTES = 12
_CHUNK = 2000


def basis_of(ledger: Ledger, profile: str, sent: Path | None, own: Limits | None = None) -> str:
    """Return the digest for a run; that of one to which nothing sent is at hand begins all others.

    `profile` is the form that the user named, `sent` the folder of what was sent out, `own` the limits of
    the rules. The roster is that
    of the ledger. A million projects cost seconds: each sent form's size and time are asked.

    Raises:
        ProfileError: there is no such profile, or it cannot be read.
    """
    return f"{_own(profile, _raised(own))}-{_of_sent(ledger, sent)}"


def _raised(own: Limits | None) -> str:
    """What is bound by other limits than came with us: a file that was too large may be none now."""
    values = limits.load() | (structs.asdict(own) if own is not None else {})
    changed = {each.key: values[each.key] for each in limits.LIMITS}
    told = {each.key: each.default for each in limits.LIMITS}
    return "" if changed == told else repr(sorted(changed.items()))


def _own(profile: str, raised: str) -> str:
    digest = hashlib.blake2b(f"{__version__}{raised}".encode(), digest_size=_BYTES)
    for path in _profiles(profile):
        try:
            data = path.read_bytes()
        except OSError:  # gone this moment
            data = b""
        digest.update(hashlib.blake2b(data).digest())
    return digest.hexdigest()


def _profiles(named: str) -> Iterator[Path]:
    """The profiles and policies of the user's own, then the named one with all that it extends."""
    for folder in (user_folder(), user_folder() / "policies"):
        yield from sorted(folder.glob("*.toml"))
    if named:
        load_profile(named)
        yield from whole_profile(profile_file(named))[1]


def _of_sent(ledger: Ledger, folder: Path | None) -> str:
    """The digest of what the workers find among what was sent; "" where they find nothing."""
    if folder is None or not folder.is_dir():
        return ""
    c = project.c
    query = select(c.copy, c.plain_code, c.year, c.sent).where(c.listed, c.sent != "")
    digest, found = hashlib.blake2b(digest_size=_BYTES), False
    with ledger.read() as connection:
        rows = connection.execution_options(yield_per=_CHUNK).execute(query.order_by(c.id))
        for row in rows:
            state = _state(os.path.join(folder, row.sent))  # noqa: PTH118 - a Path for each costs
            found = found or state is not None
            digest.update(repr((*row, state)).encode())
    return digest.hexdigest() if found else ""


def _state(path: str) -> tuple[int, int] | None:
    """Size and time of a file; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns
