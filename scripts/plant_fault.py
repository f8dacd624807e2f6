"""Copy a Word report with a number changed at its first place, for `make demo`.

    python scripts/plant_fault.py 报告.docx 改过.docx 468.6 486.6

As a person does who corrects by hand and forgets the rest.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

DOCUMENT = "word/document.xml"


def plant(source: Path, target: Path, number: str, instead: str) -> None:
    """Write the copy.

    Raises:
        SystemExit: the report does not say the number.
    """
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    said = parts[DOCUMENT].decode()
    if number not in said:
        sys.exit(f"{source} 里没有 {number}。")
    parts[DOCUMENT] = said.replace(number, instead, 1).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


if __name__ == "__main__":
    plant(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
