"""Word files in and out: what a reader of the page sees, and comments at the words.

    package.py    the bytes, checked before anything is parsed → XML of the parts
    styles.py     what a paragraph inherits: outline level, numbering, alignment
    numbering.py  the automatic number before a paragraph
    text.py       the characters of a paragraph, each with the element it stands in
    grid.py       rows and cells of a table
    walk.py       the whole document → paragraphs and tables in reading order
    cuts.py       runs cut where a comment begins and ends
    comments.py   a copy with comments

lxml is imported when a Word file is read, never for a text.
"""
