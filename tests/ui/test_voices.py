"""What people say about products, through the app: asked, answered, counted, withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from planner.ui.session import Slot
from planner.ui.world import World
from products.basis.ageing import Method
from products.basis.people import Actor, Role
from products.publishing.clock import Clock, Word
from products.publishing.demand import Demand, Step
from products.publishing.disputes import CONFIRMED, Disputes
from products.publishing.registry import Registry
from products.publishing.voice_tables import STEP_TAKEN
from tests.conftest import ROOT
from tests.ui.conftest import TODAY, press, raw_keys, words_of

OFFERS, SAVE = "planner/ui/pages/family/offers.py", "planner/ui/pages/family/save.py"
PLAN, LEARN = "planner/ui/pages/family/plan.py", "planner/ui/pages/bank/learn.py"


@pytest.fixture
def listing(catalogue, families):
    """A product of the first family's country that has a rate."""
    return next(
        one for one in catalogue.all(families[0].country)
        if getattr(one.terms, "rate", None) and one.standing == "offered"
    )  # fmt: skip


@pytest.fixture
def arrive(world: World, registry: Registry):
    def visit(who: str = "", case=None, organisation: str = "") -> AppTest:
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        page.session_state[Slot.WORLD] = replace(world, registry=registry)
        if case is not None:
            page.session_state[Slot.CASE] = case
        if who:
            page.query_params["who"] = who
        if organisation:
            page.session_state["wapsi.organisation"] = organisation
        return page.run()

    return visit


def sound(page: AppTest) -> str:
    assert not page.exception
    assert "Something went wrong" not in " ".join(e.value for e in page.error)
    words = words_of(page)
    assert raw_keys(words) == []
    return " ".join([*words, *(t.value for t in page.get("text"))])


def look(page: AppTest, listing) -> AppTest:
    page.switch_page(OFFERS).run()
    page.session_state["wapsi.desk"].looking = listing.id
    return page.run()


def tell(page: AppTest, said: str, place: str = "Multan branch") -> AppTest:
    next(a for a in page.text_area if a.key.endswith(".said")).set_value(said)
    next(a for a in page.text_input if str(a.key).endswith(".place")).set_value(place)
    return press(page, "Send to the bank")


def test_a_dispute_goes_from_the_product_to_the_bank_and_its_answer_comes_back(
    arrive, families, listing, registry
):
    page = tell(look(arrive(case=families[0]), listing), "They said the rate is 16 per cent")
    assert "No answer yet, open for 0 days" in sound(page)
    assert "1 person was told otherwise" in sound(page)
    case = page.session_state[Slot.CASE]
    assert len(case.asked) == 1

    bank = arrive(who="bank", organisation=listing.provider_id).switch_page(LEARN).run()
    told = sound(bank)
    assert "“They said the rate is 16 per cent”" in told
    assert "Multan branch" in told
    (held,) = Disputes(registry.engine).waiting(listing.provider_id)
    answered = Disputes(registry.engine).answer(
        Actor("amina", listing.provider_id, frozenset({Role.BANK})), held.dispute_id,
        outcome=CONFIRMED, words="It is as listed", now=held.opened_at, request_id="r1",
    )  # fmt: skip
    assert answered.outcome == CONFIRMED

    back = sound(look(arrive(case=case), listing))
    assert "It is as listed" in back
    assert "told otherwise. The bank has not answered" not in back


def test_a_bank_answers_on_its_page(arrive, families, listing, registry):
    tell(look(arrive(case=families[0]), listing), "They said the rate is 16 per cent")
    bank = arrive(who="bank", organisation=listing.provider_id).switch_page(LEARN).run()
    (held,) = Disputes(registry.engine).waiting()
    next(a for a in bank.text_area if a.key.endswith(".words")).set_value("It is as listed")
    press(bank, "Answer")
    assert "Choose what is true first." in sound(bank)
    group = next(g for g in bank.get("button_group") if str(g.key).endswith(".outcome"))
    group.set_value(CONFIRMED).run()
    press(bank, "Answer")
    assert Disputes(registry.engine).waiting() == ()
    assert "Answered by" in sound(bank)
    assert Disputes(registry.engine).trace(held.dispute_id)[-1]["action"] == "answer"


def test_what_cannot_be_said_is_told_at_the_form_and_nothing_is_sent(
    arrive, families, listing, registry
):
    page = look(arrive(case=families[0]), listing)
    assert "telephone, identity or mail number" in sound(tell(page, "ask Amna 0300-1234567"))
    assert "too short" in sound(tell(page, "no"))
    assert Disputes(registry.engine).waiting() == ()
    assert page.session_state[Slot.CASE].asked == ()


def test_a_family_is_counted_only_when_it_says_so_and_withdrawing_takes_it_out(
    arrive, families, listing, registry
):
    def rows():
        with registry.engine.connect() as db:
            return sorted(row.step for row in db.execute(STEP_TAKEN.select()))

    page = look(arrive(case=families[0]), listing)
    assert rows() == []
    next(t for t in page.toggle if ".counted.offer" in str(t.key)).set_value(True).run()
    sound(page)
    assert page.session_state[Slot.CASE].counted_as
    assert "seen" in rows()
    pills = next(g for g in page.get("button_group") if str(g.key).endswith(f"{listing.id}.step"))
    pills.set_value("applied").run()
    sound(page)
    assert {"seen", "referred", "applied"} <= set(rows())
    assert page.session_state[Slot.CASE].tried[0].step == "applied"
    next(t for t in page.toggle if ".counted.offer" in str(t.key)).set_value(False).run()
    assert rows() == []
    assert page.session_state[Slot.CASE].counted_as == ""
    assert page.session_state[Slot.CASE].tried[0].step == "applied"


def test_a_bank_sees_the_funnel_of_its_own_products_and_nothing_under_five(
    arrive, listing, registry
):
    demand, which = Demand(registry.engine), (listing.id, listing.provider_id)
    for number in range(4):
        demand.step(f"h{number}", which, Step.SEEN, day=TODAY)
    page = arrive(who="bank", organisation=listing.provider_id).switch_page(LEARN).run()
    page.selectbox(key=f"learn.product.{listing.provider_id}").set_value(listing.id).run()
    sound(page)
    (chart,) = page.get("vega_lite_chart")
    assert "Looked at it: not shown" in chart.proto.spec
    assert "Applied: 0" in chart.proto.spec
    other = next(p for p in ("ubl", "hbl", "nbp") if p != listing.provider_id)
    elsewhere = arrive(who="bank", organisation=other).switch_page(LEARN).run()
    assert listing.name not in sound(elsewhere)


def test_a_bank_says_that_its_facts_still_hold_and_they_are_young_again(arrive, listing, registry):
    page = arrive(who="bank", organisation=listing.provider_id).switch_page(LEARN).run()
    page.selectbox(key=f"learn.product.{listing.provider_id}").set_value(listing.id).run()
    press(page, "They still hold")
    assert "Say which document" in sound(page)
    page.text_input(key=f"verify.{listing.id}.document").set_value("Schedule of charges, July")
    press(page, "They still hold")
    sound(page)
    words = Clock(registry.engine).words(listing.id)[listing.id]
    assert {"rate"} <= {word.field for word in words}
    assert "less than a month · grade A" in sound(page)


@pytest.fixture
def taking(families, catalogue):
    """A family whose plan takes a product on weak or old terms."""
    from datetime import date

    from products.catalogue.known import age_of_listing

    for case in families:
        held = [catalogue.get(choice.listing_id) for choice in case.choices]
        if any(one and age_of_listing(one, date(2026, 11, 24)).needs_word for one in held):
            return case
    case = families[0]
    weak = next(
        one for one in catalogue.all(case.country)
        if one.standing == "offered" and age_of_listing(one, TODAY).needs_word
        and one.category == "savings"
    )  # fmt: skip
    choices = [{"listing_id": weak.id, "amount": max(weak.amount_min or 0, 1000.0)}]
    return type(case).model_validate({**case.model_dump(), "choices": choices})


def test_CATALOGUE_05_a_plan_on_old_terms_says_so_and_is_ready_only_with_a_reason(arrive, taking):
    page = arrive(case=taking).switch_page(PLAN).run()
    assert "Figures here rest on old or weak terms" in sound(page)
    page.switch_page(SAVE).run()
    assert page.button(key="ready.mark").disabled
    reasons = [a.key for a in page.text_input if str(a.key).endswith(".reason")]
    assert reasons
    press(page, "I have seen it")
    assert "Write a few words" in sound(page)
    for _ in reasons:
        field = next(a for a in page.text_input if str(a.key).endswith(".reason"))
        field.set_value("Asked at the branch today")
        press(page, "I have seen it")
        sound(page)
    page.button(key="ready.mark").click().run()
    assert "Ready since 24 November 2026" in sound(page)
    case = page.session_state[Slot.CASE]
    assert case.acknowledged[0].reason == "Asked at the branch today"
    assert case.ready is not None


def test_deleting_everything_takes_a_familys_counts_out_too(arrive, families, listing, registry):
    page = look(arrive(case=families[0]), listing)
    next(t for t in page.toggle if ".counted.offer" in str(t.key)).set_value(True).run()
    page.switch_page(SAVE).run()
    page.button(key="delete.yes").click().run()
    sound(page)
    with registry.engine.connect() as db:
        assert db.execute(STEP_TAKEN.select()).all() == []


def test_a_word_from_the_clock_is_seen_on_the_product_page(arrive, families, listing, registry):
    bank = Actor("amina", listing.provider_id, frozenset({Role.BANK}))
    word = Word(TODAY, Method.BANK_DOCUMENT, "Schedule 7")
    from planner.ui.world import moment

    found = Clock(registry.engine).verify(
        bank, listing, (), word, now=moment().replace(year=2026, month=11, day=24, hour=23),
        request_id="r1",
    )  # fmt: skip
    assert found
    page = look(arrive(case=families[0]), listing)
    assert "grade A" in sound(page)
