"""A returned form against the form that was sent out: what was changed, removed, or concealed.

    same      when two cells say the same
    align     where a cell went: rows and columns that came or went
    sheets    which sheet is which
    roles     what a cell is: target, points, budget, field, or a word of the form
    rows      which indicator is which
    values    what was there and is another now
    formulas  formulas overwritten, results that lie; `reckon` says what a formula gives
    conceal   hidden rows, columns, sheets; unreadable letters; protection
    held      all of it

Nothing in here opens a file; two opened ones come in, findings go out.
"""

from xltools.judging.sent.held import held_against

__all__ = ["held_against"]
