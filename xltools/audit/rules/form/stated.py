"""What a report says in words of all that was done and spent, against the form's numbers and notes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Form, Rule
from xltools.audit.claims.form.words import is_of_another_time, looks_ahead
from xltools.audit.claims.places import clause_start, sentence_span
from xltools.audit.claims.statements import place_of, things_in
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import amounts, is_completed, scored_rows, texts_of
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, make_line
from xltools.audit.rules.form.parts import parts_of
from xltools.audit.rules.form.shared import is_told, money, only_form
from xltools.check.context import target_words
from xltools.model import Entry, IndicatorScore
from xltools.patterns import Pattern

_DID = r"(?:完成|达标|达成|实现|达到(?:了)?(?:预期|年度|年初|既定|绩效)*(?:目标|要求|指标值|目标值))"
_WHAT = r"(?:绩效|三级|年度|年初|预期|设定|各项|考核|的)*(?:指标|目标|目标任务)"
_ALL_DONE = Pattern(
    rf"(?:全部|所有|各项|各个|每项|每个|全年)(?P<what>(?:产出|效益|满意度)?{_WHAT})(?:均|都|已经?|全部|全面|按[期时]|如期|圆满|顺利|超额)+{_DID}"
    rf"|(?<!其余)(?<!其他)(?<!\d个)(?:产出|效益|满意度)?{_WHAT}(?:均|都|已经?)*(?:全部|全都)(?:已经?|按[期时]|如期|圆满|顺利|超额)*{_DID}"
    rf"|(?:没有|无|不存在)(?:任何)?(?:未完成|没有完成|未达标|未达到)(?:的)?{_WHAT}"
    rf"|(?:产出|效益|满意度|数量|质量|时效|成本)类?指标(?:共|有)?\d{{1,2}}个(?:[,，][^,，。;]{{0,12}}?\d分)*[,，](?:已经?|均|都|全部)+完成(?=[,，。;]|$)"
    rf"|(?:全部|全面|圆满)完成了?(?:全部|所有|各项|年初)?{_WHAT}(?=[,，。;]|$)"
)
_PART = Pattern(r"产出|效益|满意度|数量|质量|时效|成本")
_BUT = Pattern(
    r"除|其余|其[他它]|大部分|基本|多数|部分|定量|定性|个别|确保|力争|努力|保证|如果|是否|预计"
)
_ALL_SPENT = Pattern(
    r"(?:资金|经费|预算|款项)(?:已经?|均|都|截至[^,，。;]{2,10}|年底|年内)*(?:全部|全额|足额)(?:已经?)?(?:支付|支出|使用|执行|用)(?:完毕|完成|完|到位)?(?=[,，。;]|$)"
    r"|(?<![如若])(?:无|没有|不存在|未形成|未产生)(?:任何)?(?:资金|预算)?(?:结余|剩余)(?:资金|情况|结转)*(?=[,，。;]|$)"
    r"|(?:全部|全额)(?:支付|支出|使用|执行)(?:完毕|完了)"
)
_OF_OTHERS = Pattern(
    r"上年|去年|以前年度|结转资金|其中|合同|标段|公司|[镇乡村](?:资金|级)|第[一二三四]|到位资金"
)


def all_is_done_only_if_the_form_says_so(case: Case) -> Iterator[Remark]:
    """全部指标均已完成 where the form has one that was missed."""
    for at, rows in case.once(_refuted):
        yield _missed(at, rows)


def is_refuted(case: Case, line: Line, start: int, end: int) -> bool:
    """True where the form says that not all is done: no other rule need say so of these words."""
    return any(
        at[0].index == line.index and start < at[2] and at[1] < end
        for at, _ in case.once(_refuted)
    )


def _refuted(case: Case) -> tuple[tuple[tuple[Line, int, int], list[IndicatorScore]], ...]:
    """Where all is said to be done, and the rows of the form that were missed."""
    form = only_form(case)
    if form is None:
        return ()
    missed = [row for row in scored_rows(form) if is_completed(row) == frozenset({False})]
    found = []
    for at in _claims(case, _ALL_DONE) if missed else ():
        line, start, end = at
        lead = line.text[clause_start(line.text, start) : end]
        rows = [] if _BUT.search(lead) else _of_part(case, lead, missed)
        if rows:
            found.append((at, rows))
    return tuple(found)


def _of_part(case: Case, words: str, missed: list[IndicatorScore]) -> list[IndicatorScore]:
    """Those of the part that the words name; all where they name none."""
    named = _PART.search(words)
    if named is None:
        return missed
    part = case.once(parts_of).get(named[0])
    own = {id(row) for row in part.rows} if part is not None else set()
    return [row for row in missed if id(row) in own]


def _missed(at: tuple[Line, int, int], rows: list[IndicatorScore]) -> Remark:
    first = rows[0].indicator
    more = f"等{len(rows)}个指标" if len(rows) > 1 else ""
    return remark(
        FormCode.NOT_ALL_DONE, at, claim=at[0].words(*at[1:]),
        against=f"“{first.name.text}”{more}没有完成：目标{target_words(first)}，实际{first.actual.text}",
        place=str(first.actual.place),
    )  # fmt: skip


def _claims(case: Case, pattern: Pattern) -> Iterator[tuple[Line, int, int]]:
    """Where such words stand as an account of the year."""
    for line in case.report.prose:
        if looks_ahead(line) or place_of(line) in ("aim", "advice"):
            continue
        for found in pattern.finditer(line.text):
            at = line, *found.span()
            start, _ = sentence_span(line, found.start())
            if not is_told(case, at) and not is_of_another_time(line, start, found.start()):
                yield at


def all_is_spent_only_if_the_form_says_so(case: Case) -> Iterator[Remark]:
    """资金全部执行完毕，无结余 where the form's money leaves a balance."""
    form = only_form(case)
    left = amounts(form, "balance") if form is not None else []
    for at in case.once(said_to_be_spent):
        yield remark(
            FormCode.NOT_ALL_SPENT, at, claim=at[0].words(*at[1:]),
            against=money(left[0].value), place=left[0].where,
        )  # fmt: skip


def said_to_be_spent(case: Case) -> tuple[tuple[Line, int, int], ...]:
    """Where all is said to be spent, and the form has a balance, however it is computed."""
    form = only_form(case)
    left = amounts(form, "balance") if form is not None else []
    if not left or any(each.value <= Decimal(0) for each in left):
        return ()
    return tuple(
        (line, start, end)
        for line, start, end in _claims(case, _ALL_SPENT)
        if not _OF_OTHERS.search(line.text[sentence_span(line, start)[0] : start])
    )


class _Denied(Struct, frozen=True):
    """没有按期投用: what the form says was not done, of which things, and where."""

    act: str
    words: str
    things: frozenset[str]
    entry: Entry


_NOT = Pattern(
    r"(?P<not>没有|尚未|未能|没能|仍未|还未|未|没)(?P<act>(?:按[期时]|如期|及时|全部|完全|全面|在)?[\u4e00-\u9fff]{2,10}?)(?=[,，。;、]|$)"
)
_DID_BEFORE = Pattern(
    r"(?<![未没不无])(?:已经?|均|都|全部|能够?|均能|都能|顺利|得以|得到)(?:已|均|都)?$"
)
_ACT = 3


def what_the_form_denies_was_not_done(case: Case) -> Iterator[Remark]:
    """信号灯已经按期投用 where the form's note says 信号灯没有按期投用."""
    form = only_form(case)
    denied = list(_denied(form)) if form is not None else []
    for line in case.report.prose if denied else ():
        if looks_ahead(line) or place_of(line) in ("aim", "advice"):
            continue
        for each in denied:
            at = _affirmed(line, each)
            if at is not None and not is_told(case, at):
                yield remark(
                    FormCode.DENIED, at, claim=line.words(*at[1:]), against=each.words,
                    place=str(each.entry.place),
                )  # fmt: skip
                break


def _denied(form: Form) -> Iterator[_Denied]:
    for entry in texts_of(form):
        if not entry.text:
            continue
        line = make_line(0, entry.text)
        for found in _NOT.finditer(line.text):
            begin = clause_start(line.text, found.start())
            things = things_in(line.text[begin : found.start()])
            if len(found["act"]) >= _ACT and things:
                words = line.words(begin, found.end()).strip()
                yield _Denied(found["act"], words, things, entry)


def _affirmed(line: Line, each: _Denied) -> tuple[Line, int, int] | None:
    """Where a line says that it was done, of one of the same things."""
    at = line.text.find(each.act)
    while at >= 0:
        begin = clause_start(line.text, at)
        said = _DID_BEFORE.search(line.text[begin:at])
        if said is not None and things_in(line.text[begin:at]) & each.things:
            return line, begin + said.start(), at + len(each.act)
        at = line.text.find(each.act, at + 1)
    return None


RULES: tuple[Rule, ...] = (
    all_is_done_only_if_the_form_says_so,
    all_is_spent_only_if_the_form_says_so,
    what_the_form_denies_was_not_done,
)
