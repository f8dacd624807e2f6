"""Columns of a table: figures stay whole, texts divide what is left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xltools.report.fonts import STAND_INS, stand_ins
from xltools.report.grid import Cell, Grid, rows_kept
from xltools.report.widths import row_lines, text_width, type_size, widths

PAGE, EM, PADDING = 8844, 210, 110


def grid(head: list[str], *rows: list[str]) -> Grid:
    """A grid without spans."""
    return Grid(
        (tuple(Cell(text) for text in head),),
        tuple(tuple(Cell(text) for text in row) for row in rows),
    )


NOTE = "因年初计划调整，部分乡镇验收推迟到第四季度；已制定整改台账，明确责任人和完成时限。" * 3
REASONS = grid(
    ["指标", "得分", "金额(万元)", "偏差原因"], ["维护系统数量", "10.5", "1234.56", NOTE]
)


def test_columns_fill_the_page_exactly() -> None:
    """No rounding leaves a gap at the margin."""
    assert sum(widths(REASONS, PAGE, EM, PADDING)) == PAGE
    assert sum(widths(REASONS, PAGE, EM, PADDING, [3, 1, 1, 4])) == PAGE


def test_a_long_text_takes_the_room_and_a_number_what_it_needs() -> None:
    """The note is widest; the amount is as wide as its digits at least."""
    name, score, amount, note = widths(REASONS, PAGE, EM, PADDING)

    assert note > name > score
    assert amount >= text_width("1234.56") * EM + PADDING


def test_short_texts_take_two_lines_beside_a_long_one() -> None:
    """The name could stand on one line, the note would need one more for it."""
    table = grid(
        ["指标", "得分", "原因"],
        ["系统平台故障解决及时率", "10", NOTE],
        ["维护系统数量", "10", ""],
    )
    wide = grid(["指标", "得分", "原因"], ["系统平台故障解决及时率", "10", ""])

    name, _, note = widths(table, PAGE, EM, PADDING)

    assert name < widths(wide, PAGE, EM, PADDING)[0]
    assert row_lines(table, [name, 600, note], EM, PADDING)[1] > 2


def test_a_table_is_kept_whole_only_where_it_leaves_room() -> None:
    """A short one is not divided; of a long one the head and the last rows hold together."""
    table = grid(["栏"], *(["值"] for _ in range(9)))

    assert rows_kept(table, [10] * 10, 1000) == [True] * 9 + [False]
    kept = rows_kept(table, [100] * 10, 1000)
    assert kept == [True] + [False] * 5 + [True] * 3 + [False]
    assert rows_kept(table, [100] * 9 + [900], 1000) == [True] + [False] * 9


def test_a_list_in_a_letter_is_divided_however_short() -> None:
    """Its head and its last rows hold together all the same."""
    table = grid(["栏"], *(["值"] for _ in range(9)))
    assert rows_kept(table, [10] * 10, 1000, whole=0) == (
        [True] + [False] * 5 + [True] * 3 + [False]
    )


def test_type_gets_smaller_before_a_number_is_broken() -> None:
    """Eight amounts of eleven digits do not fit at 10.5 pt."""
    amounts = grid(["项目"] + ["金额"] * 8, ["全年预算资金"] + ["12345.67"] * 8)

    assert type_size(REASONS, PAGE, PADDING) == 21
    size = type_size(amounts, PAGE, PADDING)
    assert 15 < size < 21
    assert min(widths(amounts, PAGE, size * 10, PADDING)[1:]) >= (
        text_width("12345.67") * size * 10 + PADDING
    )


@given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_any_texts_give_positive_widths(texts: list[str]) -> None:
    """Whatever is typed, every column can be seen and the page is filled."""
    table = grid(["栏"] * len(texts), texts)
    size = type_size(table, PAGE, PADDING)

    found = widths(table, PAGE, size * 10, PADDING)

    assert sum(found) == PAGE
    assert min(found) > 0


def test_a_missing_font_is_replaced_by_one_that_is_there() -> None:
    """Only fonts of official documents, and never by themselves."""
    for name, other in stand_ins().items():
        assert other in STAND_INS[name]
        assert other != name
