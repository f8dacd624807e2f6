"""Take docs/images/summary.png: the summary of samples/returned in LibreOffice, table and charts.

python scripts/summary_picture.py      needs libreoffice-gtk3 and scrot besides what the tests need
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "samples")]

from build_returned import set_times  # noqa: E402
from office_ribbon import install, office, screen  # noqa: E402

TARGET = ROOT / "docs" / "images" / "summary.png"
FONT = "[Settings]\ngtk-font-name=Noto Sans CJK SC 10\n"
SIZE = (1480, 800)


class Shot(NamedTuple):
    """One picture of the window: sheet, first row, chosen cell, rows of the screen that are kept."""

    sheet: str
    row: int
    cell: str
    top: int
    bottom: int


SHOTS = (Shot("汇总表", 3, "R5", 0, 757), Shot("统计图", 45, "B48", 206, 620))
ZOOM = 62
"""Percent at which 汇总表 is seen from number to remark."""
SETTLED = 4
"""Seconds for the screen to be drawn."""


def main() -> None:
    """Collect the samples, open the summary, take a picture of two sheets, put them together."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        summary = collected(home)
        install(ROOT / "workbook" / "绩效自评.oxt", home / "profile")
        settings = home / "config" / "gtk-3.0" / "settings.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text(FONT, encoding="utf-8")
        with (
            screen("x".join(map(str, SIZE))) as display,
            office(home / "profile", summary, display, toolkit="gtk3") as running,
        ):
            document = running.front()
            running.service("com.sun.star.frame.DispatchHelper").executeDispatch(
                document.CurrentController.Frame, ".uno:Sidebar", "", 0, ()
            )
            parts = [
                taken(document, display, home / f"{number}.png", what)
                for number, what in enumerate(SHOTS)
            ]
    whole = Image.new("RGB", (SIZE[0], sum(part.height for part in parts)))
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    whole.quantize(128).save(TARGET, optimize=True)


def collected(home: Path) -> Path:
    """The summary of the heap that came back."""
    folder = home / "returned"
    shutil.copytree(ROOT / "samples" / "returned", folder)
    set_times(folder)
    command = [sys.executable, "-m", "xltools", "collect", str(folder / "来件"), "--jobs", "1"]
    done = subprocess.run(command, check=False, cwd=ROOT)
    assert done.returncode in {0, 1}
    return folder / "来件" / "汇总.xlsx"


def taken(document: Any, display: str, path: Path, shot: Shot) -> Image.Image:  # noqa: ANN401
    """One sheet as the screen shows it."""
    controller, sheet = document.CurrentController, document.Sheets.getByName(shot.sheet)
    controller.setActiveSheet(sheet)
    controller.ZoomType, controller.ZoomValue = 3, ZOOM
    controller.select(sheet.getCellRangeByName(shot.cell))
    controller.setFirstVisibleRow(shot.row)
    time.sleep(SETTLED)
    environment = os.environ | {"DISPLAY": display}
    subprocess.run(["scrot", "-o", str(path)], check=True, env=environment)
    with Image.open(path) as picture:
        return picture.convert("RGB").crop((0, shot.top, SIZE[0], shot.bottom))


if __name__ == "__main__":
    main()
