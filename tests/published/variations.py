"""What people do to a form between the office that printed it and the one that collects it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from published.drawing import Cell, Drawing
from published.layouts import PLAIN, Options
from published.samples import Page, Sample, lay_out
from published.styles import Style
from published.transcripts import Form

Change = Callable[[Drawing], Drawing]


def moved(drawing: Drawing) -> Drawing:
    """Three rows down, two columns to the right."""
    return drawing.moved(3, 2)


def blank_rows(drawing: Drawing) -> Drawing:
    """A blank row before every block."""
    for gap in sorted(drawing.gaps, reverse=True):
        drawing = drawing.with_row(gap)
    return drawing


def blank_row_inside(drawing: Drawing) -> Drawing:
    """Two blank rows between two indicators, in the midst of merged 一级指标."""
    rows = sorted(cell.row for cell in drawing.cells if cell.ident.endswith(".name"))
    return drawing.with_row(rows[len(rows) // 2], 2)


def blank_columns(drawing: Drawing) -> Drawing:
    """A narrow blank column on the left and one within the table; merges across it grow."""
    return drawing.with_column(drawing.last_column - 1).with_column(1)


def hidden(drawing: Drawing) -> Drawing:
    """Rows and columns of the form are hidden; what is in them still counts."""
    rows = sorted({cell.row for cell in drawing.cells})
    columns = sorted({cell.column for cell in drawing.cells})
    return replace(drawing, hidden_rows=tuple(rows[3::4]), hidden_columns=(columns[-2],))


HAN = r"[\u4e00-\u9fff]"


def broken(text: str) -> str:
    """Words of the form spread out and wrapped by hand; numbers stay whole."""
    seams = [match.end() for match in re.finditer(f"{HAN}(?={HAN})", text)]
    if not seams:
        return text
    middle = min(seams, key=lambda seam: abs(2 * seam - len(text)))
    parts = (text[:middle], text[middle:])
    return "\n".join(re.sub(f"(?<={HAN})(?={HAN})", " ", part) for part in parts)


def wide(text: str) -> str:
    """Digits, brackets, colons and signs as a Chinese keyboard gives them."""
    table = str.maketrans(
        {chr(code): chr(code + 0xFEE0) for code in (*range(0x30, 0x3A), *map(ord, "():%*"))}
    )
    return text.translate(table)


def with_words(change: Callable[[str], str], *roles: str) -> Change:
    """The texts of cells in these roles, changed."""

    def one(cell: Cell) -> Cell:
        if isinstance(cell.value, str) and cell.role in roles:
            return replace(cell, value=change(cell.value))
        return cell

    return lambda drawing: drawing.mapped(one)


COUNT = "一二三四五六七八九十"


def numbered(drawing: Drawing) -> Drawing:
    """一级指标 and 二级指标 with numbers before them: 一、产出指标, （二）质量指标."""
    levels = [cell for cell in drawing.cells if cell.role == "level" and cell.value]
    columns = sorted({cell.column for cell in levels})

    def one(cell: Cell) -> Cell:
        if cell not in levels or str(cell.value) in ("……", "小计"):
            return cell
        same = sorted(each.row for each in levels if each.column == cell.column)
        number = COUNT[same.index(cell.row) % 10]
        first = len(columns) > 1 and cell.column == columns[0]
        return replace(
            cell, value=f"{number}、{cell.value}" if first else f"（{number}）{cell.value}"
        )

    return drawing.mapped(one)


def unmerged_first(drawing: Drawing) -> Drawing:
    """No merges: each word in the first of its cells, the others blank."""
    return drawing.unmerged(repeated=False)


def unmerged_repeated(drawing: Drawing) -> Drawing:
    """No merges: 一级指标, 二级指标 and side heads in every row."""
    return drawing.unmerged(repeated=True)


def same(drawing: Drawing) -> Drawing:
    """Nothing changed."""
    return drawing


COVER = (("附件2",), (None,), ("××县2022年度部门决算公开资料",), ("二〇二三年八月",))
LIST = (
    ("项目支出绩效自评汇总表",),
    ("序号", "项目名称", "主管部门", "预算数", "执行数", "执行率", "自评得分", "等级"),
    (1, "道路日常养护", "××县交通运输局", 120, 118.5, 0.9875, 96.2, "优"),
    (2, "农村公厕改造", "××县农业农村局", 60, 41, 0.6833, 82.4, "良"),
)
WORDS = (
    ("一级指标", "二级指标", "计量单位", "指标性质"),
    ("产出指标", "数量指标", "个", "≥"),
    ("效益指标", "社会效益指标", "%", "≤"),
    ("满意度指标", "服务对象满意度指标", "人次", "定性"),
)


def among_others(sample: Sample) -> Sample:
    """A cover, a list of projects and a hidden sheet of words stand around the form."""
    pages = (
        Page("封面", rows=COVER),
        Page("数据字典", rows=WORDS, hidden=True),
        *sample.pages,
        Page("项目清单", rows=LIST),
        Page("Sheet3"),
    )
    return replace(sample, pages=pages)


def renamed(sample: Sample) -> Sample:
    """The sheet bears another name."""
    return replace(sample, pages=tuple(replace(p, name="表3 (修改稿)") for p in sample.pages))


@dataclass(frozen=True)
class Variation:
    """One thing done to a form; `geometric` ones change no content, only where it stands."""

    name: str
    change: Change = same
    options: Options = PLAIN
    whole: Callable[[Sample], Sample] = lambda sample: sample
    geometric: bool = False

    def __str__(self) -> str:
        return self.name

    def apply(self, form: Form, style: Style | None = None) -> Sample:
        """The form, so treated, in its own layout or another."""
        return self.whole(lay_out(form, style, self.options, change=self.change))


VARIATIONS = (
    Variation("moved", moved, geometric=True),
    Variation("blank-rows-between-blocks", blank_rows, geometric=True),
    Variation("blank-rows-inside-the-table", blank_row_inside, geometric=True),
    Variation("blank-columns", blank_columns, geometric=True),
    Variation("hidden-rows-and-columns", hidden, geometric=True),
    Variation("sheet-renamed", whole=renamed, geometric=True),
    Variation("among-foreign-sheets", whole=among_others, geometric=True),
    Variation("all-of-it", lambda drawing: blank_rows(moved(drawing)), whole=among_others),
    Variation("labels-broken", with_words(broken, "label", "level", "title")),
    Variation("full-width", with_words(wide, "label", "level", "value", "title")),
    Variation("unmerged-first-cell", unmerged_first),
    Variation("unmerged-repeated", unmerged_repeated),
    Variation("numbers-as-text", options=Options(values="text")),
    Variation("thousand-separators", options=Options(values="separators")),
    Variation("percent-formats", options=Options(values="percent")),
    Variation("points-before-targets", options=Options(order="points_first")),
    Variation("subtotals", options=Options(subtotals=True)),
    Variation("ellipses", options=Options(ellipses=True)),
    Variation("remarks-between", options=Options(remarks=True)),
    Variation("template-rows", options=Options(templates=True, ellipses=True)),
    Variation("headings-repeated", options=Options(headings=True)),
    Variation("levels-numbered", numbered),
    Variation("starred", options=Options(starred=True)),
    *(
        Variation(f"total-called-{label}", options=Options(total_label=label))
        for label in ("合计", "总计", "总分（100分）", "自评得分")
    ),
)
"""Each applied to each form."""


CHANGES: tuple[Change, ...] = (
    moved,
    blank_rows,
    blank_row_inside,
    blank_columns,
    hidden,
    numbered,
    with_words(broken, "label", "level", "title"),
    with_words(wide, "label", "level", "value", "title"),
    unmerged_first,
    unmerged_repeated,
)


def mixed(seed: int) -> Variation:
    """Several of the above at once, as chance has it; the same for the same seed."""
    chance = Random(seed)
    changes = chance.sample(CHANGES, 3)
    options = Options(
        values=chance.choice(("numbers", "text", "separators", "percent")),
        order=chance.choice(("", "points_first")),
        total_label=chance.choice(("", "合计", "总计", "总分（100分）", "自评得分")),
        **{
            name: chance.random() < 0.3
            for name in ("subtotals", "ellipses", "remarks", "starred", "templates")
        },
    )

    def change(drawing: Drawing) -> Drawing:
        for each in changes:
            drawing = each(drawing)
        return drawing

    whole = chance.choice((renamed, among_others, lambda sample: sample))
    return Variation(f"mixed-{seed}", change, options, whole)


def below_another(first: Form, second: Form) -> Sample:
    """Two forms one below the other on one sheet, two rows apart."""
    upper = lay_out(first).pages[0].drawings[0]
    lower = lay_out(second).pages[0].drawings[0]
    page = Page("Sheet1", (upper, lower.moved(upper.last_row + 2, 0)))
    return Sample((page,), (first, second))


def on_two_sheets(first: Form, second: Form) -> Sample:
    """Two forms, a sheet each, with a foreign sheet between."""
    pages = (
        Page("项目1", lay_out(first).pages[0].drawings),
        Page("项目清单", rows=LIST),
        Page("项目2", lay_out(second).pages[0].drawings),
    )
    return Sample(pages, (first, second))


def meaning(ident: str) -> str:
    """What a cell is, whatever was done to the form: levels and printed words are one each."""
    if ident.startswith("label:"):
        return "label"
    if ident.endswith((".category", ".subcategory")):
        return ident.rpartition(".")[2]
    return unicodedata.normalize("NFKC", ident)
