"""Funding tables whose labels do not cross at the amounts; each amount has a name."""

from __future__ import annotations

from msgspec import Struct

from xltools import anchors
from xltools.blank import styles
from xltools.blank.canvas import Canvas
from xltools.blank.funding_cells import (
    FundingPlace,
    draw_amount,
    draw_groups,
    draw_measure_label,
    draw_side,
    stretched,
)
from xltools.profile import FundingForm, Measure, Profile, Source


class _Pair(Struct, frozen=True):
    """One measure of the table of pairs: a column of labels (0 wide for none) and figures."""

    measure: Measure
    label: int
    figure: int


def draw_pairs(canvas: Canvas, profile: Profile, row: int) -> tuple[int, FundingPlace]:
    """Under each measure a column of source labels beside its figures (河北).

    Computed figures have no labels of their own: their row says whose they are.
    """
    form = profile.form.funding
    first = draw_side(canvas, form, row, len(form.sources) + 1)
    pairs = _pairs(profile, first)
    canvas.height(row, 24)
    column = first
    for pair in pairs:
        width = pair.label + pair.figure
        draw_measure_label(canvas, pair.measure, row, column, columns=width)
        column += width
    cells = {}
    for source in form.sources:
        row, column, named = row + 1, first, False
        canvas.height(row, 24)
        for pair in pairs:
            if pair.label:
                label = _word(source, pair.measure)
                canvas.put(row, column, label, styles.LABEL, columns=pair.label)
                if not named:
                    canvas.name(anchors.source(source.key), row, column)
                named = True
            spot = row, column + pair.label
            draw_amount(canvas, profile, source, pair.measure, spot, pair.figure)
            canvas.name(anchors.amount(source.key, pair.measure.key), *spot)
            cells[source.key, pair.measure.key] = spot
            column += pair.label + pair.figure
    return row + 1, FundingPlace(cells)


def _pairs(profile: Profile, first: int) -> list[_Pair]:
    form = profile.form.funding
    labels = [0 if measure.computed else form.label_span for measure in form.measures]
    wanted = [m.span + label for m, label in zip(form.measures, labels, strict=True)]
    widths = stretched(profile, first, wanted)
    return [
        _Pair(measure, min(label, width - 1), width - min(label, width - 1))
        for measure, label, width in zip(form.measures, labels, widths, strict=True)
    ]


def _word(source: Source, measure: Measure) -> str:
    """What the source is called under this measure: 预算数, 到位数 and 执行数 are one source.

    A source's synonym is printed where it repeats the words of the measure's heading.
    """
    for word in (source.label, *source.synonyms):
        if len(word) > 1 and word.removesuffix("数") in measure.label:
            return word
    return source.label


class _Line(Struct, frozen=True):
    """One column of the single row; `own` where it is a source's, else it is the total's."""

    source: Source
    measure: Measure
    own: bool

    @property
    def span(self) -> int:
        """Columns of the sheet that it asks for."""
        return self.source.span if self.own else self.measure.span


def draw_one_row(canvas: Canvas, profile: Profile, row: int) -> tuple[int, FundingPlace]:
    """Sources and other measures side by side over a single row of figures (广水).

    The sources' figures are one measure (全年预算数); the other measures are the total's.
    """
    form = profile.form.funding
    heads = 2 if any(source.group for source in form.sources) else 1
    column = draw_side(canvas, form, row, heads + 1)
    if form.corner:
        span = form.label_span
        canvas.put(row, column, form.corner, styles.LABEL, rows=heads + 1, columns=span)
        column += span
    for number in range(row, row + heads + 1):
        canvas.height(number, 24)
    lines = _lines(form)
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    columns: dict[str, tuple[int, int]] = {}
    spans = stretched(profile, column, [line.span for line in lines])
    for line, span in zip(lines, spans, strict=True):
        _draw_line_heading(canvas, line, (row, column), heads, span)
        spot = row + heads, column
        draw_amount(canvas, profile, line.source, line.measure, spot, span)
        canvas.name(anchors.amount(line.source.key, line.measure.key), *spot)
        cells[line.source.key, line.measure.key] = spot
        if line.own:
            columns[line.source.key] = column, span
        column += span
    draw_groups(canvas, form, columns, row)
    return row + heads + 1, FundingPlace(cells)


def _lines(form: FundingForm) -> list[_Line]:
    whole, budget = whole_of(form), measure_of_sources(form)
    lines = [_Line(source, budget, True) for source in form.sources]
    return lines + [_Line(whole, each, False) for each in form.measures if each != budget]


def _draw_line_heading(
    canvas: Canvas, line: _Line, spot: tuple[int, int], heads: int, span: int
) -> None:
    row, column = spot
    if not line.own:
        draw_measure_label(canvas, line.measure, row, column, columns=span, rows=heads)
        return
    top, rows = (row + 1, 1) if line.source.group else (row, heads)
    canvas.put(top, column, line.source.label, styles.HEADING, rows=rows, columns=span)
    canvas.name(anchors.source(line.source.key), top, column)
    hint = line.source.hint or line.measure.hint
    if hint:
        canvas.note(top, column, hint)


def whole_of(form: FundingForm) -> Source:
    """The source that is the whole: 合计."""
    return next((source for source in form.sources if not source.part_of), form.sources[0])


def measure_of_sources(form: FundingForm) -> Measure:
    """The measure that a single row prints for each source: 全年预算数."""
    return next(
        (measure for measure in form.measures if measure.key == "revised_budget"),
        form.measures[0],
    )
