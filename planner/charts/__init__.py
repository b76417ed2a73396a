"""Pictures of a plan: a tidy frame and texts in, an Altair chart out; one chart per file."""
