"""The words of the field: one 自评表 as plain records. No Excel in here.

Amounts are 万元 (10 000 CNY) in `Decimal`, rates are ratios (0.93 is 93 %), points are
`Decimal`, rows and columns are 1-based as Excel shows them. `None` is a blank cell and
never 0. Every value carries the `Place` it was read from.

Records are msgspec structs and not dataclasses: defining a frozen dataclass with slots
costs half a millisecond each, and a cold `xltools score` is timed in tens of them. Those
that can be in no cycle are left out of garbage collection (`gc=False`).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct, field

CellValue: TypeAlias = (
    str | float | int | bool | Decimal | date | datetime | time | timedelta | None
)
"""What a spreadsheet cell can hold; `None` is an empty cell."""

MoneyUnit: TypeAlias = Literal["元", "千元", "万元", "百万元", "亿元"]
"""What a form may print its amounts in; in here they are 万元."""

Comparator: TypeAlias = Literal["≥", ">", "=", "≤", "<", "≈"]

ValueKind: TypeAlias = Literal[
    "at_least",  # ≥95%, 不少于12种, 50本以上, >92%
    "at_most",  # ≤5%, 0.0062万元以内, 不超过预算
    "equal",  # =8次
    "number",  # 221个, 130: a number without a direction
    "range",  # 80%-90%
    "date",  # 12月底前, 2021年1月-12月, 7月
    "qualitative",  # 及时, 有效提高
    "none",  # blank, /, —, ……
    "unreadable",  # 7,00.0,77: reads as nothing; never guessed
]


def column_letters(column: int) -> str:
    """Return Excel's letters of a 1-based column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Place(Struct, frozen=True, order=True, gc=False):
    """One cell of one sheet; `str()` gives what a person looks for: 自评表!E9."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The address without its sheet, e.g. `E9`."""
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.a1}"


class Entry(Struct, frozen=True, gc=False):
    """One filled-in cell: what it is called on the form, where it is, what it holds.

    `text` is the cell as a person reads it, stripped; `None` when the cell is blank or
    holds only a filler such as / — ……. A number in a cell formatted as a percentage
    reads "95%", not "0.95".
    """

    label: str
    place: Place
    raw: CellValue = None
    text: str | None = None


class Amount(Struct, frozen=True, gc=False):
    """One numeric cell: money in 万元, points, or a rate as a ratio.

    `value` is `None` when the cell is blank *or* unreadable; `raw` tells which.
    """

    label: str
    place: Place
    raw: CellValue = None
    value: Decimal | None = None


class Day(Struct, frozen=True, gc=False):
    """A date as exactly as it was written; `None` is what was not said.

    `str()` gives 2022-12-30, 2022-12, 12-31 or 2022.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"] if self.year is not None else []
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


class TypedValue(Struct, frozen=True, gc=False):
    """A target or an actual result, read: comparator, number, unit, kind; raw is kept.

    `value` and `upper` are in `unit` exactly as written (95 with "%", 0.97 with "比例");
    `upper` only for a range. `start`/`end` only for dates: a deadline has only `end`, a
    period both, a point in time (7月, 2022年12月) both, equal in precision.
    `marks` name what else a reader must know, among them
    `repeats_comparator` (an actual such as ≥266米), `budget` (不超过预算: the value is the
    project's budget), `approximate`, `statement` (已完成100%), `number_in_text` (words stand
    around the number; `value` is set only where the number is the value), `unit_implied`,
    `unit_twice` (95%%), `increase`/`decrease` (提高5%), `remark` (a note in brackets was left
    out), `ambiguous` (2023年12月前: read leniently, ask; also 0.97 under % and 97 under 比例),
    `level` (提高到95%: a level and not a change), where sign, value and unit stand in columns
    `unit_differs` (3万元 under 元), `unit_conflict` (a result in another kind of unit),
    `nature_conflict` (定性 beside a number, a sign beside words), `nature_unknown`,
    `festival` (春节前: no fixed date), `scale` (好坏: a scale, not a target),
    `placeholder` (instruction text left in the cell), `band1`/`band2`/`band3`
    (达成 / 部分达成 / 未达成年度指标).
    `problem` is the Chinese reason when `kind` is "unreadable".
    """

    raw: str
    kind: ValueKind
    comparator: Comparator | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    start: Day | None = None
    end: Day | None = None
    marks: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def is_numeric(self) -> bool:
        """True where arithmetic is possible: a number is there, with or without direction."""
        return self.value is not None


class FundingLine(Struct, frozen=True, gc=False):
    """One source of money (年度资金总额, 当年财政拨款 …) with its amounts.

    `amounts` maps a measure's key to its cell: `original_budget` 年初预算数,
    `revised_budget` 全年预算数, `received` 实际到位, `outturn` 全年执行数 in 万元, and what the
    form prints beside them: `points` 分值, `rate` 执行率 (ratio), `score` 得分,
    `balance` 结余, `arrival_rate` 到位率.
    """

    source: str
    label: str
    place: Place
    amounts: dict[str, Amount]
    reason: Entry | None = None
    """Why the money was not spent, where the form prints 原因 beside the figures (四川)."""

    def value(self, measure: str) -> Decimal | None:
        """The amount of one measure; None when blank, unreadable or not on the form."""
        amount = self.amounts.get(measure)
        return amount.value if amount else None


class Indicator(Struct, frozen=True, gc=False):
    """One row of 绩效指标.

    `category`/`subcategory` are keys of the profile's vocabulary (`output`, `quantity` …),
    `None` when the printed word is unknown. `typed_rate` and `typed_score` are what the
    computed cells held before we came. On a form that prints sign, value and unit apart,
    `target` is the value's cell, `nature` and `unit` are the others, and `target_value` is
    read from all three. `shared_score`: the score's cell is merged with rows above and was
    given to the first of them. `judged`: an evaluator finds and scores (决策, 过程); there is
    no target to meet. `extras` holds the form's other columns by key (`explanation`,
    `basis`, `last_year`, `scoring_rule`, `evidence`, `status`, `measure_note`), `amounts`
    its other numbers (`weight_percent` as 25 for 25 %, `converted_score`, `review_score`).
    """

    row: int
    category: str | None
    subcategory: str | None
    level1: Entry
    level2: Entry
    name: Entry
    target: Entry
    target_value: TypedValue
    actual: Entry
    actual_value: TypedValue
    points: Amount
    typed_rate: Amount | None
    typed_score: Amount
    deviation_note: Entry
    is_execution: bool = False
    judged: bool = False
    shared_score: bool = False
    nature: Entry | None = None
    unit: Entry | None = None
    extras: dict[str, Entry] = {}
    amounts: dict[str, Amount] = {}


class Tail(Struct, frozen=True):
    """总分 and 等级 at the foot of the form, as typed."""

    points: Amount | None = None
    score: Amount | None = None
    grade: Entry | None = None


class TableRow(Struct, frozen=True):
    """One row of a side table (评价组, 支出明细): column key → cell."""

    row: int
    cells: dict[str, Entry]


class SelfEvaluation(Struct, frozen=True):
    """One 项目支出绩效自评表, read.

    `fields` holds the head of the form and the annual objective
    (`project_name`, `supervising_department`, `implementing_unit`, `year`,
    `objective_planned`, `objective_achieved` …); a key is absent when the form has no
    such cell. `texts` holds the texts of the report.
    """

    profile_id: str
    sheet: str
    fields: dict[str, Entry]
    year: int | None
    funding: dict[str, FundingLine]
    indicators: tuple[Indicator, ...]
    tail: Tail
    texts: dict[str, Entry]
    group: tuple[TableRow, ...] = ()
    spending: tuple[TableRow, ...] = ()
    columns: frozenset[str] = frozenset()
    """Keys of the indicator columns that this form has: without `points` there is nothing to
    deal out, without `score` nothing to fill."""
    money_unit: MoneyUnit = "万元"
    """The unit of amounts as this form prints them; in here they are 万元 all the same."""
    foreign: bool = False
    """True for a form that our blank did not make: it was found by its labels, and its cells
    have formats of their own."""
    area: tuple[int, int] | None = None
    """First and last row of the form on its sheet; None where it has the sheet for itself."""
    assessments: tuple[Indicator, ...] = ()
    """Items that are described and not scored: 转移支付's 资金管理情况 (分配科学性 …)."""
    leftovers: tuple[Place, ...] = ()
    """Computed cells that still hold a result though their row is empty now."""

    def has(self, column: str) -> bool:
        """True if the form has that indicator column."""
        return column in self.columns

    def field_text(self, key: str) -> str | None:
        """The text of one head field; None when blank or absent."""
        entry = self.fields.get(key)
        return entry.text if entry else None


class IndicatorScore(Struct, frozen=True, gc=False):
    """What one indicator earned.

    `completion_rate` is a ratio, unrounded; `None` where a rate has no meaning (dates,
    words) or cannot be computed. `score` is rounded; `None` when it cannot be computed,
    and then a finding says why. `trace` is the arithmetic in Chinese words; `judged` says
    that no rule decided and the score typed by a person stands, `ceiling` that the target
    was read as an upper bound.
    """

    indicator: Indicator
    completion_rate: Decimal | None
    score: Decimal | None
    trace: str
    judged: bool = False
    ceiling: bool = False
    points: Decimal | None = None
    """Points that the score was made from: typed, dealt out by the policy where the form has no
    column for them, or those of all rows whose score is merged into this one."""
    converted: Decimal | None = None
    """折算得分, rounded; None where the policy knows none or a figure is missing."""
    left_out: Literal["shared", "part", "not_applicable"] | None = None
    """Why the row has no score of its own, so that the total does not wait for one: merged into
    the row above, a 其中 row, or 不适用."""


class ExecutionScore(Struct, frozen=True):
    """预算执行率 and its points. Amounts 万元; `rate` an unrounded ratio.

    `budget` is what the policy divides by: 全年预算数, or money received. `applies` false: the
    execution rate is no part of the total (the policy gives it no points, or there was no
    budget to spend and the policy drops it).
    """

    budget: Decimal | None
    outturn: Decimal | None
    rate: Decimal | None
    points: Decimal | None
    score: Decimal | None
    trace: str
    applies: bool = True


class Scores(Struct, frozen=True):
    """The computed side of one form.

    `total` is the sum of the rounded scores as a reader of the form would add them up;
    `None` while one of them is missing. `grade` follows from `total` by policy; `None` also
    for a total above the policy's points, which no grade is meant for.
    """

    execution: ExecutionScore
    indicators: tuple[IndicatorScore, ...]
    total: Decimal | None
    grade: str | None
    funding: dict[str, dict[str, Decimal | None]] = field(default_factory=dict)
    """Computed funding measures (`rate`, `balance`, `arrival_rate`) by source."""
    trace: str = ""
    """How the total came about, or why there is none."""
