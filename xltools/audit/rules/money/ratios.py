"""Rates that two counts of the same sentence give, and amounts that are a count times a price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.amounts import SCALE
from xltools.audit.claims.money.tables import figure_of
from xltools.audit.claims.numbers import find_numbers, within
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Sentence
from xltools.audit.rules.money.amounts import money
from xltools.audit.rules.money.printed import agrees, decimal, places_of, wrong_rate
from xltools.decimals import half_up, plain
from xltools.patterns import Pattern

_UNIT = Pattern(
    r"(?:人次|人|名|户|个|项|件|份|批次|批|次|所|家|台套|台|套|辆|块|册|亩|公里|平方米|吨|场|期|处|条|座|页|株|头|只|起|天|村|间次|间|例|张|盏|吨|米)(?![均月/])"
)
_RATE = Pattern(
    r"(?P<what>[\u4e00-\u9fff]{0,8}率|[\u4e00-\u9fff]{0,8}满意度|占比)(?:为|达到?了?|是|约|[:,])*$"
)
_NOT = Pattern(
    r"执行率|回收率|有效率|到位率|增长率|下降率|得分率|资金|支出|预算|目标|不低于|≥|≤|上年|去年|比20"
)
_NEAR = Decimal(6)
_FALL = Pattern(
    r"(?:比|较)(?:上年|去年|20\d\d年|上一年)(?:的|同期)?[^。;\d]{0,8}?(?P<base>\d+(?:\.\d+)?)(?P<unit>[人起件次户例名个])[^。;\d]{0,4}?"
    r"(?P<way>增加|增长|减少|下降|降低|上升)(?:了)?(?P<gap>\d+(?:\.\d+)?)[人起件次户例名个][,，]?(?:同比)?(?:增长|下降|降低|上升|减少|增加)(?:了)?(?P<rate>\d+(?:\.\d+)?)%"
)
_PRICED = Pattern(
    r"(?P<all>\d[\d,]*(?:\.\d+)?)(?P<ua>万元|元)\((?:共|按)?(?P<n>\d[\d,]*)(?P<who>[人名户件个套台所份册期次])[^()\d]{0,6}?[,、]?"
    r"每(?P=who)(?:补助|补贴|发放|标准|平均)?(?P<each>\d[\d,]*(?:\.\d+)?)(?P<ue>元|万元)\)"
)
_TIMES = Pattern(
    r"(?P<n>\d[\d,]*)(?P<who>[人名户件个套台所份册])[×*x](?P<each>\d[\d,]*(?:\.\d+)?)(?P<ue>元|万元)"
    r"(?:/[人名户件个套台所份册])?=(?P<all>\d[\d,]*(?:\.\d+)?)(?P<ua>万元|元)"
)


class Counted(Struct, frozen=True):
    """A number of things: 357批次."""

    start: int
    end: int
    value: Decimal
    unit: str


def _counts(case: Case, sentence: Sentence, before: int) -> list[Counted]:
    line = sentence.line
    found = []
    for number in within(case.of(find_numbers)[line.index], sentence.start, before):
        unit = _UNIT.match(line.text, number.end)
        if unit is not None and not number.places:
            found.append(Counted(number.start, number.end, number.value, unit[0]))
    return found


def a_rate_is_part_over_all(case: Case) -> Iterator[Remark]:
    """抽检360批次，合格357批次，合格率99.17%: the two counts of one unit give the rate.

    Said only where exactly two counts could give it, and give something near: a rate of other
    things is far away.
    """
    last: Sentence | None = None
    for sentence in case.report.sentences:
        line = sentence.line
        before, last = (last if last and last.line is line else None), sentence
        numbers = within(case.of(find_numbers)[line.index], sentence.start, sentence.end)
        for number in numbers:
            if line.text[number.end : number.end + 1] != "%":
                continue
            label = line.text[sentence.start : number.start]
            named = _RATE.search(label)
            if named is None or _NOT.search(label[-24:]):
                continue
            counts = _counts(case, sentence, number.start)
            if len({each.value for each in counts}) == 1 and before is not None:
                counts = [*_counts(case, before, before.end), *counts]
            yield from _compared(line, number.start, number.end, named["what"], counts)


def _compared(
    line: Line, start: int, end: int, what: str, counts: Sequence[Counted]
) -> Iterator[Remark]:
    printed = line.text[start:end].replace(",", "")
    stated, places = Decimal(printed), places_of(printed)
    pairs = [
        (part, whole)
        for n, part in enumerate(counts)
        for whole in (*counts[:n], *counts[n + 1 :])
        if part.unit == whole.unit and 0 < part.value <= whole.value
    ]
    if any(agrees(part.value / whole.value * 100, printed) for part, whole in pairs):
        return
    known = {(part.value, whole.value) for part, whole in pairs if part.value != whole.value}
    values = len({each.value for each in counts})
    if values == 3 and "满意" in what and _is_survey(line, counts):
        known = {(counts[2].value, counts[1].value)}
    elif len(known) != 1 or values != 2:
        return
    part_value, whole_value = next(iter(known))
    exact = part_value / whole_value * 100
    if abs(exact - stated) > _NEAR:
        return
    shown = f"{plain(half_up(exact, max(places, 2)))}%"
    yield remark(
        MoneyCode.COUNT_RATIO, (line, start, end + 1), what=what, claim=f"{printed}%",
        against=shown, arithmetic=f"{plain(part_value)}÷{plain(whole_value)}＝{shown}",
    )  # fmt: skip


_DEGREES = Pattern(r"基本|比较|较|不|非常|一般")


def _is_survey(line: Line, counts: Sequence[Counted]) -> bool:
    """True for 发放300份，收回295份，其中满意281份: no other degree is told."""
    if len(counts) != 3 or len({each.unit for each in counts}) != 1:
        return False
    sent, back, content = counts
    told = line.text[back.end : content.start]
    falls = sent.value > back.value > content.value
    return falls and "满意" in told and _DEGREES.search(told) is None


_BOUNDED = Pattern(
    r"(?P<what>[\u4e00-\u9fff]{0,8}(?:满意度|满意率|合格率|达标率|覆盖率|及时率|准确率|回收率|有效率|出勤率|知晓率|入学率|参与率|优良率|完好率))(?:为|达到?了?|是|约|:)*"
    r"(?P<rate>\d{3}(?:\.\d+)?)%"
)


def a_bounded_rate_is_not_above_all(case: Case) -> Iterator[Remark]:
    """满意度103.5% cannot be."""
    for line in case.report.prose:
        for found in _BOUNDED.finditer(line.text):
            if Decimal(found["rate"]) > 100:
                start, end = found.span("rate")
                yield remark(
                    MoneyCode.SHARE_ABOVE_ALL, (line, start, end + 1), what=found["what"],
                    claim=f"{found['rate']}%",
                )  # fmt: skip


def a_fall_is_the_gap_over_the_base(case: Case) -> Iterator[Remark]:
    """比上年9起减少5起，下降55.56%."""
    for sentence in case.report.sentences:
        for found in _FALL.finditer(sentence.text):
            base, gap = Decimal(found["base"]), Decimal(found["gap"])
            if base:
                yield from wrong_rate(
                    MoneyCode.COUNT_RATIO, sentence, found, f"{found['way']}比例",
                    gap / base * 100, f"{plain(gap)}÷{plain(base)}",
                )  # fmt: skip


_FROM_TO = Pattern(
    r"[由从](?:上年|上个?[\u4e00-\u9fff]{2,4}|20\d\d年)?(?:度|的)*(?P<from>\d+(?:\.\d+)?)(?P<unit>[^\d,。;至到]{1,8}?)(?P<way>下降|降低|减少|上升|提高|增加|增长|降|升)[至到为]+(?:20\d\d年|今年|本年|现在)?(?:度|的)*"
    r"(?P<to>\d+(?:\.\d+)?)(?P=unit)[,，](?:同比)?(?:下降|降低|减少|上升|提高|增加|增长)(?:了)?(?P<rate>\d+(?:\.\d+)?)%"
)


def a_change_is_the_gap_over_the_first(case: Case) -> Iterator[Remark]:
    """由46微克下降到43微克，下降6.52%."""
    for sentence in case.report.sentences:
        for found in _FROM_TO.finditer(sentence.text):
            first, last = Decimal(found["from"]), Decimal(found["to"])
            if first:
                gap = f"{plain(max(first, last))}－{plain(min(first, last))}"
                yield from wrong_rate(
                    MoneyCode.COUNT_RATIO, sentence, found, f"{found['way']}比例",
                    abs(last - first) / first * 100, f"（{gap}）÷{plain(first)}",
                )  # fmt: skip


_MONTHLY = Pattern(
    r"(?P<n>\d[\d,]*)(?P<who>[人名户])[,，]?每(?P=who)每月(?:补助|补贴|发放|标准)?(?P<each>\d[\d,]*(?:\.\d+)?)(?P<ue>元|万元)[,，]?"
    r"(?:全年|一年|12个月)(?:共|合计|共计)?(?:发放|支出|补助|补贴|支付)?(?:资金)?(?P<all>\d[\d,]*(?:\.\d+)?)(?P<ua>万元|元)"
)


def a_priced_amount_is_count_times_price(case: Case) -> Iterator[Remark]:
    """24万元（20人，每人12000元）, 446件×1520元＝67.792万元; 59人，每人每月600元，全年42.48万元."""
    for sentence in case.report.sentences:
        for pattern, times in ((_PRICED, 1), (_TIMES, 1), (_MONTHLY, 12)):
            for found in pattern.finditer(sentence.text):
                count = decimal(found["n"]) * times
                each = decimal(found["each"]) * SCALE[found["ue"]]
                total = decimal(found["all"]) * SCALE[found["ua"]]
                ulp = SCALE[found["ua"]].scaleb(-places_of(found["all"]))
                if abs(count * each - total) <= ulp / 2:
                    continue
                yield remark(
                    MoneyCode.PRODUCT, sentence.at(found.span("all")),
                    claim=found["all"] + found["ua"],
                    arithmetic=f"{plain(count)}×{found['each']}{found['ue']}＝{money(count * each)}",
                )  # fmt: skip


_NOTE = Pattern(
    r"(?P<n>\d[\d,]*)(?P<who>人次|[人名户件个套台所份册期次])[,，、×*]?(?:人均|户均|每(?P=who)|单价|均价)?(?P<each>\d[\d,]*(?:\.\d+)?)(?P<ue>万元|元)(?:/(?P=who))?$"
)


def a_row_is_what_its_note_computes(case: Case) -> Iterator[Remark]:
    """工资 892.8 | 248人，人均3.60万元: the amount of a row is what its explanation multiplies."""
    for table in case.report.tables:
        money_column = next(
            (n for n, cell in enumerate(table.rows[0]) if _MONEY_HEAD.search(cell.text)), None
        )
        if money_column is None:
            continue
        scale = SCALE["元" if "(元)" in table.rows[0][money_column].text else "万元"]
        for row in table.rows[1:]:
            figure = figure_of(row[money_column], "outturn", scale)
            notes = [found for cell in row if (found := _NOTE.match(cell.text))]
            if figure is None or len(notes) != 1:
                continue
            found = notes[0]
            exact = decimal(found["n"]) * decimal(found["each"]) * SCALE[found["ue"]]
            if abs(exact - figure.value) > figure.ulp / 2:
                yield remark(
                    MoneyCode.PRODUCT, figure.at, claim=figure.line.raw.strip(),
                    arithmetic=f"{found['n']}×{found['each']}{found['ue']}＝{money(exact)}",
                )  # fmt: skip


_MONEY_HEAD = Pattern(r"金额|支出[数额(]|执行数|^支出$")


RULES: tuple[Rule, ...] = (
    a_rate_is_part_over_all,
    a_bounded_rate_is_not_above_all,
    a_fall_is_the_gap_over_the_base,
    a_change_is_the_gap_over_the_first,
    a_priced_amount_is_count_times_price,
    a_row_is_what_its_note_computes,
)
