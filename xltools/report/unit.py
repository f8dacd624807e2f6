"""What a report says of all the projects of a unit: one project stands as a unit of one.

From the names of each form (see context.py) come the names of the whole:

    projects            one record a form, in the order of the files: number, name (as typed, its
                        quotation marks paired), title (…项目), budget, outturn, balance, rate,
                        rest (balance ÷ budget), points, score, lost, grade, objective, achieved
                        (without the clauses that repeat money, rate and score), completion
                        (完成率 of the indicators), unfinished, low (execution), reason, deviates
    unit                count, budget, outturn, balance, rate, rest, sources (label, amount; none
                        while a project's money has no source), source (the only one), grades
                        (name, count, titles), ungraded, deviating
    project_title       the project's name with 项目 once at its end; None of several projects
    remarks.KEY         the lines of a text without the sentences that the report computes itself
    phrase.KEY          a text or head field on one line, without the mark at its end

Amounts are 万元, rates unrounded ratios, points Decimal; a sum is None while one of its parts is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from xltools.patterns import Pattern
from xltools.report.context import MEASURES
from xltools.report.head import Phrases, phrase
from xltools.report.remarks import done_words, own_words, shared
from xltools.report.text import lines, one_line

Names: TypeAlias = dict[str, Any]
Record: TypeAlias = dict[str, Any]

_QUOTES = Pattern('[“”"＂]')


class Remarks(dict[str, list[str]]):
    """The lines of each text without what is computed, made when a template asks for them."""

    def __init__(
        self,
        texts: dict[str, str | None],
        titles: list[str],
        amounts: list[Decimal],
        *,
        all_done: bool,
    ) -> None:
        super().__init__()
        self.texts, self.titles, self.amounts = texts, titles, amounts
        self.all_done = all_done

    def __missing__(self, key: str) -> list[str]:
        written = lines(self.texts[key])
        own = "\n".join(line for line in written if not self._is_of_one_project(line))
        self[key] = own_words(own, self.amounts, all_done=self.all_done)
        return self[key]

    def _is_of_one_project(self, line: str) -> bool:
        """Whether a line of a unit's text tells of a project, as the report does of each."""
        return any(title in (paired(line) or "") for title in self.titles)


def unit_names(forms: Sequence[Names]) -> Names:
    """Return `projects`, `unit`, `remarks` and `phrase` of one or several forms' names."""
    projects = [_project(number, names) for number, names in enumerate(forms, 1)]
    texts = joined_texts(forms)
    several = len(forms) > 1
    titles = [str(each["name"]) for each in projects if each["name"]] if several else []
    done = all(names["completed_share"] == 1 for names in forms)
    unit = _unit(forms, projects)
    remarks = Remarks(texts, titles, _amounts(forms, unit), all_done=done)
    heads = {key: value for key, value in forms[0].items() if isinstance(value, str | None)}
    if several:  # what only one project has is no phrase of the unit
        heads = dict.fromkeys(heads) | unit_heads(forms)
    return {
        "projects": projects,
        "unit": unit,
        "remarks": remarks,
        "phrase": Phrases(heads | texts),
        "project_title": projects[0]["title"] if not several else None,
    }


def _amounts(forms: Sequence[Names], unit: Record) -> list[Decimal]:
    """The amounts of money that the report states itself, 万元."""
    found = [unit[key] for key in ("budget", "outturn", "balance")]
    for names in forms:
        found += [names[key] for key in ("budget", "outturn", "balance")]
        for line in names["funding"].values():
            found += [line[key] for key in (*MEASURES, "balance")]
        found += names["spending_amounts"]
    return [amount for amount in found if amount is not None]


def joined_texts(forms: Iterable[Names]) -> dict[str, str | None]:
    """Each text from the form that has it: a unit writes its report's texts into one of them."""
    found: dict[str, str | None] = {}
    for names in forms:
        for key, text in names["texts"].items():
            found[key] = found.get(key) or text
    return found


def unit_heads(forms: Sequence[Names]) -> Names:
    """The head fields that all forms have in common; None for those in which they differ."""
    keys = forms[0].keys() & {
        "year", "supervising_department", "implementing_unit", "project_kind",
    }  # fmt: skip
    return {key: shared(names.get(key) for names in forms) for key in keys}


def paired(name: str | None) -> str | None:
    """Return a name with its quotation marks opened and closed in turn.

    >>> paired("“七一“表彰经费"), paired("第八届“新余人才日”活动"), paired("“七一表彰")
    ('“七一”表彰经费', '第八届“新余人才日”活动', '“七一表彰')
    """
    if not name:
        return None
    name = one_line(name)
    pieces = _QUOTES.split(name)
    if len(pieces) % 2 == 0:  # an odd one: nobody can say where it belongs
        return name
    marks = ["“" if at % 2 == 0 else "”" for at in range(len(pieces) - 1)]
    return "".join(piece + mark for piece, mark in zip(pieces, [*marks, ""], strict=True))


def project_title(name: str | None) -> str | None:
    """Return the name as a sentence says it, with 项目 once at its end.

    >>> project_title("党代表活动经费"), project_title("道路安防工程项目")
    ('党代表活动经费项目', '道路安防工程项目')
    """
    if not name:
        return None
    return name if name.endswith("项目") else f"{name}项目"


def _project(number: int, names: Names) -> Record:
    name = paired(names.get("project_name"))
    budget, outturn, rate = names["budget"], names["outturn"], names["execution_rate"]
    points, score = names["total_points"], names["total_score"]
    lost = None if points is None or score is None else points - score
    rest = names["balance"] / budget if budget and names["balance"] is not None else None
    return {
        "number": number,
        "name": name,
        "title": project_title(name),
        "budget": budget,
        "outturn": outturn,
        "balance": names["balance"],
        "rate": rate,
        "rest": rest,
        "points": points,
        "score": score,
        "lost": lost,
        "grade": names["grade"],
        "objective": phrase(names.get("objective_planned")),
        "achieved": "".join(done_words(names.get("objective_achieved"))) or None,
        "completion": names["completed_share"],
        "unfinished": names["unfinished"],
        "low": names["low_execution"],
        "reason": phrase(names.get("deviation_analysis")),
        "deviates": bool(lost or names["unfinished"] or names["low_execution"]),
    }


def _unit(forms: Sequence[Names], projects: list[Record]) -> Record:
    budget, outturn = (_sum(each[key] for each in projects) for key in ("budget", "outturn"))
    left = None if budget is None or outturn is None else budget - outturn
    sources = _sources(forms, budget)
    return {
        "count": len(projects),
        "budget": budget,
        "outturn": outturn,
        "balance": left,
        "rate": outturn / budget if budget and outturn is not None else None,
        "rest": left / budget if budget and left is not None else None,
        "sources": sources,
        "source": sources[0] if len(sources) == 1 else None,
        "grades": _grades(forms, projects),
        "ungraded": [each for each in projects if not each["grade"]],
        "deviating": [each for each in projects if each["deviates"]],
    }


def _sources(forms: Sequence[Names], budget: Decimal | None) -> list[Record]:
    """The money by source in the order of the form; none unless it makes up the whole."""
    order = [line["label"] for line in forms[0]["funding"].values()]
    sums = dict.fromkeys(order, Decimal(0))
    for names in forms:
        for part in names["funding_parts"]:
            amount = part["revised_budget"] or Decimal(0)
            sums[part["label"]] = sums.get(part["label"], Decimal(0)) + amount
    if sum(sums.values()) != budget:
        return []
    return [{"label": label, "amount": amount} for label, amount in sums.items() if amount]


def _grades(forms: Sequence[Names], projects: list[Record]) -> list[Record]:
    """The grades that were given, best first, each with its projects."""
    order = [grade.name for grade in forms[0]["grades"]]
    given = [each["grade"] for each in projects if each["grade"]]
    order += [name for name in dict.fromkeys(given) if name not in order]
    return [
        {"name": name, "count": given.count(name),
         "titles": [each["title"] for each in projects if each["grade"] == name]}
        for name in order
        if name in given
    ]  # fmt: skip


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None
