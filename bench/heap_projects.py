"""Projects for a large heap: invented units with thirty targets a project, drawn from a seed.

No two projects have a budget, an outturn, a reason or three rows in common, so that whatever
is found alike between two forms was put there on purpose.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from xltools.profile import Profile
from xltools.sending import Target, ToSend
from xltools.sending.model import Value

YEAR = 2024
DEADLINE = "2025-03-31"

Spec: TypeAlias = tuple[str, str, str, str, str, int]
"""Of a row: block, part, name, unit, sign, what its target lies about."""

ROWS: tuple[tuple[Spec, Decimal], ...] = tuple(
    ((block, part, name, unit, sign, base), Decimal(points))
    for block, part, points, rows in (
        ("output", "quantity", "2.5", (
            ("改造老旧管网长度", "米", "≥", 42000), ("培训基层人员", "人次", "≥", 5200),
            ("购置检测设备", "台", "≥", 2600), ("发放宣传资料", "份", "≥", 48000),
            ("建设服务站点", "个", "≥", 1900), ("开展巡查检查", "次", "≥", 7400))),
        ("output", "quality", "2.5", (
            ("分项工程验收合格率", "%", "≥", 0), ("设备完好率", "%", "≥", 0),
            ("培训考核合格率", "%", "≥", 0), ("资料归档完整率", "%", "≥", 0))),
        ("output", "timeliness", "2.5", (
            ("采购完成时间", "", "", 8), ("主体完工时间", "", "", 9),
            ("资金支付时间", "", "", 10), ("验收完成时间", "", "", 11))),
        ("output", "cost", "5", (
            ("管网改造单位成本", "元/米", "≤", 3600), ("人均培训费用", "元/人", "≤", 2800),
            ("设备平均价格", "元/台", "≤", 9400))),
        ("outcome", "economic", "3", (
            ("带动增收", "元", "≥", 610000), ("节约运行费用", "元", "≥", 230000))),
        ("outcome", "social", "3", (
            ("受益群众", "人", "≥", 86000), ("新增就业", "人", "≥", 3100),
            ("消除安全隐患", "处", "≥", 2700), ("服务企业", "家", "≥", 4300))),
        ("outcome", "environmental", "3", (
            ("减少污水排放", "吨", "≥", 71000), ("新增绿化面积", "平方米", "≥", 39000))),
        ("outcome", "sustainability", "3", (
            ("培养技术骨干", "人", "≥", 2400), ("建立档案", "份", "≥", 6600))),
        ("satisfaction", "beneficiary", "", (
            ("受益群众满意度", "%", "≥", 0), ("企业满意度", "%", "≥", 0),
            ("参训人员满意度", "%", "≥", 0))),
    )
    for (name, unit, sign, base), points in zip(
        rows, [points] * len(rows) if points else ["4", "3", "3"], strict=True
    )
)  # fmt: skip
"""Thirty rows of ninety points; the execution of the budget has the other ten."""


def _words(text: str) -> list[str]:
    return text.split()


_TOWNS = _words(
    "青石 白沙 柳河 双桥 石门 龙泉 清溪 高坪 万安 新集 马庄 平川 南湾 北塬 东渡 西岭"
)
_WORKS = _words(
    "管网改造 校舍修缮 水库养护 道路养护 厕所改造 设备更新 技能培训 河道治理 灯光改造 苗圃建设"
)
_COUNTIES = _words("云岭 青川 石泉 平湖 柳江 远山 双溪 白河 永丰 长坪")
_OFFICES = _words(
    "交通运输局 教育局 卫生健康局 水务局 农业农村局 民政局 文化和旅游局 残疾人联合会 林业和草原局 应急管理局 "
    "市场监督管理局 人力资源和社会保障局 住房和城乡建设局 生态环境局 科学技术局 司法局 公安局 商务局 统计局 档案馆"
)
_CAUSES = (
    ("雨季停工", "下年度把主要工程量安排在6月以前，由项目股每月核对进度"),
    ("供货延后", "在合同中约定逾期违约责任，由办公室每半月催办一次"),
    ("摸底数偏大", "年底前重新摸底，次年按核实数下达任务"),
    ("场地变更后重新办理手续", "由规划岗提前办理用地预审，每季度报告一次"),
)
CENT = Decimal("0.01")


class Row(Struct, frozen=True):
    """A row of a project; `share` is how much of the target was reached, 1 for all and more."""

    spec: Spec
    points: Decimal
    target: str
    actual: str
    rate: Decimal
    share: Decimal
    note: str

    @property
    def score(self) -> Decimal:
        """By 财预〔2020〕10号, reckoned without the program: all points, or in proportion."""
        return (self.points * self.share).quantize(CENT, ROUND_HALF_UP)


class Project(Struct, frozen=True):
    """One project and what its unit reports of it; amounts are 万元."""

    number: int
    name: str
    unit: str
    layout: str
    budget: Decimal
    outturn: Decimal
    rows: tuple[Row, ...]

    @property
    def code(self) -> str:
        """Its code in the budget."""
        return f"DX{YEAR}{self.number:07d}"

    @property
    def objective(self) -> str:
        """预期目标."""
        first, last = self.rows[0], self.rows[20]
        return f"{first.spec[2]}{first.target}，{last.spec[2]}{last.target}，全部任务在11月底前完成。"

    @property
    def execution(self) -> Decimal:
        """What the execution of the budget earns of its ten points."""
        return (10 * self.outturn / self.budget).quantize(CENT, ROUND_HALF_UP)

    @property
    def total(self) -> Decimal:
        """总分."""
        return sum((row.score for row in self.rows), self.execution)

    def to_send(self, profile: Profile) -> ToSend:
        """The project as the bureau's list has it."""
        fields: dict[str, Value] = {
            "project_name": self.name, "implementing_unit": self.unit,
            "supervising_department": self.unit, "year": Decimal(YEAR),
            "objective_planned": self.objective,
        }  # fmt: skip
        printed = {field.key for field in profile.form.fields}
        measures = {measure.key for measure in profile.form.funding.measures}
        amounts = {
            (source, measure): self.budget
            for source in ("total", "appropriation")
            for measure in ("original_budget", "revised_budget")
            if measure in measures
        }
        fields = {key: value for key, value in fields.items() if key in printed}
        return ToSend(
            self.number, self.name, self.unit, self.unit, self.code, YEAR, DEADLINE, fields,
            amounts, tuple(self._targets(profile)),
        )  # fmt: skip

    def _targets(self, profile: Profile) -> Iterator[Target]:
        columns = {column.key for column in profile.form.indicators.columns}
        for row in self.rows:
            block, part, name, *_ = row.spec
            cells: dict[str, Value] = {"name": name, "target": row.target}
            if "points" in columns:
                cells["points"] = row.points
            yield Target(0, block, part, cells)


class Drawer:
    """Draws projects one after another; the same seed gives the same."""

    def __init__(self, seed: int, units: int, layouts: tuple[str, ...]) -> None:
        self._chance = random.Random(f"heap-{seed}")
        self._amounts: set[Decimal] = set()
        self._units = [_unit(number) for number in range(units)]
        self._layouts = layouts

    def project(self, number: int) -> Project:
        """The project of this number: units take turns, and so do layouts among units."""
        chance, place = self._chance, number % len(self._units)
        budget = self._amount(lambda: Decimal(chance.randrange(80_000, 9_000_000)).scaleb(-4))
        town, work = chance.choice(_TOWNS), chance.choice(_WORKS)
        return Project(
            number, f"{town}镇{work}（第{number + 1}批）", self._units[place],
            self._layouts[place % len(self._layouts)], budget, self._spent(budget),
            tuple(self._rows(number)),
        )  # fmt: skip

    def again(self, one: Project) -> Project:
        """The project as the unit reports it after another look: other results, other money."""
        rows = tuple(self._reported(row, one.number) for row in one.rows)
        return replace(one, outturn=self._spent(one.budget), rows=rows)

    def fallen_short(self, one: Project, place: int) -> Project:
        """The project with one row of a quantity that was not reached, and only that."""
        rows = [
            self._reported(row, one.number, short=number == place)
            for number, row in enumerate(one.rows)
        ]
        return replace(one, rows=tuple(rows))

    def _spent(self, budget: Decimal) -> Decimal:
        share = self._chance
        return self._amount(
            lambda: (budget * share.randrange(92_000, 99_500) / 100_000).quantize(
                Decimal("0.0001")
            )
        )

    def _amount(self, draw: Callable[[], Decimal]) -> Decimal:
        while True:
            amount = draw()
            if amount not in self._amounts:
                self._amounts.add(amount)
                return amount

    def _rows(self, number: int) -> Iterator[Row]:
        short = self._chance.randrange(6) if self._chance.random() < 0.2 else -1
        for place, (spec, points) in enumerate(ROWS):
            target = self._target(spec)
            blank = Row(spec, points, target, "", Decimal(1), Decimal(1), "")
            yield self._reported(blank, number, short=place == short)

    def _target(self, spec: Spec) -> str:
        _, _, _, unit, sign, base = spec
        if not unit:
            return f"{YEAR}年{base}月{self._chance.randrange(10, 29)}日前"
        if unit == "%":
            return f"{sign}{self._chance.randrange(9000, 9600) / 100:g}%"
        return f"{sign}{self._chance.randrange(base // 2, base * 3 // 2)}{unit}"

    def _reported(self, row: Row, number: int, *, short: bool = False) -> Row:
        """The row with a result: at its target or a little better, nine tenths of it if short."""
        chance, (_, _, name, unit, sign, base) = self._chance, row.spec
        if not unit:
            day = chance.randrange(1, 10)
            return Row(row.spec, row.points, row.target, f"{YEAR}年{base}月{day}日", Decimal(1), Decimal(1), "")  # fmt: skip
        target = Decimal(row.target.strip("≥≤").removesuffix(unit))
        if unit == "%":
            actual = target + Decimal(chance.randrange(0, 400)).scaleb(-2)
        elif sign == "≤":
            actual = target - target * chance.randrange(1, 6) // 100
        elif short:
            actual = target * 9 // 10
        else:
            actual = target + target * chance.randrange(0, 900) // 10_000
        share, note = Decimal(1), ""
        if short and sign == "≥" and unit != "%":
            share, note = actual / target, self._note(name, target - actual, unit, number)
        shown = f"{actual.normalize():f}{unit}"
        return Row(row.spec, row.points, row.target, shown, actual / target, share, note)

    def _note(self, name: str, lost: Decimal, unit: str, number: int) -> str:
        cause, remedy = self._chance.choice(_CAUSES)
        return (
            f"{name}比目标少{lost}{unit}，原因是第{number + 1}批{cause}{number % 40 + 11}天。"
            f"改进措施：{remedy}。"
        )


def _unit(number: int) -> str:
    """The name of a unit; past the two hundredth counties are numbered."""
    county, office = _COUNTIES[number // 20 % 10], _OFFICES[number % 20]
    more = number // 200
    return f"{county}{'第' + str(more + 1) if more else ''}县{office}"
