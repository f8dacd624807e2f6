"""Snapshot → SelfEvaluation: find the form, read every cell, keep its place.

`recognise` says which region's form a workbook holds, `read_form` reads it. Reading never
raises for what a person typed: an unreadable cell becomes a finding with its cell.
"""

from xltools.read.form import read_form
from xltools.read.identity import recognise

__all__ = ["read_form", "recognise"]
