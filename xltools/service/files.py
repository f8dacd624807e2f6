"""The add-in's files: beside this module in an installed package, in workbook/addin in a checkout."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xml": "text/xml; charset=utf-8",
    ".png": "image/png",
}
IMAGES = "images/"


class Served(Struct, frozen=True):
    """A file's content and what a web view has to take it for."""

    kind: str
    content: bytes


def addin_files() -> dict[str, Path]:
    """Return the add-in's files by the name under which its page asks for them."""
    sources, icons = _homes()
    found = {
        path.relative_to(sources).as_posix(): path
        for path in sorted(sources.rglob("*"))
        if path.suffix in _KINDS and path.is_file()
    }
    return found | {f"{IMAGES}{path.name}": path for path in sorted(icons.glob("*.png"))}


def served(name: str) -> Served | None:
    """Return a file of the add-in; None for any other name, whatever steps it goes up."""
    path = addin_files().get(name)
    return None if path is None else Served(_KINDS[path.suffix], path.read_bytes())


def _homes() -> tuple[Path, Path]:
    here = Path(__file__).parent
    if (here / "addin").is_dir():
        return here / "addin", here / "icons"
    checkout = here.parents[1] / "workbook" / "addin"
    return checkout / "wps", checkout / "icons"
