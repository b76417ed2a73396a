"""One adapter per suite: a case's inputs in, the engine's public functions asked, its results out."""
