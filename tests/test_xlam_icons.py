"""The buttons' icons: drawn by workbook/draw_icons.py, the same on every machine."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from xltools.ribbon import BUTTONS


@pytest.fixture(scope="module")
def drawing(root: Path) -> ModuleType:
    """The script that draws."""
    spec = importlib.util.spec_from_file_location(
        "draw_icons", root / "workbook" / "draw_icons.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def drawn(drawing: ModuleType) -> dict[str, bytes]:
    """File name → picture."""
    pictures: dict[str, bytes] = drawing.drawn()
    return pictures


def test_every_button_has_its_icon_in_every_size(drawing: ModuleType, root: Path) -> None:
    """Neither is an icon drawn that no button shows."""
    assert set(drawing.ICONS) == {button.icon for button in BUTTONS.values()}
    assert {path.name for path in (root / "workbook/addin/icons").iterdir()} == {
        f"{button.icon}-{size}.png" for button in BUTTONS.values() for size in (16, 32, 64)
    }


def test_the_committed_icons_are_what_the_script_draws(
    drawn: dict[str, bytes], root: Path
) -> None:
    """Byte for byte: no compressor and no drawing library has a say."""
    for name, data in drawn.items():
        assert (root / "workbook/addin/icons" / name).read_bytes() == data, name


def test_an_icon_opens_elsewhere_and_shows_something(drawn: dict[str, bytes]) -> None:
    """The size is as named, the ground is clear, and at least a fifth of it is painted."""
    for name, data in drawn.items():
        with Image.open(io.BytesIO(data)) as opened:
            opened.verify()
        picture = Image.open(io.BytesIO(data)).convert("RGBA")
        size = int(name.removesuffix(".png").rpartition("-")[2])
        assert picture.size == (size, size)
        opacity = picture.getchannel("A")
        assert opacity.getextrema() == (0, 255), name
        assert sum(opacity.tobytes()) > 255 * size * size / 5, name


def test_no_two_icons_look_alike(drawn: dict[str, bytes]) -> None:
    """At 16 pixels any two differ in at least a dozen of 256."""
    small = {
        name: list(Image.open(io.BytesIO(data)).convert("RGBA").tobytes())
        for name, data in drawn.items()
        if name.endswith("-16.png")
    }
    names = sorted(small)
    for n, one in enumerate(names):
        for other in names[n + 1 :]:
            pixels = zip(*([iter(small[one])] * 4), strict=True)
            others = zip(*([iter(small[other])] * 4), strict=True)
            assert sum(a != b for a, b in zip(pixels, others, strict=True)) >= 12, (one, other)
