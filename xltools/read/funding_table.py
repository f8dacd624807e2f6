"""Where the amounts of the funding table stand, whichever way round it is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from xltools import anchors
from xltools.profile import Measure, Source
from xltools.read.locate import Finder
from xltools.snapshot import Position


def funding_cells(
    finder: Finder, last_row: int
) -> tuple[dict[tuple[str, str], Position], dict[str, Position]]:
    """Return the cell of each (source, measure), and each source's label cell.

    A source's line and a measure's line cross at the amount. On the national form sources
    are rows; on Shanxi's 行次 table they are columns.
    """
    form = finder.profile.form.funding
    down = form.orientation == "sources_down"
    rows, columns = (form.sources, form.measures) if down else (form.measures, form.sources)
    row_name, column_name = (
        (anchors.source, anchors.measure) if down else (anchors.measure, anchors.source)
    )
    column_spots = _line_spots(finder, columns, column_name, last_row, axis=0)
    top = min((row for row, _ in column_spots.values()), default=1)
    row_spots = _line_spots(finder, rows, row_name, last_row, axis=1, first_row=top + 1)
    cells = {}
    for row_key, (row, _) in row_spots.items():
        for column_key, (_, column) in column_spots.items():
            key = (row_key, column_key) if down else (column_key, row_key)
            cells[key] = finder.grid.anchor(row, column)
    return cells, row_spots if down else column_spots


def _line_spots(
    finder: Finder,
    lines: Sequence[Source | Measure],
    name_of: Callable[[str], str],
    last_row: int,
    *,
    axis: int,
    first_row: int = 1,
) -> dict[str, Position]:
    """Label cells of the lines: by name, else by label where most labels line up.

    `axis` 0: the labels stand in (about) one row, as headings do; 1: in one column.
    """
    spots: dict[str, Position] = {}
    missing: dict[str, list[Position]] = {}
    for line in lines:
        spot = finder.named(name_of(line.key))
        if spot is not None:
            spots[line.key] = spot
        else:
            missing[line.key] = finder.labelled(
                (line.label, *line.synonyms), first=first_row, last=last_row
            )
    if missing:
        seen = [spot[axis] for spot in spots.values()]
        seen += [spot[axis] for found in missing.values() for spot in found]
        lane = Counter(seen).most_common(1)[0][0] if seen else 0
        for key, found in missing.items():
            if found:
                spots[key] = min(found, key=lambda spot: (abs(spot[axis] - lane), spot))
    return spots
