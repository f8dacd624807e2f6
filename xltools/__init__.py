"""xltools: read, check, score, fill and report 项目支出绩效自评表 workbooks."""

import sys

__version__ = "0.1.0"

# msgspec takes two names from typing_extensions where that is installed and from typing where
# it is not. They are the same since Python 3.11; typing_extensions costs as much as starting
# Python (it imports inspect, ast, tokenize), and a cold `xltools score` counts in such units.
if "msgspec" not in sys.modules and "typing_extensions" not in sys.modules:
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        import msgspec as _  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]
