"""What the transcribers noted on the published tables, as findings: code and cell.

Derived by hand from the notes in the files; `|` separates codes or cells of which one is
enough. A remark that speaks of something the table does not hold is named and left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from published.transcripts import FORMS


@dataclass(frozen=True)
class Noted:
    """One fault: one of these codes must be found at one of these values' cells."""

    codes: str
    keys: str
    note: str


JISHAN = FORMS["shanxi_jishan_2021_health"]


def jishan(number: int, what: str) -> str:
    """The key of one value of 指标N of the health centre's table; rows 2 to 5 are missing."""
    return f"ind.{JISHAN.index(f'指标{number}:')}.{what}"


FAULTS: dict[str, tuple[Noted, ...]] = {
    "anhui_chizhou_tangxi_2022_entrusted": (
        Noted("R07", "funding.0.original_budget", "总额 0，分项 90"),
        Noted("R07", "funding.0.revised_budget", "总额 0，分项 89.974"),
        Noted("R07", "funding.0.outturn", "总额 0，分项 89.974"),
        Noted("R32", "ind.4.actual", "actual cost 90 vs executed 89.974"),
        # Execution 0 of 10 though all was spent follows from the total of 0: R07 says it.
        # Left out: 30+30+29.99=89.99 stands in a text that was not transcribed.
    ),
    "anhui_suixi_2019_relief": (
        Noted("R12", "ind.3.score", "4604 < 4754 but 5/5"),
        Noted("R13", "ind.7.score", "5830 > ceiling 5300 but 10/10"),
        Noted("R08", "funding.1.points", "part row carries 10 points too"),
        Noted("R08", "funding.1.score|funding.1.points", "part row carries a score too"),
        # Left out: 3448元/人次 is arithmetic over two texts, no fault.
    ),
    "chongqing_liangping_2022_department": (
        # The kept rows give 7.93 + 30; the published total counts those that were cut.
        Noted("R02", "total_score", "97.93 = 7.93 + 90 with the rows that were cut"),
        # Left out: the page's title says 2023, the table has no such cell.
    ),
    "hebei_chengan_2020_longevity": (
        Noted(
            "R02|R14|R05|R52|R03",
            "ind.0.converted_score|ind.0.weight_percent|total_score",
            "25×25%=6.25: weighted twice, full marks cannot give 100",
        ),
        Noted("R43", "*", "no 数量 indicator although the project names 19 persons"),
    ),
    "hubei_ezhou_2019_third_party": (
        Noted("R01", "total_points", "indicators 100 and execution 10 make 110"),
        Noted("R02", "total_score", "90 is without execution; 96 with it"),
        Noted("R04", "funding.0.rate", "59.58% printed 60%"),
        Noted("R05", "funding.0.score", "5.96 printed 6"),
        Noted("R14", "ind.3.score", "60/90 of 20 is 13.33, printed 10"),
        Noted(
            "R18|R36",
            "ind.2.score|ind.2.actual|ind.2.deviation_note",
            "时效 15/15 though 部分项目延续至下年 and execution 60%",
        ),
        Noted("R40", "objective_planned", "the goal is an amount"),
        Noted("R40", "objective_achieved", "what was achieved is an amount"),
        Noted("R29", "ind.3.target|ind.3.name", "成本指标 is a 计划完成率"),
    ),
    "hubei_huangshi_library_2022": (
        Noted("A11", "ind.0.score", "merged score cell covers two indicators"),
        # 环境效益 for 生态效益 is a synonym and no fault: see QUIET.
    ),
    "hubei_huangshi_sponge_2022": (
        Noted("R48|R23", "ind.4.target", "target is the indicator's name"),
        Noted("R48|R23", "ind.5.target", "target is the indicator's name"),
        Noted("R48|R23", "ind.6.target", "target is the indicator's name"),
        Noted("R48|R23|R49", "ind.7.target|ind.7.actual", "满意 answered 完成"),
        # Left out: the month missed stands in a text that was not transcribed.
    ),
    "hunan_hengshan_2020_grain_noscore": (
        Noted(
            "R46",
            "ind.4.name|ind.4.subcategory|ind.4.category",
            "安全事件数 placed under 满意度",
        ),
    ),
    "hunan_lingling_2021_department": (
        Noted("R04", "funding.0.rate", "80.45% printed 100%"),
        Noted("R05", "funding.0.score", "8.04 printed 10"),
        Noted("R14", "ind.7.score", "1093/1100 of 6 is 5.96, printed 5"),
        Noted("R14", "ind.8.score", "2.45/2.6 of 6 is 5.65, printed 5"),
    ),
    "ningxia_yinchuan_2021_school": (
        Noted("R02", "total_score", "84, at most 94, header 98"),
        Noted("R05|R15|R14", "ind.4.score", "execution 100% but 9/10"),
        Noted("R15|R14", "ind.10.score", "equal dates but 4/5"),
    ),
    "shanghai_putuo_sport_2022": (
        Noted("R04", "funding.0.rate", "86.18304% printed 86.19%"),
        Noted("R40|R42", "objective_planned", "预期目标 empty"),
        Noted("R30", "ind.0.target|ind.0.name|ind.0.subcategory", "数量指标 is a rate"),
        # Separators in one cell only: read alike, see the fields.
    ),
    "shanxi_jishan_2021_health": (
        Noted("R12|R14", jishan(1, "score"), "2.92 printed 3"),
        *(
            Noted("R14", jishan(number, "score"), f"{due} printed {printed}")
            for number, due, printed in (
                *((14, "1.15", "1"), (16, "1.69", "1.9"), (17, "1.69", "1.8")),
                *((18, "1.61", "1.8"), (19, "1.58", "1.7"), (20, "1.97", "1.8")),
                *((23, "1.25", "1.8"), (25, "1.83", "1.7")),
            )
        ),
        Noted("R25", f"{jishan(25, 'target')}|{jishan(25, 'name')}", "签约率 in persons"),
        Noted("R17", f"{jishan(6, 'actual')}|{jishan(6, 'deviation_note')}", "12→96: 800%"),
    ),
    "sichuan_daying_2022_library": (
        Noted("R48|R23|R49", "ind.1.target|ind.1.actual", "好坏 answered 好坏"),
        Noted("R50", "problems|total_score", "money came late, yet 100 points"),
    ),
    "sichuan_daying_2023_cost90": (
        Noted("R44", "ind.0.points", "one indicator carries 90 points"),
        Noted("R46", "ind.0.subcategory|ind.0.name|ind.0.category", "经济成本指标 under 产出"),
        Noted("R23", "ind.0.actual", "≤30 answered 完成"),
        # Left out: the second table of the page was not transcribed.
    ),
    "yunnan_yongde_2022_nutrition": (
        Noted("R15", "ind.2.score", "100% = target, yet 7 of 10"),
        Noted("R16", "ind.2.deviation_note|ind.2.score", "no reason for the 3 points"),
        Noted("R14", "ind.5.score", "98/100 of 10 is 9.80, printed 9"),
        Noted("R16", "ind.5.deviation_note|ind.5.score", "no reason for the point"),
        Noted("R10", "*", "产出 40, 效益 30, 满意度 20"),
        Noted("R39", "objective_achieved|objective_planned", "goal text = completion text"),
        Noted("R38", "funding.0.original_budget", "年初预算数 blank, 全年预算数 filled"),
        Noted("R26", "ind.1.actual|ind.1.unit|ind.1.target", "% column and % in the actual"),
        Noted(
            "R25|R48|R30|R23",
            "ind.6.target|ind.6.name|ind.6.unit",
            "促进…发展 measured as 100%",
        ),
    ),
}
"""Per table: every inconsistency that its notes name and its cells show."""

REVIEWED: dict[str, tuple[Noted, ...]] = {
    "anhui_chizhou_tangxi_2022_entrusted": (
        Noted("R27", "ind.1.target", "check 27: 池州 合格率 ≥100百分比"),
    ),
    "hubei_huangshi_library_2022": (
        Noted("R21", "ind.4.actual", "check 21: ≥360天 answered ≥360天"),
        Noted("R21", "ind.10.actual", "check 21: ≥360天 answered ≥360天"),
    ),
    "hubei_huangshi_sponge_2022": (
        Noted("R23|R45", "ind.2.actual|ind.2.target", "check 23: months answered 完成"),
    ),
    "hubei_ezhou_2019_third_party": (
        Noted("R35", "*", "check 35: execution 60 % (the reason stands in another row)"),
        Noted("R21", "ind.4.actual", "check 21: ≥80% answered ≥80%"),
    ),
    "ningxia_yinchuan_2021_school": (
        Noted(
            "R15|R48|R49",
            "ind.14.score|ind.14.actual|ind.14.target",
            "check 15: equal words but 13/15",
        ),
        Noted(
            "R15|R48|R49",
            "ind.15.score|ind.15.actual|ind.15.target",
            "check 15: equal words but 8/10",
        ),
        Noted("R16", "ind.14.deviation_note|ind.14.score", "check 16: two points, no reason"),
    ),
    "hunan_lingling_2021_department": (
        Noted("R16", "ind.7.deviation_note|ind.7.score", "check 16: a point, no reason"),
        Noted("R16", "ind.8.deviation_note|ind.8.score", "check 16: a point, no reason"),
    ),
    "shanxi_jishan_2021_health": (
        Noted("R16", jishan(14, "deviation_note"), "check 16: a point lost, no reason"),
    ),
}
"""What the review checks of the field name these tables for, or plainly decide on them."""

QUIET: dict[str, tuple[Noted, ...]] = {
    "chongqing_liangping_2022_department": (
        Noted("R05", "funding.0.score", "79.27%→7.93 ✓"),
        Noted("R42", "ind.0.nature", "nothing asks for a sign where the office prints none"),
    ),
    "hebei_chengan_2020_longevity": (
        Noted("A07", "*", "效果指标 is 效益指标"),
        Noted("R04", "funding.0.rate", "6.84 of 6.84 is 100.00"),
        Noted("R07", "*", "6.84 = 6.84 + 0"),
        Noted("R14", "ind.0.score", "98 reached: 25 of 25"),
    ),
    "hubei_huangshi_library_2022": (
        Noted("A07", "*", "环境效益 is 生态效益"),
        Noted("R04|R05|R09", "*", "100% of 20 points is 20"),
    ),
    "hubei_huangshi_sponge_2022": (
        Noted("R04|R05|R09", "*", "97.75% ✓ ×20=19.55 ✓"),
        Noted("R02", "*", "19.55+8×10=99.55 ✓"),
        Noted("R10|R01", "*", "满意度 10, 产出 40, 效益 30, 执行 20 is the form's own"),
    ),
    "hunan_hengshan_2020_grain_noscore": (
        Noted("R01|R02|R05|R09|R10|R14|R16|A13", "*", "the form deals out no points"),
        Noted("R04|R07", "*", "194.9 of 194.9; 县级资金 is all of it"),
    ),
    "hunan_lingling_2021_department": (
        Noted("R07", "*", "1873.66+2880 ✓ and 1768.16+2985.5 ✓: two ways to cut one sum"),
    ),
    "ningxia_yinchuan_2021_school": (
        Noted("R31", "*", "15+35+14.8=64.8 ✓"),
        Noted("R04|R07", "*", "64.8 of 64.8"),
    ),
    "shanghai_putuo_sport_2022": (
        Noted("R05", "funding.0.score", "10×0.8618304=8.62 ✓"),
        Noted("R02|R01", "*", "8.62+10+20+20+30+10=98.62 ✓"),
        Noted("R07|A03", "*", "215,457.6 and 215457.6 are equal"),
    ),
    "yunnan_yongde_2022_nutrition": (
        Noted("R01|R02", "*", "96 = published; weights 10×10=100"),
        Noted("R04|R05|R07", "*", "387664.62 of 387664.62"),
        Noted("R47", "*", "96 is 优"),
    ),
}
"""Per table: what its notes say is right."""
