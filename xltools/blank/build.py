"""Putting the blank workbook together."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from xltools import anchors
from xltools.anchors import Identity
from xltools.blank.canvas import Canvas
from xltools.blank.finish import finish
from xltools.blank.form_sheet import draw_form
from xltools.blank.guide import draw_guide
from xltools.blank.indicator_plan import Rows
from xltools.blank.side_sheets import (
    ISSUE_ROWS,
    draw_hidden,
    draw_issues,
    draw_side_table,
    draw_spending,
)
from xltools.blank.texts_sheet import draw_texts
from xltools.errors import ProfileError, XltoolsError
from xltools.profile import Profile

MOST_ROWS = 50


def build_blank(profile: Profile, *, rows: Rows = None) -> bytes:
    """Return the blank workbook of a profile; the same profile gives the same bytes.

    `rows` is the number of blank rows for each 二级指标, None for what the profile says; or all
    the rows there are (`lines_of` a plan).

    Raises:
        XltoolsError: `rows` is not between 1 and 50.
        ProfileError: the form has no funding figures, or no column for the indicators' names.
    """
    if isinstance(rows, int):
        check_rows(rows)
    book, canvases = draw_blank(profile, rows)
    _identify(book, profile)
    book.active = 0
    canvases[0].sheet.sheet_view.tabSelected = True
    stream = io.BytesIO()
    book.save(stream)
    cached = {
        f"xl/worksheets/sheet{number}.xml": canvas.cached
        for number, canvas in enumerate(canvases, start=1)
    }
    return finish(stream.getvalue(), cached)


def check_rows(rows: int) -> None:
    """Refuse a number of blank rows that no form has.

    Raises:
        XltoolsError: it is not between 1 and 50.
    """
    if not 1 <= rows <= MOST_ROWS:
        raise XltoolsError(f"每个二级指标的空行数应在 1 到 {MOST_ROWS} 之间，不能是 {rows}。")


def draw_blank(
    profile: Profile, rows: Rows, *, issues: int = ISSUE_ROWS
) -> tuple[Workbook, list[Canvas]]:
    """Return the workbook with its sheets drawn; `issues` are the lines of 问题清单.

    Raises:
        ProfileError: the form has no funding figures, or no column for the indicators' names.
    """
    _check_form(profile)
    book = Workbook()
    book.remove(book.worksheets[0])
    set_default_font(book)
    return book, _draw(book, profile, rows, issues)


def _check_form(profile: Profile) -> None:
    """Refuse a form that has nothing to draw; `profile check` says more."""
    form = profile.form
    lacking = {
        "form.funding.measures": not form.funding.measures,
        "form.funding.sources": not form.funding.sources,
        "form.indicators.columns 的 name": "name"
        not in {c.key for c in form.indicators.columns},
    }
    missing = "、".join(part for part, absent in lacking.items() if absent)
    if missing:
        raise ProfileError(
            f"表样 {profile.id} 缺少 {missing}，不能生成空白表。"
            "请补上，再用 xltools profile check 检查。"
        )


def _draw(book: Workbook, profile: Profile, rows: Rows, issues: int) -> list[Canvas]:
    """Draw all sheets in the order of their tabs."""
    canvases = [draw_guide(book, profile)]
    form, places = draw_form(book, profile, rows)
    canvases.append(form)
    if profile.texts:
        canvases.append(draw_texts(book, profile))
    if profile.group:
        canvases.append(draw_side_table(book, profile.group, anchors.GROUP, "7F7F7F"))
    spending = draw_spending(book, profile, places)
    if spending:
        canvases.append(spending)
    return [*canvases, draw_issues(book, issues), draw_hidden(book, profile)]


def set_default_font(book: Workbook) -> None:
    """Make 宋体 11 the font of 常规: widths of columns are counted in its digits."""
    font = Font("宋体", 11, charset=134)
    book._fonts[0] = font  # type: ignore[attr-defined]
    book._named_styles["Normal"].font = font  # type: ignore[attr-defined]


def _identify(book: Workbook, profile: Profile) -> None:
    """Write the identity as a name and as a document property; the hidden sheet has it."""
    identity = Identity(profile.id, profile.version).encode()
    name = anchors.IDENTITY_NAME
    book.defined_names[name] = DefinedName(name, attr_text=f'"{identity}"')
    properties = book.custom_doc_props  # type: ignore[attr-defined]
    properties.append(StringProperty(name=anchors.IDENTITY_PROPERTY, value=identity))
    book.properties.title = profile.title
    book.properties.creator = "xltools"
    book.calculation.fullCalcOnLoad = True
