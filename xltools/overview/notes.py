"""说明: what the summary is, by which rules it was made, that every file is accounted for, how to answer."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from xlsxwriter import Workbook

from xltools.overview.about import About, Source
from xltools.overview.looks import HEAD, Looks
from xltools.overview.sheets import Texts, set_up_page
from xltools.overview.tables import TABLES
from xltools.overview.texts import cell_text, height
from xltools.overview.words import VERDICTS

NAME = "说明"
_WIDTHS = (24.0, 84.0)
_SUM = ("accepted", "findings", "refused", "duplicate", "ignored")
_CHARTS = "自评等级分布、各单位平均核算得分、最常见的问题、预算执行率与核算得分四张图，图旁是画图用的数。"


class _Entry(Struct, frozen=True):
    """One line; without a text it is a heading."""

    label: str
    text: str = ""


def write_notes(workbook: Workbook, looks: Looks, about: About) -> None:
    """Add the sheet."""
    sheet = workbook.add_worksheet(NAME, worksheet_class=Texts)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 32)
    sheet.merge_range(0, 0, 0, 1, "汇总说明", looks.title)
    head = looks.of(font_name=HEAD, font_size=12)
    label = looks.of(border=1, align="left", indent=1, text_wrap=True)
    text = looks.of(border=1, align="left", indent=1, text_wrap=True, quote_prefix=True)
    row = 1
    for entry in _entries(about):
        if not entry.text:
            if entry.label == _LEGEND_HEAD:
                sheet.set_h_pagebreaks([row])
            sheet.set_row(row, 30)
            sheet.write_string(row, 0, entry.label, head)
        else:
            said = cell_text(entry.text)
            sheet.set_row(row, max(height(said, _WIDTHS[1]), height(entry.label, _WIDTHS[0])))
            sheet.write_string(row, 0, entry.label, label)
            sheet.write_string(row, 1, said, text)
        row += 1
    set_up_page(sheet, NAME, sum(_WIDTHS), about.when, portrait=True)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, row - 1, 1)


def _entries(about: About) -> Iterator[_Entry]:
    yield _Entry("一、怎样得来")
    yield _Entry("名称", about.title)
    yield _Entry("汇总时间", f"{about.when:%Y-%m-%d %H:%M:%S}")
    yield _Entry("程序", f"xltools {about.version}")
    yield _Entry("收表规则", _source(about.rules))
    for roster in about.rosters:
        yield _Entry("报送名册", _source(roster))
    if not about.rosters:
        yield _Entry("报送名册", "没有名册，看不出谁没有报送。")
    yield _Entry("来件", "\n".join(about.roots) or "（没有）")
    yield _Entry("台账", about.ledger)
    for note in about.notes:
        yield _Entry("另外", note)
    yield from _sums(about)
    yield _Entry("三、各工作表")
    for table in TABLES.values():
        yield _Entry(table.name, table.note)
    yield _Entry("统计图", _CHARTS)
    yield _Entry("四、怎样退回意见")
    for number, text in enumerate(_BACK, start=1):
        yield _Entry(f"第 {number} 步", text)
    yield _Entry(_LEGEND_HEAD)
    for label, text in _LEGEND:
        yield _Entry(label, text)


def _source(source: Source) -> str:
    return f"{source.name}\nSHA-256：{source.sha256}"


def _sums(about: About) -> Iterator[_Entry]:
    """What came in, and what became of it: both sides of the sum are shown."""
    counts = about.counts
    if not counts:
        return
    yield _Entry("二、收到多少，怎样处置")
    parts = [(VERDICTS[name], counts.get(name, 0)) for name in _SUM]
    total = sum(number for _, number in parts)
    words = " ＋ ".join(f"{name} {number}" for name, number in parts)
    yield _Entry("文件", f"{counts.get('files', total)} 个 ＝ {words}")
    if archives := counts.get("archives", 0):
        yield _Entry(
            "压缩包", f"打开 {archives} 个，里面的文件逐个计入上面的数，压缩包本身不计。"
        )
    if "projects" in counts:
        listed, came = counts["projects"], counts.get("returned", 0)
        yield _Entry("项目", f"名册上 {listed} 个 ＝ 已报送 {came} ＋ 未报送 {listed - came}")
        yield _Entry("计划外", f"{counts.get('unexpected', 0)} 个项目不在名册上。")


_LEGEND_HEAD = "五、各栏的意思"
_LEGEND = (
    ("处置", "收下：没有错误和提醒；收下但有问题：可以接收，但有错误或提醒；没有收：打不开、不是自评表、"
     "或不符合收表规则；重复：与另一份内容相同；不理会：系统文件、占用标记等。"),
    ("算数", "一个项目来了几份，按收表规则只有一份算数，其余的列在《重复与版本》，不计入任何合计。"),
    ("状态", "未报送：什么也没有来；退回：只来过没有收的，或审核人退回；已收：有一份算数；已改：退回或通过以后又报来新的；"
     "通过、排除：由审核人决定。"),
    ("预算数", "名册上的预算数，万元。全年预算数、全年执行数是自评表上资金总额一行的数，万元。"),
    ("执行率", "自评表上的资金总额计算：全年执行数÷全年预算数。"),
    ("自评得分、核算得分", "自评得分是表上填的总分；核算得分由程序按评分办法逐项重新计算；差＝自评得分－核算得分，不为 0 的标红。"),
    ("等级", "按核算得分评定；评分办法没有等级的，用表上填的。"),
    ("错误、提醒、提示", "算数的那份表查出的问题数，包括与发出的表、名册、其他项目核对查出的，逐条列在《问题清单》。"),
    ("级别", "错误：这样不能接收；提醒：请核对，属实的应说明；提示：可能有误，供参考。"),
    ("来源", "自评表：表本身的问题；与发出的表：改动了发出的内容；与名册和版本；与其他项目：几个项目放在一起看；来件：文件没有收；单位合计。"),
    ("标识", "项目在台账里的标识，读回状态和意见时用，请勿改动。"),
)  # fmt: skip

_BACK = (
    "在《汇总表》黄色的“状态”一栏选通过、退回或排除，“意见”一栏写意见，存盘并关闭本文件；可以筛选、排序，不要改“标识”。",
    "读回台账：xltools state 台账 --from 本文件。谁、什么时候、改成什么都记在台账里，只增不改。",
    "退回单位：xltools sendback 台账。每个单位一个压缩包，内有退回意见书和带问题清单的副本；报来的原件不动。",
)
