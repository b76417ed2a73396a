"""Rates of return of many flows, compiled; imported only where there is enough to do.

`first` settles nearly all rows, `second` those it leaves open; what neither decides is left to
`products.legal.roots`. The same rules, on arrays, stand in `products.legal.irr_many`; they are the
check of these.
"""
