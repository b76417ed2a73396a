"""One honest price: what a product costs or brings a year, whatever its mode, from all its flows.

* `asking`    what is priced: a listing, a variant, an amount; and what is missing to price it
* `horizon`   the market as a contract sees it from its first day to its last
* `course`    a taking on its own days in the family's hand, and the part of it that is priced
* `rates`     effective and nominal yearly rates, and the real one
* `statutory` annual percentage rates under the named laws
* `price`     everything about one taking: start reading here
* `many`      the same figures for many takings at once
* `ranking`   offers of one category and use, in a neutral order, with the method printed
* `beside`    what a family would otherwise use, priced on the same scale
* `assumed`   the market that a country's pack assumes on a day
* `words`     a price as plain values, and as a page
"""
