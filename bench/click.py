"""From a click in LibreOffice to filled cells: how long a user waits, and where the time goes.

    python bench/click.py            the Shanxi sample, an office of its own, five clicks

The first click finds LibreOffice cold, as a user's first one does; the others are what is felt from
then on. The office's own way from the mouse to our command (about 20 ms) is not in it.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

SAMPLE = ROOT / "samples" / "shanxi-2020" / "创建党建先进县.xlsx"
CLICKS = 5
IMPORTS = (
    "import xltools.live.press, xltools.live.uno.host, xltools.live.uno.bridge as b; b.uno()"
)
_TIMES = re.compile(r"read ([\d.]+), judged ([\d.]+), wrote ([\d.]+) s")


def seconds(*arguments: str) -> float:
    """How long a Python process takes; the best of three."""
    best = 60.0
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-X", "utf8", *arguments], check=True, cwd=ROOT)
        best = min(best, time.perf_counter() - began)
    return best


def click(pipe: str, state: Path) -> tuple[float, list[float]]:
    """One click: all of it, and reading, judging, writing as its log tells them."""
    began = time.perf_counter()
    subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8",
            "-m",
            "xltools.live",
            "score",
            "--pipe",
            pipe,
            "--quiet",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        env={"XLTOOLS_STATE": str(state), "PATH": "/usr/bin:/bin"},
        cwd=ROOT,
    )
    whole = time.perf_counter() - began
    log = (state / "ribbon.log").read_text(encoding="utf-8")
    return whole, [float(each) for each in _TIMES.findall(log)[-1]]


def main() -> None:
    """Print a row a click, and the parts of the median one."""
    from live_office import start

    folder = Path(tempfile.mkdtemp(prefix="click"))
    bare, imports = seconds("-c", "pass"), seconds("-c", IMPORTS)
    office = start(folder / "profile")
    try:
        book = office.open(Path(shutil.copy(SAMPLE, folder)))
        rows = []
        print("click   whole    read  judged   wrote")
        for number in range(1, CLICKS + 1):
            whole, (read, judged, wrote) = click(office.pipe, folder)
            rows.append((whole, read, judged, wrote))
            print(f"{number:5} {whole:7.2f} {read:7.2f} {judged:7.2f} {wrote:7.2f} s")
        book.close()
    finally:
        office.kill()
        shutil.rmtree(folder, ignore_errors=True)
    whole, read, judged, wrote = (statistics.median(each) for each in zip(*rows, strict=True))
    rest = whole - imports - read - judged - wrote
    print(
        f"\nstart of Python {bare:.2f}, imports {imports - bare:.2f}, snapshot {read:.2f},",
        end=" ",
    )
    print(
        f"core {judged:.2f}, apply {wrote:.2f}, connection and the rest {rest:.2f}: {whole:.2f} s"
    )


if __name__ == "__main__":
    main()
