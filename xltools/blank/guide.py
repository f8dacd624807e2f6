"""The sheet 填报说明: who fills in what and how it is scored, made from the profile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from xltools import anchors
from xltools.blank import styles
from xltools.blank.canvas import Canvas, a1
from xltools.blank.page import protect, set_page
from xltools.blank.styles import Style
from xltools.profile import Profile
from xltools.profile.words import grade_rows, label_of, scoring_rules

WIDTHS = (5.0, 22.0, 84.0)
WORDS = styles.STILL.but(across="left", indent=1)
LEGEND = (
    (styles.YELLOW, "浅黄", "需要填写的单元格。点中后有填写提示。"),
    (styles.BLUE, "浅蓝", "由系统计算的单元格（执行率、完成率、得分、总分、等级），不用填写。"),
    (styles.ORANGE, "橙色", "必填的还空着，或者扣了分没有写原因；填好后颜色自动消失。"),
    (
        styles.RED,
        "红色",
        "数据互相矛盾，如执行数大于预算数、分值合计不对；改正后颜色自动消失。",
    ),
    (styles.GREY, "浅灰", "表头，已锁定，不要改动。"),
)
EXAMPLES = (
    ("≥95%", "不低于（达到或超过即完成）", "96.5%"),
    ("=8次", "等于", "8次"),
    ("≤12.5万元", "不超过（成本、投诉率等）", "12.3万元"),
    ("80%-90%", "在一个区间内", "85%"),
    ("{year}年9月30日前", "在某日以前完成", "{year}年9月12日"),
    ("有效提升", "定性，用文字说明", "从下拉列表中选，最好写明程度，如 部分达成（70%）"),
)


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
    _colours(guide)
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


def steps(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield who does what, in order."""
    form = profile.form
    sheet = f"“{form.sheet}”"
    head = "、".join(field.label for field in form.fields if field.kind != "long_text")
    goals = "、".join(field.label for field in form.fields if field.kind == "long_text")
    money = "、".join(
        m.label for m in form.funding.measures if not m.computed and not m.only_total
    )
    name, target, actual, points, note = (
        label_of(profile, key)
        for key in ("name", "target", "actual", "points", "deviation_note")
    )
    also = f"；再填{goals}" if goals else ""
    yield "项目负责人", f"在{sheet}填{head}{also}。"
    spending = f"，并在“{profile.spending.sheet}”逐笔列出支出" if profile.spending else ""
    yield "财务人员", f"在{sheet}填{money}（单位：{form.funding.unit}）{spending}。"
    yield "项目负责人", f"按年初批复的绩效目标填{name}、{target}和{points}，再填{actual}。"
    yield (
        "单位联系人",
        f"运行“评分”，系统填写浅蓝色的单元格，并在“{anchors.ISSUES_SHEET}”列出问题。",
    )
    yield (
        "项目负责人",
        f"逐条处理问题；扣了分的、大幅超额完成的，在“{note}”写明原因和措施，再评分一次。",
    )
    group = f"“{profile.group.sheet}”和" if profile.group else ""
    yield "评价组", f"填{group}“{anchors.TEXTS_SHEET}”；运行“生成报告”得到自评报告（Word）。"
    yield "单位负责人", "审核自评表和报告，按要求报送主管部门和财政部门。"


def _colours(guide: Guide) -> None:
    guide.chapter("颜色的意思")
    for color, name, meaning in LEGEND:
        swatch = styles.STILL.but(fill=color)
        guide.entry(("", name, meaning), (swatch, styles.LABEL, WORDS))


def _sheets(guide: Guide, profile: Profile) -> None:
    guide.chapter("各工作表（点名称可跳转）")
    sheets = [
        (profile.form.sheet, "主表：项目基本情况、资金、绩效目标和指标完成情况、总分和等级。")
    ]
    if profile.texts:
        sheets.append((anchors.TEXTS_SHEET, "自评报告各章节的文字，一栏一段。"))
    sheets += [
        (table.sheet, f"{table.title}。{table.hint.rstrip('。')}。".replace("。。", "。"))
        for table in (profile.group, profile.spending)
        if table
    ]
    sheets.append((anchors.ISSUES_SHEET, "检查出的问题、所在单元格和处理办法，由系统填写。"))
    link = styles.LABEL.but(color="0563C1")
    for number, (sheet, meaning) in enumerate(sheets, start=1):
        guide.entry((str(number), sheet, meaning), (styles.STILL, link, WORDS), link=sheet)


def _writing(guide: Guide, profile: Profile) -> None:
    target, actual = label_of(profile, "target"), label_of(profile, "actual")
    guide.chapter(f"{target}和{actual}怎么写")
    year = profile.id.rpartition("-")[2]
    year = year if year.isdigit() else "2020"
    for number, (example, meaning, result) in enumerate(EXAMPLES, start=1):
        words = f"{meaning}。{actual}写：{result.format(year=year)}"
        guide.entry((str(number), example.format(year=year), words))
    hints = [column for column in profile.form.indicators.columns if column.hint]
    for number, column in enumerate(hints, start=len(EXAMPLES) + 1):
        guide.entry((str(number), f"“{column.label}”栏", f"{column.hint}。"))


def _scoring(guide: Guide, profile: Profile) -> None:
    guide.chapter("分值和得分怎么算")
    guide.line(f"依据：{profile.policy.name}。", styles.PLAIN.but(size=10))
    for number, (subject, words) in enumerate(scoring_rules(profile), start=1):
        guide.entry((str(number), subject, words))
    guide.chapter("等级")
    for number, (grade, words) in enumerate(grade_rows(profile.policy), start=1):
        guide.entry((str(number), grade, f"总分 {words}"))


def _cautions(guide: Guide, profile: Profile) -> None:
    guide.chapter("注意事项")
    cautions = (
        "没有指标的行留空即可，不必删除；文字较长时可以拖动行高。",
        "从别处粘贴时请用“选择性粘贴—数值（文本）”，以免冲掉格式和提示。",
        "表格设有保护但没有密码。确需增加指标行时，在“审阅”中撤消工作表保护，"
        "在同一二级指标的中间插入行，再恢复保护。",
        f"不要改动工作表“{profile.form.sheet}”的表头文字，不要删除隐藏的工作表。",
    )
    for number, words in enumerate(cautions, start=1):
        guide.line(f"{number}. {words}")
