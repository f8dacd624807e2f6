"""Buttons in Excel and LibreOffice: the open workbook read, judged and written to through xlwings.

    python -m xltools.live score --pipe NAME      what LibreOffice's button starts
    python -m xltools.live score --hwnd NUMBER    what Excel's button starts

`book` reads a workbook into a `Snapshot`, `apply` writes a `Patch`, `press` is a whole click; all
three are written once against xlwings' API. `beyond` is what that API lacks, kept by `excel` (COM) and
`uno.beyond`. `uno` is an xlwings engine on LibreOffice.
"""
