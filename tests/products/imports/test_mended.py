"""Values mapped once for all are read so, with a note of who decided, and judged like any other."""

from __future__ import annotations

import json
from copy import deepcopy

from products.imports import cdr, obie
from products.imports.documents import Found, Imported
from products.imports.mended import Rule, Rules, anywhere, mended
from tests.products.imports.bank import DEPOSIT, DOCUMENTS, codes, deposit, read, tier

WHO = "amina, 2026-01-31"


def rules(*told: tuple[str, str, str]) -> Rules:
    return {(path, raw): Rule(path, raw, made, WHO) for path, raw, made in told}


def mapped(data: dict, *told: tuple[str, str, str]) -> Imported:
    return cdr.read(json.dumps({"data": data, "meta": {}}).encode(), "bank", "", rules(*told))


def test_a_rule_holds_at_its_path_and_for_its_raw_text_alone() -> None:
    found = Found()
    tree = {"a": [{"unit": "Dollar"}, {"unit": "dollar"}], "b": [{"unit": "Dollar"}]}
    out = mended(tree, rules(("a.unit", "Dollar", "DOLLAR")), found)
    assert out == {"a": [{"unit": "DOLLAR"}, {"unit": "dollar"}], "b": [{"unit": "Dollar"}]}
    assert [(n.path, n.code, n.raw, n.made) for n in found.notes] == [
        ("a[0].unit", "MAPPED", "Dollar", f"DOLLAR ({WHO})")
    ]


def test_without_a_rule_nothing_is_touched() -> None:
    tree = {"a": ["x"]}
    assert mended(tree, {}, Found()) is tree


def test_FEED_10_a_mapped_value_is_read_and_the_note_names_who_decided() -> None:
    told = deposit(tiers=tier(unitOfMeasure="Dollar"))
    assert "NOT_IN_LIST" in codes(read(told))
    path = "depositRates.tiers.unitOfMeasure"
    answer = mapped(told, (path, "Dollar", "DOLLAR"))
    assert "NOT_IN_LIST" not in codes(answer)
    assert answer.drafts[0].content["amount_min"] == 5000
    assert [n.made for n in answer.notes if n.code == "MAPPED"] == [f"DOLLAR ({WHO})"]


def test_a_mapping_to_something_else_wrong_is_doubted_again() -> None:
    told = deposit(tiers=tier(unitOfMeasure="Dollar"))
    answer = mapped(told, ("depositRates.tiers.unitOfMeasure", "Dollar", "Dollars"))
    assert [d.raw for d in answer.doubts if d.code == "NOT_IN_LIST"] == ["Dollars"]


def test_a_mapping_does_not_change_what_the_bank_said() -> None:
    told = deepcopy(DEPOSIT) | {"features": [{"featureType": "EXTRA REPAYMENTS"}]}
    rule = ("features.featureType", "EXTRA REPAYMENTS", "EXTRA_REPAYMENTS")
    assert mapped(told, rule).drafts[0].fingerprint == read(told).drafts[0].fingerprint


def test_the_british_format_is_mended_too() -> None:
    path = DOCUMENTS / "uk_open_data_examples"
    (file,) = path.glob("sme-loan__publish-whole-interest*")
    raw = file.read_bytes().replace(b'"Whole"', b'"whole"')
    before = obie.read(raw, "bank")
    told = next(d for d in before.doubts if d.raw == "whole")
    after = obie.read(raw, "bank", "", rules((anywhere(told.path), "whole", "Whole")))
    assert "NOT_IN_LIST" in codes(before)
    assert "NOT_IN_LIST" not in codes(after)
    assert [d.fingerprint for d in after.drafts] == [d.fingerprint for d in before.drafts]
