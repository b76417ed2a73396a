"""The shelf where listings stand.

`listing` is one product on sale with its terms, rules and provenance; `pack` is a country's folder
as models. `reading` reads a CSV file, `attached` what hangs on listings, `described` the files that
are no tables; `shelving` puts listings together, and `seed` a whole pack with every problem of it.
`engine` is the door to the database, `tables` what is in it, `build` writes a file of it, `query`
says what to look for, and `store` is the open catalogue. `words` says listings and rules in words,
`dictionary` says every column.
"""
