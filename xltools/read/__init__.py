"""Snapshot → SelfEvaluation: find the forms, read every cell, keep its place.

`find_forms` says which forms a workbook holds and whose they are, `read_form` reads one.
Reading never raises for what a person typed: an unreadable cell becomes a finding with its
cell.
"""

from xltools.read.form import read_form
from xltools.read.identity import find_forms, recognise
from xltools.read.recognition import UNKNOWN, FoundForm, Recognition

__all__ = ["UNKNOWN", "FoundForm", "Recognition", "find_forms", "read_form", "recognise"]
