"""Files and words that nobody thought of, drawn from a seed, put before everything that reads.

    words     texts that readers stumble over
    mutate    bytes, zips, XML and texts → others of the kind
    seeds     honest files of every kind to begin with
    books     workbooks of every kind through reader, rules and filling; single bits; archives
    lists     rosters, lists of projects and of amounts, a summary that comes back
    values    what stands in one cell
    templates report templates, texts of cells in a report
    prose     reports to be audited, regions' own files
    targets   all of them by name
    run       a batch of examples in a process with limits, and what came of it

What is drawn depends on the target's name and the example's number alone. Nothing but an
`XltoolsError` may come out, within bounds of memory and of computing time, which is counted and not
measured by a clock. `make fuzz` (`python -m fuzzing`) draws on for as long as it is told to; in CI a fixed number is drawn.
"""
