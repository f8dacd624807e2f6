"""Write anew the blank forms that lie beside this script.

Those most asked for are committed so that an office can take them without Python; every
other is made by `xltools new`. Nobody edits them by hand: change the profile and run this
again. Ids of profiles as arguments add their forms.
"""

from __future__ import annotations

import sys
from pathlib import Path

from xltools.blank import build_blank
from xltools.profile import load_profile

FOLDER = Path(__file__).parent


def main(more: list[str]) -> None:
    """Build the committed forms, and those of further profiles."""
    for name in sorted({path.stem for path in FOLDER.glob("*.xlsx")} | set(more)):
        path = FOLDER / f"{name}.xlsx"
        path.write_bytes(build_blank(load_profile(name)))
        print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
