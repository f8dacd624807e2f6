"""Forms filled in by the thousand: one is filled by the program, and its values are cut out.

The first project of a layout goes the long way: its form as sent, everything typed by
`apply_patch`, what is computed by `computed_cells`. Then each cell whose value differs from
project to project is cut out of the sheets, and every further project is pieces and values. What
goes in is reckoned here (`heap_projects`), not by the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from heap_projects import CENT, YEAR, Project
from msgspec import Struct

from xltools import anchors
from xltools.fill.cells import computed_cells
from xltools.hosts.examine import Examined, examine
from xltools.model import Indicator, Place
from xltools.package import Workbook, apply_patch, load_bytes
from xltools.package.cells import letters, number_text, text_xml
from xltools.package.zipfile_writer import rewrite
from xltools.profile import Profile, load_profile
from xltools.sending import FormMaker, copy_of
from xltools.sending.model import Value
from xltools.snapshot import CellWrite, Patch

NAME = Path("自评表.xlsx")
_SOURCES = ("total", "appropriation", "county")
_TEXTS = (
    "{label}：{unit}按照批复组织实施{name}（{code}），其中{row}目标{target}，实际{actual}，有关资料齐全。",
    "{name}的{label}由{unit}专人负责，档案（{code}）里{row}的合同和验收资料齐全，年末核定{actual}。",
    "{unit}就{name}的{label}建立周调度制度，台账（{code}）里{row}由{target}落实到{actual}。",
)

Key = tuple[str, str]
"""What a cell says of a project: a kind, and which of them."""


class Part(Struct, frozen=True):
    """One part of the package in pieces, one more than there are `keys` between them."""

    pieces: tuple[bytes, ...]
    keys: tuple[Key, ...]

    def filled(self, values: dict[Key, Value]) -> bytes:
        """The part with a project's values; a cell without one stays empty."""
        out = [self.pieces[0]]
        for key, piece in zip(self.keys, self.pieces[1:], strict=True):
            out += (_content(values.get(key)), piece)
        return b"".join(out)


class Filler:
    """Fills in forms of one layout; `sent` are the same forms as they went out."""

    def __init__(self, layout: str, first: Project) -> None:
        self.profile = load_profile(layout)
        self.maker = FormMaker(self.profile)
        self._hundreds = {m.key for m in self.profile.form.funding.measures if m.percent_number}
        sent = load_bytes(self.maker.form(first.to_send(self.profile)), NAME)
        typed = dict(_typed(examine(sent.snapshot), sent, self.profile))
        values = self._values(first)
        writes = [
            CellWrite(at.sheet, at.row, at.column, values[key])
            for at, key in typed.items()
            if key in values
        ]
        book = load_bytes(apply_patch(sent, Patch(tuple(writes))), NAME)
        form = examine(book.snapshot)
        done = Patch(tuple(computed_cells(book.snapshot, form)))
        self._book = load_bytes(apply_patch(book, done), NAME)
        places = typed | dict(_computed(form)) | dict(_sent(form))
        self._parts = dict(self._cut(places))
        self._marks = dict(self._marked(copy_of(layout, first.to_send(self.profile))))

    def sent(self, one: Project) -> bytes:
        """The project's form as `xltools new` makes it."""
        return self.maker.form(one.to_send(self.profile))

    def filled(self, one: Project, lies: Mapping[Key, Value] | None = None) -> bytes:
        """The form as it comes back; `lies` are typed in the place of what is right."""
        values = self._values(one) | dict(lies or {})
        parts = {name: part.filled(values) for name, part in self._parts.items()}
        mark = copy_of(self.profile.id, one.to_send(self.profile)).encode()
        for name, (before, after) in self._marks.items():
            parts[name] = before + mark + after
        return rewrite(self._book.archive, parts, frozenset())

    def _cut(self, places: dict[Place, Key]) -> Iterator[tuple[str, Part]]:
        """The sheets' parts, cut where a cell of a key has its content."""
        for sheet in self._book.book.sheets:
            own = {
                f"{letters(at.column).decode()}{at.row}".encode(): key
                for at, key in places.items()
                if at.sheet == sheet.name
            }
            if not own:
                continue
            xml, pieces, keys, at = self._book.parts[sheet.part], [], [], 0
            for cell in re.finditer(
                rb'<c r="([A-Z]+\d+)"(?: s="\d+")?((?: t="\w+")?(?: ?/>|>.*?</c>))',
                xml,
                re.DOTALL,
            ):
                key = own.get(cell[1])
                if key is not None and b"<f>" not in cell[2]:
                    pieces.append(xml[at : cell.start(2)])
                    keys.append(key)
                    at = cell.end(2)
            yield sheet.part, Part((*pieces, xml[at:]), tuple(keys))

    def _marked(self, copy: str) -> Iterator[tuple[str, tuple[bytes, bytes]]]:
        """The parts that say whose form it is, in two pieces."""
        for name, xml in self._book.parts.items():
            before, found, after = xml.partition(copy.encode())
            if found:
                assert name not in self._parts, name
                yield name, (before, after)

    def _values(self, one: Project) -> dict[Key, Value]:
        """Everything that the form says of a project."""
        values = dict(_head_values(one))
        money = _money(one, self._hundreds)
        for source in _SOURCES:
            values |= {(f"money:{source}", key): value for key, value in money.items()}
        for number, row in enumerate(one.rows):
            values |= {
                ("name", str(number)): row.spec[2], ("target", str(number)): row.target,
                ("actual", str(number)): row.actual, ("score", str(number)): row.score,
                ("rate", str(number)): _places(row.rate, 4),
            }  # fmt: skip
            if row.note:
                values["note", str(number)] = row.note
        for number, text in enumerate(self.profile.texts):
            row = one.rows[number % len(one.rows)]
            values["text", text.key] = _TEXTS[number % len(_TEXTS)].format(
                label=text.label, unit=one.unit, name=one.name, code=one.code,
                row=row.spec[2], target=row.target, actual=row.actual,
            )  # fmt: skip
        return values


def _head_values(one: Project) -> Iterator[tuple[Key, Value]]:
    spent = _places(one.outturn / one.budget * 100, 2)
    more = {
        "objective_achieved": f"{one.rows[0].spec[2]}{one.rows[0].actual}，{one.rows[20].spec[2]}{one.rows[20].actual}。",
        "project_use": f"用于{one.rows[0].spec[2]}，全年支出{one.outturn}万元",
        "unit_nature": "行政机关，正科级",
        "internal_bodies": f"{one.number % 9 + 3}个",
        "period": f"{YEAR}年1月—{YEAR}年12月",
        "survey": "发放100份，收回98份，有效96份",
        "approval_documents": f"《关于批复{YEAR}年部门预算的通知》（财预〔{YEAR}〕{one.number + 1}号）",
        "evaluation_basis": "《项目支出绩效评价管理办法》（财预〔2020〕10号）",
    }
    fields: dict[str, Value] = {
        "project_name": one.name, "implementing_unit": one.unit,
        "supervising_department": one.unit, "objective_planned": one.objective,
    }  # fmt: skip
    for key, value in (fields | more).items():
        yield ("field", key), value
    saved = one.budget - one.outturn
    note = f"{one.code}号合同按照结算金额支付，节约{saved}万元。改进措施：下年度按照合同价细化预算。"
    yield ("note", "execution"), note
    yield ("actual", "execution"), f"{spent.normalize():f}%"
    yield ("score", "execution"), one.execution
    yield ("rate", "execution"), _places(one.outturn / one.budget, 4)
    first = (one.outturn * Decimal("0.7")).quantize(CENT)
    yield ("spending", "0"), first
    yield ("spending", "1"), one.outturn - first
    for number, item in enumerate((one.rows[0].spec[2], "检查、验收")):
        yield ("item", str(number)), item
        yield ("day", str(number)), f"{YEAR}-{9 + 3 * number:02d}-{one.number % 27 + 1:02d}"
    yield ("total", ""), one.total
    yield ("grade", ""), "优" if one.total >= 90 else "良"
    yield from ((("unit", str(number)), one.unit) for number in range(3))


def _money(one: Project, hundreds: set[str]) -> dict[str, Value]:
    """What stands in a line of the money; of `hundreds` the form prints 98.92 for 0.9892."""
    rates: dict[str, Decimal] = {"rate": one.outturn / one.budget, "arrival_rate": Decimal(1)}
    shown: dict[str, Value] = {
        key: _places(rate * 100, 2) if key in hundreds else _places(rate, 4)
        for key, rate in rates.items()
    }
    return shown | {
        "original_budget": one.budget, "revised_budget": one.budget, "received": one.budget,
        "outturn": one.outturn,
        "balance": one.budget - one.outturn, "score": one.execution,
    }  # fmt: skip


def _typed(form: Examined, book: Workbook, profile: Profile) -> Iterator[tuple[Place, Key]]:
    """The cells that a unit fills in."""
    evaluation = form.evaluation
    for key, entry in evaluation.fields.items():
        if key != "year":
            yield entry.place, ("field", key)
    for source in _SOURCES:
        for measure, amount in (
            evaluation.funding[source].amounts if source in evaluation.funding else {}
        ).items():
            if measure in ("original_budget", "revised_budget", "received", "outturn"):
                yield amount.place, (f"money:{source}", measure)
    for number, row in _numbered(form):
        if number != "execution":
            yield row.actual.place, ("actual", number)
        if row.deviation_note.label:
            yield row.deviation_note.place, ("note", number)
    yield from _beside(book, profile)


def _beside(book: Workbook, profile: Profile) -> Iterator[tuple[Place, Key]]:
    """The cells that a unit fills in on the other sheets: texts, 评价组, 支出明细."""
    names = book.snapshot.names
    for text in profile.texts:
        named = names[anchors.text(text.key)]
        yield Place(named.sheet, named.row, named.column), ("text", text.key)
    spent = {"item": "item", "amount": "spending", "date": "day"}
    for name, table, kinds, rows in (
        (anchors.GROUP, profile.group, {"unit": "unit"}, 3),
        (anchors.SPENDING, profile.spending, spent, 2),
    ):
        for offset, column in enumerate(table.columns if table else ()):
            if column.key in kinds:
                at = names[name]
                for number in range(rows):
                    place = Place(at.sheet, at.row + 1 + number, at.column + offset)
                    yield place, (kinds[column.key], str(number))


def _computed(form: Examined) -> Iterator[tuple[Place, Key]]:
    """The cells that the program fills in."""
    evaluation = form.evaluation
    for source in _SOURCES:
        line = evaluation.funding.get(source)
        for measure, amount in line.amounts.items() if line else ():
            if measure in ("rate", "arrival_rate", "balance") or (
                measure == "score" and source == "total"
            ):
                yield amount.place, (f"money:{source}", measure)
    for number, row in _numbered(form):
        if number == "execution":
            yield row.actual.place, ("actual", number)
        if row.typed_rate is not None:
            yield row.typed_rate.place, ("rate", number)
        if row.typed_score.label:
            yield row.typed_score.place, ("score", number)
    tail = evaluation.tail
    if tail.score is not None and evaluation.has("score"):
        yield tail.score.place, ("total", "")
    if tail.grade is not None and evaluation.has("score"):
        yield tail.grade.place, ("grade", "")


def _sent(form: Examined) -> Iterator[tuple[Place, Key]]:
    """The cells that were filled in before the form went out."""
    for number, row in _numbered(form):
        if number != "execution":
            yield row.name.place, ("name", number)
            yield row.target.place, ("target", number)


def _numbered(form: Examined) -> Iterator[tuple[str, Indicator]]:
    """The rows of the form that say something, by the number of the project's row."""
    number = 0
    for row in form.evaluation.indicators:
        if row.is_execution:
            yield "execution", row
        elif row.name.text:
            yield str(number), row
            number += 1


def _content(value: Value | None) -> bytes:
    """A cell's tag from its style on."""
    if value is None:
        return b"/>"
    if isinstance(value, Decimal):
        return b"><v>%s</v></c>" % number_text(value).encode()
    return b' t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % text_xml(value)


def _places(value: Decimal, places: int) -> Decimal:
    """Rounded half-up."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
