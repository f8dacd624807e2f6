"""`python -m corpus FORM FOLDER [SEED]`: every variant of a form, to be looked at or sent to somebody."""

from __future__ import annotations

import sys
from pathlib import Path

from corpus import write
from corpus.base import Base

form, folder, *seed = sys.argv[1:]
files = write(Base(Path(form), int(seed[0]) if seed else 7), Path(folder))
print(f"{len(files)} files in {folder}")
