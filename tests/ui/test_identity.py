"""Who sits before the screen of a server, and what makes nobody of a somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner.ui import identity, people, world
from planner.ui.people import actor
from planner.ui.register import PAGES
from products.basis.people import Role
from products.basis.text import sentences
from products.publishing.opening import open_file
from tests.ui.conftest import claims_of, words_of, worker

SAY = sentences("en")


def said(page) -> str:
    assert not page.exception
    return " ".join(words_of(page))


def test_nobody_needs_to_sign_in_to_plan(on_server):
    page = on_server()
    assert "A bank" not in said(page)
    assert SAY("sign_in.note") in said(page)
    assert [button.key for button in page.button if button.key and "sign-in" in button.key]


@pytest.mark.parametrize(("role", "house"), [("officer", "office"), ("bank", "nbp")])
def test_who_signed_in_has_the_seat_of_their_role(on_server, role, house):
    page = on_server(worker("amina", role, house))
    assert SAY("sign_in.as", name="Amina", organisation=house) in said(page)
    assert "who" not in page.query_params


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_who_looks_over_others_has_a_seat_and_the_log(on_server, world, tmp_path, role):
    opened = open_file(tmp_path / "registry.duckdb")
    page = on_server(worker("sana", role, "iom"), here=replace(world, registry=opened.registry))
    assert SAY(f"start.{role}.title") in said(page)
    page.switch_page("planner/ui/pages/steward/log.py").run()
    assert SAY("log.lead") in said(page)
    page.switch_page("planner/ui/pages/bank/listings.py").run()
    assert SAY("seat.other", seats=SAY("role.bank")) in said(page)
    opened.close()


def test_the_address_gives_no_seat_on_a_server(on_server):
    """The same address that names a seat on a laptop names nothing here."""
    page = on_server(who="steward")
    assert SAY("sign_in.note") in said(page)
    page = on_server(worker("amina", "bank", "nbp"), who="steward")
    page.switch_page("planner/ui/pages/steward/review.py").run()
    assert SAY("seat.other", seats=SAY("role.steward")) in said(page)


def test_somebody_with_two_roles_takes_one_seat_at_a_time(on_server):
    page = on_server(
        claims_of("amina", wapsi_roles="officer steward", wapsi_organisation="programme")
    )
    seat = next(one for one in page.get("button_group") if str(one.key) == "seat")
    assert seat.options == [SAY("role.officer"), SAY("role.steward")]
    page = seat.set_value(Role.STEWARD).run()
    page.switch_page("planner/ui/pages/steward/review.py").run()
    assert SAY("seat.other", seats=SAY("role.steward")) not in said(page)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        (claims_of("amina"), "role"),
        (worker("amina", "king", "nbp"), "role"),
        (worker("amina", "steward", ""), "organisation"),
        (worker("amina", "bank", "nobody"), "provider"),
        (worker("", "bank", "nbp"), "claims"),
        (worker("amina", "bank", "nbp") | {"iat": None}, "claims"),
        (worker("amina", "bank", "nbp") | {"iat": "now"}, "claims"),
        (worker("amina", "bank", "nbp") | {"iat": True}, "claims"),
        (worker("amina", "bank", "nbp") | {"iat": 1e30}, "claims"),
        (worker("amina", "bank", "nbp") | {"iat": 0}, "over"),
    ],
)
def test_a_sign_in_that_opens_nothing_says_calmly_what_to_ask_whom(on_server, claims, code):
    for spec in (PAGES[0], next(one for one in PAGES if one.key == "plan")):
        page = on_server(claims)
        if spec is not PAGES[0]:
            page.switch_page(str(spec.path)).run()
        value = claims.get("wapsi_organisation", "")
        assert SAY(f"problem.sign_in.{code}", value=value) in said(page)
        assert not page.error


@pytest.mark.parametrize("flag", [False, "True", 1, None])
def test_only_the_cookies_own_word_signs_somebody_in(on_server, flag):
    """AUTHN-06: a header mapped to a user's field is words; it signs nobody in."""
    page = on_server(worker("amina", "bank", "nbp") | {"is_logged_in": flag})
    assert SAY("sign_in.note") in said(page)


def test_AUTHN_06_no_header_of_a_browser_is_ever_asked(on_server):
    from streamlit import get_option

    from tests.conftest import ROOT

    assert get_option("server.trustedUserHeaders") in (None, {}, "")
    asked = [
        path.name
        for path in (ROOT / "planner" / "ui").rglob("*.py")
        if "st.context" in path.read_text(encoding="utf-8")
    ]
    assert asked == []


def test_SESSION_03_a_role_taken_out_of_the_list_is_gone_at_the_next_touch(
    on_server, monkeypatch, tmp_path
):
    people_file = tmp_path / "people.toml"
    line = '[[person]]\nsubject = "amina"\norganisation = "nbp"\nroles = ["{}"]\n'
    people_file.write_text(line.format("steward"))
    monkeypatch.setenv("WAPSI_PEOPLE", str(people_file))
    page = on_server(claims_of("amina"))
    page.switch_page("planner/ui/pages/steward/review.py").run()
    assert SAY("seat.other", seats=SAY("role.steward")) not in said(page)
    people_file.write_text(line.format("officer"))
    page.run()
    assert SAY("seat.other", seats=SAY("role.steward")) in said(page)
    people_file.write_text('closed = ["amina"]\n' + line.format("steward"))
    page.run()
    assert SAY("problem.sign_in.closed") in said(page)
    people_file.write_text("not a list [")
    page.run()
    assert SAY("problem.sign_in.list") in said(page)


def test_SESSION_03_the_actor_of_a_door_is_asked_anew_each_time(on_server, monkeypatch, tmp_path):
    """A fragment of a page runs without the shell: it too finds the role gone."""
    people_file = tmp_path / "people.toml"
    people_file.write_text('[[person]]\nsubject="a"\norganisation="nbp"\nroles=["bank"]\n')
    monkeypatch.setenv("WAPSI_PEOPLE", str(people_file))
    seen = []

    def draws() -> None:
        seen.append(actor())
        people_file.write_text("")
        seen.append(actor())

    from planner.ui.parts import entrance

    monkeypatch.setattr(entrance, "who", lambda _s: draws())
    on_server(claims_of("a"))
    before, after = seen[:2]
    assert before.has(Role.BANK)
    assert before.organisation == "nbp"
    assert after.roles == {Role.FAMILY}
    assert after.organisation == ""


def test_SESSION_01_fifteen_idle_minutes_ask_for_a_new_sign_in(on_server, monkeypatch):
    page = on_server(worker("idle", "steward", "programme"))
    page.switch_page("planner/ui/pages/steward/review.py").run()
    monkeypatch.setattr(world, "instant", lambda: datetime.now(UTC) + timedelta(minutes=16))
    page.run()
    assert SAY("problem.sign_in.idle") in said(page)
    assert [button for button in page.button if str(button.key).startswith("sign-in")]


def test_SESSION_01_after_eight_hours_a_new_sign_in_is_asked_for(on_server):
    early = datetime.now(UTC) - timedelta(hours=8, minutes=1)
    page = on_server(worker("amina", "steward", "programme", at=early))
    assert SAY("problem.sign_in.over") in said(page)


def test_signing_out_ends_it_for_every_window_and_every_copy(on_server):
    claims = worker("amina", "steward", "programme")
    page, other = on_server(dict(claims)), on_server(dict(claims))
    page.button(key="sign-out").click().run().run()
    assert SAY("sign_in.note") in said(page)
    other.run()
    assert SAY("problem.sign_in.ended") in said(other)
    assert SAY("problem.sign_in.ended") in said(on_server(dict(claims)))


def test_several_ways_in_are_several_buttons(on_server, monkeypatch):
    monkeypatch.setattr(
        identity, "_settings", lambda: {"a": {"client_id": "x"}, "b": {"client_id": "y"}, "c": 1}
    )
    page = on_server()
    labels = {button.label for button in page.button}
    assert {SAY("sign_in.go_with", provider=name) for name in "ab"} <= labels


def test_a_server_where_nobody_can_sign_in_says_so(on_server, monkeypatch):
    monkeypatch.setattr(identity, "_settings", dict)
    assert SAY("sign_in.none") in said(on_server())


def test_on_a_server_nobody_can_say_who_they_are(on_server, monkeypatch):
    from planner.ui.parts import entrance

    seen = []

    def says(_s) -> None:
        people.act_for("nbp")
        people.introduce("Amina", "nbp")
        seen.append(actor())

    monkeypatch.setattr(entrance, "who", says)
    page = on_server(who="bank")
    assert seen[0].roles == {Role.FAMILY}
    assert "as" not in page.query_params
