"""Files to be taken in: the samples that came back, and items of any file."""

from __future__ import annotations

from pathlib import Path

from xltools.intake.walk import Item
from xltools.returns.rules import load_rules

LIMITS = load_rules().limits
RETURNED = Path(__file__).parents[1] / "samples" / "returned"
CAME = RETURNED / "来件"
FORM = CAME / "邮箱" / "云岭县交通运输局" / "YL2024001-农村公路安全防护工程.xlsx"
ROSTER = RETURNED / "发放" / "报送名册.xlsx"


def item_of(path: Path, shown: str = "") -> Item:
    """The item of a file."""
    status = path.stat()
    stamp = (status.st_size, status.st_mtime_ns)
    return Item(shown or path.name, str(path), status.st_size, stamp)
