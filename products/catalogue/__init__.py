"""The shelf where listings stand.

`listing` is one product on sale with its terms, rules and provenance; `seed` reads a country's pack into
listings and problems; `engine`, `tables` and `store` are the database; `query` asks it.
"""
