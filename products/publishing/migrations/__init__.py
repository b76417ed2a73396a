"""The registry's tables as they came to be, revision by revision; `tables` is their sum.

A file `r<number>_<what>.py` is one revision: `revision`, `down_revision` and `upgrade()`. What was
released once is never edited. No step leads back: the copy made before an upgrade is the way back.
"""
