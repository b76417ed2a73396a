"""The figures of the stories in docs/stories, worked out again and written between their marks.

`python -m bench.stories` rewrites the block between `<!-- figures -->` and `<!-- /figures -->` of
each page; everything else on a page is prose and stays. Day and seed are fixed, so the same code,
data and case give the same block: `tests/test_stories.py` fails where a page is stale, and the
prose around the block is then to be read again by a person.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from datetime import date
from typing import Any

from planner.__main__ import main as planner
from planner.text import Text, text_of
from products.catalogue.seed import ROOT

STORIES = ROOT / "docs" / "stories"
EXAMPLES = ROOT / "data" / "examples"
FAMILIES = ("driver_saudi_arabia", "nurse_and_technician", "farm_family_malaysia")
AS_OF, SEED = "2026-11-24", "1"
_BLOCK = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)
Told = Mapping[str, Any]


def main() -> None:
    """Rewrite the block of every page, and say which pages changed."""
    for family in FAMILIES:
        page = STORIES / f"{family}.md"
        old = page.read_text(encoding="utf-8")
        new = with_figures(old, figures(report(family)))
        page.write_text(new, encoding="utf-8")
        print(f"{page.relative_to(ROOT)}: {'as it was' if new == old else 'rewritten'}")


def report(family: str) -> Told:
    """The whole plan of an example family as `python -m planner plan --json` prints it."""
    out = io.StringIO()
    file = str(EXAMPLES / f"{family}.json")
    with redirect_stdout(out):
        code = planner(["plan", file, "--json", "--as-of", AS_OF, "--seed", SEED])
    if code:
        raise RuntimeError(out.getvalue())
    told: Told = json.loads(out.getvalue())
    return told


def block(page: str) -> str:
    """What stands between the marks of a page; KeyError where there are none."""
    found = _BLOCK.search(page)
    if found is None:
        raise KeyError("figures")
    return found.group()


def with_figures(page: str, lines: str) -> str:
    """The page with other figures between its marks."""
    block(page)
    return _BLOCK.sub(lambda _: lines, page)


def figures(told: Told) -> str:
    """The block of a story: the plan before and after, what is advised, and the ways."""
    text = text_of("en", told["currency"])
    parts = (_both(told, text), _advice(told), _ways(told, text))
    return "\n".join("\n".join(part) + "\n" for part in map(tuple, parts))


def _both(told: Told, text: Text) -> Iterator[str]:
    own, advised = told["answers"], told["recommended"]
    before, after = told["risk"], advised["risk"]
    yield "| | Their own plan | With the advice |"
    yield "|---|---|---|"
    yield f"| Verdict | {own['status']} | {advised['verdict']} |"
    pairs = {
        "Lowest cash": (own["lowest_cash"], advised["answers"]["lowest_cash"]),
        "Average lowest cash of the worst twentieth, today's money": (
            before["worst_twentieth_lowest_cash_today"],
            after["worst_twentieth_lowest_cash_today"],
        ),
        "Cash at the end": (told["monthly"][-1]["cash"], advised["answers"]["end_cash"]),
        "Owed at the end": (told["monthly"][-1]["owed"], advised["answers"]["end_owed"]),
    }
    for name, (left, right) in pairs.items():
        yield f"| {name} | {text.money(left)} | {text.money(right)} |"
    shares = {
        "Futures in which money runs out": (before["below_zero"], after["below_zero"]),
        **{
            f"Futures that reach in time: {one['label']}": (one["in_time"], other["in_time"])
            for one, other in zip(before["goals"], after["goals"], strict=True)
        },
    }
    for name, (one, other) in shares.items():
        yield f"| {name} | {_share(one['share'], text)} | {_share(other['share'], text)} |"


def _advice(told: Told) -> Iterator[str]:
    advised = told["recommended"]
    yield f"The advice: *{advised['text']} {advised['borrow_text']}".rstrip() + "*"
    yield ""
    yield from (f"* {step['text']} {step['why']}".rstrip() for step in advised["steps"])
    if told["reasons"]["taken"]:
        yield "\nReasons:\n"
        yield from (f"* {reason['text']}" for reason in told["reasons"]["taken"])
    if advised["had_to_give"]:
        yield "\nWhat would mend it:\n"
        yield from (f"* {mend['text']}" for mend in advised["had_to_give"]["mends"])


def _ways(told: Told, text: Text) -> Iterator[str]:
    yield "| Way | Lowest cash | Runs out first | Left at the end, today's money | Never runs out |"
    yield "|---|---|---|---|---|"
    for way in told["ways"]["columns"]:
        n = way["numbers"]
        if not way["known"]:
            yield f"| {way['title']} | not known | | | |"
            continue
        month = n["first_below_zero_month"]
        first = "never" if month is None else text.month(date.fromisoformat(f"{month}-01"))
        chance = _share(n["never_below_chance"], text)
        money = (text.money(n["lowest_cash"]), first, text.money(n["end_cash_today"]))
        yield f"| {way['title']} | {' | '.join(money)} | {chance} |"


def _share(value: float, text: Text) -> str:
    return text.share(value, 1)


if __name__ == "__main__":
    main()
