"""What the plan assumes: cards that hold on a day, and what was typed over them."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from planner.assumptions import REQUIRED, bounds_of, expected, load_assumptions
from products.basis.problems import Severity
from products.basis.timeline import Timeline
from products.catalogue.pack import AssumptionLine, Grade, Pack
from products.catalogue.seed import load_packs, packs
from tests.planner.families import START, country, pakistan

TODAY = date(2026, 11, 24)
JUDGEMENT = "project-judgement"
PACKS = {pack.iso3: pack for pack in load_packs(packs())}
every_pack = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)

ROWS = country().assumptions


def load(overrides: dict | None = None, rows=ROWS, as_of: date = START):
    return load_assumptions(rows, as_of, overrides or {})


def row(since: date, value: float) -> AssumptionLine:
    return AssumptionLine(name="inflation_pa", since=since, value=value, grade="B", source_id="s")


def test_the_latest_row_that_holds_on_the_day_is_used():
    rows = [*ROWS, row(date(2025, 1, 1), 0.1), row(date(2026, 6, 1), 0.2)]
    assert load(rows=rows)[0]["inflation_pa"] == 0.1
    assert load(rows=rows, as_of=date(2026, 6, 1))[0]["inflation_pa"] == 0.2


def test_what_is_typed_over_is_used_and_marked():
    found, problems = load({"inflation_pa": 0.2})
    card = found.cards["inflation_pa"]
    assert (card.value, card.given, card.changed) == (0.2, 0.0, True)
    assert problems == ()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("inflation_pa", 4.0, "problem.too_high"),  # 400 %
        ("inflation_pa", -0.5, "problem.too_low"),
        ("inflation_pa", float("nan"), "problem.not_a_number"),
        ("fx_SAR", 0.0, "problem.too_low"),
        ("mood", 1.0, "problem.unknown_assumption"),
        ("index_kibor_1y_pa", 12.0, "problem.too_high"),
    ],
)
def test_an_override_out_of_bounds_is_told_and_not_used(name, value, code):
    found, problems = load({name: value})
    assert [(p.code, p.where) for p in problems] == [(code, f"overrides.{name}")]
    assert all(not card.changed for card in found.cards.values())


def test_an_unusual_override_is_used_with_a_warning():
    rows = [r.model_copy(update={"low": 0.0, "high": 0.1}) for r in ROWS]
    found, problems = load({"inflation_pa": 0.3}, rows)
    assert found["inflation_pa"] == 0.3
    assert [(p.code, p.severity) for p in problems] == [
        ("problem.unusual_assumption", Severity.WARNING)
    ]


def test_a_missing_assumption_is_told():
    _, problems = load(rows=[r for r in ROWS if r.name != "buffer_months"])
    assert [(p.code, p.where) for p in problems] == [
        ("problem.assumption_missing", "buffer_months")
    ]


def test_the_one_future_grows_prices_and_drifts_the_rupee():
    found, _ = load({"inflation_pa": 0.1, "fx_change_pa": 0.05})
    market = expected(found, Timeline(START, 24))
    assert market.price_level[[0, 12, 24]] == pytest.approx([1, 1.1, 1.21])
    assert market.fx["SAR"][[0, 12, 24]] == pytest.approx([75, 78.75, 82.6875])
    assert set(market.fx) == {"SAR", "USD"}
    assert market.index_pa["kibor_1y"][[0, 24]].tolist() == [0.11, 0.11]


def test_bounds_are_known_for_every_name_that_may_be_typed_over():
    assert bounds_of("fx_SAR") == (1e-6, 1e6)
    assert bounds_of("mood") is None


def test_the_pack_has_every_assumption_a_plan_needs():
    found, problems = load_assumptions(pakistan()[0].assumptions, date(2026, 11, 24), {})
    assert problems == ()
    assert {"SAR", "AED", "USD"} <= found.fx.keys()
    assert 0 < found["inflation_pa"] < 0.4


def test_names_that_begin_like_a_rates_are_no_rates():
    found, _ = load()
    assert "sd_pa" not in found.fx
    assert set(found.fx) == {"SAR", "USD"}
    assert set(found.index_pa) == {"kibor_1y"}


@pytest.mark.parametrize(
    ("name", "lowest", "highest"),
    [
        ("inflation_pa", -0.2, 1.0),
        ("venture_death_pa", 0.0, 1.0),
        ("corr_fx_index", -1.0, 1.0),
        ("trade_half_life_months", 0.1, 600.0),
        ("shock_wedding_months", 0.0, 60.0),
        ("index_sd_pa", 0.0, 1.0),
    ],
)
def test_what_may_be_typed_over_a_card(name, lowest, highest):
    assert bounds_of(name) == (lowest, highest)


def test_sixty_per_cent_inflation_is_no_slip():
    found, problems = load({"inflation_pa": 0.6})
    assert (found["inflation_pa"], problems) == (0.6, ())


@every_pack
def test_every_pack_states_every_assumption_with_its_range_and_its_reason(pack: Pack):
    found, problems = load_assumptions(pack.assumptions, TODAY, {})
    assert problems == ()
    for name in REQUIRED:
        card, bounds = found.cards[name], bounds_of(name)
        assert bounds is not None
        assert card.low is not None, name
        assert card.high is not None, name
        assert bounds[0] <= card.low <= card.value <= card.high <= bounds[1], name
        assert card.low < card.high, name
        assert card.unit, name
        assert card.note, name


@every_pack
def test_no_assumption_is_without_a_source_or_a_judgement_that_says_so(pack: Pack):
    """A figure has a source one can open, or it is called a judgement."""
    sources = {source.source_id: source for source in pack.sources}
    for row in pack.assumptions:
        source = sources[row.source_id]
        if row.source_id == JUDGEMENT:
            assert row.grade is Grade.D, row.name
            assert row.note, row.name
        else:
            assert source.address.startswith("http"), row.name
            assert source.seen_on, row.name


def test_a_row_without_a_source_is_no_row():
    with pytest.raises(ValidationError):
        AssumptionLine(name="inflation_pa", since=START, value=0.1, grade="B", source_id="")
