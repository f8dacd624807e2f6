"""One returned form held against the form that was sent out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xltools.anchors import Identity
from xltools.findings import Finding, in_order
from xltools.hazards import HazardCode
from xltools.hosts.examine import Examined
from xltools.hosts.file import Opened
from xltools.judging.sent.conceal import Side, concealed, judged_sheets, unprotected
from xltools.judging.sent.formulas import lies, overwritten
from xltools.judging.sent.sheets import SheetPair, beside, counterpart, pairs
from xltools.judging.sent.values import Values
from xltools.model import Place
from xltools.package.concealed import what_is_shown
from xltools.package.contrast import Shown
from xltools.read.identity import identity_marks
from xltools.returns.codes.sent import SentCode

_NOTHING = Shown()
_ONE_SHEET = ("csv", "html")


def held_against(sent: Opened | None, came: Opened, index: int) -> list[Finding]:
    """What was changed, removed or concealed in form `index` of a file; its cells are those of the file.

    Without the form that was sent, or where it is another one (another profile, version or copy),
    only what is concealed is judged.
    """
    form = came.forms[index]
    old = _of_the_same(sent, came, form) if sent is not None else None
    if sent is None or old is None:
        return in_order(_new(_hidden(came, index), form), form.evaluation.sheet)
    couples = list(pairs(sent, old, came, index))
    found = [*_compared(couples, old, form, came), *_missing(sent, old, came, index)]
    found += _shown(sent, came, couples, form)
    return in_order(_new(found, form), form.evaluation.sheet)


def _new(found: Iterable[Finding], form: Examined) -> Iterator[Finding]:
    """The findings but for what the form's own say already: a result that lies, a hidden sheet."""
    lying = {each.place for each in form.findings if each.code is HazardCode.RESULT_LIES}
    hidden = {
        each.place.sheet
        for each in form.findings
        if each.code is HazardCode.FORM_HIDDEN and each.place is not None
    }
    for each in found:
        is_lie = each.code is SentCode.RESULT_LIES and each.place in lying
        sheet = each.place.sheet if each.place else ""
        if not is_lie and not (each.code is SentCode.SHEET_HIDDEN and sheet in hidden):
            yield each


def _of_the_same(sent: Opened, came: Opened, form: Examined) -> Examined | None:
    """The sent form of which this one is a copy; None if it is a copy of none."""
    old = next((each for each in sent.forms if each.profile.id == form.profile.id), None)
    if old is None or form.evaluation.foreign:
        return old
    before, after = _marks(sent, old), _marks(came, form)
    for one, other in (
        ({mark.version for mark in before}, {mark.version for mark in after}),
        ({m.copy for m in before if m.copy}, {m.copy for m in after if m.copy}),
    ):
        if one and other and not one & other:
            return None
    return old


def _marks(file: Opened, form: Examined) -> list[Identity]:
    """What a file says of itself in its hidden places."""
    marks = identity_marks(file.workbook.snapshot)
    return [each for each in marks if each.profile == form.profile.id]


def _compared(
    couples: list[SheetPair], old: Examined, form: Examined, came: Opened
) -> Iterator[Finding]:
    for each in couples:
        yield from Values(each, old.evaluation, form.evaluation).findings()
        yield from overwritten(each, came.workbook.kind)
        yield from lies(each, came.workbook.kind)


def _missing(sent: Opened, old: Examined, came: Opened, index: int) -> Iterator[Finding]:
    """Sheets that are gone from a workbook of ours; a form that was copied elsewhere comes without."""
    form = came.forms[index].evaluation
    if index or form.foreign or came.workbook.kind in _ONE_SHEET:
        return
    before, after = sent.workbook.snapshot, came.workbook.snapshot
    for sheet in beside(sent, old):
        if counterpart(sheet, before, after) is None:
            place = Place(form.sheet, 1, 1)
            yield SentCode.SHEET_GONE.at(place, "工作表", sheet=sheet.name)


def _shown(
    sent: Opened, came: Opened, couples: list[SheetPair], form: Examined
) -> Iterator[Finding]:
    """What is hidden now and was not, and where the protection is off."""
    before = what_is_shown(sent.workbook, {each.sent.name for each in couples})
    after = what_is_shown(came.workbook, {each.came.name for each in couples})
    sides = [
        Side(
            each.came,
            after.get(each.came.name, _NOTHING),
            each,
            before.get(each.sent.name, _NOTHING),
            each.span,
        )
        for each in couples
    ]
    for side in sides:
        yield from concealed(side, form.evaluation)
    yield from unprotected(sides)


def _hidden(came: Opened, index: int) -> Iterator[Finding]:
    """What is hidden, where nobody knows what was sent."""
    form = came.forms[index].evaluation
    sheets = judged_sheets(came.workbook.snapshot, form, alone=index == 0)
    shown = what_is_shown(came.workbook, {sheet.name for sheet in sheets})
    for sheet in sheets:
        span = form.area if sheet.name == form.sheet else None
        yield from concealed(Side(sheet, shown.get(sheet.name, _NOTHING), span=span), form)
