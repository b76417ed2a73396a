"""Pages of the stewards of the catalogue."""
