"""The dated contract schedule in whole minor units, and what payments do to it."""
