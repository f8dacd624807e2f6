"""The bureau's desk: the heap that came back → ledger → summary workbook, and back to the units."""
