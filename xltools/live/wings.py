"""xlwings without what a click does not need: its import must not cost the user's patience.

xlwings imports pandas, numpy, matplotlib and Pillow where they are installed, which takes longer than the
whole click; it does without where they are missing. Its folder `pro` has another licence and is never used.
"""

from __future__ import annotations

import sys

_NOT_NEEDED = ("numpy", "pandas", "matplotlib", "PIL", "xlwings.pro")

_absent = [name for name in _NOT_NEEDED if name not in sys.modules]
for _name in _absent:
    sys.modules[_name] = None  # type: ignore[assignment]  # an import of it fails
try:
    import xlwings as xw
    from xlwings import base_classes
finally:
    for _name in _absent:
        del sys.modules[_name]

__all__ = ["base_classes", "xw"]
