"""Ways into a plan: the one from last time, an example family, a saved file."""

from __future__ import annotations

import streamlit as st

from planner.case import Case, read_case
from planner.text import Text
from planner.ui import desk, session, style
from planner.ui.parts import problems
from planner.ui.parts.people_form import country_name
from planner.ui.world import examples
from products.basis.problems import Problem

MOST_UPLOAD_MB = 2


def last_time(text: Text) -> bool:
    """Offer the draft open last on this computer; whether it was taken."""
    token = session.last_token()
    if token is None:
        return False
    with st.container(border=True, key="card-continue"):
        st.html(style.heading("history", text("start.continue.title")))
        style.small(text("start.continue.note"))
        pressed = st.button(text("start.continue"), type="primary", icon=":material/play_arrow:")
        return pressed and session.open_token(token)


def example_families(text: Text) -> Case | None:
    """One card an example; the case of the one opened."""
    chosen: Case | None = None
    families = examples()
    if not families:
        return None
    st.subheader(text("start.examples"))
    style.lead(text("start.examples.note"))
    columns = st.columns(2)
    for place, case in enumerate(families):
        with columns[place % 2], st.container(border=True, key=f"card-example-{place}"):
            st.html(style.heading("groups", case.title))
            style.small(about(case, text))
            label = text("start.example.open")
            if st.button(label, key=f"example.{place}", icon=":material/visibility:"):
                chosen = case
    return chosen


def about(case: Case, text: Text) -> str:
    """A family in half a line: how many they are, and where somebody works."""
    house = case.household
    hosts = {m.host_country for m in house.members if m.abroad and m.host_country}
    where = ", ".join(country_name(code, text) for code in sorted(hosts))
    people = text.count("count.person", len(house.members))
    return text("start.example.about", people=people, where=where or text("start.example.at_home"))


def saved_file(text: Text) -> Case | None:
    """A case from a file the visitor saved; what is wrong with it is told, nothing is lost."""
    file = st.file_uploader(
        text("start.file"), type=["json"], key=f"{desk.epoch()}.upload",
        help=text("start.file.help"), max_upload_size=MOST_UPLOAD_MB,
    )  # fmt: skip
    if file is None:
        return None
    case, found = read_case(file.getvalue())
    known = session.current().world.catalogue.countries()
    if case is not None and case.country not in known:
        params = {"value": case.country, "limit": ", ".join(known)}
        case, found = None, (Problem("problem.unknown_country_pack", "country", params=params),)
    if case is not None:
        return case
    tell_problems(found, text)
    return None


def tell_problems(found: tuple[Problem, ...], text: Text) -> None:
    """Why a file was refused, each reason with its place and the way out."""
    st.error(text("start.file.bad"), icon=":material/error:")
    problems.tell(found, text)
    if session.current().case is not None:
        style.small(text("start.file.kept"))
