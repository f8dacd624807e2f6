"""The blocks a report is made of, as an office writes them in report.toml.

Every `[[block]]` has exactly one key that says what it is; a Struct below stands for each,
and a key it does not know is refused. Strings marked *sentence* are Jinja2.

    title = sentence            title line(s), style 标题
    heading = sentence          level = 1 to 4
    paragraph = sentence        each line of the result becomes a paragraph
    text = "overview"           a text of the sheet 报告文本 or a field of the form's head,
                                line by line; lead = "项目概况：", empty = "无。"
    table = "funding"           or "indicators", "scores", "group", "spending", "projects"
    chart = "scores"            分值 and 得分 by 一级指标; or "execution": 预算 and 执行 by project
    toc = "目　录"               contents, levels = 2
    section = "landscape"       or "portrait": a new page with that orientation
    page_break = true
    blank = 6                   so many empty lines

`when` (an expression) leaves a block out; `style` names a style of official.docx.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct

from xltools.profile import ColumnKey
from xltools.report.text import MISSING


class Block(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every block may say: `when` it stands in the report."""

    when: str = ""


class Title(Block, frozen=True, kw_only=True):
    """Centred title lines, not part of the contents."""

    title: str
    style: str = "Title"


class Heading(Block, frozen=True, kw_only=True):
    """A chapter heading, with bookmark and outline level."""

    heading: str
    level: Literal[1, 2, 3, 4] = 1
    style: str = ""


class Paragraph(Block, frozen=True, kw_only=True):
    """A sentence made from data."""

    paragraph: str
    lead: str = ""
    style: str = "Body Text"


class Text(Block, frozen=True, kw_only=True):
    """What the staff wrote; `empty` is what stands there as long as they wrote nothing."""

    text: str
    lead: str = ""
    empty: str = MISSING
    style: str = "Body Text"


class TableColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """A column of the indicator table; label "" is the form's own.

    Widths are shares; they count when every column has one, else the content decides.
    """

    key: ColumnKey
    label: str = ""
    width: Annotated[float, Meta(ge=0)] = 0


class Table(Block, frozen=True, kw_only=True):
    """A table from data; `note` stands under it, `empty` in it when it has no rows."""

    table: Literal["funding", "indicators", "scores", "group", "spending", "projects"]
    caption: str = ""
    unit: str = ""
    note: str = ""
    empty: str = "无"
    categories: tuple[str, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    total: bool = False


class ChartBlock(Block, frozen=True, kw_only=True):
    """A chart from data, its caption below; left out while the data has no figure for it."""

    chart: Literal["scores", "execution"]
    caption: str = ""


class Contents(Block, frozen=True, kw_only=True):
    """The table of contents; the value is its heading."""

    toc: str
    levels: Literal[1, 2, 3] = 2


class Section(Block, frozen=True, kw_only=True):
    """A new page, with its own orientation and page numbers from here on."""

    section: Literal["portrait", "landscape"]
    page_numbers: bool = True
    first_page: Annotated[int, Meta(ge=1)] | None = None


class PageBreak(Block, frozen=True, kw_only=True):
    """A new page."""

    page_break: Literal[True]


class Blank(Block, frozen=True, kw_only=True):
    """Empty lines of the height of a line of text."""

    blank: Annotated[int, Meta(ge=1, le=20)]


AnyBlock: TypeAlias = (
    Title
    | Heading
    | Paragraph
    | Text
    | Table
    | ChartBlock
    | Contents
    | Section
    | PageBreak
    | Blank
)

KINDS: dict[str, Any] = {
    "title": Title,
    "heading": Heading,
    "paragraph": Paragraph,
    "text": Text,
    "table": Table,
    "chart": ChartBlock,
    "toc": Contents,
    "section": Section,
    "page_break": PageBreak,
    "blank": Blank,
}
