"""The bureau's overview: what stands in the ledger as tables, and as one summary workbook.

    tables.frames(ledger, name)              → pandas frames of one table, a few thousand rows each
    workbook.write_overview(ledger, target, about)   → 汇总.xlsx with all of them, charts, explanations
    export.write_tables(ledger, folder, kind)        → the same tables as CSV or Parquet

Nothing in here changes the ledger, and no table is ever whole in memory.
"""
