"""What was in the cells when the form was sent and is not there any more."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.findings import Finding
from xltools.judging.sent.roles import (
    Kind,
    Role,
    cells_of,
    found_again,
    meaning,
    named_rows,
    roles_of,
)
from xltools.judging.sent.rows import Paired, pair
from xltools.judging.sent.same import (
    both,
    folded,
    is_answered,
    is_blank,
    now_is,
    quoted,
    same,
    told,
)
from xltools.judging.sent.sheets import Printed, SheetPair
from xltools.model import CellValue, Indicator, Place, SelfEvaluation
from xltools.patterns import Pattern
from xltools.returns.codes.sent import SentCode
from xltools.snapshot import Position

_POINTS = Pattern(r"\d+(?:\.\d+)?(?=分)")
_SEAL = Pattern(r"[（(](?:盖章|公章|签章|印章|章)[）)]|[:：]?(?:盖章|公章)$")
_CODES: dict[Kind, SentCode] = {
    "points": SentCode.POINTS_CHANGED,
    "target": SentCode.TARGET_CHANGED,
    "budget": SentCode.BUDGET_CHANGED,
    "prefilled": SentCode.PREFILLED_CHANGED,
    "name": SentCode.NAME_CHANGED,
}
_MANY_LABELS = 10
"""With more of them changed it is another form, and one finding says so."""
_EXAMPLES = 3


class _Changed(Struct, frozen=True):
    """One cell that was printed or filled when it was sent, and says something else now."""

    spot: Position
    role: Role
    place: Place
    sent: str
    now: str


class Values:
    """One sheet's values, compared."""

    def __init__(self, sheets: SheetPair, sent: SelfEvaluation, came: SelfEvaluation) -> None:
        self.sheets, self.sent, self.came = sheets, sent, came
        self._roles: dict[Position, Role] = {}
        self._paired = Paired({}, ())

    def findings(self) -> Iterator[Finding]:
        """All that changed, top down, and the indicators that the unit added."""
        printed = self.sheets.printed()
        if self._is_untouched(printed):
            if self.sheets.form:
                sent = {each.row for each in named_rows(self.sent)}
                yield from self._added(r for r in named_rows(self.came) if r.row not in sent)
            return
        if self.sheets.form:
            self._roles = roles_of(self.sent)
            self._paired = pair(self.sent, self.came, self.sheets.alignment)
        rows: dict[int, list[tuple[Position, CellValue]]] = {}
        for spot, value in printed:
            rows.setdefault(spot[0], []).append((spot, value))
        labels: list[_Changed] = []
        for cells in rows.values():
            changed = [each for cell in cells if (each := self._look(*cell)) is not None]
            if self._is_gone(cells, changed):
                yield self._row_gone(changed)
                continue
            for each in changed:
                if each.role.kind in ("label", "level"):
                    labels.append(each)
                else:
                    yield self._finding(each)
        yield from _labels(labels)
        if self.sheets.form:
            yield from self._added(iter(self._paired.added))

    def _is_untouched(self, printed: Printed) -> bool:
        """True if every cell stands at its address and says what it said: nearly every form."""
        if self.sheets.span is not None:
            return False
        value = self.sheets.came.value
        return all(same(sent, value(*spot)) for spot, sent in printed)

    def _added(self, rows: Iterator[Indicator]) -> Iterator[Finding]:
        """Hints at the unit's own indicators, where the bureau had given some."""
        if not any(each.target.text for each in named_rows(self.sent)):
            return
        for each in rows:
            name = quoted(each.name.text or "")
            yield SentCode.INDICATOR_ADDED.at(each.name.place, each.name.label, name=name)

    # --- one cell

    def _look(self, spot: Position, value: CellValue) -> _Changed | None:
        """The cell as it is now, if it says something else."""
        role = self._roles.get(spot)
        if role is None:
            role = Role("label" if isinstance(value, str) else "prefilled", "表样")
        row = role.indicator
        if row is not None and row.row not in self._paired.rows and role.kind != "name":
            return None  # told once, at the name
        place, now = self._now(spot, role)
        if place is not None and same(value, now):
            return None
        if self._means_the_same(spot, value, role, now):
            return None
        sheet = self.sheets.came
        if place is None:
            alignment = self.sheets.alignment
            place = Place(sheet.name, alignment.expected(spot[0]), alignment.column(spot[1]))
            now = None
        shown = told(now, sheet, (place.row, place.column))
        return _Changed(spot, role, place, told(value, self.sheets.sent, spot), shown)

    def _now(self, spot: Position, role: Role) -> tuple[Place | None, CellValue]:
        """Where the cell is now and what it holds; None where its row is gone."""
        sheet, at = self.sheets.came, self.sheets.alignment.at(*spot)
        if role.indicator is not None:
            now = self._paired.rows.get(role.indicator.row)
            if now is None:
                return None, None
            cell = cells_of(now).get(role.key[1])
            column = self.sheets.alignment.column(spot[1])
            at = (now.row, column)
            if cell is not None and cell.raw is not None:
                at = (cell.place.row, cell.place.column)
        elif role.key and (at is None or is_blank(sheet.value(*at))):
            found = found_again(self.came, role.key)
            if found is not None:
                at = (found.place.row, found.place.column)
        return (None, None) if at is None else (Place(sheet.name, *at), sheet.value(*at))

    def _means_the_same(
        self, spot: Position, value: CellValue, role: Role, now: CellValue
    ) -> bool:
        """True if the reader finds the same in the form that came, whatever the cells look like."""
        if role.indicator is not None:
            row = self._paired.rows.get(role.indicator.row)
            return row is not None and _same_target(role, row)
        if role.key:
            other = found_again(self.came, role.key)
            if other is not None and (same(value, other.raw) or _is_sealed(value, other.raw)):
                return True
            wanted = meaning(found_again(self.sent, role.key))
            return wanted is not None and same(wanted, meaning(other))
        if not isinstance(value, str) or role.kind == "prefilled":
            return False
        if role.kind == "level":
            return self._is_level(spot, value)
        return isinstance(now, str) and is_answered(value, now)

    def _is_level(self, spot: Position, value: str) -> bool:
        """True if 一级指标 or 二级指标 stands anywhere in its column: a merged cell outlives its rows."""
        column = self.sheets.alignment.column(spot[1])
        first, last = self.sheets.span or (1, len(self.sheets.came.rows))
        cells = (self.sheets.came.value(row, column) for row in range(first, last + 1))
        return any(isinstance(each, str) and folded(each) == folded(value) for each in cells)

    # --- words

    def _is_gone(self, cells: Printed, changed: list[_Changed]) -> bool:
        """True if nothing is left of a row that no indicator stands in."""
        if any(self._roles.get(spot, _WORD).indicator for spot, _ in cells):
            return False
        left = [spot for spot, _ in cells if self._roles.get(spot, _WORD).kind != "level"]
        emptied = [each for each in changed if not each.now and each.role.kind != "level"]
        if len(emptied) < len(left) or not left:
            return False
        return len(left) > 1 or left[0][0] not in self.sheets.alignment.rows

    def _row_gone(self, changed: list[_Changed]) -> Finding:
        first = next(each for each in changed if not each.now)
        text = quoted("、".join(each.sent for each in changed if not each.now))
        return SentCode.ROW_GONE.at(first.place, first.role.label, text=text)

    def _finding(self, each: _Changed) -> Finding:
        role = each.role
        row = role.indicator
        if row is not None and row.row not in self._paired.rows:
            return self._indicator_gone(each, row)
        sent, now = both(each.sent, each.now)
        if role.kind == "name":
            return SentCode.NAME_CHANGED.at(each.place, role.label, sent=sent, now=now)
        return _CODES[role.kind].at(each.place, role.label, sent=sent, now=now_is(now))

    @staticmethod
    def _indicator_gone(each: _Changed, row: Indicator) -> Finding:
        points = row.points.value
        facts = [
            f"目标{row.target.text}" if row.target.text else "",
            f"{points.normalize():f}分" if points is not None else "",
        ]
        told_of = "，".join(fact for fact in facts if fact)
        return SentCode.INDICATOR_GONE.at(
            each.place, each.role.label, name=quoted(row.name.text or ""),
            told=f"（{told_of}）" if told_of else "",
        )  # fmt: skip


_WORD = Role("label", "")


def _is_sealed(sent: CellValue, now: CellValue) -> bool:
    """True if a unit only wrote beside its name where the seal goes."""
    return isinstance(sent, str) and isinstance(now, str) and same(sent, _SEAL.sub("", now))


def _same_target(role: Role, now: Indicator) -> bool:
    """True if the target is only written in another way: 不少于5人 for ≥5人."""
    assert role.indicator is not None
    if role.kind != "target" or now.target_value.kind in ("qualitative", "unreadable", "none"):
        return False
    one, other = role.indicator.target_value, now.target_value
    return (one.kind, one.comparator, one.value, one.upper, one.unit, one.start, one.end) == (
        other.kind, other.comparator, other.value, other.upper, other.unit, other.start, other.end,
    )  # fmt: skip


def _labels(changed: list[_Changed]) -> Iterator[Finding]:
    """Changed words of the form, each by itself as long as they are few."""
    words = []
    for each in changed:
        old, new = (_POINTS.findall(text) for text in (each.sent, each.now))
        if old and old != new and _POINTS.sub("", each.sent) == _POINTS.sub("", each.now):
            yield SentCode.POINTS_CHANGED.at(
                each.place, each.role.label, sent=each.sent, now=now_is(each.now)
            )
        else:
            words.append(each)
    if len(words) > _MANY_LABELS:
        examples = "、".join(f"“{quoted(each.sent)}”" for each in words[:_EXAMPLES])
        yield SentCode.LABELS_CHANGED.at(
            words[0].place, "表样", count=len(words), examples=examples
        )
        return
    for each in words:
        sent, now = both(each.sent, each.now)
        yield SentCode.LABEL_CHANGED.at(each.place, each.role.label, sent=sent, now=now_is(now))
