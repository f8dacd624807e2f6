"""All that came of one project: what is taken, what is not and why, and which form counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from xltools.judging.told import tell
from xltools.returns.codes.matching import MatchCode
from xltools.returns.records import FindingRecord
from xltools.returns.rules import Counts, Refuse, Rules

_NONE = Decimal(-1)


class Awaited(Struct, frozen=True):
    """A project; without `listed` one that nobody awaits. `version` is the form's that was sent.

    "" or None is what nobody knows.
    """

    id: int
    listed: bool
    profile: str
    version: str
    year: int | None
    deadline: str


class Came(Struct, frozen=True):
    """A form that came, in the order of coming; `remarks` are what was found when it was matched."""

    id: int
    gone: bool
    matched: str
    path: str
    number: int
    modified: str
    sha256: str
    content: str
    profile: str
    version: str
    year: int | None
    filled: int
    indicators: int
    errors: int
    warnings: int
    score: Decimal | None
    remarks: tuple[FindingRecord, ...] = ()


class Judged(Struct, frozen=True):
    """What became of a form: the ledger's `standing`; `before` is the version to compare it with."""

    form: Came
    verdict: str
    late: bool
    code: str = ""
    reason: str = ""
    of: int | None = None
    counts: bool = False
    why: str = ""
    before: int | None = None
    told: tuple[FindingRecord, ...] = ()


def judge(project: Awaited | None, forms: Sequence[Came], rules: Rules) -> list[Judged]:
    """Judge the forms of one project, given in the order in which they came.

    Without a project they are forms that say nothing and have the same content.
    """
    firsts = _firsts(forms)
    found = [_judged(project, each, firsts[each.id], rules.refuse) for each in forms]
    taken = [each for each in found if each.verdict == "accepted"]
    counting = _counting([each for each in taken if project is not None], rules.counts)
    before = _before(found)
    return [_finished(each, taken, counting, rules.counts, before) for each in found]


def _firsts(forms: Sequence[Came]) -> dict[int, Came]:
    """Of every form the earliest that says the same, of those that are there."""
    by_content: dict[str, Came] = {}
    found = {}
    for each in sorted(forms, key=lambda form: form.gone):
        first = by_content.setdefault(each.content, each)
        if _is_mended(first, each):
            first = by_content[each.content] = each
        found[each.id] = first
    return found


def _is_mended(first: Came, form: Came) -> bool:
    """Whether a form that says the same was put right in what content does not show.

    A label changed back, a formula or the protection restored. In another format some of that
    cannot be known, so that fewer findings say nothing there.
    """
    same_format = _ending(first.path) == _ending(form.path)
    fewer = form.errors + form.warnings < first.errors + first.warnings
    return same_format and fewer and not form.gone


def _ending(path: str) -> str:
    return path.rpartition(".")[2].lower()


def _judged(project: Awaited | None, form: Came, first: Came, refuse: Refuse) -> Judged:
    """Judge one form; `first` is the earliest with its content, of those that are there."""
    late = _is_late(project, form)
    if form.gone:
        return Judged(form, "gone", late, of=first.id if first is not form else None)
    if first is not form:
        code = MatchCode.SAME_CONTENT
        if first.sha256 == form.sha256 and form.sha256 and first.path != form.path:
            code = MatchCode.SAME_BYTES
        told = tell("match", code, other=first.path)
        return Judged(form, "duplicate", late, told.code, told.message, first.id)
    remarks = []
    for told, refused in _wrong(project, form, refuse):
        if refused:
            return Judged(form, "refused", late, told.code, told.message.rstrip("。"))
        remarks.append(told)
    if late and project is not None:
        remarks.append(_late(project, form))
    return Judged(form, "accepted", late, told=(*form.remarks, *remarks))


def _wrong(
    project: Awaited | None, form: Came, refuse: Refuse
) -> Iterator[tuple[FindingRecord, bool]]:
    """What is wrong with a form that can be read, and whether it is refused for it."""
    if project is not None and project.listed:
        if project.year and form.year and project.year != form.year:
            told = tell("match", MatchCode.WRONG_YEAR, found=form.year, listed=project.year)
            yield told, refuse.wrong_year
        if project.profile and form.profile != project.profile:
            sure = bool(form.version)
            code = MatchCode.OTHER_FORM if sure else MatchCode.OTHER_LAYOUT
            told = tell("match", code, found=form.profile, listed=project.profile)
            yield told, sure and refuse.other_form
        elif form.version and project.version and form.version != project.version:
            told = tell(
                "match", MatchCode.WRONG_VERSION, found=form.version, listed=project.version
            )
            yield told, refuse.wrong_version
    if not form.filled:
        yield tell("match", MatchCode.EMPTY, count=form.indicators), refuse.empty


def _is_late(project: Awaited | None, form: Came) -> bool:
    deadline = project.deadline if project is not None else ""
    return bool(deadline) and form.modified[:10] > deadline


def _late(project: Awaited, form: Came) -> FindingRecord:
    came, due = form.modified[:10], project.deadline
    days = (date.fromisoformat(came) - date.fromisoformat(due)).days
    return tell("match", MatchCode.LATE, field="报送时间", found=came, deadline=due, days=days)


def _counting(taken: Sequence[Judged], rules: Counts) -> Judged | None:
    """The form that counts; None if none may."""
    able = [each for each in taken if rules.late or not each.late]
    if rules.without_errors:
        able = [each for each in able if not each.form.errors] or able
    if not able:
        return None
    if rules.order == "first":
        return able[0]
    if rules.order == "newest":
        return able[-1]
    best = max(_score(each) for each in able)
    return [each for each in able if _score(each) == best][-1]


def _score(judged: Judged) -> Decimal:
    return _NONE if judged.form.score is None else judged.form.score


def _before(found: Sequence[Judged]) -> dict[int, int]:
    """Of every version the one before it: what was taken, and what was there and is no more."""
    versions = [
        each.form.id
        for each in found
        if each.verdict == "accepted" or (each.verdict == "gone" and each.of is None)
    ]
    return dict(zip(versions[1:], versions, strict=False))


_LEADS = {"newest": "最后报来", "first": "最先报来", "best": "得分最高"}
_OTHER = {
    "newest": "另有报来更晚的一份",
    "first": "另有报来更早的一份",
    "best": "另有得分更高的一份",
}


def _finished(
    judged: Judged,
    taken: Sequence[Judged],
    counting: Judged | None,
    rules: Counts,
    before: dict[int, int],
) -> Judged:
    """The judgement with what only all forms together tell."""
    form, counts = judged.form, judged is counting
    earlier = before.get(form.id)
    if judged.verdict == "accepted":
        why = _why(judged, taken, counting, rules)
        of = earlier
    else:
        of = judged.of if judged.of is not None else earlier
        why = {
            "gone": "文件已不在原处，或已被新文件替换",
            "duplicate": "重复，按先报来的一份登记",
        }.get(judged.verdict, "没有收")
    return Judged(
        form, judged.verdict, judged.late, judged.code, judged.reason, of, counts, why,
        earlier, judged.told,
    )  # fmt: skip


def _why(
    judged: Judged, taken: Sequence[Judged], counting: Judged | None, rules: Counts
) -> str:
    if judged is counting:
        if len(taken) == 1:
            return "只有这一份"
        note = "没有错误的" if rules.without_errors and not judged.form.errors else ""
        note += "" if rules.late else "按时的"
        return f"{len(taken)} 份中{note}{_LEADS[rules.order]}的一份"
    if counting is None:
        return "逾期的不算" if judged.late and not rules.late else "不知道是哪个项目的"
    path = counting.form.path
    if judged.late and not rules.late:
        return f"逾期的不算，另有按时的一份：{path}"
    if rules.without_errors and judged.form.errors and not counting.form.errors:
        return f"有错误，另有没有错误的一份：{path}"
    return f"{_OTHER[rules.order]}：{path}"
