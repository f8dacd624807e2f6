"""What changed from one number to another, what was paid of what was due, what went beyond the goal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.amounts import find_amounts
from xltools.audit.claims.numbers import find_numbers, within
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.money.printed import agrees, decimal, wrong_rate
from xltools.decimals import plain
from xltools.patterns import Pattern

_N = r"\d[\d,]*(?:\.\d+)?"
_WAY = "下降|降低|减少|缩短|压缩|上升|提高|增加|增长|延长|扩大|提升"
_YEAR = r"(?:上年|去年|20\d\d年|过去|原来|以前|改造前|实施前)?(?:度|的)*"
_FROM_TO = Pattern(
    rf"[由从]{_YEAR}(?P<a>{_N})(?P<unit>[^\d,。;%至到]{{1,6}}?)(?:{_WAY}|降|升|增)?[至到为]+{_YEAR}(?P<b>{_N})(?P=unit)"
    rf"[,，](?:同比|平均|累计)?(?P<way>{_WAY}|减|增)(?:了)?(?P<gap>{_N})(?P=unit)"
)
_DUE = Pattern(
    rf"应(?P<verb>[\u4e00-\u9fff]{{2}})[^。;\d]{{0,10}}?(?P<all>{_N})(?P<unit>[万亿]?[元人户名份件])[,，](?:实际|已|实)(?P=verb)[^。;\d]{{0,10}}?"
    rf"(?P<part>{_N})(?P=unit)[,，](?:资金)?(?P=verb)率(?:为|达到?|是)?(?P<rate>\d+(?:\.\d+)?)%"
)
_BEYOND = Pattern(
    rf"目标值?(?:为|是|:|≥)*(?P<goal>{_N})(?P<unit>[^\d,。;%]{{1,4}}?)(?:以上)?[,，]实际(?:完成值?|值|为|达到?|补助|受益|共)*(?P<came>{_N})(?P=unit)"
    r"[,，](?:超额完成|超额|超出?目标值?|超过目标值?)(?P<rate>\d+(?:\.\d+)?)%"
)
_COUNTED = Pattern(
    r"[,，](?:总共|共计?|合计|总计)(?:[\u4e00-\u9fff]{0,4})?(?P<all>\d+)(?P<unit>[批人场期]次|[人名户个项件份批次所家台套辆处条座场期盏]|公里|亩)(?=[,，。;)]|$)"
)
_NO_LIST = Pattern(
    r"(?!^)其中|每|各|等[,、]|累计|目标|计划|完成率|[≥≤]|不[少低]于|比|较|占|第|分别|[至到~-]\d|\d[次年月日]"
)


def a_change_is_the_difference(case: Case) -> Iterator[Remark]:
    """由9.8天缩短到9.1天，缩短0.7天."""
    for sentence in case.report.sentences:
        for found in _FROM_TO.finditer(sentence.text):
            a, b = decimal(found["a"]), decimal(found["b"])
            if abs(b - a) == decimal(found["gap"]):
                continue
            more, less = max(a, b), min(a, b)
            right = f"{plain(more - less)}{found['unit']}"
            yield remark(
                MoneyCode.GROWTH, sentence.at(found.span("gap")), what=f"{found['way']}数",
                claim=f"{found['gap']}{found['unit']}", against=right,
                arithmetic=f"{plain(more)}－{plain(less)}＝{plain(more - less)}",
            )  # fmt: skip


def what_was_paid_of_what_was_due_is_the_rate(case: Case) -> Iterator[Remark]:
    """应兑付1986.4万元，实际兑付1986.4万元，兑付率100%."""
    for sentence in case.report.sentences:
        for found in _DUE.finditer(sentence.text):
            part, whole = decimal(found["part"]), decimal(found["all"])
            if whole:
                yield from wrong_rate(
                    MoneyCode.COUNT_RATIO, sentence, found, f"{found['verb']}率",
                    part / whole * 100, f"{plain(part)}÷{plain(whole)}",
                )  # fmt: skip


def what_went_beyond_the_goal_is_computed(case: Case) -> Iterator[Remark]:
    """目标值1800户，实际1926户，超额完成7%."""
    for sentence in case.report.sentences:
        for found in _BEYOND.finditer(sentence.text):
            goal, came = decimal(found["goal"]), decimal(found["came"])
            if goal:
                yield from wrong_rate(
                    MoneyCode.COUNT_RATIO, sentence, found, "超额比例", (came - goal) / goal * 100,
                    f"（{plain(came)}－{plain(goal)}）÷{plain(goal)}",
                )  # fmt: skip


def counts_close_with_their_sum(case: Case) -> Iterator[Remark]:
    """公开招标4批次、竞争性磋商2批次，共6批次: a list of counts of one unit, and their sum."""
    for sentence in case.report.sentences:
        line = sentence.line
        for found in _COUNTED.finditer(sentence.text):
            unit, end = found["unit"], sentence.start + found.start()
            begin = end
            items: list[Decimal] = []
            numbers = within(case.of(find_numbers)[line.index], sentence.start, end)
            for number in reversed(numbers):
                behind = line.text[number.end : begin]
                if behind.rstrip("、,和") != unit or number.places:
                    break
                begin = _item_start(line.text, sentence.start, number.start)
                items.insert(0, number.value)
            listed = line.text[begin:end]
            total = sum(items, Decimal(0))
            if len(items) < 2 or total == Decimal(found["all"]) or _NO_LIST.search(listed):
                continue
            if total > Decimal(found["all"]) * 2 or total * 2 < Decimal(found["all"]):
                continue
            yield remark(
                MoneyCode.CLOSING_SUM, sentence.at(found.span("all")), what="合计",
                claim=f"{found['all']}{unit}", against=f"{plain(total)}{unit}",
                arithmetic="＋".join(plain(each) for each in items) + f"＝{plain(total)}",
            )  # fmt: skip


def _item_start(text: str, first: int, at: int) -> int:
    """Where the item begins that ends in the number at `at`: behind the mark before it."""
    return max(first, *(text.rfind(mark, first, at) + 1 for mark in "、,:。;"))


_SAVED = Pattern(
    r"(?:比|较)(?:全年|项目|年初)?预算(?:数|资金)?(?:节约|节省|结余)(?:了|率为?)?(?P<rate>\d+(?:\.\d+)?)%"
)


def what_was_saved_of_the_budget_is_computed(case: Case) -> Iterator[Remark]:
    """总成本187.6万元，比预算节约5.25%: of a budget that the report states."""
    for sentence in case.report.sentences:
        found = _SAVED.search(sentence.text)
        if found is None:
            continue
        amounts = case.of(find_amounts)
        spent = [
            each
            for each in amounts
            if each.line.index == sentence.line.index
            and sentence.start <= each.start < sentence.start + found.start()
        ]
        bases = [
            each
            for each in amounts
            if each.role in ("budget", "original") and not each.part and not each.about
        ]
        if len(spent) != 1 or spent[0].about:
            continue
        paid = spent[0].value
        rests = [((b.value - paid) / b.value * 100, b.value) for b in bases if b.value > paid]
        near = [each for each in rests if abs(each[0] - Decimal(found["rate"])) <= _NEAR]
        if not near or any(agrees(exact, found["rate"]) for exact, _ in rests):
            continue
        exact, base = min(near, key=lambda each: abs(each[0] - Decimal(found["rate"])))
        yield from wrong_rate(
            MoneyCode.COUNT_RATIO, sentence, found, "节约比例", exact,
            f"（{plain(base)}－{plain(paid)}）÷{plain(base)}",
        )  # fmt: skip


_NEAR = Decimal(1)

RULES: tuple[Rule, ...] = (
    a_change_is_the_difference,
    what_was_paid_of_what_was_due_is_the_rate,
    what_went_beyond_the_goal_is_computed,
    counts_close_with_their_sum,
    what_was_saved_of_the_budget_is_computed,
)
