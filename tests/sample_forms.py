"""The sample forms, one workbook each; what is sent out and comes back in bulk is made of the same."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
BULK = frozenset(("sending", "returned"))
"""Folders of samples that hold lists, and what a bureau got back with all its troubles."""

SAMPLES = sorted(path for path in ROOT.glob("samples/*/*.xlsx") if path.parent.name not in BULK)
ONE_EACH = list({path.parent: path for path in reversed(SAMPLES)}.values())[::-1]
"""The first sample of every folder."""
