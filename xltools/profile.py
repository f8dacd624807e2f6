"""A region's form and scoring rules as data: TOML in, frozen records out.

One profile feeds the blank workbook, the reader, the validations, the messages and the
report. `load_profile("shanxi-2020")` reads `profiles/shanxi-2020.toml`; a path to a TOML
file of one's own works as well. A policy stands in `profiles/policies/` so that regions
can share it; keys under `[policy]` in the profile override it.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from xltools.errors import ProfileError

PROFILES = Path(__file__).parent / "profiles"

FieldKind = Literal["text", "long_text", "year", "code", "date", "phone", "grade"]


class HeadField(Struct, frozen=True, forbid_unknown_fields=True):
    """One single cell to fill in: 项目名称, 主管部门, 年度 …"""

    key: str
    label: str
    kind: FieldKind = "text"
    required: bool = True
    hint: str = ""
    synonyms: tuple[str, ...] = ()
    max_chars: int = 0


class GridCell(Struct, frozen=True, forbid_unknown_fields=True):
    """One printed cell of a layout row: a label or a field, so many grid columns wide."""

    label: str = ""
    field: str = ""
    span: int = 1


class GridRow(Struct, frozen=True, forbid_unknown_fields=True):
    """One printed row, its cells from left to right; height in points."""

    cells: tuple[GridCell, ...]
    height: float = 24.0


class Measure(Struct, frozen=True, forbid_unknown_fields=True):
    """One figure of the funding table: 全年预算数, 执行率 …

    `computed` figures are filled by us. `percent_number` says that the form prints 95.5
    for 95.5 % (a heading with "(%)"); otherwise a rate is a ratio shown with %.
    `only_total` measures exist only for the total (分值 and 得分 on the national form).
    `number` is the printed row number (行次) where the form has one; `hint` is shown when
    the cell is entered and as a note on the heading.
    """

    key: str
    label: str
    span: int = 1
    computed: bool = False
    percent_number: bool = False
    only_total: bool = False
    number: str = ""
    synonyms: tuple[str, ...] = ()
    hint: str = ""


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """One source of money; `part_of` names the source it is a part of, "" for the total."""

    key: str
    label: str
    span: int = 1
    part_of: str = ""
    group: str = ""
    synonyms: tuple[str, ...] = ()
    hint: str = ""


class FundingForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The block 项目资金.

    `orientation` "sources_down": a row for each source, a column for each measure;
    "measures_down" (Shanxi's 行次 table): the other way round. `label_span` is the width of
    the row labels, `side` a merged head to the left of the block ("" for none),
    `number_label` the heading of the 行次 column ("" for none).
    """

    orientation: Literal["sources_down", "measures_down"]
    measures: tuple[Measure, ...]
    sources: tuple[Source, ...]
    unit: Literal["万元", "元"] = "万元"
    heading: str = ""
    side: str = ""
    side_span: int = 1
    corner: str = ""
    label_span: int = 1
    number_label: str = ""


class ObjectiveForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The block 年度总体目标: headings and fields side by side under one side head."""

    side: str
    fields: tuple[str, ...]
    spans: tuple[int, ...]
    side_span: int = 1
    height: float = 80.0


ColumnKey = Literal[
    "category", "subcategory", "name", "target", "actual", "points",
    "rate", "score", "deviation_note",
]  # fmt: skip


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of the indicator table; `rate` and `score` are computed."""

    key: ColumnKey
    label: str
    span: int = 1
    synonyms: tuple[str, ...] = ()
    hint: str = ""


class Subcategory(Struct, frozen=True, forbid_unknown_fields=True):
    """二级指标 with the number of blank rows the form offers for it."""

    key: str
    label: str
    rows: int = 4
    synonyms: tuple[str, ...] = ()


class PresetIndicator(Struct, frozen=True, forbid_unknown_fields=True):
    """What a fixed row holds in the blank form."""

    name: str
    target: str = ""
    points: Decimal | None = None


class CategoryBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """一级指标 with its 二级指标; `execution` marks the row 预算执行率 inside the table."""

    key: str
    label: str
    subcategories: tuple[Subcategory, ...]
    synonyms: tuple[str, ...] = ()
    execution: bool = False
    preset: PresetIndicator | None = None


class IndicatorForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The block 绩效指标."""

    columns: tuple[Column, ...]
    categories: tuple[CategoryBlock, ...]
    heading: str = ""
    side: str = ""
    side_span: int = 1


class TailForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The foot of the form: 总分 and, when the region prints one, 等级."""

    total_label: str = "总分"
    total_synonyms: tuple[str, ...] = ("合计", "总计", "总分（100分）", "自评总分")
    grade_label: str = "自评等级"
    grade_synonyms: tuple[str, ...] = ("等级", "评价等级", "绩效等级")


class SideColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a side table (评价组, 支出明细); width in characters."""

    key: str
    label: str
    width: float = 16.0
    kind: Literal["text", "amount", "date"] = "text"
    hint: str = ""


class SideTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A sheet with one plain table."""

    sheet: str
    title: str
    columns: tuple[SideColumn, ...]
    rows: int = 20
    hint: str = ""


class ReportText(Struct, frozen=True, forbid_unknown_fields=True):
    """One text of the report, written by the staff on the sheet 报告文本."""

    key: str
    label: str
    chapter: str
    required: bool = True
    hint: str = ""
    max_chars: int = 2000
    height: float = 96.0


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """Where things are printed on the form's sheet; widths in characters."""

    sheet: str
    title: str
    widths: tuple[float, ...]
    fields: tuple[HeadField, ...]
    head: tuple[GridRow, ...]
    funding: FundingForm
    indicators: IndicatorForm
    objective: ObjectiveForm | None = None
    tail: TailForm = TailForm()
    notes: tuple[str, ...] = ()

    def field(self, key: str) -> HeadField:
        """Return one head field; KeyError if the form has none of that key."""
        for each in self.fields:
            if each.key == key:
                return each
        raise KeyError(key)


class ExecutionPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """预算执行率: points × rate, never above the points (RULES §4 V10, V14, V15, V17)."""

    points: Decimal = Decimal(10)
    zero_budget: Literal["not_applicable", "full", "zero"] = "not_applicable"
    reason_below: Decimal = Decimal("0.9")


class OverCompletion(Struct, frozen=True, forbid_unknown_fields=True):
    """超额完成: nothing, a reason from `threshold` × target on, or a linear deduction (V6, V16)."""

    mode: Literal["none", "reason", "linear"] = "reason"
    threshold: Decimal = Decimal("1.3")


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """One band of a qualitative judgement; bounds are shares of the points.

    `low` belongs to the band, `high` only to the first one (RULES §1.8, V4).
    """

    label: str
    low: Decimal
    high: Decimal


class Grade(Struct, frozen=True, forbid_unknown_fields=True):
    """A grade and the lowest total (of 100) that earns it."""

    name: str
    floor: Decimal


class ScoringPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """How scores are computed; every line is signed by a finance officer, none is code.

    `at_most` "excess": points × (1 − (actual − target) ÷ target), 0 from twice the target
    (V3); "inverse": points × target ÷ actual (V8, V9).
    `plain_direction` says how a target without a comparator (130) is meant; subcategories
    in `ceiling_subcategories` are ceilings instead (成本指标).
    `ceiling_rate` which way round 完成率 is printed for a ceiling (cost 19.27 of 19.48 is
    98.92 % on the Shanxi form). `late` what a missed date earns: nothing, or points less
    the share of days late in the days planned (V18).
    """

    name: str
    source: str
    total_points: Decimal = Decimal(100)
    category_points: dict[str, Decimal] = {}
    execution: ExecutionPolicy = ExecutionPolicy()
    at_most: Literal["excess", "inverse"] = "excess"
    ceiling_rate: Literal["actual_over_target", "target_over_actual"] = "actual_over_target"
    plain_direction: Literal["at_least", "equal"] = "at_least"
    ceiling_subcategories: tuple[str, ...] = ("cost",)
    over_completion: OverCompletion = OverCompletion()
    bands: tuple[Band, ...] = (
        Band("达成年度指标", Decimal("0.8"), Decimal(1)),
        Band("部分达成年度指标并具有一定效果", Decimal("0.6"), Decimal("0.8")),
        Band("未达成年度指标且效果较差", Decimal(0), Decimal("0.6")),
    )
    late: Literal["zero", "by_days"] = "zero"
    score_places: int = 2
    rate_places: int = 4
    tolerance: Decimal = Decimal("0.01")
    grades: tuple[Grade, ...] = (
        Grade("优", Decimal(90)),
        Grade("良", Decimal(80)),
        Grade("中", Decimal(60)),
        Grade("差", Decimal(0)),
    )

    def grade(self, total: Decimal) -> str:
        """Return the grade of a total given in points of `total_points`."""
        share = total / self.total_points * 100
        for grade in self.grades:
            if share >= grade.floor:
                return grade.name
        return self.grades[-1].name


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """One region's form, policy and report."""

    id: str
    title: str
    region: str
    version: str
    source: str
    form: Form
    policy: ScoringPolicy
    report: str = ""
    texts: tuple[ReportText, ...] = ()
    group: SideTable | None = None
    spending: SideTable | None = None


def load_profile(name: str | Path) -> Profile:
    """Return the profile of that id, or the one in that TOML file.

    Raises:
        ProfileError: no such profile, not TOML, or a key that says something impossible;
            the text names the file and the key.
    """
    path = _find(name)
    data = _read_toml(path)
    policy = data.get("policy", {})
    base = policy.pop("base", None) if isinstance(policy, dict) else None
    if base:
        shared = _read_toml(_find_policy(str(base), path))
        data["policy"] = _merge(shared, policy)
    try:
        return msgspec.convert(data, Profile, strict=False)
    except msgspec.ValidationError as error:
        raise ProfileError(f"{path.name}：{_in_chinese(str(error))}") from None


def profile_problems(profile: Profile) -> list[str]:
    """What a profile says that cannot work together, one Chinese sentence each."""
    form, policy = profile.form, profile.policy
    width = len(form.widths)
    problems = [
        f"form.head 第 {number} 行占 {used} 列，form.widths 有 {width} 列。"
        for number, row in enumerate(form.head, start=1)
        if (used := sum(cell.span for cell in row.cells)) != width
    ]
    used = sum(c.span for c in form.indicators.columns)
    used += form.indicators.side_span if form.indicators.side else 0
    if used != width:
        problems.append(f"form.indicators 占 {used} 列，form.widths 有 {width} 列。")
    keys = {field.key for field in form.fields}
    wanted = {cell.field for row in form.head for cell in row.cells if cell.field}
    wanted |= set(form.objective.fields) if form.objective else set()
    problems += [
        f"版面用到的字段 {key} 没有在 form.fields 中定义。" for key in sorted(wanted - keys)
    ]
    problems += [f"form.fields 的 {key} 没有放进版面。" for key in sorted(keys - wanted)]
    present = {column.key for column in form.indicators.columns}
    missing = {
        "category",
        "subcategory",
        "name",
        "target",
        "actual",
        "points",
        "score",
    } - present
    problems += [f"form.indicators.columns 缺少 {key}。" for key in sorted(missing)]
    sources = {source.key for source in form.funding.sources}
    problems += [
        f"form.funding.sources 的 {source.key} 属于 {source.part_of}，但没有这一项。"
        for source in form.funding.sources
        if source.part_of and source.part_of not in sources
    ]
    floors = [grade.floor for grade in policy.grades]
    if floors != sorted(floors, reverse=True) or not floors or floors[-1] != 0:
        problems.append("policy.grades 应从高到低排列，最后一档的下限为 0。")
    dealt = sum(policy.category_points.values(), Decimal(0))
    if policy.category_points and dealt != policy.total_points:
        problems.append(f"policy.category_points 合计 {dealt}，应为 {policy.total_points}。")
    return problems


def profile_ids() -> list[str]:
    """Return the ids of the profiles that come with xltools, sorted."""
    return sorted(path.stem for path in PROFILES.glob("*.toml"))


def _find(name: str | Path) -> Path:
    path = Path(name)
    if path.suffix == ".toml":
        return path
    found = PROFILES / f"{name}.toml"
    if not found.is_file():
        known = "、".join(profile_ids())
        raise ProfileError(
            f"没有名为“{name}”的表样。现有：{known}；自定义表样请写 .toml 文件的路径。"
        )
    return found


def _find_policy(name: str, beside: Path) -> Path:
    own = beside.parent / f"{name}.toml"
    if name.endswith(".toml"):
        return beside.parent / name
    shared = PROFILES / "policies" / f"{name}.toml"
    return shared if shared.is_file() else own


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except OSError:
        raise ProfileError(f"读不到表样文件 {path}，请检查路径。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path.name} 不是正确的 TOML：{error}") from None


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merge(merged[key], value)
        else:
            merged[key] = value
    return merged


def _in_chinese(message: str) -> str:
    """Turn msgspec's sentence into ours; the key path (`$.form.head[0]`) is kept."""
    text, _, path = message.partition(" - at ")
    where = path.strip("`").removeprefix("$.") or "文件"
    if text.startswith("Object missing required field"):
        return f"{where} 缺少必填项 {text.split('`')[1]}。"
    if text.startswith("Object contains unknown field"):
        return f"{where} 有不认识的项 {text.split('`')[1]}，请检查拼写。"
    return f"{where} 的值不对（{text}）。"
