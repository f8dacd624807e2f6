"""Amounts of money: sums of parts, what was left, and the same quantity in several places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from xltools.audit.case import Case, Rule
from xltools.audit.claims.form.words import looks_ahead
from xltools.audit.claims.money.amounts import Amount, Role, find_amounts
from xltools.audit.claims.money.scope import find_stated, is_whole
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.form.confirmed import is_confirmed
from xltools.decimals import plain
from xltools.patterns import Pattern

_CLOSING = Pattern(r"其他|自筹|结转|结余|单位资金|配套")
_NEAR = Decimal("0.05")
_WHOLES: tuple[Role, ...] = ("budget", "original", "received", "outturn", "other", "source")
_PARTS: tuple[Role, ...] = ("source", "carried", "item", "other", "budget")
_OPEN = Pattern(r"等[。;,\d]|主要|包括|含")
_ADJUSTED = Pattern(r"调整|追加|调减|压减|核减|收回|追减|调增")
"""Then the budget before and the budget after are two numbers, and both may be stated."""
NAMES: dict[Role, str] = {
    "budget": "预算数", "original": "年初预算数", "received": "到位资金", "outturn": "实际支出",
    "balance": "结余",
}  # fmt: skip


def money(value: Decimal) -> str:
    """An amount in 万元 as messages print it."""
    return f"{plain(value)}万元"


def parts_make_up_the_total(case: Case) -> Iterator[Remark]:
    """资金11.25万元，其中财政资金…，其他资金…: the parts of a closed list add up to the whole (R3)."""
    for whole, parts, total in case.once(_unequal):
        yield remark(
            MoneyCode.PARTS_SUM, whole.at, claim=f"{whole.label}{whole.words}",
            against=money(total), arithmetic=_sum_of(parts, total),
        )  # fmt: skip


def corrected(case: Case) -> tuple[Amount, ...]:
    """Amounts that their parts or the adjustments refute, with the value that these give.

    A rate or a balance that fits the corrected amount is right: the amount is told, and no more.
    """
    found = [replace(whole, value=total) for whole, _, total in case.once(_unequal)]
    found += [replace(after, value=total) for after, total, _ in case.once(_misadjusted)]
    return tuple(found)


def _unequal(case: Case) -> tuple[tuple[Amount, list[Amount], Decimal], ...]:
    """Wholes with parts that do not make them, and what the parts make."""
    return tuple(_unequal_parts(case))


def _unequal_parts(case: Case) -> Iterator[tuple[Amount, list[Amount], Decimal]]:
    for sentence in _by_sentence(case.of(find_amounts)):
        split = next((n for n, each in enumerate(sentence) if each.part), None)
        if not split:
            continue
        whole, parts = sentence[split - 1], _parts(sentence[split:])
        if whole.role not in _WHOLES or whole.about or len(parts) < 2:
            continue
        total = sum((part.value for part in parts), Decimal(0))
        slack = whole.half + sum((part.half for part in parts), Decimal(0))
        gap = total - whole.value
        if gap and abs(gap) >= slack and (gap > 0 or _is_closed(whole, parts, gap)):
            yield whole, parts, total


def _parts(behind: Sequence[Amount]) -> list[Amount]:
    """The parts that follow 其中, up to the first amount that is something else."""
    found: list[Amount] = []
    for each in behind:
        between = each.line.text[found[-1].end : each.start] if found else ""
        if _leaves_bracket(between):
            break
        if between.count("(") > between.count(")"):
            continue  # (合同价…) speaks of the part before it
        if each.role not in _PARTS or each.about or each.role == "unit":
            break
        found.append(each)
    return found


def _leaves_bracket(between: str) -> bool:
    """True if a bracket closes that was opened before."""
    depth = 0
    for char in between:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return True
    return False


def _is_closed(whole: Amount, parts: Sequence[Amount], gap: Decimal) -> bool:
    """True if the list means to name everything: it ends with 其他资金, or lacks next to nothing."""
    text = whole.line.text[whole.end : parts[-1].end + 2]
    if _OPEN.search(text):
        return False
    sources = sum(part.role in ("source", "carried") for part in parts) == len(parts)
    closing = any(_CLOSING.search(part.label) for part in parts)
    nearly = -gap < whole.value * _NEAR
    return (sources and (closing or nearly)) or (len(parts) >= 3 and nearly)


def _sum_of(parts: Iterable[Amount], total: Decimal) -> str:
    return "＋".join(plain(part.value) for part in parts) + f"＝{plain(total)}"


def items_do_not_exceed_what_was_spent(case: Case) -> Iterator[Remark]:
    """实际支出0.52万元。主要用于支付A0.22万元，B0.03万元，…: the items add up to no more (R3)."""
    for paragraph in _by_line(case.of(find_amounts)):
        spent = [each for each in paragraph if each.role == "outturn" and not each.about]
        start = next((n for n, each in enumerate(paragraph) if each.role == "item"), None)
        if start is None or not spent or spent[-1].start > paragraph[start].start:
            continue
        _, end = sentence_span(paragraph[start].line, paragraph[start].start)
        items = [
            each
            for each in paragraph[start:]
            if each.start < end and each.role in ("item", "other") and not each.about
        ]
        whole = [each for each in spent if each.start < paragraph[start].start][-1]
        total = sum((each.value for each in items), Decimal(0))
        slack = whole.half + sum((each.half for each in items), Decimal(0))
        above = total > whole.value and total - whole.value >= slack
        nearly = len(items) >= 3 and slack < whole.value - total < whole.value * _NEAR
        if len(items) >= 2 and (above or nearly):
            yield remark(
                MoneyCode.PARTS_SUM, whole.at, claim=f"{whole.label}{whole.words}",
                against=money(total), arithmetic=_sum_of(items, total),
            )  # fmt: skip


def what_was_left_is_the_difference(case: Case) -> Iterator[Remark]:
    """结余 is what was available less what was spent, in the same paragraph."""
    for paragraph in _by_line((*case.of(find_amounts), *case.once(corrected))):
        spent = [each for each in paragraph if each.role == "outturn" and not each.about]
        bases = [each for each in paragraph if each.role in _BASES or _is_adjusted(each)]
        for left in paragraph:
            if left.role != "balance" or left.about or not spent or not bases:
                continue
            if left.part or "上年" in left.label or is_confirmed(case, left):
                continue
            whole = [each for each in spent if is_whole(each)] or spent
            pairs = [(base, paid) for base in bases for paid in whole if _one_year(base, paid)]
            if not pairs or any(_leaves(base, paid, left) for base, paid in pairs):
                continue
            base, paid = min(pairs, key=lambda p: abs(p[0].value - p[1].value - left.value))
            gap = base.value - paid.value
            yield remark(
                MoneyCode.BALANCE, left.at, what="结余", claim=left.words, against=money(gap),
                arithmetic=f"{plain(base.value)}－{plain(paid.value)}＝{plain(gap)}",
            )  # fmt: skip


def _is_adjusted(amount: Amount) -> bool:
    """True for 全年财政安排资金480万元, 县财政批复项目预算480万元: the whole that sources make up."""
    whole = _AFTER.search(amount.label) or amount.label.endswith(("预算", "总额"))
    return amount.role == "source" and not amount.part and bool(whole)


def _one_year(a: Amount, b: Amount) -> bool:
    return a.year == b.year or a.year is None or b.year is None


def a_balance_fits_the_whole_project(case: Case) -> Iterator[Remark]:
    """A 结余 that stands apart from the budget: what any budget and outturn of the report leave."""
    stated = case.of(find_stated)
    bases = [each for each in stated if each.role in ("budget", "received", "original")]
    spent = [each for each in stated if each.role == "outturn"]
    years = {each.year for each in (*bases, *spent) if each.year}
    if not bases or not spent or len(years) > 1:
        return
    beside = [each for each in case.of(find_amounts) if each.role in _BASES]
    for left in stated:
        if left.role != "balance" or left.line.kind == "cell" or is_confirmed(case, left):
            continue
        if any(each.line.index == left.line.index for each in beside):
            continue  # judged by its own paragraph
        if any(_leaves(base, paid, left) for base in bases for paid in spent):
            continue
        base, paid = bases[0], spent[0]
        gap = base.value - paid.value
        yield remark(
            MoneyCode.BALANCE, left.at, what="结余", claim=left.words, against=money(gap),
            arithmetic=f"{plain(base.value)}－{plain(paid.value)}＝{plain(gap)}",
        )  # fmt: skip


_BASES = ("budget", "received", "original")
_RAISED = Pattern(r"追加|调增|增加(?:预算)?$")
_CUT = Pattern(r"调减|压减|核减|追减|收回|减少(?:预算)?$")
_AFTER = Pattern(
    r"调整后|全年(?:财政|共|累计|实际)?(?:预算|安排)|调整为|变更为|追加后|最终预算"
)


def a_budget_after_adjustments_adds_up(case: Case) -> Iterator[Remark]:
    """年初预算1260万元，追加84万元，全年预算1344万元 in one sentence."""
    for after, total, arithmetic in case.once(_misadjusted):
        yield remark(
            MoneyCode.ADJUSTED_BUDGET, after.at, claim=after.words, against=money(total),
            arithmetic=arithmetic,
        )  # fmt: skip


def _misadjusted(case: Case) -> tuple[tuple[Amount, Decimal, str], ...]:
    """Budgets after adjustments that these do not give, and what they give."""
    return tuple(_misadjusted_budgets(case))


def _misadjusted_budgets(case: Case) -> Iterator[tuple[Amount, Decimal, str]]:
    for sentence in _by_sentence(case.of(find_amounts)):
        first = next((each for each in sentence if each.role == "original"), None)
        after = next((each for each in sentence if _AFTER.search(each.label)), None)
        changes = [
            (1 if _RAISED.search(each.label) else -1, each)
            for each in sentence
            if each is not first
            and each is not after
            and (_RAISED.search(each.label) or _CUT.search(each.label))
        ]
        if first is None or after is None or not changes or after.start < changes[-1][1].start:
            continue
        total = first.value + sum(sign * each.value for sign, each in changes)
        slack = first.half + after.half + sum((each.half for _, each in changes), Decimal(0))
        if total != after.value and abs(total - after.value) >= slack:
            shown = "".join(
                f"{'＋' if sign > 0 else '－'}{plain(each.value)}" for sign, each in changes
            )
            yield after, total, f"{plain(first.value)}{shown}＝{plain(total)}"


def _leaves(base: Amount, paid: Amount, left: Amount) -> bool:
    slack = base.half + paid.half + left.half
    return abs(base.value - paid.value - left.value) <= slack


def an_amount_is_the_same_everywhere(case: Case) -> Iterator[Remark]:
    """The project's budget, receipts, outturn and balance are one number in the whole report (R2)."""
    for role in ("budget", "received", "outturn", "balance"):
        by_year: dict[int | None, list[Amount]] = {}
        for each in case.of(find_stated):
            if each.role == role and not looks_ahead(each.line):
                by_year.setdefault(each.year, []).append(each)
        if None in by_year and len(by_year) <= 2:  # one year: those without a year mean it too
            by_year = {0: [each for group in by_year.values() for each in group]}
        else:
            by_year.pop(None, None)
        for group in by_year.values():
            sure = [each for each in group if is_confirmed(case, each)]
            yield from _conflicts(role, group, sure)


def _conflicts(role: Role, group: Sequence[Amount], sure: Sequence[Amount]) -> Iterator[Remark]:
    """Remarks at the values that differ from the one stated most often, finest first.

    `sure` are those that the form has: of these one is right and none is wrong.
    """
    counted = Counter(each.value for each in group)
    if len(counted) < 2:
        return
    likely = sure or group
    right = max(likely, key=lambda each: (counted[each.value], -each.ulp, -group.index(each)))
    finest = min(likely, key=lambda each: each.ulp)
    if abs(finest.value - right.value) <= right.ulp / 2:
        right = finest
    if role == "budget" and any(_ADJUSTED.search(each.line.text) for each in group):
        return
    told: set[Decimal] = set()
    for each in group:
        if each.value == right.value or each.value in told or each in sure:
            continue
        told.add(each.value)
        rounded = abs(each.value - right.value) <= each.ulp / 2
        yield remark(
            MoneyCode.AMOUNT_ROUNDED if rounded else MoneyCode.AMOUNT_TWICE, each.at,
            what=NAMES[role], claim=each.words, against=right.words, place=right.line.where,
        )  # fmt: skip


def _by_line(amounts: Sequence[Amount]) -> Iterator[list[Amount]]:
    lines: dict[int, list[Amount]] = {}
    for each in amounts:
        lines.setdefault(each.line.index, []).append(each)
    yield from lines.values()


def _by_sentence(amounts: Sequence[Amount]) -> Iterator[list[Amount]]:
    found: dict[tuple[int, int], list[Amount]] = {}
    for each in amounts:
        start, _ = sentence_span(each.line, each.start)
        found.setdefault((each.line.index, start), []).append(each)
    yield from found.values()


RULES: tuple[Rule, ...] = (
    parts_make_up_the_total,
    items_do_not_exceed_what_was_spent,
    what_was_left_is_the_difference,
    a_balance_fits_the_whole_project,
    a_budget_after_adjustments_adds_up,
    an_amount_is_the_same_everywhere,
)
