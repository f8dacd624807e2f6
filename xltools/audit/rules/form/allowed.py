"""Which numbers the form allows where its prose speaks of an indicator, and which are untrue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from xltools.audit.case import Case
from xltools.audit.claims.form.sayings import Saying, sayings_in
from xltools.audit.claims.places import sentence_span
from xltools.audit.forms import text_lines
from xltools.audit.report import Line
from xltools.audit.rules.form.mentions import SURE, Mention, find_mentions
from xltools.audit.rules.form.rows import MONEY, NUMERIC, Row, scale
from xltools.audit.rules.form.shared import only_form
from xltools.decimals import half_up, plain
from xltools.model import TypedValue
from xltools.patterns import Pattern

_DERIVED = ("gap", "rate", "score", "points", "lost")
_BY_PLAN = Pattern(r"按照?(?:年初|年度|既定)?(?:目标|计划|要求)")
_SLIP = 3


def numbers_of(row: Row, each: Saying, which: str) -> list[Decimal]:
    """The form's target or actual in the unit that is said."""
    value = row.values[0 if which == "target" else 1]
    if value.kind not in NUMERIC or value.value is None:
        return []
    size = scale(
        each.unit, value.unit, each.before + "每" + (value.unit or "").partition("/")[2]
    )
    return [value.value * size] if size is not None else []


def derived(row: Row, each: Saying) -> list[Decimal]:
    """What follows from the form: the difference, the rate of completion, score and points."""
    indicator = row.score.indicator
    typed, computed = indicator.typed_score.value, row.score.score
    points = [v for v in (indicator.points.value, row.score.points) if v is not None]
    scores = [v for v in (typed, computed) if v is not None]
    if each.role == "score":
        return scores
    if each.role == "points":
        return points
    if each.role == "lost":
        return [most - got for most in points for got in scores]
    target, actual = row.values
    if each.unit == "天":
        return _days(target, actual)
    if target.value is None or actual.value is None:
        return []
    if each.role == "rate":
        rate = row.score.completion_rate
        ratios = [actual.value / target.value] if target.value else []
        return [ratio * 100 for ratio in (*ratios, *([rate] if rate is not None else []))]
    gap = abs(actual.value - target.value)
    size = Decimal(1) if each.unit.endswith("百分点") else scale(each.unit, target.unit, "每")
    size = size if size is not None else _money(each.unit, target.unit)
    found = [gap * size] if size is not None else []
    if each.unit == "%" and target.value:
        found.append(gap / target.value * 100)
    return found


def _money(said: str, known: str | None) -> Decimal | None:
    head = (known or "").partition("/")[0]
    return MONEY[head] / MONEY[said] if said in MONEY and head in MONEY else None


def _days(target: TypedValue, actual: TypedValue) -> list[Decimal]:
    ends = [each.end for each in (target, actual)]
    days = [
        date(end.year, end.month, end.day)
        for end in ends
        if end is not None and end.year and end.month and end.day
    ]
    return [Decimal(abs((days[0] - days[1]).days))] if len(days) == 2 else []


def is_number(each: Saying, known: Decimal) -> bool:
    """Equal, or rounded to the places that are printed; whole numbers of things are not."""
    if each.value == known:
        return True
    is_share = each.unit == "%" or each.role in _DERIVED
    return (each.places >= 2 or (is_share and each.places >= 1) or each.role == "rate") and (
        half_up(known, each.places) == each.value
    )


def agrees(mention: Mention, row: Row) -> bool:
    """True if the form has the number of this indicator, or what follows from it."""
    each = mention.saying
    every = [*numbers_of(row, each, "target"), *numbers_of(row, each, "actual")]
    if each.role in _DERIVED:
        right = derived(row, each)
        if each.role in ("gap", "rate"):
            right += [] if each.role == "gap" and _is_gap_only(each) else every
    else:
        right = allowed(mention, row)
    if any(is_number(each, known) for known in right):
        return True
    return each.role not in _DERIVED and _is_true_bound(mention, row)


def _is_gap_only(each: Saying) -> bool:
    return each.unit.endswith("百分点") or each.unit == "天"


def allowed(mention: Mention, row: Row) -> list[Decimal]:
    """Target, actual or both, as the words have it."""
    each = mention.saying
    target, actual = (numbers_of(row, each, which) for which in ("target", "actual"))
    if (is_aimed(each) or mention.goal) and target:
        return target
    return actual if _CAME_TO.search(each.before) and actual else [*target, *actual]


_TIGHT = Pattern(
    r"(?:目标|指标值|预期|计划|任务)(?:[数值量])?(?:是|为|:)*(?:≥|≤|不低于|不少于|不超过|不高于|>|<)?=?$"
)
_CAME_TO = Pattern(r"实际(?:完成|达到|为|是|实现|安装|培训|建设|发放|购置)?了?$")


def is_aimed(each: Saying) -> bool:
    """True where the words leave no doubt that it is the target."""
    if each.role != "target" or _BY_PLAN.search(each.before):
        return False
    behind = each.line.text[each.end : each.end + 8]
    return bool(_TIGHT.search(each.before) or _TIGHT_BEHIND.match(behind))


_TIGHT_BEHIND = Pattern(r"的?(?:年度|年初|预期)*(?:目标|控制价)")


def _is_true_bound(mention: Mention, row: Row) -> bool:
    """True for 达到90%以上 where the form has more, and for what the form itself has as a bound."""
    each = mention.saying
    if is_aimed(each) or mention.goal:
        return False
    known = row.values[1]
    for value in numbers_of(row, each, "actual"):
        if each.bound and (value - each.value) * each.bound >= 0:
            return True
        if known.kind == "at_least" and each.value >= value:
            return True
        if known.kind == "at_most" and each.value <= value:
            return True
    return False


def is_meant(mention: Mention) -> bool:
    """True if the number is surely one of the first of its rows."""
    row, naming, each = mention.rows[0], mention.naming, mention.saying
    sure = naming.covered >= SURE or (row.alone and naming.letters >= 2)
    if sure and mention.clear:
        return True
    few = len(naming.rest) <= _FEW and not _PLACE.search(naming.rest)
    few = few and "满意" not in row.name  # 教师满意度 is not 学生满意度
    if naming.covered >= SURE and few:
        return True
    return sure and any(_is_slip(each, known) for known in _all(row, each))


_FEW = 2
_PLACE = Pattern(r"[镇乡村县区市路段片线标期批次组]")


def _all(row: Row, each: Saying) -> list[Decimal]:
    return [*numbers_of(row, each, "target"), *numbers_of(row, each, "actual")]


def _is_slip(each: Saying, known: Decimal) -> bool:
    """True for 82.8 instead of 88.2: three digits or more, one of them wrong, or in another order."""
    a, b = (plain(v).replace(".", "") for v in (each.value, known))
    if len(a) != len(b) or len(a) < _SLIP:
        return False
    return sum(x != y for x, y in zip(a, b, strict=True)) == 1 or sorted(a) == sorted(b)


def untrue(case: Case) -> Iterator[Mention]:
    """The mentions that no indicator they may be of bears out, nor any text of the form."""
    form = only_form(case)
    told = [each for line in text_lines(form) for each in sayings_in(line)] if form else []
    mentions = case.once(find_mentions)
    right = {_sentence(each) for each in mentions if each.own and agrees(each, each.rows[0])}
    for mention in mentions:
        if any(agrees(mention, row) for row in mention.rows) or not is_meant(mention):
            continue
        if mention.own and not mention.saying.role and _sentence(mention) in right:
            continue  # 工程合格率100%，一次验收合格率98%: another thing with much the same name
        if not _stands_in(told, mention):
            yield mention


def _sentence(mention: Mention) -> tuple[int, int, str]:
    each = mention.saying
    return each.line.index, sentence_span(each.line, each.start)[0], mention.rows[0].name


def _stands_in(told: Sequence[Saying], mention: Mention) -> bool:
    """True if the form's own texts have that number there, too."""
    each, row = mention.saying, mention.rows[0]
    return any(
        one.value == each.value and one.unit == each.unit and row.naming(one.around).letters > 0
        for one in told
    )


def is_of_an_indicator(case: Case, at: tuple[Line, int, int]) -> bool:
    """True where a number speaks of an indicator of the form."""
    line, start, end = at
    return any(start <= each < end for each in case.once(_starts).get(line.index, ()))


def _starts(case: Case) -> dict[int, list[int]]:
    """By line, where the numbers stand that speak of indicators."""
    found: dict[int, list[int]] = {}
    for each in case.once(find_mentions):
        found.setdefault(each.saying.line.index, []).append(each.saying.start)
    return found
