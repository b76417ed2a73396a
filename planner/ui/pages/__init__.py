"""The pages, one file each, by who uses them."""
