"""进度最低的是乙市: the rows of the table tell which is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.claim import Measured
from xltools.audit.claims.money.tables import figure_of
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Table
from xltools.decimals import plain
from xltools.patterns import Pattern

_SAID = Pattern(
    r"(?P<what>[\u4e00-\u9fff]{2,8})最(?P<way>[高低多少大小快慢])的(?:是|为)(?P<name>[\u4e00-\u9fff]{2,12}?)(?=[,，。;()]|为|达|仅|$)"
)
_TOTAL = Pattern(r"^(?:合计|总计|小计|共计|平均|全[省市县区])")
_LOW = frozenset("低少小慢")
_ONE = Decimal(1)
_LEAST = 3
"""Rows among which one can be the last."""


def the_extreme_of_a_table_is_the_one_named(case: Case) -> Iterator[Remark]:
    """支出进度最低的是乙市 above or below a table in which another is lower."""
    for line in case.report.prose:
        for found in _SAID.finditer(line.text):
            for table in case.report.tables:
                rows = _rows(table, found["what"])
                mine = rows.get(found["name"])
                if mine is None or len(rows) < _LEAST:
                    continue
                pick = min if found["way"] in _LOW else max
                name, best = pick(rows.items(), key=lambda each: each[1].value)
                if best.value != mine.value:
                    yield remark(
                        MoneyCode.EXTREME, (line, found.start(), found.end()),
                        claim=line.words(found.start(), found.end()), table=table.number,
                        what=found["what"], way=found["way"],
                        against=f"{name}（{best.line.raw.strip()}，{found['name']}{plain(mine.value)}）",
                    )  # fmt: skip
                break


def _rows(table: Table, what: str) -> dict[str, Measured]:
    """The figures of the column of that name by the name of their row; none if two bear it."""
    columns = [n for n, cell in enumerate(table.rows[0]) if n and _is_called(cell.text, what)]
    if len(columns) != 1:
        return {}
    found: dict[str, Measured] = {}
    for row in table.rows[1:]:
        figure = figure_of(row[columns[0]], "score", _ONE)
        name = next((c.text for c in row[: columns[0]] if c.text and not c.text.isdigit()), "")
        if figure is None or _TOTAL.match(name):
            continue
        if name in found:
            return {}
        found[name] = figure
    return found


def _is_called(head: str, what: str) -> bool:
    bare = head.partition("(")[0]
    return len(bare) >= 2 and (what.endswith(bare) or bare.endswith(what))


RULES: tuple[Rule, ...] = (the_extreme_of_a_table_is_the_one_named,)
