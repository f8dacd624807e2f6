"""Which indicator of the form a number of the prose speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from xltools.audit.case import Case
from xltools.audit.claims.form.naming import Naming, is_said_of_nothing_else
from xltools.audit.claims.form.sayings import Saying, find_sayings
from xltools.audit.claims.form.words import (
    is_of_a_part_of_the_year,
    is_of_another_time,
    looks_ahead,
)
from xltools.audit.claims.places import clause_start, sentence_span
from xltools.audit.report import Line, make_line
from xltools.audit.rules.form.rows import Row, rows_of
from xltools.audit.rules.form.shared import is_of_another_year, only_form
from xltools.patterns import Pattern

_OF_SOME = Pattern(
    r"每|人均|另[外有]|部分|抽[查检样取]|首批|第[一二三四五\d]|问卷|走访|访谈|剩余|其余|其[他它]|还有|原有|现有|累计建|至今"
)
_OF_EACH = Pattern(r"其中|分别")
_CHANGED = Pattern(r"下降|减少|降低|上升|增长|增加|提高|缩短")
_THEN = Pattern(r"[上去](?:一)?年(?:度)?(?:同期)?|同期")
_OF_PARTS = Pattern(
    r"(?:产出|效益|满意度|决策|过程|管理|投入|成本|时效|数量|质量|影响)(?:类|方面|情况)?(?:指标|得|共)|执行|总分|总得分|综合|合计"
)
_GOALS = Pattern(r"(?:目标(?:任务)?|计划|任务)(?:分别)?(?:是|为|:)|(?:^|[,，])(?:计划|拟)")
_RESULTS = Pattern(r"实际|完成情况|已|(?<!前)完成了")
_LEAD_IN = 16
_FAR = 400
"""Characters of a sentence before a number that are read."""
SURE = 0.6
"""So much of a name must be said."""


class Mention(Struct, frozen=True):
    """A number with the indicators that it may be of, likeliest first; `clear`: the words beside it
    say nothing of anything else. `goal`: its sentence sets goals.
    """

    saying: Saying
    rows: tuple[Row, ...]
    naming: Naming
    clear: bool
    goal: bool
    own: bool = False
    """The words beside it name the indicator; its sentence does not only speak of it."""


def find_mentions(case: Case) -> tuple[Mention, ...]:
    """The numbers of the prose that speak of indicators of the only form, of its year."""
    form = only_form(case)
    if form is None:
        return ()
    rows = rows_of(form)
    pers = [per for row in rows for unit in row.units if (per := unit.partition("/")[2])]
    found: list[Mention] = []
    last: Mention | None = None
    for each in case.of(find_sayings):
        start = max(sentence_span(each.line, each.start)[0], each.start - _FAR)
        if looks_ahead(each.line) or is_of_another_year(form, each.year):
            continue
        here = last if last is not None and _is_in(last.saying, each.line, start) else None
        if _is_elsewhere(each, start, here, pers):
            continue
        mention = _mention(rows, each, start, here)
        if mention is not None:
            found.append(mention)
            last = mention
    return tuple(found)


def _is_in(before: Saying, line: Line, start: int) -> bool:
    return before.line.index == line.index and before.start >= start


def _is_elsewhere(each: Saying, start: int, last: Mention | None, pers: Sequence[str]) -> bool:
    """True where the words speak of another time, of a part, of each, of a part's score."""
    text, own = each.line.text[start : each.start], each.before
    if _CHANGED.search(own):
        text = _THEN.sub("", text)
    lead = make_line(0, text)
    if is_of_a_part_of_the_year(lead, 0, len(text)) or is_of_another_time(lead, 0, len(text)):
        return True
    if _OF_EACH.search(text):
        return True
    own = each.line.text[start : each.start]
    own = own[clause_start(own, len(own)) :]
    for per in pers:
        own = own.replace(f"每{per}", "")
    since = each.line.text[last.saying.end if last else start : each.start]
    of_parts = each.unit == "分" and each.role != "lost" and _OF_PARTS.search(since)
    return bool(_OF_SOME.search(own) or of_parts)


def _mention(
    rows: Sequence[Row], each: Saying, start: int, last: Mention | None
) -> Mention | None:
    """By its own words; else what the sentence spoke of, where they say nothing else."""
    own = _matches(rows, each, each.around)
    goal = _sets_goals(each, start)
    if own and own[0][0].covered >= SURE:
        first = own[0][0]
        return Mention(
            each, tuple(row for _, row in own), first, not first.rest, goal, own=True
        )
    if own[0][0].rest if own else not is_said_of_nothing_else(each.around):
        return Mention(each, tuple(r for _, r in own), own[0][0], False, goal) if own else None
    if not own and last is not None:
        fitting = tuple(row for row in last.rows[:1] if row.fits(each, known=True))
        return Mention(each, fitting, last.naming, last.clear, goal) if fitting else None
    if own and last is not None and any(row is last.rows[0] for _, row in own):
        return Mention(each, last.rows[:1], last.naming, last.clear, goal)
    lead = _lead(each, last.saying.end if last else start, start)
    led = _matches(rows, each, f"{lead}{each.before}") if lead else []
    if led and (not own or led[0][0].covered > own[0][0].covered):
        return Mention(each, tuple(row for _, row in led), led[0][0], True, goal)
    return Mention(each, tuple(row for _, row in own), own[0][0], True, goal) if own else None


def _matches(rows: Sequence[Row], each: Saying, words: str) -> list[tuple[Naming, Row]]:
    """The rows that the words may name and whose unit fits, the likeliest first."""
    found = []
    for row in rows:
        naming = row.naming(words)
        if naming.letters and row.fits(each):
            found.append((naming, row))
    found.sort(key=lambda pair: (-pair[0].covered, -pair[0].letters))
    return found


def _lead(each: Saying, begin: int, start: int) -> str:
    """What stands before it in its sentence; else a short sentence before: （1）护栏。目标是86公里."""
    text = each.line.text
    if begin > start or text[start : each.begin].strip(",，:()"):
        return text[begin : each.begin]
    first, last = sentence_span(each.line, start - 1) if start > 1 else (0, 0)
    lead = text[first:last]
    return lead if len(lead) <= _LEAD_IN else ""


def _sets_goals(each: Saying, start: int) -> bool:
    lead = each.line.text[start : each.start]
    return bool(_GOALS.search(lead)) and not _RESULTS.search(lead)
