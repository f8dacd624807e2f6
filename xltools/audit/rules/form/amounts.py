"""Money that a report tells of is the form's: 预算, 年初, 到位, 执行, 结余, 追加, 结转, each source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Form, Rule
from xltools.audit.claims.form.spoken import Kind, Meaning, meaning_of
from xltools.audit.claims.form.words import (
    is_of_a_part_of_the_year,
    is_of_another_party,
    is_of_another_time,
    looks_ahead,
)
from xltools.audit.claims.money.amounts import Amount, find_amounts
from xltools.audit.claims.money.scope import find_stated
from xltools.audit.claims.money.tables import find_funding
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import Known, amounts_of, amounts_of_parts, amounts_of_source
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.form.shared import (
    NAMES,
    is_of_another_year,
    is_told,
    money,
    only_form,
    own_names,
)
from xltools.patterns import Pattern

_FEWEST_PLACES = 2
"""So many places of 万元 are exact enough for a sentence (0.48 for 0.4812)."""
_FAR = Decimal("0.05")
"""约520万元 is not about 468.6万元."""


class Meant(Struct, frozen=True):
    """An amount of a report, what it may be, and the form's amounts that it may mean.

    `sure`: its words leave no choice. Else it is wrong only if the form has it nowhere.
    """

    amount: Amount
    kind: str
    known: tuple[Known, ...]
    sure: bool

    def agrees(self) -> bool:
        """True if the form has this amount there, or it is that one rounded."""
        return any(_is(self.amount, each) for each in self.known)


def amounts_meant(case: Case) -> tuple[Meant, ...]:
    """The amounts of the prose that speak of the form's project and year, each once."""
    form = only_form(case)
    if form is None:
        return ()
    names, stated = own_names(form), {each.at: each for each in case.of(find_stated)}
    amounts = {each.at: each for each in case.of(find_amounts)} | stated
    found = []
    for at, each in amounts.items():
        if is_of_another_year(form, each.year) or looks_ahead(each.line):
            continue
        meant = _meant(form, each, meaning_of(each, names), is_stated=at in stated)
        found += [meant] if meant else []
    return tuple(sorted(found, key=lambda m: (m.amount.line.index, m.amount.start)))


def _meant(form: Form, each: Amount, meaning: Meaning, *, is_stated: bool) -> Meant | None:
    """None for an amount of which nobody can say that it is the project's."""
    if meaning.source and not meaning.rest:
        return _of_source(form, each, meaning)
    kinds = meaning.kinds
    if is_stated and (each.line.kind == "cell" or not kinds):
        kinds = _PLAIN.get(each.role, ())
    if not kinds or _is_elsewhere(each, meaning) or not (is_stated or _is_plain(each, meaning)):
        return None
    if _is_of_part_of_year(each) and not {"budget", "original", "revised"} & set(kinds):
        return None
    known = [known for kind in kinds for known in amounts_of(form, kind)]
    if "received" in kinds and not known and meaning.wholly:
        known = amounts_of(form, "budget")
    if not known:
        return None
    sure = (
        len(kinds) == 1 and kinds[0] in _SURE and (is_stated or meaning.whole or _alone(each))
    )
    return Meant(each, kinds[0], tuple(known), sure)


_PLAIN: dict[str, tuple[Kind, ...]] = {
    "budget": ("budget",), "received": ("received",), "outturn": ("outturn",),
    "balance": ("balance",), "original": ("original",),
}  # fmt: skip
_SURE = ("original", "revised", "budget", "outturn", "balance", "raised", "cut", "received")


def _is_elsewhere(each: Amount, meaning: Meaning) -> bool:
    """True where its paragraph or sentence speaks of an item, a place, a party, another time."""
    if _LISTED.match(each.line.text):
        return True
    start, _ = sentence_span(each.line, each.start)
    if is_of_another_time(each.line, start, each.start):
        return True
    return not meaning.whole and is_of_another_party(each.line, start, each.start)


def _is_plain(each: Amount, meaning: Meaning) -> bool:
    """True where its own words name nothing but the whole."""
    return not (meaning.rest or each.part or each.role == "unit")


_LISTED = Pattern(
    r"^(?:\(?\d{1,2}\)?[.、)](?!\d)|[①-⑩])(?![^,。;]{0,14}(?:资金|预算|经费|支出|投入))"
)
"""2.护栏工程: what such a paragraph tells of is that item."""


def _is_of_part_of_year(each: Amount) -> bool:
    start, _ = sentence_span(each.line, each.start)
    return is_of_a_part_of_the_year(each.line, start, each.start)


def _alone(each: Amount) -> bool:
    """True where nothing stands before it in its paragraph but what tells of money, too."""
    before = each.line.text[: each.start]
    return not _OTHER_SUBJECT.search(before)


_OTHER_SUBJECT = Pattern(
    r"[\u4e00-\u9fff]{2,}(?:工程|设备|材料|活动|培训|补贴|补助|费)(?:支出|[,，:])"
)


def _of_source(form: Form, each: Amount, meaning: Meaning) -> Meant | None:
    """财政拨款430万元, 上年结转50万元: what the form has in that line, or of the whole."""
    here = amounts_of_source(form, meaning.source)
    start, _ = sentence_span(each.line, each.start)
    if not here or each.about or _is_of_part_of_year(each):
        return None
    if is_of_another_party(each.line, start, each.start):
        return None
    before = each.line.text[start : each.start].replace(each.label, "")
    if meaning.source != "carry_over" and is_of_another_time(each.line, start, each.start):
        return None
    if meaning.source == "carry_over" and _PAST.search(before):
        return None
    wanted = [_MEASURES[kind] for kind in meaning.kinds if kind in _MEASURES]
    first = [known for key, known in here if key in wanted]
    return Meant(each, meaning.source, (*first, *(known for _, known in here)), sure=False)


_PAST = Pattern(r"去年|上一年|往年|历年")
_MEASURES = {
    "outturn": "outturn", "original": "original_budget", "revised": "revised_budget",
    "received": "received", "balance": "balance", "budget": "revised_budget",
}  # fmt: skip


def amounts_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """Money of the whole project, and of its sources."""
    form = only_form(case)
    if form is None:
        return
    everywhere = set(amounts_of_parts(form))
    for kind in ("original", "granted", "balance", "raised", "cut"):
        everywhere |= {known.value for known in amounts_of(form, kind)}
    parts = amounts_of_parts(form)
    for meant in case.once(amounts_meant):
        each = meant.amount
        if meant.agrees() or is_told(case, each.at):
            continue
        if any(_is(each, Known(value, "")) for value in (parts if meant.sure else everywhere)):
            continue
        yield _amount(form, meant)


def _amount(form: Form, meant: Meant) -> Remark:
    each, known = meant.amount, meant.known[0]
    is_rounded = any(abs(each.value - one.value) <= each.ulp / 2 for one in meant.known)
    line = form.evaluation.funding.get(meant.kind)
    return remark(
        FormCode.AMOUNT_ROUNDED if is_rounded else FormCode.AMOUNT, each.at,
        what=NAMES.get(meant.kind) or _LEAD.sub("", line.label if line else ""),
        claim=each.words, against=money(known.value), place=known.where,
    )  # fmt: skip


def _is(each: Amount, known: Known) -> bool:
    """True if the amount is the form's as a sentence prints it; 约 leaves it some room."""
    off = abs(each.value - known.value)
    if each.about:
        return off <= max(each.ulp, known.value * _FAR)
    fine = Decimal(1).scaleb(-_FEWEST_PLACES)
    return off <= (each.ulp / 2 if each.ulp <= fine else Decimal(0))


def sources_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """A funding table prints the sources (财政拨款, 其他资金) as the form has them."""
    form = only_form(case)
    if form is None:
        return
    lines = {_label(each.label): each for each in form.evaluation.funding.values()}
    measures = {"budget": "revised_budget", "original": "original_budget"}
    for each in case.of(find_funding):
        line = lines.get(_label(each.label))
        measure = measures.get(each.role, each.role)
        cell = line.amounts.get(measure) if line and line.source != "total" else None
        if cell is None or cell.value is None or is_told(case, each.figure.at):
            continue
        if abs(cell.value - each.figure.value) > each.figure.ulp / 2:
            yield remark(
                FormCode.AMOUNT, each.figure.at, what=f"{each.label}的{NAMES[each.role]}",
                claim=each.figure.line.raw.strip(), against=money(cell.value),
                place=str(cell.place),
            )  # fmt: skip


_LEAD = Pattern(r"^其中[::]?|[\s:()]|\(.*?\)")


def _label(text: str) -> str:
    return _LEAD.sub("", text.replace("：", ":").replace("（", "(").replace("）", ")"))


def confirmed_amounts(case: Case) -> Sequence[Amount]:
    """The amounts that the form has just so."""
    return [meant.amount for meant in case.once(amounts_meant) if meant.agrees()]


RULES: tuple[Rule, ...] = (
    amounts_are_those_of_the_form,
    sources_are_those_of_the_form,
)
