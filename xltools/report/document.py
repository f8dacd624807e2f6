"""Blocks and facts → the body of the Word document."""

from __future__ import annotations

from msgspec import Struct

from xltools.profile import Profile
from xltools.report import pages
from xltools.report.base import DOCUMENT
from xltools.report.blocks import (
    AnyBlock,
    Blank,
    ChartBlock,
    Contents,
    Heading,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Text,
    Title,
)
from xltools.report.chart import Chart, chart_of, drawing
from xltools.report.contents import TOC_HEADING, Mark, contents
from xltools.report.context import Facts
from xltools.report.grid import rows_kept, spoken
from xltools.report.package import relation, save
from xltools.report.prepare import Prepared
from xltools.report.tables import build_grid
from xltools.report.text import MISSING, clean, lines, one_line
from xltools.report.widths import NORMAL, row_lines, type_size, widths, with_even_heads
from xltools.report.word import (
    TableStyles,
    field,
    paragraph,
    run,
    runs,
    table,
)

PADDING = 110  # left and right cell margin of the table style, with the border
CELL_MARGINS, LEADING = 96, 1.3  # of a row: above and below with the border; of a line in it
LINE = 560  # a line of body text, 28 pt
MISSING_STYLE, LEAD_STYLE = "待补充", "引语"
CAPTION, NOTE, UNIT, GAP, FIGURE = "caption", "表格说明", "表格单位", "间隔", "图片"
TABLE, TABLE_HEAD, TABLE_TEXT, TABLE_FIGURE = "报告表格", "表格表头", "表格文字", "表格数字"
TABLE_LABEL, FIGURE_LABEL = "表", "图"
LAST = '<w:keepNext w:val="0"/>'  # what stands below a chart does not belong to it
FIRST_BOOKMARK = 9000  # above the numbers that Word gives to the bookmarks of a cover
PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'


def styles_of(block: AnyBlock) -> tuple[str, ...]:
    """The paragraph styles that a block is written in."""
    if isinstance(block, Heading):
        return (block.style or f"heading {block.level}",)
    if isinstance(block, (Title, Paragraph, Text)):
        return (block.style,)
    if isinstance(block, Contents):
        return (TOC_HEADING, *(f"toc {level}" for level in range(1, block.levels + 1)))
    caption = (CAPTION,) if isinstance(block, (Table, ChartBlock)) and block.caption else ()
    if isinstance(block, ChartBlock):
        return (FIGURE, *caption)
    if isinstance(block, Table):
        unit, note = (UNIT,) if block.unit else (), (NOTE,) if block.note else ()
        return (*caption, *unit, TABLE_HEAD, TABLE_TEXT, TABLE_FIGURE, *note)
    return ()


class Gap(Struct, frozen=True):
    """A text that the template needs and nobody wrote, and the chapter it is missing from.

    `label` is what the form calls it.
    """

    text: str
    chapter: str
    label: str


class Written(Struct, frozen=True):
    """A report: its bytes, the texts it lacks, and how often 待补充 stands in each chapter.

    `has_contents` tells of a table of contents, whose page numbers Word has yet to fill in.
    """

    content: bytes
    gaps: tuple[Gap, ...]
    missing: dict[str, int]
    has_contents: bool


def _label(key: str, profile: Profile) -> str:
    """What the form calls a text or a field of its head."""
    named = [(text.key, text.label) for text in profile.texts]
    named += [(field.key, field.label) for field in profile.form.fields]
    return dict(named).get(key, key)


class Composer:
    """Writes one report; a method for each kind of block appends to `body`."""

    def __init__(self, prepared: Prepared, facts: Facts, profile: Profile) -> None:
        self.template, self.base = prepared.template, prepared.base
        self.blocks = prepared.blocks
        self.facts, self.profile = facts, profile
        self.voice = prepared.sentences.voice(facts.names)
        self.body: list[str] = []  # paragraphs and tables; the last is a paragraph
        self.pages = pages.Pages(self.base.page, numbered=self.base.numbered)
        self.marks: list[Mark] = []
        self.gaps: list[Gap] = []
        self.missing: dict[str, int] = {}
        self.captions = {TABLE_LABEL: 0, FIGURE_LABEL: 0}
        self.charts: list[Chart] = []
        self.where = str(self.template.path)

    def compose(self) -> Written:
        """Return the docx, and what is missing in it."""
        places: list[tuple[int, Contents]] = []
        for placed in self.blocks:
            self.where = placed.where
            if not self.voice.holds(placed.block.when, self.where):
                continue
            if isinstance(placed.block, Contents):
                places.append((len(self.body), placed.block))
                self.body.append("")  # its place; the headings are not known yet
                self._append(GAP)
            else:
                begun = len(self.body)
                self._write(placed.block)
                self._count_missing(self.body[begun:])
        for at, block in places:
            self.body[at] = contents(one_line(block.toc), block.levels, self.marks, self._style)
        content = save(self.base, self._parts(), self._properties(), self.charts)
        return Written(content, tuple(self.gaps), self.missing, bool(places))

    def _parts(self) -> dict[str, str]:
        """The document with what the office's Word file has around the report, and its margins."""
        base, section = self.base, self.pages.close()
        if base.ends_section or (base.goes_on and self.pages.is_turned):
            if not self.body:
                self._append(GAP)
            self.body[-1] = pages.end_section(self.body[-1], section)
            section = "" if base.ends_section else self.pages.straight()
        around = [
            stretch.fill(self._say_tag, self._style(MISSING_STYLE, "character"))
            for stretch in (base.before, base.between, base.after)
        ]
        self._count_missing(around)
        before, between, after = around
        margins = {
            name: pieces.fill(self._say_tag, self._style(MISSING_STYLE, "character"))
            for name, pieces in base.margins.items()
        }
        return margins | {
            DOCUMENT: f"{before}{''.join(self.body)}{between}{section}{after}",
        }

    def _say_tag(self, sentence: str, where: str) -> str:
        return clean(self.voice.say(sentence, where))

    @property
    def _chapter(self) -> str:
        return self.marks[-1].text if self.marks else ""

    def _count_missing(self, written: list[str]) -> None:
        count = sum(text.count(MISSING) for text in written)
        if count:
            self.missing[self._chapter] = self.missing.get(self._chapter, 0) + count

    def _properties(self) -> dict[str, str]:
        """What Word shows under 属性; a blank is left out."""
        names = self.facts.names
        unit = one_line(names.get("implementing_unit") or "")
        titles = [project["name"] for project in names["projects"] if project["name"]]
        year = f"（{names['year']}年度）" if names["year"] else ""
        return {
            "dc:title": one_line(self._say(self.template.title)),
            "dc:subject": f"{names['form_title']}{year}",
            "dc:creator": unit,
            "cp:keywords": "；".join(dict.fromkeys((*titles, unit, names["region"]))),
            "dc:language": "zh-CN",
        }

    def _write(self, block: AnyBlock) -> None:
        if isinstance(block, Title):
            self._paragraphs(block.style, lines(self._say(block.title)))
        elif isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._paragraphs(block.style, lines(self._say(block.paragraph)), block.lead)
        elif isinstance(block, Text):
            self._text(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, ChartBlock):
            self._chart(block)
        elif isinstance(block, Section):
            self._section(block)
        elif isinstance(block, PageBreak):
            self._append(GAP, PAGE_BREAK)
        elif isinstance(block, Blank):
            self._append(GAP, "", f'<w:spacing w:before="{block.blank * LINE}"/>')

    def _text(self, block: Text) -> None:
        names = self.facts.names
        written = lines(names["texts"].get(block.text, names.get(block.text)))
        if not written:
            written = lines(block.empty)
            if MISSING in block.empty:
                label = _label(block.text, self.profile)
                self.gaps.append(Gap(block.text, self._chapter, label))
        self._paragraphs(block.style, written, block.lead)

    def _say(self, sentence: str) -> str:
        return clean(self.voice.say(sentence, self.where))

    def _style(self, name: str, kind: str = "paragraph") -> str:
        return self.base.style(name, kind, self.where)

    def _append(self, style: str, content: str = "", properties: str = "") -> None:
        self.body.append(paragraph(self._style(style), content, properties))

    def _runs(self, text: str) -> str:
        return runs(text, self._style(MISSING_STYLE, "character"))

    def _paragraphs(self, style: str, texts: list[str], lead: str = "") -> None:
        """One paragraph a line; `lead` (项目概况：) opens the first in its own style."""
        before = one_line(self._say(lead)) if lead else ""
        for index, text in enumerate(texts or ([""] if before else [])):
            opening = ""
            if before and index == 0:
                opening = run(before, self._style(LEAD_STYLE, "character"))
            self._append(style, opening + self._runs(text))

    def _heading(self, block: Heading) -> None:
        text = one_line(self._say(block.heading))
        number = len(self.marks) + 1
        mark = Mark(text, block.level, f"_Toc{number:09d}")
        self.marks.append(mark)
        key = FIRST_BOOKMARK + number
        start = f'<w:bookmarkStart w:id="{key}" w:name="{mark.bookmark}"/>'
        end = f'<w:bookmarkEnd w:id="{key}"/>'
        style = block.style or f"heading {block.level}"
        # a style of another level lends its looks; Word and screen readers go by the level
        level = f'<w:outlineLvl w:val="{block.level - 1}"/>' if block.style else ""
        self._append(style, start + self._runs(text) + end, level)

    def _table(self, block: Table) -> None:
        caption = one_line(self._say(block.caption)) if block.caption else ""
        if caption:
            self._caption(TABLE_LABEL, caption)
        if block.unit:
            self._append(UNIT, self._runs(one_line(self._say(block.unit))))
        grid = build_grid(block, self.facts, self.profile)
        given = [column.width for column in block.columns]
        shares = given if all(given) and len(given) == grid.columns else []
        width = self.pages.text_width
        size = NORMAL if shares else type_size(grid, width, PADDING)
        columns = widths(grid, width, size * 10, PADDING, shares)
        shown = with_even_heads(grid, columns, size * 10, PADDING)
        styles = TableStyles(
            self._style(TABLE, "table"),
            self._style(TABLE_HEAD),
            self._style(TABLE_TEXT),
            self._style(TABLE_FIGURE),
            self._style(MISSING_STYLE, "character"),
            0 if size == NORMAL else size,
        )
        heights = [
            round(each * size * 10 * LEADING) + CELL_MARGINS
            for each in row_lines(shown, columns, size * 10, PADDING)
        ]
        keep = rows_kept(shown, heights, self.pages.text_height)
        told = (caption or self._chapter, spoken(grid))
        self.body.append(table(shown, columns, styles, keep, told))
        if block.note:
            self._paragraphs(NOTE, lines(self._say(block.note)))
        else:  # Word joins tables that touch, and a section cannot end in one
            self._append(GAP)

    def _caption(self, label: str, words: str, properties: str = "") -> None:
        """表1　… or 图1　…, numbered by Word's own counter of each."""
        self.captions[label] += 1
        counter = field(f"SEQ {label} \\* ARABIC", run(str(self.captions[label])))
        self._append(CAPTION, run(label) + counter + run("　") + self._runs(words), properties)

    def _chart(self, block: ChartBlock) -> None:
        """A chart and below it its caption; nothing at all while there is nothing to show."""
        chart = chart_of(block.chart, self.facts.names)
        if chart.is_empty:
            return
        self.charts.append(chart)
        number = len(self.charts)
        caption = one_line(self._say(block.caption)) if block.caption else ""
        name = caption or self._chapter
        picture = drawing(chart, number, relation(number), self.pages.text_width, name)
        self._append(FIGURE, picture, "" if caption else LAST)
        if caption:
            self._caption(FIGURE_LABEL, caption, LAST)

    def _section(self, block: Section) -> None:
        if self.body:  # every block ends in a paragraph, which can carry its section
            self.body[-1] = pages.end_section(self.body[-1], self.pages.close())
        self.pages.open(block, self.where)
