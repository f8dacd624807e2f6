"""What every funding table is made of: its amounts, labels and side head."""

from __future__ import annotations

from msgspec import Struct

from xltools import anchors
from xltools.blank import styles
from xltools.blank.canvas import Canvas
from xltools.blank.styles import Style
from xltools.profile import FundingForm, Measure, Profile, Source

DASH = "—"


class FundingPlace(Struct, frozen=True):
    """Where the amounts stand; `cells` maps (source, measure) to (row, column)."""

    cells: dict[tuple[str, str], tuple[int, int]]

    def at(self, source: str, measure: str) -> tuple[int, int] | None:
        """The cell of one amount, None if the form has none."""
        return self.cells.get((source, measure))


def is_input(source: Source, measure: Measure) -> bool:
    """True where staff type; points of the total come preset but may be changed."""
    return not measure.computed and applies(source, measure)


def is_money(measure: Measure) -> bool:
    """True for amounts: what adds up over the sources."""
    return measure.key not in ("points", "rate", "arrival_rate", "score", "reason")


def applies(source: Source, measure: Measure) -> bool:
    """False for 分值 and 得分 of a part, which print a dash."""
    return not (measure.only_total and source.part_of)


def stretched(profile: Profile, first: int, spans: list[int]) -> list[int]:
    """Fit columns into the form: the last one reaches its edge, wide ones give way.

    >>> from types import SimpleNamespace as Some
    >>> form = Some(form=Some(widths=(9,) * 7))
    >>> stretched(form, 2, [1, 2]), stretched(form, 2, [3, 3, 1])
    ([1, 5], [3, 2, 1])
    """
    room, spans = len(profile.form.widths) + 1 - first, list(spans)
    while sum(spans) > room and max(spans) > 1:
        widest = max(range(len(spans)), key=lambda index: (spans[index], index))
        spans[widest] -= 1
    return [*spans[:-1], spans[-1] + max(room - sum(spans), 0)]


def draw_side(canvas: Canvas, form: FundingForm, row: int, rows: int) -> int:
    """Draw the head to the left of the block; return the next column."""
    if not form.side:
        return 1
    side = styles.stacked(form.side, canvas.width(1, form.side_span), rows * 22)
    canvas.put(row, 1, side, styles.LABEL, rows=rows, columns=form.side_span)
    return form.side_span + 1


def draw_groups(
    canvas: Canvas, form: FundingForm, columns: dict[str, tuple[int, int]], row: int
) -> None:
    """Draw the upper heading over each run of sources with the same group.

    `columns` maps a source to its first column and its width.
    """
    runs: list[tuple[str, int, int]] = []
    for source in form.sources:
        column, span = columns[source.key]
        if runs and runs[-1][0] == source.group:
            runs[-1] = source.group, runs[-1][1], runs[-1][2] + span
        else:
            runs.append((source.group, column, span))
    for label, left, width in runs:
        if label:
            canvas.put(row, left, label, styles.HEADING, columns=width)


def draw_measure_label(
    canvas: Canvas,
    measure: Measure,
    row: int,
    column: int,
    *,
    columns: int,
    rows: int = 1,
    down: bool = False,
) -> None:
    """Draw the name of a measure; `down` where it stands left of its figures."""
    style = styles.LABEL if down else styles.HEADING
    canvas.put(row, column, measure.label, style, rows=rows, columns=columns)
    canvas.name(anchors.measure(measure.key), row, column)
    if measure.hint:
        canvas.note(row, column, measure.hint)


def draw_amount(
    canvas: Canvas,
    profile: Profile,
    source: Source,
    measure: Measure,
    spot: tuple[int, int],
    span: int,
) -> None:
    """Draw one figure, empty but for the points of the total."""
    value: str | float | None = None
    if not applies(source, measure):
        value = DASH
    elif measure.key == "points":
        value = _whole(float(profile.policy.execution.points))
    canvas.put(*spot, value, _style(profile.form.funding, source, measure), columns=span)


def _whole(value: float) -> float:
    """10.0 as 10, so that the file says what the policy says."""
    return int(value) if value.is_integer() else value


def _style(form: FundingForm, source: Source, measure: Measure) -> Style:
    if not applies(source, measure):
        return styles.STILL
    money = styles.money(form.unit)
    if measure.key in ("rate", "arrival_rate"):
        number = styles.PERCENT_NUMBER if measure.percent_number else styles.RATE
        style = styles.COMPUTED if measure.computed else styles.NUMBER
        return style.but(format=number)
    if measure.key == "reason":
        return styles.WORDS
    if measure.key in ("points", "score"):
        return styles.COMPUTED if measure.computed else styles.NUMBER
    if measure.computed:
        return styles.COMPUTED.but(format=money, across="right")
    return styles.AMOUNT.but(format=money)
