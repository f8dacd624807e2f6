"""`python -m xltools.window`."""

import sys

from xltools.window.start import main

if __name__ == "__main__":
    sys.exit(main())
