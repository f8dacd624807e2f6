"""The sheet 填报说明: who fills in what and how it is scored, made from the profile."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from xltools import anchors
from xltools.blank import styles
from xltools.blank.canvas import Canvas, a1
from xltools.blank.guide_words import (
    abilities,
    examples,
    hints,
    legend,
    sheets,
    steps,
    values_chapter,
)
from xltools.blank.page import protect, set_page
from xltools.blank.styles import Style
from xltools.profile import Profile
from xltools.profile.words import grade_rows, scoring_rules

WIDTHS = (5.0, 22.0, 84.0)
WORDS = styles.STILL.but(across="left", indent=1)


class Guide:
    """Writes the guide downwards, paragraph by paragraph."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.row = canvas, 1
        self.chapters = 0

    def chapter(self, title: str) -> None:
        """Begin a numbered chapter."""
        number = "一二三四五六七八九十"[self.chapters]
        self.chapters += 1
        self.canvas.height(self.row, 8)
        self.row += 1
        self._line(f"{number}、{title}", styles.CHAPTER, 24)

    def line(self, text: str, style: Style = styles.PLAIN) -> None:
        """Write one paragraph over the whole width."""
        width = self.canvas.width(1, len(WIDTHS))
        self._line(text, style, styles.height_for(text, width, style.size))

    def _line(self, text: str, style: Style, height: float) -> None:
        self.canvas.put(self.row, 1, text, style, columns=len(WIDTHS))
        self.canvas.height(self.row, height)
        self.row += 1

    def entry(self, cells: Sequence[str], looks: Sequence[Style] = (), link: str = "") -> None:
        """Write one row of a table: number, subject, words; `link` leads to a sheet."""
        looks = looks or (styles.STILL, styles.LABEL, WORDS)
        height = 21.0
        for column, (text, look) in enumerate(zip(cells, looks, strict=True), start=1):
            self.canvas.words(self.row, column, text, look)
            width = self.canvas.width(column, column) - 2 * look.indent
            height = max(height, styles.height_for(text, width, look.size))
        self.canvas.height(self.row, height)
        if link:
            cell = self.canvas.cell(self.row, 2)
            cell.hyperlink = Hyperlink(ref=a1(self.row, 2), location=f"'{link}'!A1")
        self.row += 1


def draw_guide(book: Workbook, profile: Profile) -> Canvas:
    """Draw the sheet; return it."""
    canvas = Canvas(book, anchors.GUIDE_SHEET, tab="70AD47", grid=False)
    canvas.widths(WIDTHS)
    title = f"《{profile.form.title}》填报说明"
    canvas.put(1, 1, title, styles.TITLE.but(size=18), columns=len(WIDTHS))
    canvas.height(1, 38)
    guide = Guide(canvas)
    guide.row = 2
    words = f"表样：{profile.title}（第 {profile.version} 版）　适用：{profile.region}"
    guide.line(words, styles.PLAIN.but(size=9.5, across="center", color="595959"))
    _steps(guide, profile)
    _colours(guide, profile)
    _sheets(guide, profile)
    _writing(guide, profile)
    _scoring(guide, profile)
    _cautions(guide, profile)
    set_page(canvas.sheet, landscape=False)
    canvas.sheet.print_area = f"A1:{a1(guide.row - 1, len(WIDTHS))}"
    protect(canvas.sheet)
    canvas.select(1, 1)
    return canvas


def _steps(guide: Guide, profile: Profile) -> None:
    guide.chapter("谁来填，按什么顺序填")
    for number, (who, what) in enumerate(steps(profile), start=1):
        guide.entry((str(number), who, what))


def _colours(guide: Guide, profile: Profile) -> None:
    guide.chapter("颜色的意思")
    for color, name, meaning in legend(profile):
        swatch = styles.STILL.but(fill=color)
        guide.entry(("", name, meaning), (swatch, styles.LABEL, WORDS))


def _sheets(guide: Guide, profile: Profile) -> None:
    guide.chapter("各工作表（点名称可跳转）")
    link = styles.LABEL.but(color="0563C1")
    for number, (sheet, meaning) in enumerate(sheets(profile), start=1):
        guide.entry((str(number), sheet, meaning), (styles.STILL, link, WORDS), link=sheet)


def _writing(guide: Guide, profile: Profile) -> None:
    guide.chapter(values_chapter(profile))
    rows = [*examples(profile), *hints(profile)]
    for number, (subject, words) in enumerate(rows, start=1):
        guide.entry((str(number), subject, words))


def _scoring(guide: Guide, profile: Profile) -> None:
    has = abilities(profile)
    guide.chapter("分值和得分怎么算" if has.scores else "执行率和完成率怎么算")
    if has.scores:
        guide.line(f"依据：{profile.policy.name}。", styles.PLAIN.but(size=10))
    for number, (subject, words) in enumerate(scoring_rules(profile), start=1):
        guide.entry((str(number), subject, words))
    if has.grades:
        guide.chapter("等级")
        for number, (grade, words) in enumerate(grade_rows(profile.policy), start=1):
            guide.entry((str(number), grade, f"总分 {words}"))


def _cautions(guide: Guide, profile: Profile) -> None:
    guide.chapter("注意事项")
    subs = "subcategory" in {column.key for column in profile.form.indicators.columns}
    where = "在同一二级指标的中间插入行" if subs else "在指标的中间插入行"
    cautions = (
        "没有指标的行留空即可，不必删除；文字较长时可以拖动行高。",
        "从别处粘贴时请用“选择性粘贴—数值（文本）”，以免冲掉格式和提示。",
        "表格设有保护但没有密码。确需增加指标行时，在“审阅”中撤消工作表保护，"
        f"{where}，再恢复保护。",
        f"不要改动工作表“{profile.form.sheet}”的表头文字，不要删除隐藏的工作表。",
    )
    for number, words in enumerate(cautions, start=1):
        guide.line(f"{number}. {words}")
