"""One form of a set, the set, and what a unit says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from xltools.check.context import Context, show
from xltools.check.money import amount_of, cells_of
from xltools.check.totals import typed_grade, typed_total
from xltools.findings import Finding
from xltools.model import Amount, Entry, Place, Scores, SelfEvaluation
from xltools.profile import Profile

_FEW = 5


class Project(Struct, frozen=True):
    """One form of the set with everything the core has to say about it; `file` as shown."""

    file: str
    evaluation: SelfEvaluation
    scores: Scores
    profile: Profile
    findings: Sequence[Finding]

    @property
    def context(self) -> Context:
        """What the rules for a single form look at."""
        return Context(self.evaluation, self.scores, self.profile)

    @property
    def name(self) -> str:
        """项目名称 as typed; "" when blank."""
        return self.evaluation.field_text("project_name") or ""

    @property
    def shown(self) -> str:
        """项目名称, or the file where it is blank."""
        return self.name or self.file

    @property
    def budget(self) -> Decimal | None:
        """全年预算数 in 万元; where the form has none, what its policy divides by."""
        found = amount_of(self.context, "revised_budget")
        return self.scores.execution.budget if found is None else found

    @property
    def outturn(self) -> Decimal | None:
        """全年执行数 in 万元."""
        return amount_of(self.context, "outturn")

    @property
    def rate(self) -> Decimal | None:
        """The execution rate, an unrounded ratio; as typed where it cannot be computed."""
        rate = self.scores.execution.rate
        if rate is not None:
            return rate
        if self.budget and self.outturn is not None:
            return self.outturn / self.budget
        total = self.evaluation.funding.get("total")
        return total.value("rate") if total else None

    @property
    def typed_total(self) -> Amount | None:
        """总分 as typed, with its cell."""
        return typed_total(self.context)

    @property
    def total(self) -> Decimal | None:
        """自评得分: the total as typed, ours where none is typed."""
        typed = self.typed_total
        return typed.value if typed is not None else self.scores.total

    @property
    def grade(self) -> str | None:
        """等级 as typed, else what the policy gives for `total`."""
        typed = typed_grade(self.context)
        if typed is not None and typed.text:
            return typed.text
        return None if self.total is None else self.earned_grade

    @property
    def earned_grade(self) -> str | None:
        """What the policy gives for `total`; None without a total."""
        if self.total is None or self.total > self.profile.policy.total_points:
            return None
        return self.profile.policy.grade(self.total, self.rate)

    def cell(self, measure: str) -> Amount | None:
        """The cell of a measure of the whole project."""
        return next(cells_of(self.context, measure), None)

    def field(self, key: str) -> Entry | None:
        """A head field; None where the form has none."""
        return self.evaluation.fields.get(key)

    @property
    def total_place(self) -> Place | None:
        """Where the total is typed, or would be."""
        typed = self.typed_total
        if typed is not None:
            return typed.place
        tail = self.evaluation.tail.score
        return tail.place if tail else None


class Listed(Struct, frozen=True):
    """One project of a list: name, amount in 万元 (None when it says none), and where."""

    name: str
    amount: Decimal | None
    place: Place


class ProjectList(Struct, frozen=True):
    """A unit's list of projects: of the bureau's file, or out of the unit's report.

    `file` is the file it stands in; a list out of a report is the text in one cell of a form.
    """

    file: str
    rows: tuple[Listed, ...]
    in_text: bool = False


class Given(Struct, frozen=True):
    """What the user knows of the unit beforehand: totals in 万元, lists of its projects."""

    budget: Decimal | None = None
    outturn: Decimal | None = None
    lists: tuple[ProjectList, ...] = ()


class ProjectSet(Struct, frozen=True):
    """The forms of a unit, in the order of the summary, and what is given beside them."""

    projects: tuple[Project, ...]
    given: Given = Given()

    @property
    def names(self) -> list[str]:
        """The names of the projects in order; "" where blank."""
        return [project.name for project in self.projects]

    def total(self, measure: str) -> Decimal:
        """The sum of budgets or outturns in 万元; a project without the figure adds nothing."""
        values = (getattr(project, measure) for project in self.projects)
        return sum((value for value in values if value is not None), Decimal(0))

    @property
    def rate(self) -> Decimal | None:
        """Σ outturn ÷ Σ budget; None without a budget."""
        budget = self.total("budget")
        return self.total("outturn") / budget if budget else None


class Told(Struct, frozen=True):
    """A finding about the set with the file and the project where to look; "" for the whole set."""

    file: str
    project: str
    finding: Finding


SetRule: TypeAlias = Callable[[ProjectSet], Iterator[Told]]


def at(project: Project, finding: Finding) -> Told:
    """The finding in that project's form."""
    return Told(project.file, project.shown, finding)


def spots(found: Sequence[tuple[Project, Place | None]]) -> str:
    """Projects with file and cell, the first few: “三名工作室”（13.xlsx 自评表!C4）、…等 9 个."""
    words = [
        f"{quoted(project.shown)}（{project.file}{f' {place}' if place else ''}）"
        for project, place in found[:_FEW]
    ]
    return "、".join(words) + (f"等 {len(found)} 个" if len(found) > _FEW else "")


def named(names: Sequence[str], most: int = 20) -> str:
    """Names in quotation marks, the first ones and how many there are."""
    more = f"等 {len(names)} 个" if len(names) > most else ""
    return "、".join(quoted(name) for name in names[:most]) + more


def quoted(name: str) -> str:
    """A name in quotation marks that are not its own.

    >>> quoted("三名工作室"), quoted("第八届“新余人才日”活动")
    ('“三名工作室”', '「第八届“新余人才日”活动」')
    """
    return f"「{name}」" if any(mark in name for mark in '“”"') else f"“{name}”"


def money(value: Decimal | None) -> str:
    """An amount in 万元 as printed; — for none."""
    return "—" if value is None else show(value)
