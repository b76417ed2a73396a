"""The price of a listing as a command answers it: at its own amounts, beside the alternatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from products.basis.problems import Problem
from products.basis.text import Sentences
from products.catalogue.listing import Listing
from products.catalogue.pack import AssumptionLine, Provider, Unexpressed
from products.price.asking import nearest_variant, usual_amounts
from products.price.assumed import market_of
from products.price.beside import Beside, beside
from products.price.price import Price, effective_price
from products.price.ranking import Question
from products.price.words import as_values, beside_page, beside_values, page


@dataclass(frozen=True, slots=True)
class Shelf:
    """What of a country's pack a price needs; `home` is its currency."""

    listings: Sequence[Listing]
    providers: Mapping[str, Provider]
    unexpressed: Sequence[Unexpressed]
    assumptions: Sequence[AssumptionLine]
    home: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for; without an amount the listing's own bounds, longest without tenor."""

    as_of: date
    amount: float | None = None
    tenor: int | None = None
    tax_filer: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The prices of one listing, one for each amount, and the alternatives at the first of them.

    `problems` are those of the question; a price carries its own.
    """

    listing: Listing
    prices: tuple[Price, ...]
    alternatives: tuple[Beside, ...]
    problems: tuple[Problem, ...]

    @property
    def is_priced(self) -> bool:
        """Whether every amount that was asked for has a price."""
        return bool(self.prices) and all(price.base for price in self.prices)

    def values(self, say: Sentences) -> dict[str, Any]:
        """As values of JSON."""
        return {
            "prices": [as_values(price, say) for price in self.prices],
            "otherwise": [beside_values(each, say) for each in self.alternatives],
            "method": say("price.method"),
        }

    def page(self, say: Sentences) -> Iterator[str]:
        """Line by line."""
        for price in self.prices:
            yield from page(price, say)
        if self.alternatives:
            yield say("price.otherwise")
            yield from beside_page(self.alternatives, say)
        yield say("price.method")


def answer(listing: Listing, shelf: Shelf, wish: Wish) -> Answer:
    """The prices of a listing on a day, and what a family would otherwise use."""
    market, problems = market_of(shelf.assumptions, wish.as_of)
    variant = nearest_variant(listing, wish.tenor, tax_filer=wish.tax_filer)
    wanted = usual_amounts(listing, variant) if wish.amount is None else (wish.amount,)
    if not wanted:
        problems = (*problems, Problem("problem.price.say_amount", listing.id))
    prices = tuple(
        effective_price(listing, variant, each, market, start=wish.as_of, home=shelf.home)
        for each in wanted
    )
    question = Question(
        market, shelf.home, wanted, wish.as_of, variant.tenor, tax_filer=wish.tax_filer
    )
    alternatives = [
        beside(price, shelf.listings, shelf.providers, shelf.unexpressed, question)
        for price in prices[:1]
        if price.base is not None
    ]
    return Answer(
        listing, prices, tuple(each for found in alternatives for each in found), problems
    )
