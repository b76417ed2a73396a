"""Rules and listings in words: what a person reads of the catalogue, or as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from products.basis.ageing import STALE_AFTER_DAYS, Age
from products.basis.eligibility import Op, Rule, groups_of
from products.basis.sources import Source, age_days
from products.basis.text import Sentences
from products.catalogue.known import age_of_listing, as_row, known, oldest, worst
from products.catalogue.listing import Listing
from products.kind import Step


def rule_in_words(rule: Rule, say: Sentences, regions: Mapping[str, str] | None = None) -> str:
    """One rule as a phrase; `regions` gives the names behind region codes.

    >>> say = Sentences({"rule.at_most": "{fact} at most {value}", "fact.age_years": "age"}, {})
    >>> rule_in_words(Rule(fact="age_years", op="at_most", value=45), say)
    'age at most 45'
    """
    fact = say(f"fact.{rule.fact}")
    return say(f"rule.{rule.op.value}", fact=fact, value=_value_in_words(rule, say, regions or {}))


def _value_in_words(rule: Rule, say: Sentences, regions: Mapping[str, str]) -> str:
    if isinstance(rule.value, bool):
        return say("choice.yes" if rule.value else "choice.no")
    if rule.op in (Op.AT_LEAST, Op.AT_MOST):
        return number(rule.value)
    chosen = rule.value if isinstance(rule.value, tuple) else (str(rule.value),)
    if rule.fact == "region":
        return say("rule.or").join(regions.get(code, code) for code in chosen)
    return say("rule.or").join(say(f"choice.{rule.fact}.{choice}") for choice in chosen)


def rules_in_words(
    rules: Sequence[Rule], say: Sentences, regions: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Every group of rules as one phrase: all phrases must hold.

    Rules of which one is enough are one phrase together.
    """
    phrases = [rule_in_words(rule, say, regions) for rule in rules]
    return tuple(
        phrases[group[0]]
        if len(group) == 1
        else say("rule.any_of", rules=say("rule.between").join(phrases[i] for i in group))
        for group in groups_of(rules)
    )


def number(value: object) -> str:
    """A number with its thousands apart and no needless decimals.

    >>> number(1500000.0), number(0.12)
    ('1,500,000', '0.12')
    """
    return f"{value:,.15g}" if isinstance(value, int | float) else str(value)


def age_in_words(as_of: str, today: date, say: Sentences) -> str:
    """How old a fact is, and whether it may have changed since."""
    days = age_days(as_of, today)
    if days is None:
        return say("age.undated")
    return say("age.stale" if days > STALE_AFTER_DAYS else "age.days", days=days)


def aged_in_words(age: Age, say: Sentences) -> str:
    """A fact's day, how old it is, and its grade."""
    key = "undated" if age.days is None else "stale" if age.is_stale else "days"
    told = say(f"age.{key}", days=age.days)
    return f"{age.as_of or '-'} ({told}; {say('age.grade', grade=age.grade.value)})"


def brief(listing: Listing, today: date) -> dict[str, Any]:
    """What a list of listings says of one, as plain values."""
    names = ("id", "name", "provider_id", "currency", "amount_min", "amount_max", "as_of")
    return {
        **{name: getattr(listing, name) for name in names},
        "kind": listing.kind,
        "category": listing.category.value,
        "modes": [mode.value for mode in listing.modes],
        "standing": listing.standing.value,
        "age_days": age_days(listing.as_of, today),
        "stale": listing.is_stale(today),
        "grade": age_of_listing(listing, today).grade.value,
        "confidence": listing.confidence.value,
        "source_id": listing.source_id,
    }


def in_full(
    listing: Listing,
    today: date,
    say: Sentences,
    sources: Mapping[str, Source],
    regions: Mapping[str, str],
) -> dict[str, Any]:
    """Everything known of a listing, as plain values: terms, rules, provenance, and its sources."""
    used = [listing.source_id, *(r.source_id for r in listing.rules)]
    used += [p.source_id for p in listing.provenance]
    facts = known(listing, today, sources)
    first = oldest(fact.age for fact in facts)
    return {
        **listing.model_dump(mode="json"),
        "kind": listing.kind,
        "on_sale": listing.on_sale(today),
        "age_days": age_days(listing.as_of, today),
        "stale": listing.is_stale(today),
        "grade": age_of_listing(listing, today).grade.value,
        "worst_grade": worst(fact.age for fact in facts),
        "oldest_as_of": first.as_of if first else "",
        "facts": [as_row(fact) for fact in facts],
        "rules_in_words": list(rules_in_words(listing.rules, say, regions)),
        "sources": [
            sources[name].model_dump(mode="json") for name in dict.fromkeys(used) if name in sources
        ],
    }


def brief_line(listing: Listing, today: date, say: Sentences) -> str:
    """One line of a list of listings."""
    standing = say(f"standing.{listing.standing.value}")
    when = aged_in_words(age_of_listing(listing, today), say)
    parts = (listing.id, listing.name, say(f"kind.{listing.kind}"), _amounts(listing, say))
    return "  ".join((*parts, standing, when))


def _amounts(listing: Listing, say: Sentences) -> str:
    low, high = listing.amount_min, listing.amount_max
    if low is None and high is None:
        return f"{listing.currency} {say('show.unknown')}"
    if low is None:
        return f"{listing.currency} {say('show.to', value=number(high))}"
    if high is None:
        return f"{listing.currency} {say('show.from', value=number(low))}"
    return f"{listing.currency} {number(low)} – {number(high)}"


def page(
    listing: Listing,
    today: date,
    say: Sentences,
    sources: Mapping[str, Source],
    regions: Mapping[str, str],
    provider: str,
) -> Iterator[str]:
    """A listing line by line, as a person reads it."""
    yield f"{listing.id}  {listing.name}"
    facts = {
        "provider": provider,
        "kind": say(f"kind.{listing.kind}"),
        "category": say(f"category.{listing.category.value}"),
        "modes": ", ".join(say(f"mode.{mode.value}") for mode in listing.modes),
        "amount": _amounts(listing, say),
        "standing": f"{say(f'standing.{listing.standing.value}')} ({listing.status or '-'})",
        "valid": say(
            "show.on_sale" if listing.on_sale(today) else "show.not_on_sale", day=str(today)
        ),
        "as_of": aged_in_words(age_of_listing(listing, today), say),
        "confidence": say(f"confidence.{listing.confidence.value}"),
        **{
            n: getattr(listing, n)
            for n in ("channel", "documents", "security", "exit_note", "note")
        },
    }
    for name, value in facts.items():
        if value:
            yield f"  {say(f'show.{name}')}: {value}"
    yield from _section("terms", _terms_lines(listing), say)
    phrases = rules_in_words(listing.rules, say, regions) or (say("rule.none"),)
    yield from _section("rules", phrases, say)
    yield from _section("values", _value_lines(listing, today, say), say)
    yield from _section("facts", _fact_lines(listing, today, say, sources), say)
    yield from _section("sources", _source_lines(listing, today, say, sources), say)


def _section(name: str, lines: Iterator[str] | Sequence[str], say: Sentences) -> Iterator[str]:
    body = [f"    {line}" for line in lines]
    if body:
        yield f"  {say(f'show.{name}')}:"
        yield from body


def _terms_lines(listing: Listing) -> Iterator[str]:
    for name, value in listing.terms:
        if name == "kind" or value is None or value in ("", ()):
            continue
        if isinstance(value, tuple):
            yield f"{name}: {', '.join(_step_in_words(step) for step in value)}"
        else:
            yield f"{name}: {value if isinstance(value, bool) else number(value)}"


def _step_in_words(step: Step) -> str:
    if step.value is not None:
        return f"{step.at}: {number(step.value)}"
    return f"{step.at}: {step.index} {step.spread:+g}"


def _value_lines(listing: Listing, today: date, say: Sentences) -> Iterator[str]:
    for each in listing.provenance:
        said = each.method or each.note
        age = age_in_words(each.as_of, today, say)
        yield f"{each.field}: {each.source_id}, {each.as_of or '-'} ({age}){said and f'; {said}'}"


def _fact_lines(
    listing: Listing, today: date, say: Sentences, sources: Mapping[str, Source]
) -> Iterator[str]:
    """The facts with who says so and since when; those of one origin together."""
    together: dict[str, list[str]] = {}
    for fact in known(listing, today, sources):
        origin = f"{aged_in_words(fact.age, say)}, {fact.by}"
        together.setdefault(origin, []).append(fact.field)
    for origin, fields in together.items():
        yield f"{origin}: {', '.join(fields)}"


def _source_lines(
    listing: Listing, today: date, say: Sentences, sources: Mapping[str, Source]
) -> Iterator[str]:
    whole = in_full(listing, today, say, sources, {})
    for each in whole["sources"]:
        said = (each["publisher"], each["title"], each["address"], each["seen_on"])
        yield f"{each['source_id']}: {', '.join(part for part in said if part)}"
