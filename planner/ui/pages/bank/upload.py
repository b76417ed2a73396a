"""A bank hands in a file: what it would bring is shown first, kept only when someone says so."""

from __future__ import annotations

import streamlit as st

from planner.ui import chores, people, session, style
from planner.ui.parts import (
    bank_state,
    import_before,
    import_form,
    import_keep,
    import_result,
    import_state,
)
from planner.ui.parts.import_state import Upload
from planner.ui.register import path_of
from planner.ui.session import Session
from products.basis.people import Actor
from products.imports.documents import Imported
from products.publishing.arriving import Handed, Taken
from products.publishing.intake import Intake


def render() -> None:
    """Draw the page."""
    s, actor = session.current(), people.actor()
    st.title(s.text("upload.title"))
    if s.world.registry is None:
        st.info(s.text("steward.no_registry"), icon=":material/lock:")
        return
    if not bank_state.works_for_a_bank(actor, s.world):
        st.info(s.text("upload.for_whom"), icon=":material/account_balance:")
        st.page_link(path_of("listings"), label=s.text("page.listings"), icon=":material/badge:")
        return
    style.lead(s.text("upload.lead"))
    intake, provider = Intake(s.world.registry), actor.organisation
    chosen = import_form.draw(s.text)
    before = intake.imports(provider)
    if chosen.raw is not None:
        country = import_state.country_of(provider, s.world)
        handed = Handed(
            chosen.raw, chosen.name, provider, chosen.file_format, country, chosen.kind
        )  # fmt: skip
        _file(import_state.arrive(handed, actor, intake), actor, intake, s)
    import_before.draw(before, s.text)


def _file(upload: Upload, actor: Actor, intake: Intake, s: Session) -> None:
    text = s.text
    if upload.refused is not None:
        import_result.problems((upload.refused,), text)
        return
    if isinstance(upload.answer, Taken):
        import_keep.kept(upload.answer, text)
        return
    earlier = import_before.same(upload.sha256, intake.imports(upload.handed.provider_id))
    if earlier is not None:
        day = text.day(earlier.taken_at.date())
        said = text("upload.repeated", who=style.plain(earlier.actor_id), date=day)
        st.info(said, icon=":material/content_copy:")

    def shown(read: Imported) -> None:
        import_result.draw(read, import_state.rehearse(upload, read, actor, intake), text)
        if read.drafts or read.events:
            import_keep.offer(upload, read, actor, intake, s.text)

    doing = text("upload.reading", file=style.plain(upload.label))
    chores.show("upload", upload.key, upload.reading(), doing, shown)


if __name__ == "__main__":
    render()
