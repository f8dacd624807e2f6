"""One workbook, three programs: a file, LibreOffice and WPS give the same answer to every click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from live_office import Live, difference, live, opened
from sample_forms import SAMPLES
from wps_office import in_order, model_of, read_in_wps

from xltools.live.book import snapshot_of
from xltools.live.wings import xw
from xltools.package import load
from xltools.ribbon import Desk, click
from xltools.snapshot import Snapshot
from xltools.wire import decode_patch, encode_patch

__all__ = ["live", "opened"]


@pytest.fixture(scope="module")
def in_wps() -> dict[Path, Snapshot]:
    """Every sample as the add-in's own scripts read it in a stand-in for WPS."""
    read = read_in_wps([model_of(path) for path in SAMPLES])
    return dict(zip(SAMPLES, read, strict=True))


def test_there_are_many_samples() -> None:
    """Regions, published forms, bad ones."""
    assert len(SAMPLES) > 100


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_sample_gives_one_patch_in_every_program(
    live: Live,
    opened: Callable[..., xw.Book],
    in_wps: dict[Path, Snapshot],
    path: Path,
) -> None:
    """To the last cell, note and height, for 校验 and 计算得分; the patch crosses to WPS whole."""
    file = load(path).snapshot
    screen = snapshot_of(opened(path, shown=False), live.beyond)
    for action in ("check", "score"):
        expected = click(action, Desk(file, path))
        assert difference(expected, click(action, Desk(screen, path))) == ""
        assert difference(expected, click(action, Desk(in_wps[path], path))) == ""
        assert expected.patch is not None
        assert decode_patch(encode_patch(expected.patch)) == expected.patch
    assert in_wps[path] == in_order(file)
    assert [(each.name, each.hidden) for each in screen.sheets] == [
        (each.name, each.hidden) for each in file.sheets
    ]
    assert (screen.names, screen.constants) == (file.names, file.constants)
