"""Bureau's lists of projects for tests: made from the empty list, seeded, with what people write."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

from xltools.package import Workbook, apply_patch, load_bytes
from xltools.profile import Profile
from xltools.sending import Target, ToSend, build_template
from xltools.sending.targets import RESULTS
from xltools.snapshot import CellWrite, Patch

FIRST = 5
"""The row below the example."""

_NAMES = (
    "=1+1工程", "+5G基站补助", "-结转清理", "@数字乡村", "设备购置", "A/B：联合“整治”?", "com1", "修缮<一>&维护",
    "_x0041_ 编码", "农村\n公路", "  空格  多 ", "项目" * 30,
)  # fmt: skip


def empty_list(profile: Profile) -> Workbook:
    """The empty list as a bureau opens it."""
    return load_bytes(build_template(profile), Path("清单.xlsx"))


def heads_of(book: Workbook, sheet: str) -> dict[str, int]:
    """The columns of a sheet by their headings."""
    found = book.snapshot.sheet(sheet)
    assert found is not None
    return {str(value): column for column, value in enumerate(found.rows[2], start=1)}


def written(book: Workbook, cells: dict[tuple[str, int, str], object]) -> bytes:
    """The list with these cells, named by sheet, row and heading."""
    heads = {name: heads_of(book, name) for name in ("项目", "指标")}
    writes = [
        CellWrite(sheet, row, heads[sheet][head], value, FIRST)  # type: ignore[arg-type]
        for (sheet, row, head), value in cells.items()
        if value is not None
    ]
    return apply_patch(book, Patch(tuple(writes)))


def invented(profile: Profile, count: int, seed: int) -> list[ToSend]:
    """Projects with every sort of name, amounts down to a hundredth 分, and up to seven targets in a part."""
    chance = random.Random(seed)
    return [_project(profile, chance, number) for number in range(count)]


def _project(profile: Profile, chance: random.Random, number: int) -> ToSend:
    own = {field.key for field in profile.form.fields}
    name = chance.choice(_NAMES) if chance.random() < 0.5 else f"第{number}号项目"
    name = name.strip()
    unit, department = f"第{number % 7}单位", f"第{number % 3}局"
    fields: dict[str, str | Decimal] = {
        "project_name": name, "implementing_unit": unit, "supervising_department": department,
        "year": Decimal(2024),
    }  # fmt: skip
    if chance.random() < 0.7:
        fields["objective_planned"] = "建成 12 处，验收合格。" * chance.randrange(1, 40)
    return ToSend(
        FIRST + number,
        name,
        unit,
        department,
        f"XM-{number:04d}" if number % 5 else f"{20240000 + number}",
        2024,
        "",
        {key: value for key, value in fields.items() if key in own},
        _amounts(profile, chance),
        tuple(_targets(profile, chance)),
    )


def _amounts(profile: Profile, chance: random.Random) -> dict[tuple[str, str], Decimal]:
    amounts: dict[tuple[str, str], Decimal] = {}
    sources = profile.form.funding.sources
    keys = {measure.key for measure in profile.form.funding.measures}
    for measure in ("original_budget", "revised_budget"):
        if measure not in keys:
            continue
        parts = [s for s in sources if s.part_of == "total" and chance.random() < 0.6]
        # 元 have two places, so 万元 have six
        given = {s.key: Decimal(chance.randrange(0, 10**8)).scaleb(-6) for s in parts}
        amounts |= {(key, measure): value for key, value in given.items()}
        amounts["total", measure] = sum(given.values(), Decimal(0)) or Decimal(5)
    return amounts


def _targets(profile: Profile, chance: random.Random) -> list[Target]:
    keys = [c.key for c in profile.form.indicators.columns if c.key not in RESULTS]
    targets: list[Target] = []
    crowded = chance.choice(("quantity", "social", "", "", ""))
    for block in profile.form.indicators.categories:
        for sub in () if block.execution or block.judged else block.subcategories:
            for _ in range(7 if sub.key == crowded else chance.choice((0, 0, 1, 2))):
                number = len(targets)
                cells: dict[str, str | Decimal] = {
                    "name": f"{sub.label[:2]}第{number}项" + "工作" * chance.randrange(0, 20),
                    "target": chance.choice(("≥95%", "=8次", "≤12.5万元", "有效提升")),
                    "points": Decimal(chance.randrange(1, 40)) / 4,
                }
                if "nature" in keys:
                    cells |= {"nature": "≥", "target": "95", "unit": "%"}
                cells = {key: value for key, value in cells.items() if key in keys}
                targets.append(Target(0, block.key, sub.key, cells))
    return targets


def list_of(profile: Profile, projects: list[ToSend]) -> bytes:
    """The list that names these projects and their targets."""
    from xltools.sending.headings import money_heading

    form = profile.form
    unit = form.funding.unit
    measures = {each.key: each for each in form.funding.measures}
    sources = {each.key: each for each in form.funding.sources}
    labels = {field.key: field.label for field in form.fields}
    columns = {column.key: column.label for column in form.indicators.columns}
    blocks = {block.key: block for block in form.indicators.categories}
    cells: dict[tuple[str, int, str], object] = {}
    line = FIRST
    for each in projects:
        cells["项目", each.row, "项目编号"] = each.code
        for key, value in each.fields.items():
            cells["项目", each.row, labels[key]] = value
        for (source, measure), amount in each.amounts.items():
            head = money_heading(measures[measure], sources[source], unit)
            printed = amount.scaleb(4) if unit == "元" else amount
            cells["项目", each.row, head] = Decimal(format(printed, "f"))
        for target in each.targets:
            block = blocks[target.category]
            sub = next(s for s in block.subcategories if s.key == target.subcategory)
            cells["指标", line, "项目编号"] = each.code
            cells["指标", line, columns["category"]] = block.label
            cells["指标", line, columns["subcategory"]] = sub.label
            for key, value in target.cells.items():
                cells["指标", line, columns[key]] = value
            line += 1
    return written(empty_list(profile), cells)
