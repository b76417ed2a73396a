"""A product officer lists a product without help, and nobody sees it before a steward has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from planner.ui.parts import bank_bench, bank_mine
from planner.ui.parts.amounts import read_number
from planner.ui.parts.bank_shape import Control, Section, specs, value_at
from planner.ui.parts.term_fields import shown
from planner.ui.session import Slot
from planner.ui.world import World, moment
from products.basis.people import Actor, Role
from products.basis.text import sentences
from products.catalogue.listing import Listing
from products.catalogue.store import Catalogue
from products.publishing.content import of_listing
from products.publishing.registry import PACKS, Registry
from products.publishing.rows import Version
from products.publishing.shown import overlay
from products.publishing.states import State
from tests.conftest import ROOT
from tests.ui.conftest import TODAY, field, press, raw_keys, words_of

say = sentences("en")
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
BANK = Actor("amna", "nbp", frozenset({Role.BANK}))
STEWARD = Actor("sara", "state-bank", frozenset({Role.STEWARD}))


@pytest.fixture
def visit(catalogue: Catalogue, registry: Registry) -> Callable[..., AppTest]:
    """The app before a bank's officer, on one of the bank's pages."""

    def arrive(page: str = "listings", provider: str = "nbp") -> AppTest:
        world = World(TODAY, catalogue, None, None, registry=registry)
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.session_state[Slot.WORLD] = world
        app.session_state[Slot.ROLE] = Role.BANK.value
        app.session_state[Slot.ORGANISATION] = provider
        return app.run().switch_page(str(ROOT / "planner/ui/pages/bank" / f"{page}.py")).run()

    return arrive


def pick(page: AppTest, ending: str, value: object) -> AppTest:
    box = next(one for one in page.selectbox if str(one.key).endswith(ending))
    return box.set_value(value).run()


def fill(page: AppTest, ending: str, typed: str) -> AppTest:
    return field(page, ending).set_value(typed).run()


def section(page: AppTest, name: str) -> AppTest:
    """Another part of the form."""
    pills = next(one for one in page.get("button_group") if ".section." in str(one.key))
    return pills.set_value(Section(name)).run()


def begun(page: AppTest) -> AppTest:
    """A new loan for an enterprise, named."""
    groups = page.get("button_group")
    purpose = next(one for one in groups if str(one.key).endswith("new.category"))
    page = purpose.set_value("enterprise").run()
    page = page.radio[0].set_value("loan").run()
    page = fill(page, "new.name", "Shop loan")
    return press(page, say("bank.new.begin"))


def whole(page: AppTest) -> AppTest:
    """The loan filled in until it can be handed in."""
    modes = next(one for one in page.get("button_group") if str(one.key).endswith(".modes"))
    page = modes.set_value(["conventional"]).run()
    page = section(page, "amount")
    page = fill(page, ".amount_min", "50,000")
    page = fill(page, ".amount_max", "5 lakh")
    page = fill(page, ".tenor_max_months", "24")
    page = section(page, "price")
    page = fill(page, ".rate", "14.5")
    page = pick(page, ".rate_basis", "flat_pa")
    page = section(page, "proof")
    page = fill(page, ".as_of", "2026-11-20")
    page = fill(page, ".as_of_basis", "Schedule of charges, page 3")
    return fill(page, ".note.as_of", "Amna, head of products")


def drafts(registry: Registry) -> tuple[Version, ...]:
    return registry.waiting(State.DRAFT)


def published(registry: Registry, version: Version) -> Version:
    done = registry.publish(
        STEWARD, version.version_id, approved=version.content_sha256, now=NOW,
        request_id=f"p{version.version_id}",
    )  # fmt: skip
    assert isinstance(done, Version), done
    return done


def submitted(registry: Registry, version: Version) -> Version:
    done = registry.submit(BANK, version.version_id, now=NOW, request_id=f"s{version.version_id}")
    assert isinstance(done, Version), done
    return done


def told(page: AppTest) -> str:
    return " ".join(words_of(page))


def pack_listing(catalogue: Catalogue, kind: str = "loan") -> Listing:
    return next(
        one for one in catalogue.all("PAK")
        if one.kind == kind and one.terms.rate and one.provider_id in catalogue.providers("PAK")
    )  # fmt: skip


def adopted(registry: Registry, listing: Listing) -> Version:
    keeper = Actor(PACKS, PACKS, frozenset())
    done = registry.adopt(listing, keeper, now=NOW, as_of=TODAY)
    found = registry.history(listing.id)
    assert found, done
    return found[0]


def test_the_pages_of_a_bank_open_with_words(visit: Callable[..., AppTest]) -> None:
    for page in ("listings", "edit"):
        app = visit(page)
        assert not app.exception
        assert raw_keys(words_of(app)) == []


def test_a_product_goes_from_nothing_to_the_families(
    visit: Callable[..., AppTest], registry: Registry, catalogue: Catalogue
) -> None:
    page = begun(visit("edit"))
    assert say("bank.live.waits", fields="Longest time") in told(page)
    page = whole(page)
    (draft,) = drafts(registry)
    terms = {"kind": "loan", "tenor_max_months": 24, "rate": 0.145, "rate_basis": "flat_pa"}
    assert draft.content["terms"] == terms
    assert (draft.content["amount_min"], draft.content["amount_max"]) == (50_000, 500_000)
    assert "a customer really pays" in told(page)
    assert say("bank.live.schedule") in told(page)
    assert say("bank.lacks.missing") not in told(page)
    listing_id = draft.listing_id
    day_view = overlay(registry, catalogue, day=TODAY, known=NOW)
    assert day_view.get(listing_id) is None

    view = next(one for one in page.get("button_group") if ".view." in str(one.key))
    page = view.set_value("preview").run()
    page = press(page, say("bank.hand_in.button"))
    assert not page.exception
    (waiting,) = registry.waiting(State.IN_REVIEW)
    assert overlay(registry, catalogue, day=TODAY, known=NOW).get(listing_id) is None
    assert say("bank.state.in_review") in told(page)

    published(registry, waiting)
    seen = overlay(registry, catalogue, day=TODAY, known=NOW.replace(hour=9)).get(listing_id)
    assert seen is not None
    assert seen.terms.rate == 0.145


def test_what_cannot_be_used_stays_in_its_field_and_is_not_saved(
    visit: Callable[..., AppTest], registry: Registry
) -> None:
    page = section(begun(visit("edit")), "price")
    page = fill(page, ".rate", "fourteen")
    assert field(page, ".rate").value == "fourteen"
    assert say("problem.not_a_number", value="fourteen") in told(page)
    assert "rate" not in drafts(registry)[0].content["terms"]
    page = section(page, "amount")
    assert say("bank.lacks.typed", n=1) in told(page)
    page = section(page, "price")
    assert field(page, ".rate").value == "fourteen"
    page = fill(page, ".rate", "400")
    assert say("problem.too_high", value="400", limit="300") in told(page)


def test_CATALOGUE_01_a_minimum_above_the_maximum_is_not_saved_and_names_its_fields(
    visit: Callable[..., AppTest], registry: Registry
) -> None:
    page = section(begun(visit("edit")), "amount")
    page = fill(page, ".amount_max", "1000")
    page = fill(page, ".amount_min", "5000")
    assert drafts(registry)[0].content.get("amount_min") is None
    assert field(page, ".amount_min").value == "5000"
    assert "Smallest amount" in told(page)
    assert "Not saved yet" in told(page)
    page = fill(page, ".amount_max", "9000")
    assert drafts(registry)[0].content["amount_min"] == 5000
    assert say("bank.kept") in told(page)


def test_a_rate_in_the_wrong_unit_is_asked_about(visit: Callable[..., AppTest]) -> None:
    page = section(begun(visit("edit")), "price")
    page = fill(page, ".rate", "0.14")
    assert "Did you mean 14.00%" in told(page)
    page = fill(page, ".rate", "75")
    assert "unusually high" in told(page)


def test_what_another_saved_meanwhile_is_shown_and_one_chooses(
    visit: Callable[..., AppTest], registry: Registry
) -> None:
    for keep in ("bank.conflict.keep_mine", "bank.conflict.take"):
        page = section(begun(visit("edit")), "amount")
        draft = max(drafts(registry), key=lambda one: one.listing_id)
        theirs = {**draft.content, "name": "Their name"}
        registry.save(BANK, draft.version_id, theirs, edit_no=draft.edit_no, now=NOW)
        page = fill(page, ".tenor_max_months", "36")
        assert say("bank.conflict") in told(page)
        assert "Their name" in told(page)
        assert "36 months" in told(page)
        page = press(page, say(keep))
        kept = registry.version(draft.version_id)
        assert kept is not None
        mine = keep.endswith("mine")
        assert kept.content["name"] == ("Shop loan" if mine else "Their name")
        assert kept.content["terms"].get("tenor_max_months") == (36 if mine else None)


def test_editing_what_is_published_begins_the_next_version(
    visit: Callable[..., AppTest], registry: Registry, catalogue: Catalogue
) -> None:
    listing = pack_listing(catalogue)
    adopted(registry, listing)
    page = visit("listings", listing.provider_id)
    assert listing.name in told(page)
    button = next(one for one in page.button if one.key == f"bank.edit.{listing.id}")
    page = button.click().run()
    assert not page.exception
    (draft,) = drafts(registry)
    assert draft.version_no == 2
    assert draft.content["terms"] == of_listing(listing)["terms"]
    assert "as_of" not in draft.content
    page = page.switch_page(str(ROOT / "planner/ui/pages/bank/edit.py")).run()
    page = section(page, "price")
    page = fill(page, ".rate", "77")
    view = next(one for one in page.get("button_group") if ".view." in str(one.key))
    page = view.set_value("preview").run()
    look = next(one for one in page.get("button_group") if "bank.preview." in str(one.key))
    page = look.set_value("changes").run()
    assert say("bank.diff.against", n=1) in told(page)
    assert "77%" in told(page)
    assert registry.history(listing.id)[-1].state is State.PUBLISHED


def test_withdrawing_asks_back_and_wants_a_reason(
    visit: Callable[..., AppTest], registry: Registry, catalogue: Catalogue
) -> None:
    listing = pack_listing(catalogue)
    adopted(registry, listing)
    page = visit("listings", listing.provider_id)
    page = next(b for b in page.button if b.key == f"bank.withdraw.{listing.id}").click().run()
    assert any(say("bank.ask.withdraw") == w.value for w in page.warning)
    page = press(page, say("bank.ask.withdraw.yes"))
    assert registry.history(listing.id)[0].state is State.PUBLISHED
    page = fill(page, f"bank.reason.{listing.id}", "Not sold any more")
    page = press(page, say("bank.ask.withdraw.yes"))
    assert registry.history(listing.id)[0].state is State.WITHDRAWN
    assert overlay(registry, catalogue, day=TODAY, known=moment()).get(listing.id) is None


def test_a_draft_is_discarded_and_a_version_in_review_taken_back(
    visit: Callable[..., AppTest], registry: Registry
) -> None:
    whole(begun(visit("edit")))
    (draft,) = drafts(registry)
    submitted(registry, draft)
    page = visit("listings")
    page = (
        next(b for b in page.button if b.key == f"bank.take_back.{draft.listing_id}").click().run()
    )
    page = fill(page, f"bank.reason.{draft.listing_id}", "One figure is wrong")
    page = press(page, say("bank.ask.take_back.yes"))
    assert [one.state for one in registry.history(draft.listing_id)] == [State.DRAFT]
    page = next(b for b in page.button if b.key == f"bank.discard.{draft.listing_id}").click().run()
    page = press(page, say("bank.ask.discard.yes"))
    assert [one.state for one in registry.history(draft.listing_id)] == [State.DISCARDED]
    assert say("bank.mine.none") in [one.value for one in page.info]


def test_a_bank_never_sees_another_banks_drafts(
    visit: Callable[..., AppTest], registry: Registry
) -> None:
    begun(visit("edit"))
    (draft,) = drafts(registry)
    other = Actor("bilal", "abl", frozenset({Role.BANK}))
    assert bank_mine.listings(registry, other) == ()
    assert bank_mine.version(registry, other, draft.version_id) is None
    assert bank_mine.listing(registry, other, draft.listing_id) is None
    assert bank_mine.listings(registry, Actor("x", "nbp", frozenset({Role.STEWARD}))) == ()
    assert "Shop loan" not in told(visit("listings", "abl"))
    stolen = visit("edit", "abl")
    stolen.session_state[bank_bench.BENCH] = bank_bench.Bench(
        draft, dict(draft.content), draft.valid_from, draft.valid_to
    )
    assert "Shop loan" not in told(stolen.run())


def test_four_hundred_products_stand_on_pages_and_are_found(
    visit: Callable[..., AppTest], registry: Registry, catalogue: Catalogue
) -> None:
    model = of_listing(pack_listing(catalogue))
    for number in range(60):
        content = {
            **model, "id": f"MANY-{number:03}", "provider_id": "nbp", "name": f"Loan {number:03}",
        }  # fmt: skip
        made = registry.draft(BANK, content, now=NOW, request_id=f"many{number}", valid_from=TODAY)
        assert isinstance(made, Version), made
    page = visit("listings")
    assert "Loan 019" in told(page)
    assert "Loan 020" not in told(page)
    page = page.selectbox(key="bank.page").set_value(2).run()
    assert "Loan 059" in told(page)
    page = page.text_input(key="bank.search").set_value("loan 033").run()
    assert "Loan 033" in told(page)
    assert "Loan 034" not in told(page)


def one_of_each(catalogue: Catalogue) -> list[Listing]:
    found: dict[str, Listing] = {}
    for country in catalogue.countries():
        for one in catalogue.all(country):
            best = found.get(one.kind)
            if best is None or len(str(of_listing(one))) > len(str(of_listing(best))):
                found[one.kind] = one
    return list(found.values())


def test_every_kinds_form_opens_and_leaves_a_real_listing_as_it_is(
    visit: Callable[..., AppTest], registry: Registry, catalogue: Catalogue
) -> None:
    """Each kind the packs list, at its fullest listing, through every part of the form."""
    for listing in one_of_each(catalogue):
        actor = Actor("amna", listing.provider_id, frozenset({Role.BANK}))
        content = {**of_listing(listing), "id": f"T-{listing.id}"[:60]}
        made = registry.draft(
            actor, content, now=NOW, request_id=f"t{listing.id}"[:60], valid_from=TODAY
        )
        assert isinstance(made, Version), made
        page = visit("listings", listing.provider_id)
        page.session_state[bank_bench.BENCH] = bank_bench.Bench(
            made, dict(made.content), made.valid_from, made.valid_to
        )
        page = page.switch_page(str(ROOT / "planner/ui/pages/bank/edit.py")).run()
        for part in Section:
            page.session_state[bank_bench.BENCH].section = part.value
            page = page.run()
            assert not page.exception, (listing.kind, part)
            assert raw_keys(words_of(page)) == []
        kept = registry.version(made.version_id)
        assert kept is not None
        assert kept.content == content, listing.kind
        assert kept.edit_no == 0, "nothing was typed, nothing is written"


def test_every_figure_of_the_packs_is_read_back_as_it_is_shown(catalogue: Catalogue) -> None:
    """A figure shown in its field and typed again there is the same figure."""
    for country in catalogue.countries():
        for listing in catalogue.all(country):
            for spec in specs(listing.kind):
                value = value_at(of_listing(listing), spec)
                shares = spec.control is Control.PERCENT
                if not (shares or spec.control is Control.MONEY) or not value:
                    continue
                scale = 100 if shares else 1
                read = read_number(shown(spec, value), "x", -1e13, 1e13)
                assert isinstance(read, float), (listing.id, spec.name, value)
                assert read / scale == pytest.approx(value, abs=1e-6 if shares else 1e-4), (
                    listing.id,
                    spec.name,
                )
