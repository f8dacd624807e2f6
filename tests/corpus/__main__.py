"""`python -m corpus FORM FOLDER [SEED]`: every variant of a form, to be looked at or sent to somebody.

The form should be one of ours with money and a result in percent; what cannot be made of it is named.
"""

from __future__ import annotations

import sys
from pathlib import Path

from corpus import variants
from corpus.base import Base


def main(form: Path, folder: Path, seed: int) -> None:
    """Write them, group by group."""
    base, written = Base(form, seed), 0
    for variant in variants():
        target = folder / variant.group
        target.mkdir(parents=True, exist_ok=True)
        try:
            variant.write(base, target)
            written += 1
        except (AssertionError, LookupError, ValueError) as error:
            print(f"not made of this form: {variant.key} ({error})", file=sys.stderr)
    print(f"{written} files in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 7)
