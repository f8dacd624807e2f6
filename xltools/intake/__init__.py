"""Taking in: what lies in folders and archives → records of files and forms.

    walk      folders → items, every file that lies there
    names     names that nobody handed in: lock files, system litter, our own products
    kinds     what bytes are, whatever their name says
    zips      the members of a zip, by their proper names
    take      one item → its records
    record    one form → its record
    content   what a form says, as a digest and as words
    pool      work on items in processes that may hang or die
    memory    a limit on what such a process takes

Nothing here knows of a roster or a ledger; what is judged beyond the form itself is handed in.
"""
