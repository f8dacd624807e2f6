"""What is committed: complete, small, and without a trace of a machine or a real person."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REQUIRED = (
    *("workbook", "xltools", "templates", "samples", "tests", "bench"),
    *("pyproject.toml", "README.md", "README.zh-CN.md"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
)
LARGEST = 1_000_000  # bytes

NOT_OURS = {".git", ".venv", "out", "dist", "build", "__pycache__"}
"""Folders skipped where git cannot be asked."""

# Everything searched for is put together here, so that this file does not contain it.
PATHS = re.compile(
    r"(?<![\w.:/])/(?:root|home/\w+|Users/\w+|work/(?:main|shared))\b"
    r"|\b[A-Z]:\\+Users\\+\w"
)
REGISTRIES = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pypi", "python"),
            ("pypi", "tuna"),
            ("pythonhosted", "org"),
            ("deb", "debian", "org"),
        )
    )
)
NAME_CODES = (
    *("674e6e90", "80e56d0b", "90935229", "5b59840d", "67286c99"),
    *("5f2052296e05", "52186d776d9b", "5f206b635802", "656c5efa660e", "96484fca534e"),
    *("963f5f976c5f", "9a6c672863d0", "4e704e7063d05c409a6c", "54105c14585e7eb3"),
)
"""The persons named in the published reports, as UTF-16 code units."""

NAMES = re.compile("|".join(bytes.fromhex(code).decode("utf-16-be") for code in NAME_CODES))

FORBIDDEN = {"a path of a machine": PATHS, "a registry": REGISTRIES, "a real person": NAMES}


def tracked(root: Path) -> list[Path]:
    """Return the files that git tracks; without git, all that are not build results."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, check=False, capture_output=True
    )
    if listing.returncode == 0 and listing.stdout:
        names = listing.stdout.decode().split("\0")
        return [path for name in names if name and (path := root / name).is_file()]
    return [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and NOT_OURS.isdisjoint(path.relative_to(root).parts)
    ]


def texts(path: Path) -> Iterator[str]:
    """Yield a file's text; of a workbook or document, the text of every member."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name
                yield archive.read(name).decode("utf-8", "replace")
    else:
        yield path.read_bytes().decode("utf-8", "replace")


def faults(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """Return where `pattern` occurs, in a file or in its name."""
    return [
        f"{path}: {match[0]}"
        for path in paths
        for text in (path.name, *texts(path))
        if (match := pattern.search(text))
    ]


def test_the_tree_is_complete(root: Path) -> None:
    """A newcomer finds every room the README speaks of."""
    assert [name for name in REQUIRED if not (root / name).exists()] == []


def test_no_file_is_large(root: Path) -> None:
    """A clone stays quick; large data is generated."""
    sizes = {str(path): path.stat().st_size for path in tracked(root)}

    assert {path: size for path, size in sizes.items() if size > LARGEST} == {}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds_what_does_not_belong_in_public(what: str, root: Path) -> None:
    """Neither in text files nor inside workbooks and documents, nor in a file's name."""
    assert faults(tracked(root), FORBIDDEN[what]) == []


def test_no_file_holds_the_path_of_this_checkout(root: Path) -> None:
    """Whatever this machine is called, nothing committed depends on where it was made."""
    if len(root.parts) < 3:
        pytest.skip("a checkout this near to / has no telling path")
    here = re.compile(rf"(?<![\w.]){re.escape(str(root))}(?![\w.-])")

    assert faults(tracked(root), here) == []


# The guard itself.


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path of a machine", "see /" + "home/someone/xltools"),
        ("a path of a machine", "C:" + r"\Users\someone"),
        ("a registry", "https://" + "pypi" + ".org/simple"),
        ("a real person", "组长" + bytes.fromhex(NAME_CODES[0]).decode("utf-16-be") + "任"),
    ],
)
def test_the_guard_sees_it_in_a_text_and_in_a_workbook(
    what: str, text: str, tmp_path: Path
) -> None:
    """A workbook is a zip; its compressed members are read as well."""
    plain, workbook = tmp_path / "note.md", tmp_path / "form.xlsx"
    plain.write_text(text, encoding="utf-8")
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{text}</t></si></sst>")

    assert len(faults([plain, workbook], FORBIDDEN[what])) == 2


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_guard_leaves_ordinary_text_alone(what: str, tmp_path: Path) -> None:
    """Fonts, web addresses and relative paths are no machine's secret."""
    plain = tmp_path / "note.md"
    plain.write_text("/usr/share/fonts out/demo https://example.org/home/a/ 李先生 pip install")

    assert faults([plain], FORBIDDEN[what]) == []
