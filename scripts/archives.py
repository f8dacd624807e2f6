"""A zip and a tar.gz that are the same bytes whenever they are made of the same files."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping

_DATE = (2020, 2, 25, 0, 0, 0)
_MTIME = 1582588800


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, and the list of their SHA-256 as sha256sum reads it."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return {**files, "SHA256SUMS": "".join(lines).encode()}


def zipped(folder: str, files: Mapping[str, bytes]) -> bytes:
    """A zip with these files in a folder; no date of today in it."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, data in sorted(with_sums(files).items()):
            archive.writestr(member_of(f"{folder}/{name}", packed=name.endswith(".whl")), data)
    return result.getvalue()


def tarred(folder: str, files: Mapping[str, bytes]) -> bytes:
    """A tar.gz with these files in a folder; no date, name or number of a user in it."""
    result = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=result, mode="wb", filename="", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, data in sorted(with_sums(files).items()):
            member = tarfile.TarInfo(f"{folder}/{name}")
            member.size, member.mtime = len(data), _MTIME
            member.mode = 0o755 if name.endswith(".sh") else 0o644
            archive.addfile(member, io.BytesIO(data))
    return result.getvalue()


def member_of(name: str, *, packed: bool = False) -> zipfile.ZipInfo:
    """One member, without a date of today; `packed`: what is a zip itself is stored."""
    member = zipfile.ZipInfo(name, _DATE)
    member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    member.create_system = 3
    return member
