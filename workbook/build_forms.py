"""Write the blank form of every profile beside this script.

The workbooks are committed so that an office can take one without Python; nobody edits
them by hand: change the profile and run this again.
"""

from __future__ import annotations

from pathlib import Path

from xltools.blank import build_blank
from xltools.profile import load_profile, profile_ids


def main() -> None:
    """Build all forms."""
    for name in profile_ids():
        path = Path(__file__).parent / f"{name}.xlsx"
        path.write_bytes(build_blank(load_profile(name)))
        print(path.name)


if __name__ == "__main__":
    main()
