"""The ribbon: what every button does, whatever program it is clicked in.

    click("score", Desk(snapshot, path))   → Answer: message, patch, cell to jump to, files written
    BUTTONS, GROUPS                        → captions, tips, icons and order, for every host

A host turns its open workbook into a `Snapshot` and applies the patch; see xltools/live for
Excel and LibreOffice, xltools/service for WPS, xltools/press.py for a saved file.
"""

from xltools.ribbon.buttons import BUTTONS, GROUPS, TAB, Button, Group
from xltools.ribbon.click import click
from xltools.ribbon.desk import Answer, Desk, Progress

__all__ = ["BUTTONS", "GROUPS", "TAB", "Answer", "Button", "Desk", "Group", "Progress", "click"]
