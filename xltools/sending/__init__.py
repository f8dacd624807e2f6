"""Sending out: forms for the projects of a bureau's list, each with its own identity.

    read_listing(snapshot, profile, file)   → projects, targets, and every cell that is wrong
    FormMaker(profile).form(project)        → bytes of the project's form
    file_names(projects)                    → 单位/编号-项目.xlsx, safe on every system
    build_roster(profile, projects, files)  → bytes of 报送名册.xlsx
    build_template(profile)                 → bytes of an empty list

Nothing in here opens or writes a file.
"""

from xltools.sending.forms import FormMaker
from xltools.sending.identity import copy_of
from xltools.sending.listing import read_listing
from xltools.sending.model import Listing, Mistake, Target, ToSend
from xltools.sending.names import file_names
from xltools.sending.roster import ROSTER, build_roster
from xltools.sending.template import build_template

__all__ = [
    "ROSTER",
    "FormMaker",
    "Listing",
    "Mistake",
    "Target",
    "ToSend",
    "build_roster",
    "build_template",
    "copy_of",
    "file_names",
    "read_listing",
]
