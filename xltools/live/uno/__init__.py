"""LibreOffice as an engine of xlwings: `attach(pipe)` gives an `xlwings.App`.

It does what a click needs, and that for real: values and formulas in one call each way, dates,
truth values and errors as such, merges, notes, names, looks, links. Formulas are Excel's. Two things are
unlike Excel: a text stays the text that was written (nothing is taken for a number or a date), and a
pane, a filter or a validation is the business of `beyond`.
"""
