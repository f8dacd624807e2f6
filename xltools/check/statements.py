"""What the texts of a form say in figures against its table (check 51), and against its dates."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.check.context import Context, Rule, is_satisfaction, says, show, target_words
from xltools.check.money import amount_of
from xltools.check.totals import typed_total
from xltools.codes import Code
from xltools.decimals import half_up, plain
from xltools.findings import Finding
from xltools.model import Entry
from xltools.patterns import Pattern
from xltools.widths import one_width

_RATE = Pattern(r"(?:预算|资金|全年|项目)?执行率(?:为|达到?|是|约)?(?P<number>\d+(?:\.\d+)?)%")
_SCORE = Pattern(
    r"(?:自评|绩效|综合|最终)(?:总分|得分|总得分|评分结果)(?:为|是|达)?(?P<number>\d+(?:\.\d+)?)分"
)
_OUTTURN = Pattern(
    r"(?:(?:全年|年度|累计|总)(?:实际)?(?:执行|支出|支付)(?:数|总额|金额|资金)?|执行金额)(?:为|是|共|合计)?(?P<number>\d+(?:\.\d+)?)万元"
)
_BUDGET = Pattern(
    r"(?:(?:全年|年度|项目)(?:总)?预算(?:数|总额|金额|资金|安排)?|预算金额)(?:为|是|共)?(?P<number>\d+(?:\.\d+)?)万元"
)
_SATISFIED = Pattern(r"满意[度率](?:为|达到?了?|是)?(?P<number>\d+(?:\.\d+)?)%")
_REST = Pattern(r"(?:剩余|结余|未支付)(?:的)?(?P<number>\d+(?:\.\d+)?)%的?(?:预算|资金)")
_FIGURE = Pattern(r"\d(?:%|分|万元)")
"""What every statement has in it."""

_OTHER_YEAR = ("上年", "去年", "下年", "历年", "往年", "明年")


def texts_repeat_the_table(context: Context) -> Iterator[Finding]:
    """Rate, money, score and satisfaction are in the texts what they are in the table (51).

    Compared as exactly as the text writes them: 97.6% is 97.63%. A clause about another
    year, or one that names the whole's parts, is not compared.
    """
    entries = [each for each in _entries(context) if _may_state(_solid(context, each))]
    stated = "\n".join([_solid(context, each) for each in entries])
    facts = list(_facts(context, stated)) if entries else []
    for entry in entries:
        text = _solid(context, entry)
        here = [fact for fact in facts if fact[1] in text]
        for clause in _clauses(text) if here else ():
            for what, word, pattern, values, unit in here:
                for found in pattern.finditer(clause) if word in clause else ():
                    if says(clause, _OTHER_YEAR):
                        continue
                    if not _is_one_of(found["number"], values, cut=pattern is not _REST):
                        yield Code.STATEMENT_DIFFERS.at(
                            entry.place, entry.label, label=entry.label, what=what,
                            stated=found["number"] + unit,
                            table="、".join(show(value) + unit for value in values),
                        )  # fmt: skip


def _may_state(text: str) -> bool:
    """True if there is a figure as statements have them."""
    sign = "%" in text or "分" in text or "万元" in text
    return sign and _FIGURE.search(text) is not None


def _solid(context: Context, entry: Entry) -> str:
    """A text in one width and without blanks."""
    return context.solid(entry)


def _clauses(text: str) -> list[str]:
    """The sentences of a text."""
    for mark in "；;\n":
        text = text.replace(mark, "。")
    return text.split("。")


def _entries(context: Context) -> Iterator[Entry]:
    """The goal's result and the explaining texts; the goal itself speaks of the plan."""
    for key, entry in context.evaluation.fields.items():
        if key.startswith("objective_achieved") and entry.text:
            yield entry
    yield from (entry for _, entry in context.texts() if entry.text)


def _facts(
    context: Context, stated: str
) -> Iterator[tuple[str, str, Pattern, list[Decimal], str]]:
    """What `stated` may state, a word of it, how it is written, which values are right, the unit.

    The amounts of parts and of both budgets are right as well: a text may mean any of them.
    """
    rate = context.scores.execution.rate
    if rate is not None and ("执行率" in stated or "资金" in stated):
        rates = list(dict.fromkeys([rate, *_line_rates(context)]))
        yield (
            "执行率",
            "执行率",
            _RATE,
            list(dict.fromkeys(half_up(r * 100, 4) for r in rates)),
            "%",
        )
        rests = [half_up(100 - each * 100, 4) for each in rates]
        yield "剩余资金比例", "资金", _REST, list(dict.fromkeys(rests)), "%"
    for what, word, pattern, keys in (
        ("执行数", "元", _OUTTURN, ("outturn",)),
        ("预算数", "预算", _BUDGET, ("revised_budget", "original_budget", "received")),
    ):
        if word not in stated:
            continue
        values = [value for key in keys if (value := amount_of(context, key))]
        values += [
            value
            for line in context.evaluation.funding.values()
            for key in keys
            if (value := line.value(key))
        ]
        if values:
            yield what, word, pattern, list(dict.fromkeys(values)), "万元"
    if "分" in stated:
        typed = typed_total(context)
        totals = [typed.value if typed else None, context.scores.total]
        known = list(dict.fromkeys(value for value in totals if value is not None))
        if known:
            yield "总分", "分", _SCORE, known, "分"
    if "满意" not in stated:
        return
    asked = [
        row.actual_value.value
        for row in context.evaluation.indicators
        if row.actual_value.unit == "%" and row.actual_value.value and is_satisfaction(row)
    ]
    if asked:
        yield "满意度", "满意", _SATISFIED, list(dict.fromkeys(asked)), "%"


def _line_rates(context: Context) -> Iterator[Decimal]:
    for computed in context.scores.funding.values():
        rate = computed.get("rate")
        if rate is not None:
            yield rate


def _is_one_of(written: str, values: list[Decimal], *, cut: bool) -> bool:
    number = Decimal(written)
    places = len(written.partition(".")[2])
    return any(
        number in (value, half_up(value, places)) or (cut and number == _cut(value, places))
        for value in values
    )


def _cut(value: Decimal, places: int) -> Decimal:
    """The value with the further digits cut off, as many write it."""
    return Decimal(plain(value // Decimal(1).scaleb(-places) * Decimal(1).scaleb(-places)))


_DUE = Pattern(
    r"(?P<month>\d{1,2})月(?:份|底|前)*(?:完成|通过)?(?P<what>[^\d;；,，。、]{4,20})"
)
_DONE = Pattern(r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月")
_VERBS = ("完成", "通过", "举行", "组织", "开展", "进行", "召开")


def texts_keep_the_deadlines(context: Context) -> Iterator[Finding]:
    """A text that puts a promised step into a later month than the target tells of a delay (33)."""
    year = context.evaluation.year
    for row in context.measured():
        indicator = row.indicator
        dated = indicator.target_value.kind == "date"  # judged by its own actual
        if (
            indicator.subcategory != "timeliness"
            or dated
            or "月" not in target_words(indicator)
        ):
            continue
        target = one_width(indicator.target.text or "")
        steps = [(int(f["month"]), _bare(f["what"])) for f in _DUE.finditer(target)]
        entries = [*_entries(context), indicator.deviation_note]
        for entry in dict.fromkeys(entries):
            for clause in _clauses(_solid(context, entry)):
                for due, what in steps:
                    done = _DONE.search(clause)
                    if len(what) < 4 or what not in clause or not done:
                        continue
                    if done["year"] and year and int(done["year"]) != year:
                        continue
                    if due < int(done["month"]) <= 12:
                        yield Code.LATE_BY_TEXT.at(
                            entry.place, entry.label, due=due, what=what, label=entry.label,
                            done=int(done["month"]), text=clause.strip()[:40],
                        )  # fmt: skip


def _bare(what: str) -> str:
    """专家评审 of 完成专家评审, so that another verb does not hide it."""
    for verb in _VERBS:
        what = what.removeprefix(verb)
    return what.strip()


RULES: tuple[Rule, ...] = (texts_repeat_the_table, texts_keep_the_deadlines)
