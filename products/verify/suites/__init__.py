"""One adapter per suite: inputs in, the engine's public functions asked, results out."""
