"""A unit's report against all its forms: each project's figures, the sums, and none left out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Form, Rule
from xltools.audit.claims.claim import Measured
from xltools.audit.claims.money.amounts import Amount, amounts_in, find_amounts
from xltools.audit.claims.money.counts import find_project_counts
from xltools.audit.claims.money.projects import alike, find_projects, plain_name, row_of
from xltools.audit.claims.money.rates import find_rates, rates_in
from xltools.audit.claims.money.scope import is_of_one_project
from xltools.audit.claims.money.scores import scores_in
from xltools.audit.claims.money.tables import ProjectRow
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import Known, amounts, named_fields, rates, total_scores
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.audit.rules.form.names import solid_text
from xltools.audit.rules.form.shared import NAMES, is_told, money
from xltools.decimals import percent, plain

_HEAD = 60
"""Characters of a paragraph within which it names the project that it is about."""


class Told(Struct, frozen=True):
    """One form, and where the report speaks of its project: rows of tables, paragraphs."""

    form: Form
    name: str
    prefix: str
    rows: tuple[ProjectRow, ...]
    lines: tuple[Line, ...]


def projects_told(case: Case) -> tuple[Told, ...]:
    """The forms of a report that tells of several projects; none for a report of one."""
    if not case.forms or (len(case.forms) == 1 and case.of(is_of_one_project)):
        return ()
    names = [form.evaluation.field_text("project_name") or "" for form in case.forms]
    keys = [plain_name(name) for name in names]
    about: dict[int, list[Line]] = {}
    for line in case.report.prose:
        solid = plain_name(line.text)
        here = [n for n, key in enumerate(keys) if len(key) > 2 and _names(key, solid)]
        if len(here) == 1:
            about.setdefault(here[0], []).append(line)
    found = case.of(find_projects)
    told = []
    for n, (form, name) in enumerate(zip(case.forms, names, strict=True)):
        if keys.count(keys[n]) > 1 or not name:
            continue  # two forms of one project: nobody can say which is meant
        row = row_of(name, found.listed) if found else None
        prefix = f"{form.file} " if len(case.forms) > 1 else ""
        rows = (row,) if row is not None and _is_of_this(row, n, keys) else ()
        told.append(Told(form, name, prefix, rows, tuple(about.get(n, ()))))
    return tuple(told)


def _names(key: str, solid: str) -> bool:
    """True if a paragraph begins with the project: its name may have lost 经费 or 项目."""
    at = solid.find(key.removesuffix("经费"))
    return 0 <= at <= _HEAD


def _is_of_this(row: ProjectRow, n: int, keys: list[str]) -> bool:
    """False where the row's name is more like another form's."""
    key = plain_name(row.name.text)
    return key == keys[n] or (key not in keys and alike(key, keys[n]))


def rows_are_those_of_the_forms(case: Case) -> Iterator[Remark]:
    """Each project's row in the report's table: 预算、执行、执行率、得分."""
    for told in case.once(projects_told):
        for row in told.rows:
            for kind, figure in row.figures.items():
                known = _known(told, kind)
                if not known or is_told(case, figure.at):
                    continue
                if not any(abs(figure.value - one.value) <= figure.ulp / 2 for one in known):
                    yield _figure(told, kind, figure, known[0])


def _known(told: Told, kind: str) -> list[Known]:
    if kind == "rate":
        return rates(told.form, "execution", prefix=told.prefix)
    if kind == "score":
        return total_scores(told.form, prefix=told.prefix)
    return amounts(told.form, kind, prefix=told.prefix)


def _figure(told: Told, kind: str, figure: Measured, known: Known) -> Remark:
    claim = figure.line.raw.strip()
    if kind == "rate":
        return _rate(told, figure.at, claim, known)
    if kind == "score":
        return _score(told, figure.at, claim, known)
    return _amount(told, figure.at, kind, claim, known)


def paragraphs_are_those_of_the_forms(case: Case) -> Iterator[Remark]:
    """What a paragraph says of the project that it begins with."""
    for told in case.once(projects_told):
        for line in told.lines:
            yield from _money_in(case, told, line)
            for rate in rates_in(line):
                known = _known(told, "rate") if rate.kind == "execution" else []
                if known and not is_told(case, rate.at):
                    exact = [one.value for one in known]
                    if not any(abs(rate.value - one) <= rate.ulp / 2 for one in exact):
                        yield _rate(told, rate.at, rate.words, known[0])
            for score in scores_in(line):
                known = _known(told, "score") if score.kind == "total" else []
                right = {one.value for one in known} | {told.form.scores.execution.score}
                if known and score.value not in right and not is_told(case, score.at):
                    yield _score(told, score.at, score.words, known[0])


def _money_in(case: Case, told: Told, line: Line) -> Iterator[Remark]:
    for amount in amounts_in(line):
        if amount.role not in ("budget", "original", "outturn") or _is_part(amount):
            continue
        known = amounts(told.form, amount.role, prefix=told.prefix)
        if not known or is_told(case, amount.at):
            continue
        if not any(abs(amount.value - one.value) <= amount.half for one in known):
            yield _amount(told, amount.at, amount.role, amount.words, known[0])


def _is_part(amount: Amount) -> bool:
    """True for parts, and for amounts about which the words before say more than what they are."""
    label = plain_name(amount.label)
    return amount.part or amount.about or len(label) > _HEAD or "用于" in label


def _called(name: str) -> str:
    """A name in quotation marks, unless it has some of its own."""
    return name if "“" in name or "”" in name else f"“{name}”"


def _amount(
    told: Told, at: tuple[Line, int, int], kind: str, claim: str, known: Known
) -> Remark:
    return remark(
        FormCode.AMOUNT, at, project=told.name, what=f"{_called(told.name)}的{NAMES[kind]}",
        claim=claim, against=money(known.value), place=known.where,
    )  # fmt: skip


def _rate(told: Told, at: tuple[Line, int, int], claim: str, known: Known) -> Remark:
    shown = percent(known.value)
    return remark(
        FormCode.RATE, at, project=told.name, what=f"{_called(told.name)}的执行率", claim=claim,
        against=shown, place=known.where, arithmetic=f"{known.trace}＝{shown}",
    )  # fmt: skip


def _score(told: Told, at: tuple[Line, int, int], claim: str, known: Known) -> Remark:
    return remark(
        FormCode.SCORE, at, project=told.name, what=f"{_called(told.name)}的得分", claim=claim,
        against=f"{plain(known.value)}分", place=known.where,
    )  # fmt: skip


def every_form_is_told_of(case: Case) -> Iterator[Remark]:
    """Each form's project is named somewhere in the report."""
    text = plain_name(case.of(solid_text))
    for told in case.once(projects_told):
        key = plain_name(told.name).removesuffix("经费")
        if told.rows or told.lines or len(key) < 3 or key in text:
            continue
        for known in named_fields(told.form, "project_name", prefix=told.prefix):
            yield remark(
                FormCode.PROJECT_MISSING, case.report.lines[0], project=told.name,
                claim=known.text, place=known.where,
            )  # fmt: skip


def sums_are_those_of_the_forms(case: Case) -> Iterator[Remark]:
    """14个项目预算总额…，执行…，执行率…: the sums of as many forms."""
    told = case.once(projects_told)
    if len(told) < 2 or len(told) != len(case.forms):
        return
    sums = {role: _sum(told, role) for role in ("budget", "outturn")}
    counts = [each for each in case.of(find_project_counts) if each.count == len(told)]
    for count in counts:
        start, end = sentence_span(count.line, count.start)
        for amount in case.of(find_amounts):
            inside = amount.line.index == count.line.index and start <= amount.start < end
            known = sums.get(amount.role) if inside and not amount.part else None
            if known is None or abs(amount.value - known.value) <= amount.half:
                continue
            if not is_told(case, amount.at):
                yield remark(
                    FormCode.SUM, amount.at, what=f"各项目{NAMES[amount.role]}合计",
                    claim=amount.words, count=len(told), against=money(known.value),
                    arithmetic=known.trace,
                )  # fmt: skip
        yield from _rate_of_all(case, count.line, (start, end), sums, len(told))


def _rate_of_all(
    case: Case, line: Line, span: tuple[int, int], sums: dict[str, Known | None], count: int
) -> Iterator[Remark]:
    budget, outturn = sums["budget"], sums["outturn"]
    if budget is None or outturn is None or not budget.value:
        return
    exact = outturn.value / budget.value
    for rate in case.of(find_rates):
        inside = rate.line.index == line.index and span[0] <= rate.start < span[1]
        if not inside or rate.kind != "execution" or is_told(case, rate.at):
            continue
        if abs(rate.value - exact) > rate.ulp / 2:
            shown = percent(exact)
            yield remark(
                FormCode.SUM, rate.at, what="全部项目的执行率", claim=rate.words, count=count,
                against=shown, arithmetic=f"{plain(outturn.value)}÷{plain(budget.value)}＝{shown}",
            )  # fmt: skip


def _sum(told: tuple[Told, ...], role: str) -> Known | None:
    """The sum of a measure over all forms; None while a form lacks it."""
    found = [amounts(each.form, role)[:1] for each in told]
    if not all(found):
        return None
    values = [each[0].value for each in found]
    total = sum(values, Decimal(0))
    return Known(total, "", f"{'＋'.join(plain(v) for v in values)}＝{plain(total)}")


RULES: tuple[Rule, ...] = (
    rows_are_those_of_the_forms,
    paragraphs_are_those_of_the_forms,
    every_form_is_told_of,
    sums_are_those_of_the_forms,
)
