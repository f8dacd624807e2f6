"""Claims with labels: “X”指标：预期指标值为…，实际完成…，完成率…; X44人，与预期目标一致，得2分.

Labels are found first. Those that follow one another belong to one claim; words between two of
them are the name of the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from xltools.audit.claims.indicators.labels import LABELS
from xltools.audit.claims.indicators.levels import Level, Opened, is_lead_in, level_at, level_in
from xltools.audit.claims.indicators.names import tidy
from xltools.audit.claims.indicators.record import IndicatorClaim, Said, Style
from xltools.audit.claims.indicators.tails import fitting, read_tail
from xltools.audit.report import Line
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.value import align, parse_value

_VALUE = Pattern(r"(?:[^,，;；。:]|(?<=\d),(?=\d{3}(?!\d)))*")
_NUMBER = Pattern(r"\d+(?:\.\d+)?(?:%|分)?")
_LONGEST_NAME, _LONGEST_VALUE = 45, 40
_TRAILING = Pattern(
    r"(?P<name>.*?)(?:(?:均|全部|已|共|共计|达到了?|达|为|是|:)*)"
    r"(?P<value>(?:20\d\d年)\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?(?:完成)?"
    r"|(?:[≥≤=<>]+|大于等于|小于等于|不低于|不少于|不超过|约)?\d[\d,.]*(?:\([^()]{1,8}\)|[^\d,，;。:()]{0,6})(?:以上|以内|以下)?)"
)
_JUDGED = Pattern(r"根据评分标准|评分标准|不扣分|扣\d|得分")
_NO_INDICATOR = Pattern(
    r"得分$|分数$|总分$|总体|整体|三级|二级|一级|各项|所有|全部指标|绩效(?:目标|指标)|^指标|预算|资金(?:支付|支出|使用)?$|项目$|年度目标|阶段性$|投资$|任务$|评价(?:总)?得分|综合"
)


class _Draft(Struct):
    """Labels that belong together, and the words before them."""

    start: int
    words: str
    labels: list[tuple[str, int, int]]
    """Kind of label, start and end of its value."""
    end: int


def labelled_in(line: Line, opened: Opened) -> Iterator[IndicatorClaim]:
    """Yield the claims of one line of prose; `opened` are the 二级指标 of its parts."""
    drafts = list(_drafts(line.text))
    for number, draft in enumerate(drafts):
        claim = _claim(line, draft, level_at(opened, draft.start + len(draft.words)))
        if claim is not None:
            yield _with_tail(claim, _tail_end(line.text, draft, drafts[number + 1 :]))


def _tail_end(text: str, draft: _Draft, later: Sequence[_Draft]) -> int:
    """Where the sentence of a claim ends, or the name of the next begins."""
    stop = _STOP.search(text[draft.end :])
    end = draft.end + stop.start() if stop else len(text)
    if later and later[0].start + len(later[0].words) < end:
        label = later[0].start + len(later[0].words)
        end = max(text.rfind(",", draft.end, label), draft.end)
    return end


_STOP = Pattern(r"[。;!]")
_ON_TIME = Pattern(r"按[期时]|如期|提前")


def _with_tail(claim: IndicatorClaim, end: int) -> IndicatorClaim:
    """The claim with what the rest of its sentence says: the figure, whether it was reached."""
    begin = claim.target.end if claim.target else claim.start
    tail = read_tail(claim.line, begin, end)
    actual = claim.actual
    if claim.target is not None:
        actual = fitting(claim.line, claim.target, actual, end, claim.name)
    called = tail.called
    if called and claim.target and claim.target.value.kind != "date":
        words = claim.line.text[slice(*called)]
        called = (
            None if _ON_TIME.match(words) else called
        )  # 3个按期完工 is no verdict on a rate
    return replace(
        claim, actual=actual, called=called and (claim.line, *called),
        owned=claim.owned or tail.owned,
    )  # fmt: skip


def _drafts(text: str) -> Iterator[_Draft]:
    current: _Draft | None = None
    before = 0
    for found in LABELS.finditer(text):
        if found.start() < before:
            continue
        kind = str(found.lastgroup)
        between = text[before : found.start()]
        begin = _name_start(text, before, found.start())
        words = text[begin : found.start()].strip(",，:、;；。的”“ ")
        known = {label for label, _, _ in current.labels} if current else set()
        follows = not words or _is_filler(words) or _goes_on(kind, known, between)
        if kind in ("actual", "loose") and current and {"target", "actual"} <= known:
            again = follows and not set("。;；“") & set(between)
            if again:  # 实际4个工程中3个按期完工，实际75.00%: the tail tells which
                before = current.end = found.end()
                continue
        if kind == "loose" and not (follows and "target" in known and "actual" not in known):
            continue
        if current is None or "。" in between or not follows or kind in known:
            if current is not None:
                yield current
            current = _Draft(begin, text[begin : found.start()], [], found.end())
        start, end = _value_span(text, found, kind)
        if kind == "loose" and not _DIGIT.search(text[start:end]):
            kind = "same"  # 实际按该标准发放
        kind = {"bare": "target", "loose": "actual"}.get(kind, kind)
        current.labels.append((kind, start, end))
        before = current.end = max(end, found.end())
    if current is not None:
        yield current


def _name_start(text: str, first: int, last: int) -> int:
    """Where the name before a label begins: behind the last stop, or at the quotation mark."""
    quoted = _QUOTED.search(text[first:last])
    if quoted is not None:
        last = first + quoted.start()
    start = max(text.rfind(mark, first, last) for mark in "。;；!") + 1
    return max(start, first)


def _goes_on(kind: str, known: set[str], between: str) -> bool:
    """True for a label that closes a claim, whatever words stand before it in the sentence.

    A target or result of two parts has a comma inside: 完成1部宣传片,2套方案，完成率100%.
    """
    if set("。;；“") & set(between):
        return False
    return (kind in ("actual", "same", "beyond", "below") and "target" in known) or (
        kind in ("rate", "score", "points") and not known.isdisjoint(("actual", "target"))
    )


def _is_filler(words: str) -> bool:
    return _FILLER.fullmatch(words) is not None


_FILLER = Pattern(
    r"(?:根据评分标准|按照评分标准|该(?:项)?指标|不扣分|此项|本项|其中|全部|已|达标|超额完成|完成|故|因此|[,，、:;(（)”“]|且|并)*"
)


def _value_span(text: str, found: re.Match[str], kind: str) -> tuple[int, int]:
    start = found.end()
    if kind in ("same", "beyond", "below"):
        return start, start
    if kind == "loose":
        noun = _NOUN.match(text, start)
        start = noun.end() if noun else start
    if kind in ("points", "score", "rate"):
        number = _NUMBER.match(text, start)
        return start, number.end() if number else start
    stop = _VALUE.match(text, start)
    end = stop.end() if stop else start
    label = next((e for e in LABELS.finditer(text[start:end]) if e.lastgroup != "bare"), None)
    return start, start + label.start() if label else end


_NOUN = Pattern(r"[\u4e00-\u9fff/]{0,12}?(?:为|达到?|是|:)?(?=[\d≥≤])")


def _claim(line: Line, draft: _Draft, level: Level | None) -> IndicatorClaim | None:
    spans = {kind: (start, end) for kind, start, end in reversed(draft.labels)}
    known = level if level and level.subcategory else None
    style = _style(spans.keys(), draft.words, known)
    if style is None:
        return None
    head: tuple[int, int] | None = None
    if style == "labelled":
        name, lead = _name(draft.words)
    else:
        name, head, lead = _split(draft.words)
        if head is None and spans.keys().isdisjoint(("same", "score")):
            return None  # 项目达到了预期目标
    if not draft.words.strip(",，:、;。的"):
        name = _name_before(line.text[: draft.start])
    if not _is_name(name):
        return None
    result = (draft.start + head[0], draft.start + head[1]) if head else spans.get("actual")
    target = _said(line, spans.get("target"), name, "target")
    if style == "labelled" and target is not None and result is None:
        name, result = _result_in_name(line, draft, name, target)
    if target is not None and len(target.words) > _LONGEST_VALUE:
        return None
    level = level_in("满意度") if "满意" in name else lead or level
    # 超出目标7个百分点 is no praise for what has a ceiling
    above = "beyond" in spans and not (target and target.value.kind == "at_most")
    start = draft.start + len(draft.words) - len(draft.words.lstrip(",，、;；。: "))
    return IndicatorClaim(
        line, start, draft.end, name, style,
        level.category if level else None, (level.subcategory or None) if level else None,
        level.words if level else "",
        target, _said(line, result, name, "actual"),
        _number(line, spans.get("rate")), _number(line, spans.get("points")),
        _number(line, spans.get("score")), "same" in spans or above,
    )  # fmt: skip


def _style(kinds: Set[str], words: str, level: Level | None) -> Style | None:
    """How the labels tell of an indicator; None where they tell of something else."""
    if "target" in kinds:
        return "labelled"
    if "actual" in kinds:  # 实际完成投资3456万元 stands in any sentence
        return "labelled" if _QUOTED.search(words) else None
    if not kinds.isdisjoint(("same", "beyond")):
        return "affirmed"
    judged = "score" in kinds and level is not None and _JUDGED.search(words)
    if judged or "below" in kinds:
        return "scored"
    return "labelled" if kinds == {"rate"} else None


def _is_name(name: str) -> bool:
    """True for words that may name an indicator; half a quotation does not."""
    fits = 2 <= len(name) <= _LONGEST_NAME and not set("“”") & set(name)
    return fits and _NO_INDICATOR.search(name) is None


def _name(words: str) -> tuple[str, Level | None]:
    """The name in the words before a label, and the 二级指标 that leads it in."""
    quoted = _QUOTED.search(words)
    if quoted is not None:
        return tidy(quoted[1]), None
    words = words.strip(",，、;；。: ")
    lead = None
    if ":" in words:
        first, _, rest = words.rpartition(":")
        if rest:
            lead, words = (level_in(first) if len(first) <= 20 else None), rest
    return tidy(words.rsplit(",", 1)[-1]), lead


def _result_in_name(
    line: Line, draft: _Draft, name: str, target: Said
) -> tuple[str, tuple[int, int] | None]:
    """Name and result where the result comes first: 学生满意度88.27%，目标90%."""
    found = _TRAILING.fullmatch(name)
    at = draft.words.rfind(name)
    if found is None or at < 0 or not found["name"] or found["name"][-1] in "第前约每":
        return name, None
    value = parse_value(found["value"], role="actual", name=found["name"])
    if not (value.is_numeric and value.unit) or align(target.value, value) is None:
        return name, None
    start = draft.start + at
    return tidy(found["name"]), (start + found.start("value"), start + found.end("value"))


_DIGIT = Pattern(r"\d")
TO_FILL = "待补充"
"""What a report of ours prints where nothing was filled in."""
_QUOTED = Pattern(r"“([^“”]+)”的?(?:(?:三级|这一|该)?指标)?的?[,，:]*$")


def _name_before(text: str) -> str:
    """The name where it is a sentence of its own: 建设充电桩。目标值:60个"""
    words = text.rstrip("。:;").rpartition("。")[2].rpartition(":")[2]
    fits = len(words) <= _SHORT_NAME and not _DIGIT.search(words) and not is_lead_in(words)
    return tidy(words) if fits else ""


_SHORT_NAME = 20


def _split(words: str) -> tuple[str, tuple[int, int] | None, Level | None]:
    """Name and place of the value in 保障职工人数(人)44人,…; without a value the whole clause."""
    begin = len(words) - len(words.lstrip(",，、;；。: "))
    colon = words.find(":", begin, begin + 20)
    level = level_in(words[begin:colon]) if colon > 0 else None
    begin = colon + 1 if level else begin
    first = _CLAUSE.match(words, begin)
    clause = first[0] if first else words[begin:]
    found = _TRAILING.fullmatch(clause)
    if found is None or not found["name"]:
        return tidy(clause), None, level
    value = begin + found.start("value"), begin + found.end("value")
    return tidy(found["name"]), value, level


_CLAUSE = Pattern(r"[^,，;。]+")


def _said(line: Line, span: tuple[int, int] | None, name: str, role: str) -> Said | None:
    if span is None or span[0] >= span[1] or TO_FILL in line.text[span[0] : span[1]]:
        return None
    start, end = span
    text = line.text[start:end]
    trimmed = text.strip("“”\"' ")
    start += text.find(trimmed) if trimmed else 0
    value = parse_value(trimmed, role="actual" if role == "actual" else "target", name=name)
    return Said(line, start, start + len(trimmed), value)


def _number(line: Line, span: tuple[int, int] | None) -> Said | None:
    if span is None or span[0] >= span[1]:
        return None
    start, end = span
    value = parse_value(line.text[start:end], role="actual")
    return Said(line, start, end, value) if isinstance(value, TypedValue) else None
