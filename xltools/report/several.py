"""The names of a report that tells of several forms: a unit's projects, or one as a unit of one.

What the forms have in common keeps its name; sums and lists run over all of them; a figure that
only one project can have (total_score) is None as soon as there are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from xltools.model import Scores, SelfEvaluation
from xltools.profile import Profile
from xltools.report.context import (
    COMPUTED,
    MEASURES,
    Category,
    Facts,
    Row,
    gather,
    indicator_names,
    total,
)
from xltools.report.text import percent
from xltools.report.unit import Names, joined_texts, unit_heads, unit_names

Form: TypeAlias = tuple[SelfEvaluation, Scores, Profile]


def gather_all(forms: Sequence[Form]) -> Facts:
    """Derive the names of a report from one form or several; the first leads."""
    each = [gather(*form) for form in forms]
    names = [facts.names for facts in each]
    if len(each) == 1:
        return Facts(each[0].rows, each[0].execution, names[0] | unit_names(names))
    whole = _whole(each, names)
    execution = _execution(each, whole, forms[0][2])
    whole["category"] = whole["category"] | {
        "execution": Category("execution", "预算执行率", (execution,))
    }
    rows = tuple(row for facts in each for row in facts.rows)
    return Facts(rows, execution, whole | unit_names(names))


def _whole(each: Sequence[Facts], forms: list[Names]) -> Names:
    names = {key: _common(found[key] for found in forms) for key in forms[0]}
    names |= unit_heads(forms)
    names |= {"texts": joined_texts(forms), "grades": forms[0]["grades"]}
    names |= _money(forms) | _indicators(forms)
    for key in ("group", "spending"):
        names[key] = [record for found in forms for record in found[key]]
    names["spending_total"] = total(found["spending_total"] for found in forms)
    return names


def _common(values: Iterable[Any]) -> Any:  # noqa: ANN401 - whatever a name stands for
    """The value that all have; None where they differ."""
    first, *rest = values
    return first if all(value == first for value in rest) else None


def _money(forms: list[Names]) -> Names:
    budget, outturn = (total(names[key] for names in forms) for key in ("budget", "outturn"))
    left = None if budget is None or outturn is None else budget - outturn
    funding = {
        key: _line(line, [names["funding"][key] for names in forms if key in names["funding"]])
        for key, line in forms[0]["funding"].items()
    }
    parts = [line for line in funding.values() if line["part_of"] == "total"]
    return {
        "budget": budget,
        "outturn": outturn,
        "balance": left,
        "execution_rate": outturn / budget if budget and outturn is not None else None,
        "funding": funding,
        "funding_parts": [line for line in parts if any(line[key] for key in MEASURES)],
    }


def _line(first: Names, lines: list[Names]) -> Names:
    """One funding line of all forms; a measure nobody gave stays None, a rate is not summed."""
    sums: Names = dict.fromkeys((*MEASURES, *COMPUTED))
    for key in MEASURES:
        known = [line[key] for line in lines if line[key] is not None]
        sums[key] = sum(known, Decimal(0)) if known else None
    if sums["revised_budget"] and sums["outturn"] is not None:
        sums["rate"] = sums["outturn"] / sums["revised_budget"]
        sums["balance"] = sums["revised_budget"] - sums["outturn"]
    if sums["revised_budget"] and sums["received"] is not None:
        sums["arrival_rate"] = sums["received"] / sums["revised_budget"]
    return {"label": first["label"], "part_of": first["part_of"], **sums}


def _indicators(forms: list[Names]) -> Names:
    found: dict[str, list[Category]] = {}
    for names in forms:
        for category in names["categories"]:
            found.setdefault(category.key, []).append(category)
    categories = [
        Category(
            key,
            same[0].label,
            tuple(row for each in same for row in each.indicators),
            tuple(part for each in same for part in each.parts),
        )
        for key, same in found.items()
    ]
    names = indicator_names([row for each in forms for row in each["indicators"]], categories)
    return names | {"rescaled": any(each["rescaled"] for each in forms)}


def _execution(each: Sequence[Facts], whole: Names, profile: Profile) -> Row:
    """预算执行率 of all the money; points and score are those of a project, not of a unit."""
    first = each[0].execution
    rate = whole["execution_rate"]
    places = profile.policy.rate_places - 2
    return Row(
        category=first.category,
        subcategory=first.subcategory,
        level1=first.level1,
        level2=first.level2,
        name=first.name,
        target=first.target,
        actual=None if rate is None else percent(rate, places),
        points=None,
        completion_rate=rate,
        score=None,
        deviation_note=None,
        is_execution=True,
    )
