"""The 202 published strings of `data/value_strings.tsv`, each against its recorded reading.

How a row is compared:

- raw with “ | ”: symbol, value and unit stood in three columns; they are joined in that order.
- comparator ≥ > = ≤ < ≈ is ours; “none → treat as …”, “before/within” and blank mean that
  nothing is written, and ours is None.
- value is our number; a blank, “=预算数”, “?” and the values of dates mean None here, dates
  are compared with `DATES`.
- unit is ours; anything in brackets is a remark about it (missing, implied, from the name) and
  “(none)” is None, and so is a unit that the raw text does not hold (it stood in a column).
  A unit that sits in the name is asked for with the name.
- kind follows from comparator and the first word of the column kind.

`BETTER` lists the rows which we read otherwise, each with its reason.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from xltools.value import parse_split_value, parse_value

TSV = Path(__file__).parent / "data" / "value_strings.tsv"
KINDS = {"≥": "at_least", ">": "at_least", "≤": "at_most", "<": "at_most", "=": "equal"}

DATES = {
    "12月底之前完成": (None, "12-31"),
    "完成时间为2022年12月30日": (None, "2022-12-30"),
    "2021年12月31日": (None, "2021-12-31"),
    "9月前": (None, "08-31"),
    "11月前": (None, "10-31"),
    "9月30日前完成": (None, "09-30"),
    "12月底到位": (None, "12-31"),
    "2019年": ("2019", "2019"),
    "2021年1月-12月": ("2021-01", "2021-12"),
    "2020年1月--2020年11月": ("2020-01", "2020-11"),
    "春节前完成走访慰问": (None, None),
    "2023年12月前": (None, "2023-12-31"),
    "2022年1月-2022年12月": ("2022-01", "2022-12"),
    "2018年12月10日前完成检查验收": (None, "2018-12-10"),
    "7月": ("07", "07"),
    "2022年12月": ("2022-12", "2022-12"),
    "2020年": ("2020", "2020"),
}

BETTER = {
    "100百分比": ("number", None, "no sign is written; whether it is a floor is the policy's"),
    "100%覆盖": ("number", None, "no sign is written; the word is kept as a mark"),
}

NAMES = {"22.8": "公猪舍(≥**平方米)", "85": "满意度(≥**%)"}

MARKS = {
    "不超过预算": "budget",
    "不超预算": "budget",
    "每亩300": "unit_implied",
    "22.8": "unit_implied",
    "春节前完成走访慰问": "festival",
    "2023年12月前": "ambiguous",
    "好坏": "scale",
    "优良中低差": "scale",
    "严格按照预算标准1000元/人给补助对象兑付补助": "number_in_text",
    "100%覆盖": "statement",
    "≥266米": "repeats_comparator",
    "≥360天": "repeats_comparator",
    "达成预期指标": "band1",
    "达成年度指标": "band1",
    "未达成年度指标且效果较差": "band3",
    "已完成100%": "statement",
    "5个达成预期指标": "band1",
    "按进度执行,已使用约40%": "approximate",
    "……": "placeholder",
    "完成项目主体工程70%": "number_in_text",
}


def rows() -> list[dict[str, str]]:
    """All rows of the table."""
    with TSV.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def joined(raw: str) -> str:
    """Three columns as one text: 米 | = | 3500 is =3500米."""
    parts = raw.split(" | ")
    if len(parts) == 1:
        return raw
    if parts[1] == "=":
        parts = [parts[1], parts[2], parts[0]]
    return "".join(parts)


def expected_kind(row: dict[str, str]) -> str:
    """Our kind for what the row records."""
    described = row["kind"]
    if "(budget)" in row["unit"]:
        return "at_most"
    if row["comparator"] in KINDS:
        return KINDS[row["comparator"]]
    if described.startswith("date"):
        return "date"
    if described.startswith("corrupt"):
        return "unreadable"
    if described.startswith(("not applicable", "none", "placeholder")):
        return "none"
    return "number" if row["value"] else "qualitative"


def expected_unit(row: dict[str, str]) -> str | None:
    """Our unit for what the row records."""
    if row["raw"] in NAMES:
        return re.sub(r"\s*\(.*", "", row["unit"]) or None
    missing = "missing" in row["unit"] or "column" in row["unit"]
    unit = re.sub(r"\s*\(.*", "", row["unit"])
    written = unit in row["raw"] or unit in ("%", "万元/月") or "/" in unit
    return None if missing or not unit or not (written or row["raw"] == "200万") else unit


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['role']}:{row['raw']}")
def test_a_published_string_is_read_as_recorded(row: dict[str, str]) -> None:
    """Comparator, number, unit, kind and dates are those of the row; the raw text is kept."""
    text = joined(row["raw"])
    name = NAMES.get(row["raw"], "")
    value = parse_value(text, role=row["role"], name=name)  # type: ignore[arg-type]

    sign = row["comparator"] if row["comparator"] in {*KINDS, "≈"} else None
    kind = expected_kind(row)
    if text in BETTER:
        kind, sign, _reason = BETTER[text]
    assert (value.kind, value.comparator) == (kind, sign)
    assert value.raw == text
    assert bool(value.problem) == (kind == "unreadable")
    if kind == "date":
        seen = (value.start and str(value.start), value.end and str(value.end))
        assert seen == DATES[text]
        return
    if kind in ("unreadable", "none", "qualitative") or "=预算数" in row["value"]:
        assert value.value is None
        return
    assert format(value.value, "f") == row["value"]
    assert value.unit == expected_unit(row)


@pytest.mark.parametrize(("text", "mark"), MARKS.items())
def test_what_else_a_reader_must_know_is_marked(text: str, mark: str) -> None:
    """Budget, bands, scales, statements and doubts are marks of the value."""
    role = [row["role"] for row in rows() if row["raw"] == text][-1]
    value = parse_value(text, role=role, name=NAMES.get(text, ""))  # type: ignore[arg-type]

    assert mark in value.marks


def test_a_row_of_three_columns_is_read_from_its_columns() -> None:
    """Symbol, value and unit in cells of their own give what they give joined."""
    apart = [row for row in rows() if " | " in row["raw"]]
    for row in apart:
        parts = row["raw"].split(" | ")
        unit, nature, text = parts if parts[1] == "=" else (parts[2], parts[0], parts[1])
        value = parse_split_value(nature, text, text, unit)
        whole = parse_value(joined(row["raw"]))

        assert (value.kind, value.comparator) == (whole.kind, row["comparator"])
        assert (format(value.value or 0, "f"), value.unit) == (row["value"], row["unit"])
    assert len(apart) == 6


def test_no_row_is_skipped() -> None:
    """The table has 202 rows, and every date in it has its expected days."""
    assert len(rows()) == 202
    dates = {row["raw"] for row in rows() if row["kind"].startswith("date")}
    assert dates == set(DATES)
