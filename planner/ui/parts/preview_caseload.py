"""Whom a version of a product would reach, counted on an anonymised caseload."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner import frames
from planner.caseload.judged import Reason
from planner.caseload.preview import BY_GROUP, OTHER, Barrier, Group, Preview
from planner.charts import barriers as picture
from planner.country import Country
from planner.pins import stamp
from planner.text import Text
from planner.ui import chores, session, style, world
from planner.ui.caseloads import Counted, Source, count, source_of
from planner.ui.parts import charted
from planner.ui.style import Tile, Tone
from products.catalogue.listing import Listing

_SHOWN = 3
"""Things wrong with a table that are told in full; the rest is counted."""


def draw(listing: Listing, before: Listing | None, text: Text) -> None:
    """Count, beside the page, and show it; `before` is the version this one would replace."""
    here = session.current().world
    pack = world.pack_of(here.packs or here.catalogue, listing.country)
    version = (here.packs or here.catalogue).version
    source = source_of(pack[0], world.folder(), version, here.today) if pack else None
    if source is None:
        st.info(text("caseload.none"), icon=":material/groups:")
        return
    was = stamp(before) if before is not None else ""
    made_from = f"{source.stamp}\t{stamp(listing)}\t{was}"
    chores.show(
        "caseload",
        made_from,
        partial(count, listing, before, source),
        text("caseload.doing"),
        lambda found: _draw(found, made_from, source, text, first=before is None),
    )


def _draw(found: Counted, made_from: str, source: Source, text: Text, *, first: bool) -> None:
    _problems(found, text)
    if found.preview is None:
        st.info(text("caseload.empty"), icon=":material/groups:")
        return
    shown = found.preview
    kind = "synthetic" if shown.synthetic else "own" if found.own else "loaded"
    style.lead(text(f"caseload.lead.{kind}", n=said(shown.total.households, text)))
    _tiles(shown, text)
    if not first:
        _losers(shown, text)
    _barriers(shown, made_from, source.country, text)
    _groups(shown, source.country, text)
    style.small(text("caseload.hidden"))


def _problems(found: Counted, text: Text) -> None:
    """What of an office's own table could not be read; its rows are left out."""
    if not found.problems:
        return
    with st.container(border=True, key="card-caseload-problems"):
        st.html(style.heading("rule", text("caseload.problems", n=len(found.problems))))
        for problem in found.problems[:_SHOWN]:
            style.wrong(f"{problem.where}: {text(problem.code, **problem.params)}")


def said(value: int | None, text: Text) -> str:
    """A count, or that it is too small to be told."""
    return text("caseload.few") if value is None else text.number(value)


def _tiles(shown: Preview, text: Text) -> None:
    """The three numbers first."""
    counts = shown.total.counts
    tones = {"newly_eligible": Tone.GOOD, "newly_able": Tone.GOOD, "outside": Tone.CARE}
    icons = {"newly_eligible": "how_to_reg", "newly_able": "payments", "outside": "block"}
    style.tiles(
        Tile(
            icons[name],
            text(f"caseload.{name}"),
            said(counts[name], text),
            text(f"caseload.{name}.note", n=said(shown.total.households, text)),
            tone if counts[name] != 0 else Tone.PLAIN,
        )
        for name, tone in tones.items()
    )


def _losers(shown: Preview, text: Text) -> None:
    """Who could before and cannot any more; said aloud even where it is nobody."""
    counts = shown.total.counts
    lost = {name: counts[name] for name in ("not_eligible_any_more", "not_able_any_more")}
    if all(value == 0 for value in lost.values()):
        style.small(text("caseload.nobody_loses"))
        return
    words = {name: said(value, text) for name, value in lost.items()}
    st.warning(text("caseload.losers", **words), icon=":material/trending_down:")


def _barriers(shown: Preview, made_from: str, country: Country, text: Text) -> None:
    if not shown.barriers:
        return
    regions = {f"choice.region.{r.region_code}": r.name for r in country.regions}
    told = [(sentence(one.reason, regions, text), one) for one in shown.barriers]
    with st.container(border=True, key="card-caseload-barriers"):
        st.html(style.title(text("caseload.barriers"), text("caseload.barriers.note")))
        rows = [(name, one.any, one.first, one.reason.who) for name, one in told]
        charted.show("barriers", made_from, lambda: picture.draw(frames.barriers(rows), text))
        with st.expander(text("caseload.barriers.table"), icon=":material/table_rows:"):
            header = [text(f"caseload.{name}") for name in ("rule", "first", "any")]
            style.table(header, [_line(name, one, text) for name, one in told])


def _line(name: str, one: Barrier, text: Text) -> tuple[str, str, str]:
    return name, said(one.first, text), said(one.any, text)


def sentence(reason: Reason, regions: dict[str, str], text: Text) -> str:
    """A reason in words that speak of a family, not to it."""
    own = f"caseload.{reason.code.removeprefix('caseload.')}"
    code = own if text.say.has(own) else reason.code
    return text.tell(code, {k: regions.get(str(v), v) for k, v in reason.params})


def _groups(shown: Preview, country: Country, text: Text) -> None:
    """By sex, region and income: who gains and who stays outside."""
    names = {r.region_code: r.name for r in country.regions}
    with st.container(border=True, key="card-caseload-groups"):
        st.html(style.title(text("caseload.groups"), text("caseload.groups.note")))
        for group, rows in shown.groups.items():
            lines = [
                (
                    _group_name(group, key, names, text),
                    said(row.households, text),
                    *(said(row.counts[name], text) for name in BY_GROUP[1:]),
                )
                for key, row in rows.items()
            ]
            header = [text(f"caseload.group.{group}")]
            header += [text(f"caseload.column.{name}") for name in BY_GROUP]
            style.table(header, lines)


def _group_name(group: Group, key: str, names: dict[str, str], text: Text) -> str:
    if group is Group.REGION:
        fallback = text("caseload.region.other" if key == OTHER else "caseload.region.unsaid")
        return names.get(key, fallback)
    return text(f"caseload.{group}.{key}")
