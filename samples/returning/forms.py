"""A form that was sent out, filled in as a unit does: results, money, reasons, texts, scores."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from msgspec import Struct, field

from returning.projects import POINTS, Project
from xltools import anchors
from xltools.fill.cells import computed_cells
from xltools.hosts.examine import Examined, examine
from xltools.package import Workbook, apply_patch, load_bytes
from xltools.profile import Profile
from xltools.snapshot import CellWrite, NamedCell, Patch

NAME = Path("自评表.xlsx")
_CAUSES = (
    ("雨季施工停工二十余天", "下年度把主要工程量安排在6月以前，由项目股每月核对进度"),
    ("中标单位供货延后", "在合同中约定逾期违约责任，由办公室每半月催办一次"),
    ("部分乡镇摸底数偏大", "年底前由各乡镇重新摸底，次年按核实数下达任务"),
    ("主要劳力外出务工、到场人数少", "改在农闲和春节前后开展，提前两周通知到村"),
    ("新设备操作人员不足", "上半年完成两期操作培训，由业务股考核上岗"),
    ("选址变更后重新办理手续", "由规划岗提前办理用地预审，每季度向领导小组报告"),
)
_TEXTS: dict[str, str] = {
    "background": "{name}按照年初部门预算批复设立，{unit}根据全县排查情况提出，解决{outcome}不足的问题。",
    "overview": "{name}由{unit}组织实施，主要{quantity}，2024年2月启动，11月完成并通过验收。",
    "basis": "《{unit}2024年工作要点》和县财政局部门预算批复。",
    "necessity": "不实施{name}，{outcome}的目标无法达到，单靠日常公用经费不能解决，需要财政安排专项资金。",
    "safeguards": "{unit}制定了{name}实施方案和资金管理制度，明确分管领导、业务股室和财务人员的责任。",
    "plan": "{name}一季度完成采购和方案，二、三季度组织实施，四季度验收并支付。",
    "period_objective": "三年内分批完成{name}的全部任务，使{outcome}稳定达到批复的水平。",
    "annual_objective": "2024年{goal}",
    "funds_use": "{name}的资金由{unit}专账核算，用于{quantity}和相应的检查验收。",
    "objective_note": "{name}2024年度目标与部门预算批复一致，没有调整。",
    "purpose": "通过自评了解{name}的资金使用和目标完成情况，为下年度预算安排提供依据。",
    "scope": "评价对象为{name}的全部财政资金{budget}万元，范围为2024年1月至12月。",
    "principles": "{name}的评价坚持科学公正、统筹兼顾、激励约束、公开透明。",
    "framework": "{name}的评价体系由批复的绩效指标和财预〔2020〕10号文件的共性指标组成。",
    "method": "{name}的指标见附表，采用比较法和公众评判法，以批复的计划为标准。",
    "methods": "{name}采用比较法，把各项指标的实际值与批复的目标逐项比较。",
    "standards": "{name}以年初批复的绩效目标为计划标准。",
    "process": "2025年2月{unit}成立评价组，收集{name}的合同、验收和支付资料，现场核对后形成报告。",
    "conclusion": "{name}资金到位及时，主要任务完成，{outcome}达到预期。",
    "decision_analysis": "{name}立项依据充分，目标与{unit}的职责相符，预算按照工作量测算。",
    "process_analysis": "{name}的资金按照合同和进度支付，手续完整；{unit}按照方案组织实施并验收。",
    "execution_analysis": "{name}按照计划实施，结余是按照结算金额支付形成的。",
    "output_analysis": "{quantity}完成情况见附表，{name}的验收资料齐全。",
    "outcome_analysis": "{name}完成后，{outcome}有明显改善。",
    "satisfaction_analysis": "{unit}就{name}发放问卷100份，收回有效问卷96份，总体满意。",
    "experience": "{unit}为{name}建立周调度、月通报制度，问题当月解决。",
    "problems": "{name}前期资料收集用时较长，原因是各乡镇报送口径不一。",
    "suggestions": "{unit}下年度提前一个月部署{name}的资料收集，统一报送口径。",
    "other": "无",
}
_FIELDS = {
    "unit_nature": "行政机关，正科级",
    "internal_bodies": "5个",
    "period": "2024年1月—2024年12月",
    "survey": "发放100份，收回98份，有效96份",
    "approval_documents": "《关于批复2024年部门预算的通知》（云财预〔2024〕3号）",
    "evaluation_basis": "《项目支出绩效评价管理办法》（财预〔2020〕10号）",
}


class Filling(Struct):
    """What a unit types; rows by part as in `Project.rows`. `short` is the part that fell short."""

    outturn: Decimal
    actual: dict[str, str]
    notes: dict[str, str] = field(default_factory=dict)
    texts: bool = True
    short: str = ""
    share: Decimal = Decimal(1)

    def score(self) -> dict[str, Decimal]:
        """What the rows earn by 财预〔2020〕10号, reckoned without the program: all or in proportion."""
        return {
            key: Decimal(points) * (self.share if key == self.short else 1)
            for key, points in POINTS.items()
        }


def answers(one: Project, chance: random.Random, short: str = "") -> Filling:
    """Results at the targets or a little above; of the part `short` nine tenths, with a reason."""
    outturn = (one.budget * Decimal(chance.randrange(930, 995)) / 1000).quantize(
        Decimal("0.01")
    )
    name, count, unit = one.quantity
    _, result, reach, of = one.outcome
    share = Decimal("0.9")
    more = {
        "quantity": count + count * chance.randrange(1, 9) // 100,
        "outcome": reach + reach * chance.randrange(1, 9) // 100,
    }
    if short:
        target = count if short == "quantity" else reach
        more[short] = target * 9 // 10
        share = Decimal(more[short]) / target
    actual = {
        "quantity": f"{more['quantity']}{unit}",
        "quality": "100%" if one.kind != "服务" else f"{chance.randrange(96, 100)}%",
        "timeliness": f"{one.year}年{chance.randrange(9, 12)}月{chance.randrange(1, 28)}日",
        "cost": f"{outturn}万元",
        "outcome": f"{more['outcome']}{of}",
        "beneficiary": f"{chance.randrange(920, 985) / 10:g}%",
    }
    notes = {}
    if short:
        cause, remedy = chance.choice(_CAUSES)
        lost = (count if short == "quantity" else reach) - more[short]
        what, measure = (name, unit) if short == "quantity" else (result, of)
        notes[short] = f"{what}比目标少{lost}{measure}，原因是{cause}。改进措施：{remedy}。"
    return Filling(outturn, actual, notes, short=short, share=share)


def total_of(one: Project, filling: Filling) -> Decimal:
    """总分 by hand: ten for the execution, the others as `Filling.score`."""
    execution = 10 * filling.outturn / one.budget
    each = [execution, *filling.score().values()]
    return sum((part.quantize(Decimal("0.01"), ROUND_HALF_UP) for part in each), Decimal(0))


def filled(data: bytes, one: Project, filling: Filling) -> bytes:
    """The form with all that was typed, and the computed cells as the program fills them."""
    book = load_bytes(data, NAME)
    typed = load_bytes(apply_patch(book, Patch(tuple(_typed(book, one, filling)))), NAME)
    return apply_patch(typed, Patch(tuple(computed_cells(typed.snapshot, read(typed)))))


def read(book: Workbook) -> Examined:
    """The form in a workbook."""
    return examine(book.snapshot)


def _typed(book: Workbook, one: Project, filling: Filling) -> Iterator[CellWrite]:
    form = read(book)
    evaluation = form.evaluation
    words = _words(one, filling)
    achieved = (
        f"{one.quantity[0]}{filling.actual['quantity']}，{filling.actual['timeliness']}完成；"
        f"{one.outcome[1]}{filling.actual['outcome']}，服务对象满意度{filling.actual['beneficiary']}。"
    )
    heads = _FIELDS | {
        "project_use": f"用于{words['quantity']}，全年支出{filling.outturn}万元",
        "objective_achieved": achieved,
    }
    for key, text in heads.items():
        if key in evaluation.fields:
            place = evaluation.fields[key].place
            yield CellWrite(place.sheet, place.row, place.column, text)
    for source in ("total", "appropriation", "county"):
        line = evaluation.funding.get(source)
        for measure, amount in _money(one, filling).items():
            if line is not None and measure in line.amounts:
                place = line.amounts[measure].place
                yield CellWrite(place.sheet, place.row, place.column, amount)
    parts = {name: key for key, (name, _, _) in one.rows().items()}
    notes = {"execution": _saved(one, filling)} | filling.notes
    for row in evaluation.indicators:
        key = "execution" if row.is_execution else parts.get(row.name.text or "", "")
        for entry, typed in (
            (row.actual, filling.actual.get(key)),
            (row.deviation_note, notes.get(key)),
        ):
            if typed is not None and entry.label:
                yield CellWrite(entry.place.sheet, entry.place.row, entry.place.column, typed)
    if filling.texts:
        yield from _side_sheets(book, form.profile, one, filling, words)


def _saved(one: Project, filling: Filling) -> str:
    """Why the budget was not spent to the end."""
    return (
        f"{one.name}按照结算金额支付，节约{one.budget - filling.outturn}万元。"
        "改进措施：下年度按照合同价细化预算。"
    )


def _money(one: Project, filling: Filling) -> dict[str, Decimal]:
    """What stands in a line of the money, on forms that print it."""
    return {
        "original_budget": one.budget,
        "revised_budget": one.budget,
        "received": one.budget,
        "outturn": filling.outturn,
    }


def _words(one: Project, filling: Filling) -> dict[str, str]:
    name, count, unit = one.quantity
    return {
        "name": f"{one.name}项目",
        "unit": one.unit,
        "quantity": f"{name}{count}{unit}",
        "outcome": one.outcome[1],
        "goal": one.objective,
        "budget": str(one.budget),
    }


def _side_sheets(
    book: Workbook, profile: Profile, one: Project, filling: Filling, words: dict[str, str]
) -> Iterator[CellWrite]:
    names = book.snapshot.names
    for text in profile.texts:
        named = names[anchors.text(text.key)]
        yield CellWrite(
            named.sheet, named.row, named.column, _TEXTS[text.key].format_map(words)
        )
    people = (
        ("李某", "副局长", "组长"),
        ("王某", "财务股股长", "成员"),
        ("赵某", "业务股干部", "成员"),
    )
    if profile.group is not None:
        columns = [column.key for column in profile.group.columns]
        group = [
            {"name": name, "unit": one.unit, "post": post, "role": role}
            for name, post, role in people
        ]
        yield from _rows(names[anchors.GROUP], columns, group)
    if profile.spending is not None:
        columns = [column.key for column in profile.spending.columns]
        first = (filling.outturn * Decimal("0.7")).quantize(Decimal("0.01"))
        spending: list[dict[str, str | Decimal]] = [
            {"item": one.quantity[0], "amount": first, "date": f"{one.year}-09-20"},
            {
                "item": "检查、验收",
                "amount": filling.outturn - first,
                "date": f"{one.year}-12-10",
            },
        ]
        yield from _rows(names[anchors.SPENDING], columns, spending)


def _rows(
    head: NamedCell, columns: list[str], rows: Sequence[Mapping[str, str | Decimal]]
) -> Iterator[CellWrite]:
    for offset, row in enumerate(rows, start=1):
        for key, value in row.items():
            if key in columns:
                column = head.column + columns.index(key)
                yield CellWrite(head.sheet, head.row + offset, column, value)
