"""What the rules that lay a report beside its forms have in common."""

from __future__ import annotations

from decimal import Decimal

from xltools.audit.case import Case, Form
from xltools.audit.claims.money.scope import is_of_one_project
from xltools.audit.report import Line, fold
from xltools.audit.rules.form.numbers import comparison_of
from xltools.decimals import half_up, plain

NAMES = {
    "budget": "预算数", "original": "年初预算数", "revised": "全年预算数", "received": "到位资金",
    "outturn": "执行数", "balance": "结余", "raised": "追加的预算", "cut": "调减的预算",
    "granted": "下达资金", "money": "资金总额", "carried": "上年结转资金",
    "execution": "预算执行率", "arrival": "资金到位率",
}  # fmt: skip


def only_form(case: Case) -> Form | None:
    """The form of a report that tells of one project; None where there are several."""
    if len(case.forms) != 1 or not case.of(is_of_one_project):
        return None
    return case.forms[0]


def own_names(form: Form) -> tuple[str, ...]:
    """What the project and its bodies are called: words of these name no part of it."""
    keys = ("project_name", "implementing_unit", "supervising_department")
    return tuple(fold(text)[0] for key in keys if (text := form.evaluation.field_text(key)))


def spans_told(case: Case) -> dict[int, list[tuple[int, int]]]:
    """By line, what the generated report has decided: where it was changed, and where it stands.

    There nothing more is said.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    comparison = case.once(comparison_of)
    if comparison is None:
        return found
    spans = [(e.stated.line, e.stated.start, e.stated.end) for e in comparison.differences]
    spans += [change.mine.at(*change.mine_span) for change in comparison.changes]
    spans += [span for piece in comparison.same for span in piece.spans]
    for line, start, end in spans:
        found.setdefault(line.index, []).append((start, end))
    return found


def is_told(case: Case, at: tuple[Line, int, int]) -> bool:
    """True if the generated report decides of these words."""
    line, start, end = at
    spans = case.once(spans_told).get(line.index, ())
    return any(first < end and start < last for first, last in spans)


def is_of_another_year(form: Form, year: int | None) -> bool:
    """True where a year is named and the form is of another one."""
    return year is not None and form.evaluation.year not in (None, year)


def money(value: Decimal) -> str:
    """An amount in 万元 as messages print it."""
    return f"{plain(half_up(value, 6))}万元"
