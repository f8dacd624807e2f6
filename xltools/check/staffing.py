"""编制 and 实有人数 in the head of the form: do they add up, does anybody sit on no post.

The fields are told by their keys: `staff_quota` and `staff_actual` are totals, each
`staff_quota_…` and `staff_actual_…` a part, `staff_retired` stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.check.context import Context, Rule, show
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Amount, Entry
from xltools.patterns import Pattern
from xltools.widths import one_width

QUOTA, IN_SERVICE, RETIRED = "staff_quota", "staff_actual", "staff_retired"

_HEADS = Pattern(r"(?:共|现有)?(\d{1,7})\s*(?:人|名|个)?")


def staff_numbers_are_numbers(context: Context) -> Iterator[Finding]:
    """A head count is a number, with 人 or without."""
    for key, entry in context.evaluation.fields.items():
        if _is_staff(key) and entry.text and _heads(entry) is None:
            problem = f"“{entry.text}”不是人数，请只填数字，如 43。"
            yield Code.NUMBER_UNREADABLE.at(entry.place, entry.label, problem=problem)


def staff_adds_up(context: Context) -> Iterator[Finding]:
    """编制 is the sum of its kinds; so is 在职, which 离退休 are no part of."""
    retired = _heads(context.evaluation.fields.get(RETIRED))
    for key in (QUOTA, IN_SERVICE):
        whole, parts = _amount(context, key), _parts(context, key)
        if whole is None or whole.value is None or not parts:
            continue
        summed = sum((part.value or Decimal(0) for part in parts), Decimal(0))
        if summed == whole.value:
            continue
        with_retired = key == IN_SERVICE and retired and summed + retired == whole.value
        why = f"；多出的正是离退休 {show(retired)} 人" if with_retired and retired else ""
        yield Code.STAFF_NOT_PARTS.at(
            whole.place, whole.label, whole=whole.label, typed=show(whole.value),
            sum=show(summed), gap=show(abs(whole.value - summed)), why=why,
            parts=" + ".join(show(part.value or Decimal(0)) for part in parts),
        )  # fmt: skip


def staff_within_quota(context: Context) -> Iterator[Finding]:
    """Nobody is in service beyond the posts of his kind, nor all of them beyond all posts."""
    for kind in _kinds(context):
        quota = _amount(context, f"{QUOTA}_{kind}")
        actual = _amount(context, f"{IN_SERVICE}_{kind}")
        if quota and actual:
            yield from _above(actual, actual.value, quota)
    quota, typed = _amount(context, QUOTA), _amount(context, IN_SERVICE)
    if quota and typed:
        parts = _parts(context, IN_SERVICE)
        summed = sum((part.value or Decimal(0) for part in parts), Decimal(0))
        yield from _above(typed, summed if parts else typed.value, quota)


def _above(actual: Amount, heads: Decimal | None, quota: Amount) -> Iterator[Finding]:
    if heads is not None and quota.value is not None and heads > quota.value:
        yield Code.STAFF_ABOVE_QUOTA.at(
            actual.place, actual.label, what=actual.label, actual=show(heads),
            limit=quota.label, quota=show(quota.value), gap=show(heads - quota.value),
        )  # fmt: skip


def _is_staff(key: str) -> bool:
    return key.startswith((QUOTA, IN_SERVICE)) or key == RETIRED


def _kinds(context: Context) -> list[str]:
    prefix = f"{QUOTA}_"
    return [key.removeprefix(prefix) for key in context.evaluation.fields if prefix in key]


def _parts(context: Context, whole: str) -> list[Amount]:
    """The kinds of a total; none unless every one is filled in."""
    keys = [key for key in context.evaluation.fields if key.startswith(f"{whole}_")]
    parts = [part for key in keys if (part := _amount(context, key)) is not None]
    return parts if all(part.value is not None for part in parts) else []


def _amount(context: Context, key: str) -> Amount | None:
    entry = context.evaluation.fields.get(key)
    return Amount(entry.label, entry.place, entry.raw, _heads(entry)) if entry else None


def _heads(entry: Entry | None) -> Decimal | None:
    """How many people a cell says; None when it is blank or says something else."""
    text = one_width(entry.text or "").strip() if entry else ""
    found = _HEADS.fullmatch(text)
    return Decimal(found[1]) if found else None


RULES: tuple[Rule, ...] = (staff_numbers_are_numbers, staff_adds_up, staff_within_quota)
"""In the order in which a person reads the head."""
