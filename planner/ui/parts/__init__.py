"""Pieces of a page: each takes a value and returns a value, or draws one."""
