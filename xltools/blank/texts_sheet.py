"""The sheet 报告文本: one roomy box for each text of the report."""

from __future__ import annotations

from openpyxl.workbook import Workbook

from xltools import anchors
from xltools.blank import alerts, styles, validations
from xltools.blank.canvas import Area, Canvas, a1
from xltools.blank.page import protect, set_page
from xltools.profile import Profile, ReportText

HEADINGS = ("章节", "栏目", "是否必填", "填写提示", "内容", "字数")
WIDTHS = (20.0, 20.0, 9.0, 24.0, 82.0, 8.0)
BOX = HEADINGS.index("内容") + 1
COUNT = HEADINGS.index("字数") + 1
HEAD_ROW = 3


def draw_texts(book: Workbook, profile: Profile) -> Canvas:
    """Draw the sheet; return it."""
    canvas = Canvas(book, anchors.TEXTS_SHEET, tab="2E75B6", grid=False)
    canvas.widths(WIDTHS)
    canvas.put(1, 1, "报告文本", styles.TITLE.but(size=16), columns=len(WIDTHS))
    canvas.height(1, 32)
    explanation = (
        "在“内容”栏填写，用于生成自评报告；一段写完按 Alt+Enter 换行，行高可以拖动。"
        "金额、得分、等级由系统从自评表中取，不必在此重复。"
    )
    canvas.put(2, 1, explanation, styles.PLAIN.but(size=10), columns=len(WIDTHS))
    canvas.height(2, 20)
    for column, heading in enumerate(HEADINGS, start=1):
        canvas.put(HEAD_ROW, column, heading, styles.HEADING)
    canvas.height(HEAD_ROW, 24)
    for row, text in enumerate(profile.texts, start=HEAD_ROW + 1):
        _draw_text(canvas, text, row)
    _merge_chapters(canvas, profile.texts)
    canvas.sheet.freeze_panes = a1(HEAD_ROW + 1, 1)
    canvas.sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    set_page(canvas.sheet)
    protect(canvas.sheet)
    canvas.select(HEAD_ROW + 1, BOX)
    return canvas


def _draw_text(canvas: Canvas, text: ReportText, row: int) -> None:
    canvas.height(row, text.height)
    canvas.put(row, 2, text.label, styles.LABEL)
    canvas.put(row, 3, "必填" if text.required else "选填", styles.STILL)
    limit = f"不超过 {text.max_chars} 字"
    hint = f"{text.hint}\n（{limit}）" if text.hint else f"（{limit}）"
    canvas.put(row, 4, hint, styles.STILL.but(size=9.5, across="left", color="595959"))
    area = canvas.put(row, BOX, None, styles.INPUT.but(down="top"))
    canvas.name(anchors.text(text.key), row, BOX)
    rule = validations.words(text.label, text.hint, text.max_chars)
    validations.apply(canvas, rule, [area])
    box, count = a1(row, BOX), Area(row, COUNT, row, COUNT)
    canvas.put(row, COUNT, None, styles.COMPUTED.but(format="0"))
    canvas.formula(row, COUNT, f"=LEN({box})", 0)
    alerts.warn(canvas, [count], f"LEN({box})>{text.max_chars}", styles.RED)
    if text.required:
        alerts.warn(canvas, [area], alerts.blank(box), styles.ORANGE)


def _merge_chapters(canvas: Canvas, texts: tuple[ReportText, ...]) -> None:
    """Draw the chapter once beside all its texts."""
    start = 0
    for index in range(1, len(texts) + 1):
        if index == len(texts) or texts[index].chapter != texts[start].chapter:
            style = styles.LABEL.but(across="left")
            # a long chapter is broken before its sub-chapter: 一、…（一）…
            words = texts[start].chapter.replace("（", "\n（", 1)
            row, count = HEAD_ROW + 1 + start, index - start
            canvas.put(row, 1, words, style, rows=count)
            start = index
