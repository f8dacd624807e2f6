"""Take docs/images/ribbon.png: the demo form in LibreOffice after a click on 计算得分.

python scripts/ribbon_picture.py      needs libreoffice-gtk3 and scrot besides what the tests need
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from office_ribbon import install, office, screen  # noqa: E402

DEMO = ROOT / "samples" / "shanxi-2020" / "创建党建先进县.xlsx"
TARGET = ROOT / "docs" / "images" / "ribbon.png"
FONT = "[Settings]\ngtk-font-name=Noto Sans CJK SC 10\n"
SETTLED = 4
"""Seconds for a click and for the screen to be drawn."""


def main() -> None:
    """Install, open, click, look at the first error, take the picture."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        form = Path(shutil.copy(DEMO, home / DEMO.name))
        install(ROOT / "workbook" / "绩效自评.oxt", home / "profile")
        for path, text in (
            (home / "config" / "xltools" / "interpreter", sys.executable),
            (home / "config" / "gtk-3.0" / "settings.ini", FONT),
        ):
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
        with (
            screen("1360x900") as display,
            office(home / "profile", form, display, toolkit="gtk3") as running,
        ):
            document = running.front()
            controller = document.CurrentController
            sheet = document.Sheets.getByName("自评表")
            running.dispatch(document, "score")
            running.answer("得分 89.5")
            controller.setActiveSheet(sheet)
            controller.setFirstVisibleRow(13)
            controller.select(sheet.getCellRangeByName("F24"))
            time.sleep(SETTLED)
            environment = os.environ | {"DISPLAY": display}
            subprocess.run(["scrot", "-o", str(TARGET)], check=True, env=environment)


if __name__ == "__main__":
    main()
