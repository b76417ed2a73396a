"""Wapsi on the screen: `streamlit run app.py`, or `make run`, which sets everything up first.

Imported by the server it is the application, warmed up before the first visitor. Run as a script,
once per touch of a visitor and by the tests of the pages, it is the page.
"""

from __future__ import annotations

if __name__ == "__main__":
    from planner.ui import shell

    shell.main()
else:
    import streamlit as st
    from starlette.middleware import Middleware

    from planner.ui import door, warm

    app = st.App(__file__, lifespan=warm.lifespan, middleware=[Middleware(door.Door)])
