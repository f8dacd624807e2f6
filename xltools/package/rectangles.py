"""Scattered cells as few blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xltools.snapshot import Area, Position


def rectangles(spots: Iterable[Position]) -> Iterator[Area]:
    """Cut cells into blocks without a gap, each as wide as a run of its first row.

    >>> list(rectangles([(1, 1), (1, 2), (2, 1), (2, 2), (2, 4), (3, 1)]))
    [(1, 1, 2, 2), (2, 4, 2, 4), (3, 1, 3, 1)]
    """
    open_runs: dict[tuple[int, int], Area] = {}
    last = 0
    for row, runs in _runs(spots):
        kept = {}
        for left, right in runs:
            above = open_runs.pop((left, right), None) if row == last + 1 else None
            kept[left, right] = (above[0] if above else row, left, row, right)
        yield from open_runs.values()
        open_runs, last = kept, row
    yield from open_runs.values()


def _runs(spots: Iterable[Position]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Row by row, the runs of neighbouring columns."""
    rows: dict[int, list[int]] = {}
    for row, column in spots:
        rows.setdefault(row, []).append(column)
    for row in sorted(rows):
        runs: list[tuple[int, int]] = []
        for column in sorted(rows[row]):
            if runs and runs[-1][1] == column - 1:
                runs[-1] = (runs[-1][0], column)
            else:
                runs.append((column, column))
        yield row, runs
