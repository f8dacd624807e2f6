"""A unit's set of forms: what only they together show, and the 评分表 made from them.

    check_set(project_set)              → findings about the set (check 52), each at its form
    summarise(project_set, told)        → the table as values
    build_summary(summary, issues)      → bytes of an .xlsx with the table and the 问题清单
    read_list(snapshot, file)           → the bureau's list of projects with their budgets

The forms come read, scored and checked; nothing in here opens a file.
"""

from xltools.collect.check import check_set
from xltools.collect.codes import SetCode
from xltools.collect.lists import read_list
from xltools.collect.project import Given, Listed, Project, ProjectList, ProjectSet, Told
from xltools.collect.summary import Row, Summary, summarise
from xltools.collect.workbook import MARK, WHOLE_SET, Issue, Unread, build_summary, issues_of

__all__ = [
    "MARK",
    "WHOLE_SET",
    "Given",
    "Issue",
    "Listed",
    "Project",
    "ProjectList",
    "ProjectSet",
    "Row",
    "SetCode",
    "Summary",
    "Told",
    "Unread",
    "build_summary",
    "check_set",
    "issues_of",
    "read_list",
    "summarise",
]
