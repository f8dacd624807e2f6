"""Published layouts: what each prints, transcribed here once more and compared with the profile.

The transcription was made from the published forms and not from the TOML, so that a label
changed by mistake in either of them is seen.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from msgspec import Struct
from openpyxl import Workbook, load_workbook

from xltools.blank import build_blank
from xltools.decimals import plain
from xltools.package import load
from xltools.profile import Profile, load_profile, profile_ids
from xltools.profile.problems import profile_problems
from xltools.read.identity import recognise


class Printed(Struct, frozen=True):
    """What one layout prints: each string holds labels in their order, separated by |."""

    columns: str
    measures: str
    sources: str
    unit: str = "万元"
    total: str = ""
    grade: str = ""
    levels: str = "产出指标|效益指标|满意度指标"
    others: str = ""
    """Labels of the head, the objective, the side heads and the foot that tell it from others."""


INDICATORS = "一级指标|二级指标|三级指标"
NATIONAL = f"{INDICATORS}|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施"
SIX = "年初预算数|全年预算数|全年执行数|分值|执行率|得分"
FOUR_SOURCES = "年度资金总额|其中:当年财政拨款|上年结转资金|其他资金"
TICKED = "项目类别|项目属性|项目类型"
HUBEI_FOOT = "偏差大或目标未完成原因分析|改进措施及结果应用方案"

LAYOUTS = {
    "national-2020": Printed(
        NATIONAL, SIX, FOUR_SOURCES, total="总分", grade="自评等级",
        others="项目名称|主管部门|实施单位|项目资金(万元)|年度总体目标|预期目标|实际完成情况|绩效指标",
    ),
    "shanghai-2022": Printed(
        NATIONAL, SIX, FOUR_SOURCES, unit="元", total="总分", others="项目资金(元)",
    ),
    "anhui-2022": Printed(
        NATIONAL, "年初预算数|全年预算数(A)|全年执行数(B)|分值|执行率(B/A)|得分", FOUR_SOURCES,
        total="总分", others="年度总体目标完成情况|年度绩效指标完成情况",
    ),
    "rural-2019": Printed(
        f"{INDICATORS}|分值|年度指标值|全年实际值|得分|未完成原因及拟采取的改进措施",
        "全年预算数(A)|全年执行数(B)|分值|执行率(B/A)|得分",
        "年度资金总额|其中:本年财政拨款|其他资金", total="总分",
        others="项目负责人及电话|资金情况(万元)|年初设定目标|年度总体目标完成情况综述",
    ),
    "sichuan-2022": Printed(
        f"{INDICATORS}|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析",
        "年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因",
        "总额|其中:财政资金|财政专户管理资金|单位资金|其他资金", total="合计",
        others="报表编号:510000_0013zp|项目年度目标|年度目标完成情况|2.项目实施内容及过程概述|预算执行情况(10分)"
        "|年度预算数(万元)|绩效指标(90分)|评价结论|存在问题|改进措施|项目负责人|财务负责人",
    ),
    "yunnan-2022": Printed(
        f"{INDICATORS}|年度指标值/指标性质|年度指标值/指标值|年度指标值/度量单位|实际完成值|分值|得分"
        "|偏差原因分析及改进措施",
        SIX, FOUR_SOURCES, unit="元", total="总分", grade="等级", others="公开14表|其他需要说明事项",
    ),
    "hubei-2022": Printed(
        f"{INDICATORS}|年初目标值(A)|实际完成值(B)|得分",
        "预算数(A)|执行数(B)|执行率(B/A)|得分(20分*执行率)", "年度财政资金总额", total="总分",
        others=f"{TICKED}|预算执行情况(万元)(20分)|年度绩效目标1(80分)|{HUBEI_FOOT}",
    ),
    "baoshan-2022": Printed(
        f"{INDICATORS}|年初目标值(A)|实际完成值(B)|得分",
        "预算数(A)|执行数(B)|执行率(B/A)|得分(20分*执行率)", "年度财政资金总额",
        total="总分(100分)", grade="自评等级",
        levels="产出指标(40分)|效益指标(30分)|满意度指标(10分)",
        others=f"{TICKED}|产出指标(40分)|效益指标(30分)|满意度指标(10分)|{HUBEI_FOOT}",
    ),
    "hebei-2020": Printed(
        f"{INDICATORS}|指标分值|预期指标值/符号|预期指标值/值|预期指标值/单位(文字描述)|单项指标实际完成值"
        "|单项指标完成情况|自评得分/单项指标得分|自评得分/权重占比(%)|自评得分/单项指标折算得分",
        "预算安排情况(调整后)|资金到位情况|资金执行情况|预算执行进度(%)",
        "总额|其中:财政资金|其他", total="自评总分",
        levels="产出指标|效果指标|满意度指标|预算执行率",
        others="一、基本情况|二、预算执行情况(万元)|三、目标完成情况|四、年度绩效指标完成情况"
        "|年度预期目标|具体完成情况|总体完成率(%)|效果指标",
    ),
    "xinjiang-2023": Printed(
        f"{INDICATORS}|指标值|指标值设置依据|上年完成值|指标分值权重|指标赋分规则|佐证资料|指标实际完成值|完成率"
        "|指标得分|偏差原因分析及改进措施",
        "年初预算数|全年预算数|全年执行数|分值权重|执行率|得分",
        "年度资金总额|其中:当年财政拨款|其他资金", total="总分",
        levels="产出指标|成本指标|效益指标|满意度指标",
        others="资金来源|总体目标|总体目标完成情况|年度绩效指标完成情况|成本指标|经济成本指标|社会成本指标|生态环境成本指标",
    ),
    "chongqing-2022": Printed(
        "指标名称|计量单位|指标性质|指标值|指标权重(分)|全年完成值|指标得分(分)|说明",
        "年初预算数|全年(调整)预算数|全年执行数|执行率|执行率权重|执行率得分", "年度总金额",
        levels="",
        others="自评总分(分)|当年绩效目标|年初绩效目标|全年(调整)绩效目标|全年目标实际完成情况",
    ),
    "ningxia-2021": Printed(
        f"{INDICATORS}|分值|指标值(A)|全年实际值(B)|得分|未完成原因分析及改进措施",
        "年初预算数|调整预算数(A)|全年执行数(B)|执行率(B/A)", FOUR_SOURCES,
        levels="项目决策(10分)|项目管理(25分)|项目产出(30分)|项目效益(35分)",
        others="自评得分|财政审核评分|项目决策(10分)|项目管理(25分)|项目产出(30分)|项目效益(35分)|完整性|相关性"
        "|可行性|适当性|预算执行率|财务管理制度有效性|绩效监控有效性|管理制度有效性",
    ),
    "guangshui-2020": Printed(
        "一级指标|二级指标|指标名称(三级指标)|年初指标值|年终完成值|自评分|复核分|评价标准",
        "执行数(万元)|执行率", "中央(万元)|省、地(万元)|本级(万元)|其他(万元)|合计(万元)",
        levels="产出指标(40分)|效益指标",
        others="自评总分|项目属性|项目年度目标|评价内容|评价标准及依据|决策依据|财务制度|组织机构|运行监管|目标申报",
    ),
    "transfer-2022": Printed(
        f"{INDICATORS}|指标值|全年实际完成值|未完成原因和改进措施",
        "全年预算数(A)|全年执行数(B)|预算执行率(B/A×100%)",
        "年度资金总额|其中:中央财政资金|地方资金|其他资金",
        others="资金管理情况|情况说明|存在问题和改进措施|分配科学性|下达及时性|拨付合规性|使用规范性|执行准确性"
        "|预算绩效管理情况|支出责任履行情况|说明",
    ),
    "hunan-2020": Printed(
        f"{INDICATORS}|年度指标值|全年完成值|未完成原因和改进措施",
        "全年预算数(A)|全年执行数(B)|执行率(B/A)",
        "年度资金总额|其中:中央、省、市补助|县级资金|其他资金",
        others="专项资金名称|负责人及电话|县级主管部门|年初设定目标|全年实际完成情况|说明",
    ),
    "hunan-department-2021": Printed(
        NATIONAL, SIX,
        "年度资金总额|按收入性质分|其中:一般公共预算|政府性基金拨款|纳入专户管理的非税收入拨款|其他资金"
        "|按支出性质分|其中:基本支出|项目支出",
        total="总分", levels="产出指标(50分)|效益指标(30分)|满意度指标(10分)",
        others="预算单位名称|年度预算申请(万元)|产出指标(50分)|效益指标(30分)",
    ),
    "wuhan-2022": Printed(
        f"{INDICATORS}|年初目标值|实际完成值|未完成原因及改进措施", "预算数(A)|执行数(B)|执行率",
        "年度资金总额|其中:财政资金|其他资金", others="资金来源",
    ),
    "anju-2020": Printed(
        f"{INDICATORS}|年度指标值|实际完成指标值|得分", "预算数|执行数|得分",
        "总额|其中:中央补助|地方资金/其他",
        others="专项名称|中央主管部门|省级财政部门|省级主管部门|自评得分|预期目标|目标实际完成情况",
    ),
    "sichuan-2020": Printed(
        f"{INDICATORS}|指标值(包含数字及文字描述)|实际完成指标值(包含数字及文字描述)", "预算数|执行数",
        "总额|其中:财政拨款|其他资金", levels="项目完成指标|效益指标|满意度指标",
        others="项目完成指标|效益指标|满意度指标",
    ),
}  # fmt: skip

IDS = sorted(LAYOUTS)

PAIRED = {
    "hebei-2020": "预算数|到位数|执行数",
    "anju-2020": "预算数|执行数",
    "sichuan-2020": "预算数|执行数",
}
"""How the total is called beside its figures, where each measure has labels of its own."""


def plain_label(text: str) -> str:
    """A label without width, spaces and line ends: how it was typed, not what it says."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def labels(text: str) -> list[str]:
    """The labels of one string of the table."""
    return [plain_label(each) for each in text.split("|") if each]


def with_points(label: str, points: Decimal | None) -> str:
    """产出指标 worth 50 points is printed 产出指标(50分)."""
    return label if points is None else f"{label}({plain(points)}分)"


def own_labels(profile: Profile) -> Iterator[str]:
    """Everything that a profile prints as a label, without title and notes."""
    form = profile.form
    fields = {each.key: each.label for each in form.fields}
    for row in (*form.head, *form.tail.rows):
        yield from (each.label for each in row.cells)
    yield from (fields[key] for key in (form.objective.fields if form.objective else ()))
    yield from (form.objective.side if form.objective else "", form.tail.total_label)
    yield from (form.tail.grade_label, form.indicators.side, form.indicators.heading)
    money = form.funding
    yield from (money.side, money.heading, money.corner)
    yield from (each.label for each in (*money.measures, *money.sources))
    for table in form.assessments:
        yield table.side
        yield from (each.label for each in table.columns)
        yield from (each.name for each in table.items)
    yield from (text for each in form.indicators.columns for text in (each.label, each.group))
    for block in form.indicators.categories:
        yield with_points(block.label, block.points)
        for sub in block.subcategories:
            yield with_points(sub.label, sub.points)
            yield from (each.name for each in sub.presets)


def label_set(profile: Profile) -> set[str]:
    """The labels of a profile as plain labels."""
    return {plain_label(each) for each in own_labels(profile) if each}


@pytest.fixture(scope="module", params=IDS)
def name(request: pytest.FixtureRequest) -> str:
    """The id of each published layout."""
    return str(request.param)


@pytest.fixture(scope="module")
def profile(name: str) -> Profile:
    """Its profile."""
    return load_profile(name)


def test_a_published_layout_fits_together(name: str, profile: Profile) -> None:
    """Widths, keys and points agree, and the file is named for the profile in it."""
    assert profile.id == name
    assert profile_problems(profile) == []


def test_a_layout_whose_staff_write_a_report_has_a_template_for_it(profile: Profile) -> None:
    """Texts are asked for where there is a report, and only there; the template fits the form."""
    from xltools.report import check_report_template

    assert bool(profile.texts) == bool(profile.report)
    if profile.report:
        check_report_template(profile)


def test_the_indicator_columns_are_those_printed(name: str, profile: Profile) -> None:
    """Same words in the same order; a column under an upper heading is written upper/lower."""
    found = [
        plain_label(f"{column.group}/{column.label}" if column.group else column.label)
        for column in profile.form.indicators.columns
    ]
    assert found == labels(LAYOUTS[name].columns)


def test_the_funding_table_is_the_one_printed(name: str, profile: Profile) -> None:
    """Figures, sources and the unit of money; a single row prints no word for its budget."""
    funding, printed = profile.form.funding, LAYOUTS[name]
    silent = "revised_budget" if funding.orientation == "one_row" else ""
    measures = [plain_label(each.label) for each in funding.measures if each.key != silent]
    assert measures == labels(printed.measures)
    assert [plain_label(each.label) for each in funding.sources] == labels(printed.sources)
    assert funding.unit == printed.unit


def test_total_and_grade_are_called_what_the_form_calls_them(
    name: str, profile: Profile
) -> None:
    """A form without a total at its foot has none there, or one in its head."""
    tail, printed = profile.form.tail, LAYOUTS[name]
    assert plain_label(tail.total_label) == plain_label(printed.total)
    assert plain_label(tail.grade_label) == plain_label(printed.grade)


def test_the_first_level_is_called_what_the_form_calls_it(name: str, profile: Profile) -> None:
    """效果指标, 项目完成指标, 成本指标 of its own; points are printed where the form prints them."""
    form = profile.form.indicators
    if "category" in {column.key for column in form.columns}:
        found = [plain_label(with_points(each.label, each.points)) for each in form.categories]
        assert found == labels(LAYOUTS[name].levels)
    else:
        assert LAYOUTS[name].levels == ""


def test_the_other_words_that_tell_a_layout_are_printed(name: str, profile: Profile) -> None:
    """Head, side heads, goals, fixed items and foot."""
    assert [
        each for each in labels(LAYOUTS[name].others) if each not in label_set(profile)
    ] == []


def test_no_two_profiles_print_the_same_labels() -> None:
    """A form is recognised by its labels, so two profiles differ in at least one."""
    printed = {each: label_set(load_profile(each)) for each in profile_ids()}
    same = [pair for pair in combinations(printed, 2) if printed[pair[0]] == printed[pair[1]]]
    assert same == []


def test_the_blank_prints_every_label_of_its_layout(name: str, profile: Profile) -> None:
    """What staff get has the words that the bureau published, each in a cell of its own."""
    book = load_workbook(io.BytesIO(build_blank(profile)))
    cells = {
        plain_label(cell.value)
        for row in book[profile.form.sheet].iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    layout = LAYOUTS[name]
    sources = layout.sources.replace("总额", PAIRED.get(name, "总额"), 1)
    words = (
        part
        for text in (layout.columns, layout.measures, sources, layout.others)
        for label in labels(text)
        for part in ([label] if label in cells or "B/A" in label else label.split("/"))
    )
    assert [each for each in words if each not in cells] == []


TWINS = {"baoshan-2022": "hubei-2022"}
"""Told apart by the grade at the foot and by points behind 一级指标 only."""


def test_a_layout_is_recognised_by_its_labels(
    name: str, profile: Profile, tmp_path: Path
) -> None:
    """Typed into somebody's own workbook, without our names, at another place."""
    blank = load_workbook(io.BytesIO(build_blank(profile)))[profile.form.sheet]
    book = Workbook()
    sheet = book.worksheets[0]
    for row in blank.iter_rows():
        for cell in row:
            if cell.value is not None and cell.data_type != "f":
                sheet.cell(cell.row + 2, cell.column + 1, cell.value)
    for merge in blank.merged_cells.ranges:
        merge.shift(1, 2)
        sheet.merge_cells(merge.coord)
    path = tmp_path / "别人的表.xlsx"
    book.save(path)
    found, _ = recognise(load(path).snapshot)
    assert found.id in {name, TWINS.get(name)}


@pytest.mark.parametrize(
    ("names", "points", "at_most", "base"),
    [
        (("national-2020", "anhui-2022", "shanghai-2022", "yunnan-2022"), 10, "excess", "全年"),
        (("hunan-department-2021", "chongqing-2022"), 10, "excess", "全年"),
        (("rural-2019",), 10, "inverse", "全年"),
        (("hubei-2022", "baoshan-2022"), 20, "inverse", "预算数"),
        (("sichuan-2022",), 10, "excess", "调整后"),
        (("xinjiang-2023",), 10, "excess", "全年"),
    ],
)
def test_execution_and_ceilings_are_scored_as_the_region_does(
    names: tuple[str, ...], points: int, at_most: str, base: str
) -> None:
    """10 or 20 points, over the budget as the form calls it; two formulas for "at most"."""
    for each in names:
        profile = load_profile(each)
        policy = profile.policy
        measures = {measure.key: measure.label for measure in profile.form.funding.measures}
        assert (policy.execution.scored, policy.execution.points) == (True, points), each
        assert policy.at_most == at_most, each
        assert base in measures[policy.execution.base], each


@pytest.mark.parametrize(
    "each", ["transfer-2022", "hunan-2020", "wuhan-2022", "sichuan-2020", "anju-2020"]
)
def test_a_form_without_points_is_not_scored(each: str) -> None:
    """No column for points and no policy that deals any out: nothing is computed but rates."""
    profile = load_profile(each)
    assert "points" not in {column.key for column in profile.form.indicators.columns}
    assert not profile.policy.scored


def test_the_documentation_speaks_of_every_profile(root: Path) -> None:
    """A new layout gets its line in the table: where it was seen and what is not known."""
    text = (root / "docs" / "layouts.md").read_text("utf-8")
    assert [each for each in IDS if f"`{each}`" not in text] == []
