"""How a generated form says where its cells are: defined names and identity.

The blank's builder writes these names, the reader looks them up. A name moves with its
cell when rows, columns or sheets are inserted, moved or renamed, which an address
does not; when names are lost the reader falls back on the printed labels.
"""

from __future__ import annotations

from msgspec import Struct

PREFIX = "xlt_"
"""Ours; names without it are the user's and are never read or changed."""

IDENTITY_NAME = PREFIX + "identity"
"""Defined name with the constant text of the identity."""

IDENTITY_PROPERTY = "xltools.identity"
"""Custom document property with the same text."""

IDENTITY_SHEET = "_xltools"
"""Hidden sheet; A1 holds the same text."""

ROSTER_PROPERTY = "xltools.roster"
"""Custom document property of a 报送名册, which is no form."""

SUMMARY_PROPERTY = "xltools.summary"
"""… and of our own 评分表 and 汇总表, which have tables that look like one."""

TOTAL_SCORE = PREFIX + "total_score"
TOTAL_POINTS = PREFIX + "total_points"
GRADE = PREFIX + "grade"
GROUP = PREFIX + "group"
SPENDING = PREFIX + "spending"
ISSUES = PREFIX + "issues"
"""The last three name the first heading cell of their table."""

GUIDE_SHEET = "填报说明"
TEXTS_SHEET = "报告文本"
ISSUES_SHEET = "问题清单"

NOTE_TAG = "【绩效自评】"
"""How our own notes on cells begin; other notes are other people's."""

ISSUE_COLUMNS = ("序号", "级别", "编号", "位置", "栏目", "问题", "处理办法", "处理情况")
"""Headings of 问题清单; the last is the reader's own and is never overwritten."""


def field(key: str) -> str:
    """Name of the cell of a head field or objective, e.g. `xlt_field_project_name`."""
    return f"{PREFIX}field_{key}"


def source(key: str) -> str:
    """Name of the label cell of a funding source."""
    return f"{PREFIX}source_{key}"


def measure(key: str) -> str:
    """Name of the label cell of a funding measure; source × measure cross at the amount."""
    return f"{PREFIX}measure_{key}"


def amount(source: str, measure: str) -> str:
    """Name of one amount's cell, on forms whose labels do not cross at it (河北, 广水)."""
    return f"{PREFIX}amount_{source}_{measure}"


def assessment(key: str, column: str) -> str:
    """Name of the heading cell of a column in a block of judged items (资金管理情况)."""
    return f"{PREFIX}assess_{key}_{column}"


def column(key: str) -> str:
    """Name of the heading cell of an indicator column."""
    return f"{PREFIX}column_{key}"


def text(key: str) -> str:
    """Name of the cell of one text on the sheet 报告文本."""
    return f"{PREFIX}text_{key}"


class Identity(Struct, frozen=True):
    """Which form a workbook is: profile, version of the form, id of this copy ("" in a blank)."""

    profile: str
    version: str
    copy: str = ""

    def encode(self) -> str:
        """Return the text put into the three places.

        >>> Identity("shanxi-2020", "1").encode()
        'xltools|shanxi-2020|1|'
        """
        return f"xltools|{self.profile}|{self.version}|{self.copy}"


def decode_identity(text: object) -> Identity | None:
    """Return the identity in a text, or None if it is none of ours.

    >>> decode_identity("xltools|shanxi-2020|1|")
    Identity(profile='shanxi-2020', version='1', copy='')
    """
    parts = str(text).split("|")
    if len(parts) != 4 or parts[0] != "xltools":
        return None
    return Identity(*parts[1:])
