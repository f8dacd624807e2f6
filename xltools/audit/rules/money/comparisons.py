"""Figures that a sentence computes from its own figures: 合计, 占比, 增长, 人均, 回收率."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.amounts import SCALE, Amount, find_amounts
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.audit.rules.money.amounts import money
from xltools.audit.rules.money.printed import agrees, decimal, places_of, wrong_rate
from xltools.decimals import half_up, plain
from xltools.patterns import Pattern

_CLOSES = Pattern(r"(?:合计|共计|总计)(?:[\u4e00-\u9fff]{0,4})?(?:为|是|金额|资金|支出)?$")
_NEAR = Decimal(5)
_NO_LIST = Pattern(r"预算|累计|其中|到位|结余|剩余|年初|调整|下达|批复|标准|每")
_SHARE = Pattern(
    r"(?P<part>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元)[,，]?(?:约)?占(?P<whole>[^,。;\d%]{0,14}?)(?:的)?(?P<rate>\d+(?:\.\d+)?)%"
)
_GROWTH = Pattern(
    r"(?:比|较)(?:上年|去年|20\d\d年|上一年)[^。;\d]{0,12}?(?P<base>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元)[^。;\d]{0,6}?"
    r"(?P<way>增加|增长|减少|下降|降低)(?:了)?(?P<gap>\d[\d,]*(?:\.\d+)?)(?:亿元|万元|元)[^。;\d]{0,8}?(?P<rate>\d+(?:\.\d+)?)%"
)
_BOTH = Pattern(
    r"(?P<a>\d[\d,]*(?:\.\d+)?)(?P<ua>亿元|万元|元)(?:\((?:即|折合|合|人民币)?|[,，](?:即|折合|合))(?P<b>\d[\d,]*(?:\.\d+)?)(?P<ub>亿元|万元|元)"
)
_PRODUCT = Pattern(
    r"(?P<n>\d[\d,]*(?:\.\d+)?)(?P<wan>万)?(?P<who>人次|公里|平方米|[人名户个村所家处件套台辆条亩页册份批座盏株头吨米场期次])[^。;\d]{0,24}?"
    r"每(?:(?P=who)|人)(?:补助|发放|奖励|补贴|慰问金?|标准|投入|造价|费用|单价|平均|约)*(?P<each>\d[\d,]*(?:\.\d+)?)(?P<ue>元|万元)"
    r"(?![/每])[^。;\d]{0,14}?(?:共|合计|共计|总计|计|支出|需)(?:需|计|发放|支出|补助|资金|支付|投入)*(?P<all>\d[\d,]*(?:\.\d+)?)(?P<ua>元|万元)"
)
_SENT = Pattern(r"(?:发放|发出)(?:调查)?(?:问卷|调查表|调查问卷)?(?:共|共计)?(?P<n>\d+)份")
_BACK = Pattern(r"(?:收回|回收)(?:有效)?(?:问卷|调查表|调查问卷)?(?:共|共计)?(?P<n>\d+)份")
_VALID = Pattern(r"有效(?:问卷|调查表|调查问卷)?(?:共|共计)?(?P<n>\d+)份")
_BACK_RATE = Pattern(r"(?:回收|收回)率(?:为|达到?|是)?(?P<rate>\d+(?:\.\d+)?)%")
_VALID_RATE = Pattern(r"有效率(?:为|达到?|是)?(?P<rate>\d+(?:\.\d+)?)%")


def a_closing_sum_is_the_sum_of_its_list(case: Case) -> Iterator[Remark]:
    """培训费3万元、资料费4万元，合计7万元: at least two amounts before it in the sentence."""
    for sentence in _sentences(case.of(find_amounts)):
        for n, each in enumerate(sentence):
            if n < 2 or each.about or not _CLOSES.search(each.label):
                continue
            items = sentence[:n]
            text = each.line.text[
                items[0].start - 12 if items[0].start > 12 else 0 : each.start
            ]
            if _NO_LIST.search(text) or any(
                item.about or item.role == "unit" for item in items
            ):
                continue
            total = sum((item.value for item in items), Decimal(0))
            slack = each.half + sum((item.half for item in items), Decimal(0))
            if total != each.value and abs(total - each.value) >= slack:
                yield remark(
                    MoneyCode.CLOSING_SUM, each.at, what="合计", claim=each.words,
                    against=money(total),
                    arithmetic="＋".join(plain(item.value) for item in items) + f"＝{plain(total)}",
                )  # fmt: skip


def _sentences(amounts: Sequence[Amount]) -> Iterator[list[Amount]]:
    found: dict[tuple[int, int], list[Amount]] = {}
    for each in amounts:
        start, _ = sentence_span(each.line, each.start)
        found.setdefault((each.line.index, start), []).append(each)
    yield from found.values()


def a_share_is_part_over_whole(case: Case) -> Iterator[Remark]:
    """支出30万元，占预算的60%: some amount of the sentence is the whole."""
    for sentence in case.report.sentences:
        for found in _SHARE.finditer(sentence.text):
            part = decimal(found["part"]) * SCALE[found["unit"]]
            wholes = [
                amount.value
                for amount in case.of(find_amounts)
                if amount.line.index == sentence.line.index
                and amount.start < sentence.start + found.start("part")
                and amount.value > part
            ]
            wholes = wholes or _named(case, found["whole"], part)
            if not wholes or any(agrees(part / each * 100, found["rate"]) for each in wholes):
                continue
            whole = min(
                wholes, key=lambda each: abs(part / each * 100 - Decimal(found["rate"]))
            )
            exact = part / whole * 100
            if len(set(wholes)) > 1 and abs(exact - Decimal(found["rate"])) > _NEAR:
                continue  # of a whole that is not named here
            yield remark(
                MoneyCode.SHARE, sentence.at(found.span("rate")), claim=f"{found['rate']}%",
                against=f"{plain(half_up(exact, 2))}%",
                arithmetic=f"{plain(part)}÷{plain(whole)}＝{plain(half_up(exact, 2))}%",
            )  # fmt: skip


def _named(case: Case, words: str, part: Decimal) -> list[Decimal]:
    """The amounts of the report that are called what the share is of: 概算总投资."""
    name = words.strip("的本该")
    if len(name) < 3:
        return []
    return [
        each.value
        for each in case.of(find_amounts)
        if each.value > part and (name in each.label or each.label.endswith(name[-4:]))
    ]


def growth_is_the_gap_over_the_base(case: Case) -> Iterator[Remark]:
    """比上年80万元增加20万元，增长25%."""
    for sentence in case.report.sentences:
        for found in _GROWTH.finditer(sentence.text):
            base, gap = decimal(found["base"]), decimal(found["gap"])
            if base:
                yield from wrong_rate(
                    MoneyCode.GROWTH, sentence, found, f"{found['way']}比例", gap / base * 100,
                    f"{plain(gap)}÷{plain(base)}",
                )  # fmt: skip


_THAN = Pattern(
    r"(?P<now>\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d,。;()%]{1,6}?)[,，]?(?:比|较)(?:上年|去年|20\d\d年|上一年)(?:度|同期)?的?(?P<base>\d[\d,]*(?:\.\d+)?)(?P=unit)"
    r"[,，]?(?P<way>增加|增长|提高|上升|减少|下降|降低)(?:了)?(?P<rate>\d+(?:\.\d+)?)%"
)


def growth_over_last_year_is_computed(case: Case) -> Iterator[Remark]:
    """2.35万元，比上年1.86万元增长26.34%."""
    for sentence in case.report.sentences:
        for found in _THAN.finditer(sentence.text):
            base, now = decimal(found["base"]), decimal(found["now"])
            if base:
                gap = f"{plain(max(now, base))}－{plain(min(now, base))}"
                yield from wrong_rate(
                    MoneyCode.GROWTH, sentence, found, f"{found['way']}比例",
                    abs(now - base) / base * 100, f"（{gap}）÷{plain(base)}",
                )  # fmt: skip


_POINTS = Pattern(
    r"[由从](?:上年|20\d\d年)?(?:度|的)*(?P<a>\d+(?:\.\d+)?)%[^。;\d%]{0,8}?(?:到|至|为)(?P<b>\d+(?:\.\d+)?)%[,，]?[^。;\d%]{0,4}?"
    r"(?P<way>提高|上升|增加|下降|降低|减少)(?:了)?(?P<gap>\d+(?:\.\d+)?)个百分点"
)


def points_between_rates_are_their_difference(case: Case) -> Iterator[Remark]:
    """由85%提高到93%，提高8个百分点."""
    for sentence in case.report.sentences:
        for found in _POINTS.finditer(sentence.text):
            exact = abs(Decimal(found["b"]) - Decimal(found["a"]))
            if exact != Decimal(found["gap"]):
                yield remark(
                    MoneyCode.GROWTH, sentence.at(found.span("gap")), what=f"{found['way']}幅度",
                    claim=f"{found['gap']}个百分点", against=f"{plain(exact)}个百分点",
                    arithmetic=f"{found['b']}%与{found['a']}%相差{plain(exact)}个百分点",
                )  # fmt: skip


def an_amount_in_two_units_is_one_amount(case: Case) -> Iterator[Remark]:
    """11.5万元（115000元）."""
    for sentence in case.report.sentences:
        for found in _BOTH.finditer(sentence.text):
            if found["ua"] == found["ub"]:
                continue
            a = decimal(found["a"]) * SCALE[found["ua"]]
            b = decimal(found["b"]) * SCALE[found["ub"]]
            places = max(
                Decimal("0.5") * SCALE[found[unit]].scaleb(-places_of(found[number]))
                for number, unit in (("a", "ua"), ("b", "ub"))
            )
            if abs(a - b) > places:
                yield remark(
                    MoneyCode.BOTH_UNITS, sentence.at(found.span()),
                    claim=found["a"] + found["ua"], against=found["b"] + found["ub"],
                )  # fmt: skip


def people_times_the_rate_is_the_sum(case: Case) -> Iterator[Remark]:
    """115名…，每人1000元，共11.5万元; where months or times are named, nothing is said."""
    for sentence in case.report.sentences:
        for found in _PRODUCT.finditer(sentence.text):
            if _TIMES.search(sentence.text):
                continue
            count = decimal(found["n"]) * (10000 if found["wan"] else 1)
            each = decimal(found["each"]) * SCALE[found["ue"]]
            total = decimal(found["all"]) * SCALE[found["ua"]]
            ulp = SCALE[found["ua"]].scaleb(-places_of(found["all"]))
            if abs(count * each - total) > ulp / 2:
                yield remark(
                    MoneyCode.PRODUCT, sentence.at(found.span("all")),
                    claim=found["all"] + found["ua"],
                    arithmetic=f"{plain(count)}×{found['each']}{found['ue']}＝{money(count * each)}",
                )  # fmt: skip


_TIMES = Pattern(r"每月|\d+个?月|每[次天日季年]|\d+[次天]|标准不同|分档|不等")


def survey_figures_fit_each_other(case: Case) -> Iterator[Remark]:
    """发放100份，收回95份，有效90份，回收率95%，有效率94.74%."""
    for line in case.report.prose:
        sent, back, valid = (_count(line, pattern) for pattern in (_SENT, _BACK, _VALID))
        for less, more, what, other in (
            (back, sent, "收回问卷", "发放问卷"), (valid, back or sent, "有效问卷", "收回问卷"),
        ):  # fmt: skip
            if less and more and less[0] > more[0]:
                yield remark(
                    MoneyCode.SURVEY_COUNT, (line, less[1], less[2]), what=what, other=other,
                    claim=f"{less[0]}份", against=f"{more[0]}份",
                )  # fmt: skip
        yield from _survey_rate(line, _BACK_RATE, "回收率", back or valid, (sent,))
        yield from _survey_rate(line, _VALID_RATE, "有效率", valid, (back, sent))


Counted = tuple[int, int, int]


def _count(line: Line, pattern: Pattern) -> Counted | None:
    found = pattern.search(line.text)
    return (int(found["n"]), found.start("n"), found.end("n")) if found else None


def _survey_rate(
    line: Line,
    pattern: Pattern,
    what: str,
    part: Counted | None,
    wholes: Sequence[Counted | None],
) -> Iterator[Remark]:
    found = pattern.search(line.text)
    known = [whole[0] for whole in wholes if whole and whole[0]]
    if found is None or part is None or not known:
        return
    if any(agrees(Decimal(part[0]) / whole * 100, found["rate"]) for whole in known):
        return
    exact = plain(half_up(Decimal(part[0]) / known[0] * 100, 2))
    yield remark(
        MoneyCode.SURVEY_RATE, (line, *found.span("rate")), what=what, claim=f"{found['rate']}%",
        against=f"{exact}%", arithmetic=f"{part[0]}÷{known[0]}＝{exact}%",
    )  # fmt: skip


RULES: tuple[Rule, ...] = (
    a_closing_sum_is_the_sum_of_its_list,
    a_share_is_part_over_whole,
    growth_is_the_gap_over_the_base,
    growth_over_last_year_is_computed,
    points_between_rates_are_their_difference,
    an_amount_in_two_units_is_one_amount,
    people_times_the_rate_is_the_sum,
    survey_figures_fit_each_other,
)
