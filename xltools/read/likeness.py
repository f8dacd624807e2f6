"""How like a printed form is to each profile: which region's form is it, and how surely.

Compared are the labels of columns, figures of money, sources, fields and 一级指标: how many of
the profile's are printed, and how many of the printed are the profile's. Both count alike,
so that neither a short form nor a long profile wins by its length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from xltools.model import Place
from xltools.profile import Profile
from xltools.read.by_labels import area_funding
from xltools.read.fields import find_fields
from xltools.read.labels import Lexicon, normal_label
from xltools.read.levels import level_stem, vocabulary
from xltools.read.recognition import LIKE, UNKNOWN, Anchor, Recognition
from xltools.read.spots import Area
from xltools.widths import one_width

_WEIGHTS = {"column": 3, "measure": 2, "source": 1, "field": 1, "level": 2, "tail": 1}


class Traits(Struct, frozen=True):
    """What is compared: (kind, key) → the label's first spelling and all of them."""

    labels: dict[tuple[str, str], tuple[str, frozenset[str]]]
    order: tuple[str, ...]
    exact: frozenset[str]
    unit: str


class Printed(Struct, frozen=True):
    """What a form prints: (kind, key) → normal label, raw label, cell."""

    labels: dict[tuple[str, str], tuple[str, str, Place]]
    order: tuple[str, ...]
    unknown: int
    levels: tuple[str, ...]
    unit: str | None


def recognise_area(area: Area, words: Lexicon, profiles: Iterable[Profile]) -> Recognition:
    """Return the profile that a form is most like."""
    printed = _printed(area, words)
    ranked = sorted(
        ((_likeness(printed, profile), profile) for profile in profiles),
        key=lambda each: (-each[0], each[1].id != "national-2020", each[1].id),
    )
    (best, profile), *others = ranked
    second = others[0] if others else None
    anchors = tuple(_anchors(printed, _traits(profile)))
    taken = profile
    if best < LIKE:
        taken = _stranger(next((p for _, p in ranked if p.id == "national-2020"), profile))
    return Recognition(
        taken,
        "labels",
        best,
        second[1].id if second else None,
        second[0] if second else None,
        profile.id,
        profile.title,
        second[1].title if second else "",
        anchors,
    )


def _stranger(national: Profile) -> Profile:
    """The profile of a form that is like none: what the national paper says of any form."""
    if UNKNOWN not in _strangers or _strangers[UNKNOWN][0] is not national:
        title = "未认出的表样（按表头读，按国家办法评分）"
        _strangers[UNKNOWN] = national, replace(national, id=UNKNOWN, title=title)
    return _strangers[UNKNOWN][1]


_strangers: dict[str, tuple[Profile, Profile]] = {}
_known_traits: dict[int, tuple[Profile, Traits]] = {}


def _traits(profile: Profile) -> Traits:
    known = _known_traits.get(id(profile))
    if known is None:
        known = _known_traits[id(profile)] = profile, _make_traits(profile)
    return known[1]


def _make_traits(profile: Profile) -> Traits:
    form = profile.form
    labels: dict[tuple[str, str], tuple[str, frozenset[str]]] = {}
    exact: set[str] = set()

    def add(kind: str, key: str, label: str, synonyms: Iterable[str]) -> None:
        if label:
            spellings = frozenset(normal_label(each) for each in (label, *synonyms))
            labels.setdefault((kind, key), (normal_label(label), spellings))
            exact.add(_spelt(label))

    for column in form.indicators.columns:
        add("column", column.key, column.label, column.synonyms)
    for measure in form.funding.measures:
        add("measure", measure.key, measure.label, measure.synonyms)
    for source in form.funding.sources:
        add("source", source.key, source.label, source.synonyms)
    for field in form.fields:
        if field.key != "year":  # every form has one, in its title
            add("field", field.key, field.label, field.synonyms)
    if "score" in {column.key for column in form.indicators.columns}:
        add("tail", "total", form.tail.total_label, ())
    order = tuple(column.key for column in form.indicators.columns)
    return Traits(labels, order, frozenset(exact), form.funding.unit)


def _printed(area: Area, words: Lexicon) -> Printed:
    grid, name = area.grid, area.grid.name
    funding = area_funding(area, words)
    labels: dict[tuple[str, str], tuple[str, str, Place]] = {}
    columns = sorted(area.heading.columns.values(), key=lambda each: each.left)
    for each in columns:
        place = Place(name, *each.spot)
        labels["column", each.key] = normal_label(each.label), each.label, place
    for kind, texts, spots in (
        ("measure", funding.measures, funding.headings),
        ("source", funding.labels, funding.sources),
    ):
        for key, text in texts.items():
            labels[kind, key] = normal_label(text), text, Place(name, *spots[key])
    for key, field in find_fields(area, words, funding).items():
        if key != "year":
            place = Place(name, *(field.heading or field.position))
            labels["field", key] = normal_label(field.label), field.label, place
    for (row, column), label in grid.labels(area.last_row + 1, area.bottom):
        if label in words.totals and column <= area.heading.name_column:
            raw = str(grid.sheet.value(row, column))
            labels["tail", "total"] = label, raw, Place(name, row, column)
            break
    return Printed(
        labels,
        tuple(each.key for each in columns),
        sum(len(table.heading.unknown) for table in area.tables),
        tuple(_levels(area)),
        funding.unit,
    )


def _levels(area: Area) -> Iterator[str]:
    """The words printed as 一级指标, each once."""
    seen: set[str] = set()
    for table in area.tables:
        column = table.heading.columns.get("category")
        for row in range(table.first, table.last + 1) if column else ():
            text = area.grid.sheet.value(row, column.left) if column else None
            if isinstance(text, str) and 0 < len(text) < 30 and text not in seen:
                seen.add(text)
                yield level_stem(text)


def _likeness(printed: Printed, profile: Profile) -> Decimal:
    """The harmonic mean of what is there and what fits, times the order of the columns."""
    traits = _traits(profile)
    wanted = got = ZERO
    for (kind, key), (label, spellings) in traits.labels.items():
        weight = _WEIGHTS[kind]
        wanted += weight
        seen = printed.labels.get((kind, key))
        got += weight * _same(seen[0] if seen else None, label, spellings)
    shown = fits = ZERO
    for (kind, key), (label, _, _) in printed.labels.items():
        weight = _WEIGHTS[kind]
        shown += weight
        known = traits.labels.get((kind, key))
        fits += weight * (_same(label, *known) if known else ZERO)
    words = vocabulary(profile).categories
    shown += _WEIGHTS["level"] * len(printed.levels) + printed.unknown
    fits += _WEIGHTS["level"] * sum(stem in words for stem in printed.levels)
    if not wanted or not shown or not got:
        return ZERO
    recall, precision = got / wanted, fits / shown
    share = 2 * recall * precision / (recall + precision) if recall + precision else ZERO
    spelt = _spelt_alike(printed, traits)
    unit = Decimal("0.97") if printed.unit not in (None, traits.unit) else Decimal(1)
    ordered = _in_order(printed.order, traits.order)
    return (
        share * unit * (Decimal("0.92") + Decimal("0.06") * ordered + Decimal("0.02") * spelt)
    )


ZERO = Decimal(0)


def _same(label: str | None, first: str, spellings: frozenset[str]) -> Decimal:
    """1 for the profile's own word, less for a synonym, half for another word of the same thing."""
    if label is None:
        return ZERO
    if label == first:
        return Decimal(1)
    return Decimal("0.8") if label in spellings else Decimal("0.5")


def _spelt(label: str) -> str:
    return "".join(one_width(label).split())


def _spelt_alike(printed: Printed, traits: Traits) -> Decimal:
    """The share of labels that are printed to the letter, brackets included: 全年预算数(A)."""
    texts = [raw for (kind, _), (_, raw, _) in printed.labels.items() if kind != "field"]
    alike = sum(_spelt(text) in traits.exact for text in texts)
    return Decimal(alike) / len(texts) if texts else ZERO


def _in_order(seen: tuple[str, ...], wanted: tuple[str, ...]) -> Decimal:
    """The share of shared columns that stand in the profile's order (longest common run)."""
    shared = [key for key in seen if key in wanted]
    places = [wanted.index(key) for key in shared]
    longest: list[int] = []
    for index, place in enumerate(places):
        before = [longest[i] for i in range(index) if places[i] < place]
        longest.append(1 + max(before, default=0))
    return Decimal(max(longest, default=0)) / len(shared) if shared else ZERO


def _anchors(printed: Printed, traits: Traits) -> Iterator[Anchor]:
    for key, (label, raw, place) in printed.labels.items():
        known = traits.labels.get(key)
        if known is not None and label in known[1]:
            yield Anchor("".join(raw.split()), place)
