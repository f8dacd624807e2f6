"""The 评分表 of a unit: one row for each project, a total below. Values only, no cells."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from xltools.collect.project import Project, ProjectSet, Told
from xltools.decimals import half_up
from xltools.findings import grouped
from xltools.profile import Profile, SummaryColumn, SummaryForm, SummaryKey

Value: TypeAlias = str | Decimal | None
AMOUNTS: tuple[SummaryKey, ...] = ("budget", "outturn", "balance")
SCORES: tuple[SummaryKey, ...] = ("score", "rule_score")
COUNTS: tuple[SummaryKey, ...] = ("number", "issues")


class Row(Struct, frozen=True):
    """One project, or the total: the value of each column by its key.

    Amounts in 万元, rates as rounded ratios, blank is None.
    """

    values: dict[str, Value]


class Summary(Struct, frozen=True):
    """The table with its title; `total` holds sums, Σ outturn ÷ Σ budget and average scores."""

    form: SummaryForm
    title: str
    rows: tuple[Row, ...]
    total: Row

    @property
    def columns(self) -> tuple[SummaryColumn, ...]:
        """The columns from left to right."""
        return self.form.columns


def summarise(given: ProjectSet, told: list[Told], profile: Profile | None = None) -> Summary:
    """Make the table as the profile prints it: the one that is named, else the first project's.

    `told` are the findings about the set, counted with those of the forms.
    """
    form = (profile or given.projects[0].profile).summary
    rows = tuple(
        _row(number, project, told) for number, project in enumerate(given.projects, start=1)
    )
    return Summary(form, _title(form, given), rows, _total(form, given, rows))


def _title(form: SummaryForm, given: ProjectSet) -> str:
    years = {project.evaluation.year for project in given.projects}
    units = {project.evaluation.field_text("implementing_unit") for project in given.projects}
    year = years.pop() if len(years) == 1 else None
    unit = units.pop() if len(units) == 1 else None
    title = form.title.replace("{year}", f"{year}年度" if year else "")
    return title.replace("{unit}", unit or "")


def _row(number: int, project: Project, told: list[Told]) -> Row:
    own = grouped(project.findings)
    about = [
        each for each in told if each.file == project.file and each.project == project.shown
    ]
    text = project.evaluation.field_text
    budget, outturn = project.budget, project.outturn
    balance = budget - outturn if budget is not None and outturn is not None else None
    values: dict[str, Value] = {
        "number": Decimal(number),
        "project_code": text("project_code"),
        "project_name": project.shown,
        "implementing_unit": text("implementing_unit"),
        "supervising_department": text("supervising_department"),
        "budget": budget,
        "outturn": outturn,
        "rate": _rounded(project.rate),
        "balance": balance,
        "score": project.total,
        "rule_score": project.scores.total,
        "grade": project.grade,
        "issues": Decimal(len(own) + len(about)),
        "file": project.file,
    }
    return Row(values)


def _total(form: SummaryForm, given: ProjectSet, rows: tuple[Row, ...]) -> Row:
    values: dict[str, Value] = dict.fromkeys(rows[0].values)
    first = next((c.key for c in form.columns if c.key in ("project_name", "file")), None)
    values[first or form.columns[0].key] = form.total_label
    for key in AMOUNTS:
        values[key] = sum(_numbers(rows, key), Decimal(0))
    values["issues"] = sum(_numbers(rows, "issues"), Decimal(0))
    values["rate"] = _rounded(given.rate)
    for key in SCORES:
        numbers = _numbers(rows, key)
        values[key] = half_up(sum(numbers, Decimal(0)) / len(numbers), 2) if numbers else None
    return Row(values)


def _numbers(rows: tuple[Row, ...], key: str) -> list[Decimal]:
    return [value for row in rows if isinstance(value := row.values[key], Decimal)]


def _rounded(rate: Decimal | None) -> Decimal | None:
    """A ratio to a hundredth of a percent: all rates of the table are written alike."""
    return None if rate is None else half_up(rate, 4)
