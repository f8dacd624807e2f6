"""The indicators of a form as the prose may speak of them: name, units, and whether a unit fits."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Form
from xltools.audit.claims.form.naming import Naming, naming_of
from xltools.audit.claims.form.sayings import Saying
from xltools.audit.claims.form.words import without_names
from xltools.audit.claims.places import clause_start
from xltools.audit.forms import scored_rows
from xltools.audit.report import fold
from xltools.audit.rules.form.shared import own_names
from xltools.model import IndicatorScore, TypedValue
from xltools.patterns import Pattern

MONEY = {"亿元": Decimal(10000), "万元": Decimal(1), "千元": Decimal("0.1"), "元": Decimal("0.0001")}  # fmt: skip
NUMERIC = ("at_least", "at_most", "equal", "number")
_SAME = ({"人", "名", "位"}, {"次", "场", "场次", "期"}, {"%", "％"}, {"公里", "千米", "km"})
_SINGLE = Pattern(r"单[价位个块张份台套本件人次米]|[每均]|造价|标准")
"""What names the price of one, not of all."""
_FAR = 400
_SHORT = 4
"""Characters that a name without the project's must keep."""


class Row(Struct, frozen=True):
    """An indicator of the form with its folded name and the units that its numbers are in."""

    score: IndicatorScore
    name: str
    units: tuple[str, ...]
    alone: bool
    """No other indicator of the form is counted in this unit; never so for % and money."""
    survey: bool
    """It is the only one of satisfaction."""
    names: tuple[str, ...] = ()
    """Of the project and its bodies."""

    def naming(self, words: str) -> Naming:
        """How well words name it, with or without what it has of the project's name."""
        found = naming_of(self.name, words, only_survey=self.survey)
        short = without_names(self.name, self.names)
        if len(short) < _SHORT:
            short = self.name
        other = naming_of(short, without_names(words, self.names), only_survey=self.survey)
        return max(found, other, key=lambda each: (each.covered, -len(each.rest)))

    @property
    def values(self) -> tuple[TypedValue, TypedValue]:
        """Target and actual."""
        return self.score.indicator.target_value, self.score.indicator.actual_value

    @property
    def shares(self) -> bool:
        """True for a rate in %."""
        return "%" in self.units

    def fits(self, each: Saying, *, known: bool = False) -> bool:
        """True if a number in that unit may be one of this indicator.

        `known`: the sentence speaks of it already, so that 万元 may be short for 万元/公里.
        """
        if each.role in ("score", "points", "lost"):
            return each.unit == "分"
        if each.unit.endswith("百分点"):
            return self.shares
        if each.role == "rate":
            return (bool(self.units) and not self.shares) or "完成率" in self.name
        if each.role == "gap" and each.unit == "天":
            return bool(self.values[0].end)
        if _SINGLE.search(self.name) and "元" in each.unit and not known:
            text = each.line.text[max(each.start - _FAR, 0) : each.end + 4]
            if not _SINGLE.search(text[clause_start(text, len(text) - 4) :]):
                return False
        return any(
            scale(each.unit, unit, per(unit) if known else each.before) is not None
            for unit in self.units
        )


def scale(said: str, known: str | None, before: str = "") -> Decimal | None:
    """What a number in the form's unit is multiplied by to be one in the said unit; None: unlike.

    5.05万元 of 万元/公里 is one where 每公里 stands before it.
    """
    if known is None:
        return Decimal(1) if said != "%" else None
    head, _, each = known.partition("/")
    said_head, _, said_per = said.partition("/")
    if each and not said_per and each not in ("年", "季", "季度", "月"):
        if f"每{each}" not in before and "单价" not in before and "造价" not in before:
            return None
    elif said_per and said_per != each:
        return None
    if said_head in MONEY and head in MONEY:
        return MONEY[head] / MONEY[said_head]
    same = said_head == head or any({said_head, head} <= units for units in _SAME)
    return Decimal(1) if same else None


def per(unit: str | None) -> str:
    """每公里 for 万元/公里."""
    return "每" + (unit or "").partition("/")[2]


def rows_of(form: Form) -> tuple[Row, ...]:
    """The indicators that have numbers or dates."""
    known = [(row, fold(row.indicator.name.text or "")[0]) for row in scored_rows(form)]
    units = [_units(row) for row, _ in known]
    flat = [unit for each in units for unit in set(each)]
    surveys = sum("满意" in name for _, name in known)
    return tuple(
        Row(
            row, name, own, names=own_names(form), survey=surveys == 1 and "满意" in name,
            alone=any(unit != "%" and "元" not in unit and flat.count(unit) == 1 for unit in own),
        )
        for (row, name), own in zip(known, units, strict=True)
    )  # fmt: skip


def _units(row: IndicatorScore) -> tuple[str, ...]:
    """As target and result have them; else what the name counts: 人数, 覆盖率."""
    indicator = row.indicator
    values = [v for v in (indicator.target_value, indicator.actual_value) if v.kind in NUMERIC]
    units = tuple(dict.fromkeys(v.unit for v in values if v.unit))
    name = fold(indicator.name.text or "")[0]
    counted = _COUNTED.search(name)
    if units or not values or counted is None:
        return units
    if counted["share"] is None:
        return (counted["unit"],)
    return ("%",) if all(v.value is not None and 1 < v.value <= _ALL for v in values) else ()


_COUNTED = Pattern(
    r"(?P<unit>人次|[人户次期天份套台场家个件])数(?:量)?$|(?P<share>率|度|比例)$"
)
_ALL = 100
