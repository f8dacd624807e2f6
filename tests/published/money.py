"""The block of money in its shapes: sources down, pairs, measures down, one row, grouped."""

from __future__ import annotations

import re
from collections.abc import Callable

from published.drawing import Pen, Value, spread
from published.styles import Funding, Style
from published.transcripts import Form, FundingRow

Shown = Callable[[str, str | None], tuple[Value, str | None]]


def bare(name: str) -> str:
    """A source's name without what differs between spellings of one and the same."""
    return re.sub(r"\s|[:：]|其中|当年|本年", "", name)


def draw_funding(pen: Pen, form: Form, funding: Funding, shown: Shown) -> None:
    """Draw the block in the shape of this layout."""
    work = {
        "table": draw_table,
        "pairs": draw_pairs,
        "measures_down": draw_measures_down,
        "one_row": draw_one_row,
        "grouped": draw_grouped,
    }
    work[funding.kind](pen, form, funding, shown)


def put_amount(
    pen: Pen, column: int, row: FundingRow, number: int, key: str, shown: Shown, **how: int
) -> None:
    """One figure of one source."""
    value, number_format = shown(key, getattr(row, key, None))
    pen.put(column, value, key=f"funding.{number}.{key}", number_format=number_format, **how)


def printed_sources(form: Form, funding: Funding) -> list[tuple[str, int | None]]:
    """The printed rows with the number of the transcribed row that fills them."""
    rows = {bare(row.name): number for number, row in enumerate(form.funding)}
    taken = set()
    printed: list[tuple[str, int | None]] = []
    for word in funding.sources:
        number = rows.get(bare(word))
        taken.add(number)
        printed.append((word, number))
    if len(taken - {None}) < len(form.funding):  # the form's own rows, then the unused ones
        own: list[tuple[str, int | None]] = [
            (row.name, number) for number, row in enumerate(form.funding)
        ]
        return own
    return printed


def draw_table(pen: Pen, form: Form, funding: Funding, shown: Shown) -> None:
    """A row for each source, a column for each measure."""
    printed = printed_sources(form, funding)
    start = 2 if funding.side else 1
    rest = pen.width - start + 1
    count = len(funding.measures)
    label = 2 if rest - count >= 2 else 1
    spans = spread(rest - label, count)
    if funding.side:
        side = funding.side.format(unit=form.money_unit)
        pen.label(1, side, height=len(printed) + 1)
    if funding.corner:
        pen.label(start, funding.corner, width=label)
    else:
        pen.put(start, None, width=label)
    column = start + label
    for (_, heading), span in zip(funding.measures, spans, strict=True):
        pen.label(column, heading, width=span)
        column += span
    pen.row += 1
    for word, number in printed:
        keys = () if number is None else ((f"funding.{number}.label", 0),)
        pen.label(start, word, width=label, keys=keys)
        column = start + label
        for (key, _), span in zip(funding.measures, spans, strict=True):
            if number is None:
                pen.put(column, None, width=span)
            else:
                put_amount(pen, column, form.funding[number], number, key, shown, width=span)
            column += span
        pen.row += 1


PAIR_WORDS = {"revised_budget": "预算数", "received": "到位数", "outturn": "执行数"}


def draw_pairs(pen: Pen, form: Form, funding: Funding, shown: Shown) -> None:
    """河北: under each measure a column of words beside a column of figures."""
    pairs = [measure for measure in funding.measures if measure[0] != "rate"]
    spans = spread(pen.width - 2, 2 * len(pairs))
    column = 1
    for number, (key, heading) in enumerate(pairs):
        words, figures = spans[2 * number], spans[2 * number + 1]
        pen.label(column, heading, width=words + figures)
        for below, row in enumerate(form.funding, 1):
            word = PAIR_WORDS[key] if below == 1 else row.name
            keys = ((f"funding.{below - 1}.label", 0),) if number == 0 else ()
            pen.label(column, word, below=below, width=words, keys=keys)
            put_amount(
                pen, column + words, row, below - 1, key, shown, below=below, width=figures
            )
        column += words + figures
    for key, heading in funding.measures:
        if key == "rate":
            pen.label(column, heading, width=2)
            depth = len(form.funding)
            put_amount(
                pen, column, form.funding[0], 0, key, shown, below=1, width=2, height=depth
            )
    pen.row += 1 + len(form.funding)


def draw_measures_down(pen: Pen, form: Form, funding: Funding, shown: Shown) -> None:
    """山西: a row for each measure with its number (行次), a column for each source."""
    sources = list(enumerate(form.funding))
    spans = spread(pen.width - 3, len(sources))
    side = funding.side.format(unit=form.money_unit)
    pen.label(1, side, height=len(funding.measures) + 1)
    pen.label(2, funding.corner or "项目")
    pen.label(3, "行次")
    column = 4
    for (number, row), span in zip(sources, spans, strict=True):
        pen.label(column, row.name, width=span, keys=((f"funding.{number}.label", 0),))
        column += span
    pen.row += 1
    for line, (key, heading) in enumerate(funding.measures, 1):
        pen.label(2, heading)
        pen.label(3, f"({line})")
        column = 4
        for (number, row), span in zip(sources, spans, strict=True):
            put_amount(pen, column, row, number, key, shown, width=span)
            column += span
        pen.row += 1


def draw_one_row(pen: Pen, form: Form, funding: Funding, shown: Shown) -> None:
    """广水: parts, their sum, the money spent and the rate side by side over one row."""
    total, parts = form.funding[0], list(enumerate(form.funding))[1:]
    count = len(parts) + 3
    spans = spread(pen.width - 2, count)
    side = funding.side.format(unit=form.money_unit)
    pen.label(1, side, width=2, height=2)
    column = 3
    cells = [(row.name, row, number, "revised_budget") for number, row in parts]
    cells += [
        ("合计", total, 0, "revised_budget"),
        ("执行数", total, 0, "outturn"),
        ("执行率", total, 0, "rate"),
    ]
    for (heading, row, number, key), span in zip(cells, spans, strict=True):
        pen.label(column, heading, width=span)
        put_amount(pen, column, row, number, key, shown, below=1, width=span)
        column += span
    pen.row += 2


def draw_grouped(pen: Pen, form: Form, funding: Funding, shown: Shown) -> None:
    """湖南's department form: the total, then the same money by income and by spending."""
    spans = spread(pen.width - 3, len(funding.measures))
    pen.label(1, funding.side.format(unit=form.money_unit), height=len(form.funding) + 1)
    pen.put(2, None, width=2)
    column = 4
    for (_, heading), span in zip(funding.measures, spans, strict=True):
        pen.label(column, heading, width=span)
        column += span
    pen.row += 1
    half = (len(form.funding) - 1 + 1) // 2
    for number, row in enumerate(form.funding):
        label = 3
        if number == 0:
            label = 2
        elif number in (1, 1 + half):
            word = "按收入性质分" if number == 1 else "按支出性质分"
            height = half if number == 1 else len(form.funding) - 1 - half
            pen.label(2, word, height=height)
        width = 2 if number == 0 else 1
        pen.label(label, row.name, width=width, keys=((f"funding.{number}.label", 0),))
        column = 4
        for (key, _), span in zip(funding.measures, spans, strict=True):
            put_amount(pen, column, row, number, key, shown, width=span)
            column += span
        pen.row += 1


def draw_beside(pen: Pen, form: Form, style: Style, shown: Shown) -> None:
    """The head fields on the left, the table of money to the right of them."""
    funding = style.funding
    assert funding is not None
    printed = printed_sources(form, funding)
    pairs = [pair for row in style.head for pair in row]
    left = pen.width - len(funding.measures) - 1
    depth = max(len(pairs), len(printed) + 1)
    for below, (word, key) in enumerate(pairs):
        height = 1 if below + 1 < len(pairs) else depth - below
        pen.label(1, word, below=below, height=height)
        pen.put(2, form.fields.get(key), below=below, width=left - 1, height=height, key=key)
    pen.label(left + 1, f"资金来源（{form.money_unit}）")
    for column, (_, heading) in enumerate(funding.measures, left + 2):
        pen.label(column, heading)
    for below, (word, number) in enumerate(printed, 1):
        keys = () if number is None else ((f"funding.{number}.label", 0),)
        pen.label(left + 1, word, below=below, keys=keys)
        for column, (key, _) in enumerate(funding.measures, left + 2):
            if number is None:
                pen.put(column, None, below=below)
            else:
                put_amount(pen, column, form.funding[number], number, key, shown, below=below)
    pen.row += depth
