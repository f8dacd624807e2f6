"""Who was sent which form: twelve invented units with four projects each, in three layouts.

Nothing in here is real; amounts have the digits that real ones have.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.profile import Profile, load_profile
from xltools.sending import FormMaker, Target, ToSend
from xltools.sending.model import Value

YEAR = 2024
COUNTY = "云岭县"
DEADLINE = "2025-03-31"
LAYOUTS = ("national-2020", "shanxi-2020", "kashi-2020")

Kind: TypeAlias = Literal["工程", "购置", "补助", "服务"]
UNITS: tuple[tuple[str, str], ...] = (
    ("交通运输局", "national-2020"),
    ("教育局", "national-2020"),
    ("卫生健康局", "national-2020"),
    ("水务局", "national-2020"),
    ("农业农村局", "shanxi-2020"),
    ("民政局", "shanxi-2020"),
    ("文化和旅游局", "shanxi-2020"),
    ("残疾人联合会", "shanxi-2020"),
    ("林业和草原局", "kashi-2020"),
    ("应急管理局", "kashi-2020"),
    ("市场监督管理局", "kashi-2020"),
    ("人力资源和社会保障局", "kashi-2020"),
)
Row: TypeAlias = tuple[str, Kind, str, str, int, str, str, str, int, str]
PROJECTS: tuple[Row, ...] = (
    # name, kind, budget; quantity: name, number, unit; outcome: part, name, number, unit
    ("农村公路安全防护工程", "工程", "238.93", "安装波形护栏", 12, "公里", "social", "消除隐患路段", 8, "处"),
    ("县乡道路日常养护", "服务", "96.5", "养护道路里程", 85, "公里", "social", "方便沿线群众出行", 42000, "人"),
    ("危桥改造", "工程", "410.4", "改造危桥", 3, "座", "economic", "缩短货运绕行里程", 26, "公里"),
    ("公交候车亭建设", "工程", "58.2", "新建候车亭", 24, "座", "social", "服务乘客", 180000, "人次"),
    ("校舍维修改造", "工程", "120.75", "维修教学楼", 2, "栋", "social", "改善就学条件的学生", 1200, "人"),
    ("家庭经济困难学生资助", "补助", "57.6", "资助学生", 320, "人", "social", "减轻家庭负担", 300, "户"),
    ("实验设备购置", "购置", "33.2", "购置实验设备", 40, "台", "social", "新开实验课程", 16, "门"),
    ("教师培训", "服务", "24.35", "培训教师", 260, "人次", "sustainability", "培养骨干教师", 30, "人"),
    ("彩超设备购置", "购置", "286", "购置彩超设备", 3, "台", "social", "新增检查能力", 5000, "人次"),
    ("基层卫生人员培训", "服务", "15.08", "培训医护人员", 180, "人次", "social", "覆盖乡镇卫生院", 12, "所"),
    ("适龄儿童窝沟封闭", "服务", "46.9", "免费封闭牙齿", 6800, "颗", "social", "受益儿童", 2300, "人"),
    ("乡镇卫生院修缮", "工程", "173.6", "修缮业务用房", 4, "处", "social", "改善就诊环境的居民", 38000, "人"),
    ("农村饮水安全巩固提升", "工程", "522.18", "铺设供水管网", 31, "公里", "social", "受益人口", 9600, "人"),
    ("小型水库维修养护", "服务", "88.4", "养护水库", 7, "座", "environmental", "改善灌溉面积", 3200, "亩"),
    ("山洪灾害监测站点更新", "购置", "64.05", "更新监测站点", 38, "个", "social", "预警覆盖村庄", 46, "个"),
    ("河道清淤", "工程", "145.3", "清淤河道", 9, "公里", "environmental", "恢复行洪断面", 9, "公里"),
    ("高标准农田管护", "服务", "132.6", "管护农田", 4100, "亩", "economic", "增产粮食", 280, "吨"),
    ("农机购置补贴", "补助", "210.9", "补贴农机", 165, "台", "economic", "新增机耕面积", 8200, "亩"),
    ("畜禽疫病防控", "服务", "77.45", "免疫畜禽", 92000, "头", "social", "指导养殖户", 640, "户"),
    ("农产品质量检测", "服务", "39.8", "抽检农产品", 1500, "批次", "social", "公布检测结果", 12, "期"),
    ("城乡困难群众临时救助", "补助", "186.3", "救助困难群众", 740, "人次", "social", "缓解生活困难", 610, "户"),
    ("社区养老服务站运营", "服务", "68.7", "运营服务站", 9, "个", "social", "服务老年人", 21000, "人次"),
    ("婚姻登记场所改造", "工程", "36.15", "改造登记场所", 2, "处", "social", "办理登记", 2600, "对"),
    ("孤儿基本生活保障", "补助", "42.24", "保障孤儿", 32, "人", "social", "在校就读", 28, "人"),
    ("公共图书馆免费开放", "服务", "48", "开放天数", 300, "天", "social", "举办读书活动", 24, "场"),
    ("古籍修复", "服务", "18.05", "修复古籍", 26, "册", "sustainability", "建立修复档案", 26, "份"),
    ("送戏下乡", "服务", "52.8", "演出场次", 110, "场", "social", "观看群众", 33000, "人次"),
    ("乡村旅游厕所建设", "工程", "91.2", "新建旅游厕所", 6, "座", "social", "服务游客", 70000, "人次"),
    ("残疾人辅助器具适配", "补助", "63.5", "适配辅助器具", 410, "件", "social", "服务残疾人", 380, "人"),
    ("残疾人职业技能培训", "服务", "29.7", "培训残疾人", 150, "人", "economic", "实现就业", 60, "人"),
    ("贫困重度残疾人家庭无障碍改造", "工程", "45.36", "改造家庭", 84, "户", "social", "受益残疾人", 91, "人"),
    ("残疾儿童康复救助", "补助", "118.8", "救助残疾儿童", 66, "人", "social", "完成康复训练", 60, "人"),
    ("退耕还林补助", "补助", "305.5", "兑现补助面积", 6100, "亩", "environmental", "巩固造林面积", 6100, "亩"),
    ("森林防火物资购置", "购置", "72.3", "购置风力灭火机", 60, "台", "social", "装备护林队伍", 15, "支"),
    ("林业有害生物防治", "服务", "54.9", "防治面积", 12000, "亩", "environmental", "保护林地", 40000, "亩"),
    ("草原围栏建设", "工程", "161.4", "建设围栏", 48, "公里", "environmental", "保护草场", 15000, "亩"),
    ("应急物资储备", "购置", "83.6", "储备帐篷", 200, "顶", "social", "保障转移群众", 1600, "人"),
    ("安全生产专家服务", "服务", "27.5", "检查企业", 130, "家", "social", "整改隐患", 420, "处"),
    ("自然灾害综合风险普查", "服务", "99.1", "普查点位", 2400, "个", "social", "形成风险区划图", 12, "幅"),
    ("应急避难场所建设", "工程", "147.85", "建设避难场所", 4, "处", "social", "可容纳群众", 8000, "人"),
    ("食品安全抽检", "服务", "75.2", "抽检食品", 1800, "批次", "social", "公示抽检信息", 24, "期"),
    ("特种设备检验", "服务", "41.6", "检验特种设备", 520, "台", "social", "消除设备隐患", 35, "处"),
    ("计量器具检定", "服务", "16.9", "检定计量器具", 2100, "台", "social", "服务集贸市场", 14, "家"),
    ("知识产权奖励", "补助", "22", "奖励发明专利", 11, "件", "economic", "新增专利产品", 5, "种"),
    ("公益性岗位补贴", "补助", "268.4", "补贴公益性岗位", 210, "人", "social", "安置就业困难人员", 210, "人"),
    ("就业技能培训", "服务", "134.7", "培训劳动者", 900, "人次", "social", "取得技能证书", 780, "人"),
    ("零工市场建设", "工程", "56.3", "建设零工市场", 1, "处", "social", "介绍就业", 4500, "人次"),
    ("社会保障卡制发", "购置", "31.25", "制发社会保障卡", 12500, "张", "social", "服务参保群众", 12500, "人"),
)  # fmt: skip
_QUALITY: dict[Kind, tuple[str, int]] = {
    "工程": ("工程验收合格率", 100),
    "购置": ("设备验收合格率", 100),
    "补助": ("发放对象审核准确率", 100),
    "服务": ("服务质量考核合格率", 95),
}
_ENDING: dict[Kind, str] = {
    "工程": "完工时间",
    "购置": "到货验收时间",
    "补助": "资金发放完成时间",
    "服务": "服务完成时间",
}
POINTS = {
    "quantity": 15,
    "quality": 10,
    "timeliness": 10,
    "cost": 15,
    "outcome": 30,
    "beneficiary": 10,
}
"""With 10 for the execution of the budget: 100."""


class Project(Struct, frozen=True):
    """One project of the county; `code` is also how the list of returns calls it."""

    number: int
    name: str
    unit: str
    layout: str
    kind: Kind
    budget: Decimal
    quantity: tuple[str, int, str]
    outcome: tuple[str, str, int, str]
    year: int = YEAR

    @property
    def code(self) -> str:
        """The project's code in the budget."""
        return f"YL{self.year}{self.number:03d}"

    @property
    def profile(self) -> Profile:
        """The form that it was sent."""
        return load_profile(self.layout)

    def rows(self) -> dict[str, tuple[str, str, str]]:
        """The targets by part: 三级指标, target, the part's key on the form."""
        quality, rate = _QUALITY[self.kind]
        part, result, number, unit = self.outcome
        sign = "=" if rate == 100 else "≥"
        rows = {
            "quantity": (
                self.quantity[0],
                f"≥{self.quantity[1]}{self.quantity[2]}",
                "quantity",
            ),
            "quality": (quality, f"{sign}{rate}%", "quality"),
            "timeliness": (_ENDING[self.kind], f"{self.year}年11月30日前", "timeliness"),
            "cost": ("项目总成本", f"≤{self.budget}万元", "cost"),
            "outcome": (result, f"≥{number}{unit}", part),
            "beneficiary": ("服务对象满意度", "≥90%", "beneficiary"),
        }
        if self.layout != "kashi-2020":
            return rows
        units = (self.quantity[2], "%", "", "万元", unit, "%")  # it prints units in brackets
        return {
            key: (f"{name}（{printed}）" if printed else name, target, sub)
            for (key, (name, target, sub)), printed in zip(rows.items(), units, strict=True)
        }

    @property
    def objective(self) -> str:
        """预期目标 as the budget was granted with."""
        part = self.outcome
        return (
            f"{self.quantity[0]}不少于{self.quantity[1]}{self.quantity[2]}，11月底前完成；"
            f"{part[1]}不少于{part[2]}{part[3]}，服务对象满意度不低于90%。"
        )

    def to_send(self) -> ToSend:
        """The project as a bureau's list has it."""
        fields: dict[str, Value] = {
            "project_name": self.name, "implementing_unit": self.unit,
            "supervising_department": self.unit, "year": Decimal(self.year),
            "objective_planned": self.objective,
        }  # fmt: skip
        printed = {field.key for field in self.profile.form.fields}
        fields = {key: value for key, value in fields.items() if key in printed}
        keys = {measure.key for measure in self.profile.form.funding.measures}
        amounts: dict[tuple[str, str], Decimal] = {
            (source, measure): self.budget
            for source in ("total", "appropriation")
            for measure in ("original_budget", "revised_budget")
            if measure in keys
        }
        return ToSend(
            self.number + 4, self.name, self.unit, self.unit, self.code, self.year, DEADLINE,
            fields, amounts, tuple(self._targets()),
        )  # fmt: skip

    def _targets(self) -> list[Target]:
        columns = {column.key for column in self.profile.form.indicators.columns}
        targets = []
        for key, (name, target, sub) in self.rows().items():
            cells: dict[str, Value] = {"name": name, "target": target}
            if "points" in columns:
                cells["points"] = Decimal(POINTS[key])
            block = {"outcome": "outcome", "beneficiary": "satisfaction"}.get(key, "output")
            targets.append(Target(0, block, sub, cells))
        return targets


def project(number: int, unit: str, layout: str, row: Row, year: int = YEAR) -> Project:
    """A project of a row of the table."""
    name, kind, budget, quantity, count, measure, part, result, reach, of = row
    return Project(
        number, name, unit, layout, kind, Decimal(budget), (quantity, count, measure),
        (part, result, reach, of), year,
    )  # fmt: skip


def projects() -> tuple[Project, ...]:
    """All that were sent a form, in the order of the roster: four to a unit."""
    return tuple(
        project(number + 1, COUNTY + UNITS[number // 4][0], UNITS[number // 4][1], row)
        for number, row in enumerate(PROJECTS)
    )


@cache
def _maker(layout: str) -> FormMaker:
    return FormMaker(load_profile(layout))


def sent(one: Project) -> bytes:
    """The project's form as it was sent out."""
    return _maker(one.layout).form(one.to_send())
