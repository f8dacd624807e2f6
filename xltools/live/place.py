"""Where a click was made: the program's ways, its workbook, its dialogs."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from xltools.live.beyond import Beyond
from xltools.live.dialogs import Dialogs
from xltools.live.wings import xw


class Place(Struct, frozen=True):
    """`book` is None where no workbook was open; `dialogs` takes the action."""

    book: xw.Book | None
    beyond: Beyond
    dialogs: Callable[[str], Dialogs]
