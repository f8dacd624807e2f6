"""Look at what we depend on: without a connection against our own list, with one also through pip-audit.

    python scripts/audit_supply.py            lock, installed packages, licences, known bad versions
    python scripts/audit_supply.py --online   the same, then pip-audit over requirements.lock

Status 0: nothing is wrong; 1: something is; 3: the offline part is sound, and pip-audit could not ask.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import bundle
import licences
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
KNOWN = Path(__file__).with_name("known_bad.toml")
NOT_ASKED = 3

_ADDRESS = re.compile(r"(?i)\w://|^\s*-(?!-hash)|@\s*\w+\+?\w*:|\bgit\+", re.M)
"""What a lock with nothing but hashes has none of: addresses, options, repositories."""

_HASH = re.compile(r"sha256:[0-9a-f]{64}")


class Bad(NamedTuple):
    """Versions of a package that an advisory warns of."""

    package: str
    versions: str
    advisory: str
    what: str


def main(argv: list[str]) -> int:
    """Print what is wrong, a line each."""
    wrong = list(faults(LOCK.read_text(encoding="utf-8")))
    for line in wrong:
        print(f"audit: {line}")
    if not wrong:
        print(
            "audit: lock, hashes, installed packages, licences and known bad versions: nothing is wrong"
        )
    if "--online" in argv:
        return int(bool(wrong)) or ask()
    return int(bool(wrong))


def faults(lock: str) -> Iterator[str]:
    """All that can be seen without a connection."""
    yield from of_lock(lock)
    packages = bundle.locked(lock)
    yield from of_versions(((each.name, each.version) for each in packages), known_bad())
    yield from of_installed(packages)
    if licences.main(["--check"]):
        yield "docs/licences.md is not what scripts/licences.py writes now"


def of_lock(lock: str) -> Iterator[str]:
    """A lock whose packages are all pinned and hashed, and that names no place."""
    packages = bundle.locked(lock)
    count = len(re.findall(r"^[A-Za-z0-9]", lock, re.M))
    if count != len(packages):
        yield f"requirements.lock: {count} requirements, {len(packages)} of them pinned with a hash"
    for each in packages:
        if not each.hashes or not all(_HASH.fullmatch(one) for one in each.hashes):
            yield f"{each.name} {each.version}: a hash that is no SHA-256"
    for found in _ADDRESS.findall(lock):
        yield f"requirements.lock: {found.strip()!r} where only hashes belong"


def known_bad() -> list[Bad]:
    """The list of this folder."""
    with KNOWN.open("rb") as file:
        return [Bad(**each) for each in tomllib.load(file)["bad"]]


def of_versions(packages: Iterable[tuple[str, str]], known: Iterable[Bad]) -> Iterator[str]:
    """The packages whose version an advisory warns of."""
    bad: dict[str, list[Bad]] = {}
    for each in known:
        bad.setdefault(canonicalize_name(each.package), []).append(each)
    for name, version in packages:
        for each in bad.get(canonicalize_name(name), ()):
            if SpecifierSet(each.versions).contains(version, prereleases=True):
                yield f"{name} {version}: {each.advisory}, {each.what} ({each.versions})"


def of_installed(packages: Iterable[bundle.Locked]) -> Iterator[str]:
    """What is installed here is what the lock says, and fits together."""
    locked: dict[str, set[str]] = {}
    for each in packages:
        locked.setdefault(canonicalize_name(each.name), set()).add(each.version)
    own = sorted({sysconfig.get_path(name) for name in ("purelib", "platlib")})
    for each in metadata.distributions(
        path=own
    ):  # LibreOffice's Python bridge adds the system's
        name = canonicalize_name(each.metadata["Name"])
        if name in locked and each.version not in locked[name]:
            yield f"{name} {each.version} is installed, the lock has {', '.join(sorted(locked[name]))}"
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        yield from (f"pip check: {line}" for line in done.stdout.splitlines())


def ask() -> int:
    """Run pip-audit over the lock; it asks the service that it is set up for."""
    program = Path(sys.executable).with_name("pip-audit")
    if not program.exists():
        print(
            "audit: pip-audit is not installed: python -m pip install pip-audit",
            file=sys.stderr,
        )
        return NOT_ASKED
    done = subprocess.run(
        [str(program), "--requirement", str(LOCK), "--disable-pip", "--require-hashes"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    print(done.stdout, end="")
    return verdict(done.returncode, done.stdout, done.stderr)


def verdict(status: int, out: str, err: str) -> int:
    """What pip-audit's status and words come to: 0 sound, 1 something found, 3 it could not ask.

    A mirror that has no advisories lets it skip every package, and end with 0.
    """
    skipped = out.count("could not be audited")
    if status and "Fix Versions" in out:
        return 1
    if status or skipped:
        last = (err.strip().splitlines() or ["no reason given"])[-1]
        why = f"{skipped} packages skipped" if skipped else last[:200]
        print(f"audit: pip-audit could not ask ({why})", file=sys.stderr)
        return NOT_ASKED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
