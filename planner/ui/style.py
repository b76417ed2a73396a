"""The look of the app: one style sheet, and the few pieces of HTML every page is built from.

Whatever comes from a person or a file goes through `escape` before it becomes HTML; the pieces here
do so themselves. A tone never speaks alone: it comes with an icon and a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from pathlib import Path

import streamlit as st


class Tone(StrEnum):
    """How a piece is meant; each has an icon of its own."""

    PLAIN = "plain"
    GOOD = "good"
    CARE = "care"
    BAD = "bad"
    ASK = "ask"


ICONS = {
    Tone.PLAIN: "info",
    Tone.GOOD: "check_circle",
    Tone.CARE: "warning",
    Tone.BAD: "error",
    Tone.ASK: "help",
}

SHEET = Path(__file__).with_name("style.css")
_RIGHT_TO_LEFT = '<style>[data-testid="stAppViewContainer"] { direction: rtl; }</style>'


def dress(direction: str) -> None:
    """Put the style sheet on the page; `direction` is "ltr" or "rtl"."""
    st.html(SHEET)
    if direction == "rtl":
        st.html(_RIGHT_TO_LEFT)


def icon(name: str) -> str:
    """An icon of the font the app serves; hidden from screen readers, as words stand beside it."""
    return f'<span class="w-ic" aria-hidden="true">{escape(name)}</span>'


@dataclass(frozen=True, slots=True)
class Tile:
    """One answer: a short question, a big value, a note that says unit, month or source."""

    icon: str
    question: str
    value: str
    note: str = ""
    tone: Tone = Tone.PLAIN
    wide: bool = False


def tiles(items: Iterable[Tile]) -> None:
    """Answers side by side on a desk, two abreast on a phone."""
    st.html(f'<div class="w-tiles">{"".join(_tile(item) for item in items)}</div>')


def _tile(item: Tile) -> str:
    wide = " w-wide" if item.wide else ""
    return (
        f'<div class="w-tile w-{item.tone}{wide}"><div class="w-q">{icon(item.icon)}'
        f"<span>{escape(item.question)}</span></div>"
        f'<div class="w-v">{escape(item.value)}</div>'
        f'<div class="w-n">{escape(item.note)}</div></div>'
    )


def hero(tone: Tone, word: str, headline: str, sentence: str) -> None:
    """The one thing to read on a page."""
    st.html(
        f'<div class="w-hero w-{tone}" role="status">{icon(ICONS[tone])}<div>'
        f'<div class="w-word">{escape(word)}</div><h2>{escape(headline)}</h2>'
        f"<p>{escape(sentence)}</p></div></div>"
    )


def chip(tone: Tone, word: str, icon_name: str | None = None) -> str:
    """A small mark with its word, as HTML."""
    return f'<span class="w-chip w-{tone}">{icon(icon_name or ICONS[tone])}{escape(word)}</span>'


def chips(marks: Iterable[str]) -> None:
    """Marks in a row."""
    st.html(f'<div class="w-chips">{"".join(marks)}</div>')


def brand(name: str) -> None:
    """The name of the thing, above the first title."""
    st.html(f'<div class="w-brand">{icon("cottage")}<b>{escape(name)}</b></div>')


def lead(sentence: str) -> None:
    """The line under a title."""
    st.html(f'<p class="w-lead">{escape(sentence)}</p>')


def note(sentence: str) -> str:
    """What a reader may skip, as HTML."""
    return f'<p class="w-small">{escape(sentence)}</p>'


def price(phrase: str) -> str:
    """What a product costs or earns, on its card, as HTML."""
    return f'<p class="w-price">{escape(phrase)}</p>'


def small(sentence: str) -> None:
    """What a reader may skip."""
    st.html(note(sentence))


def first_step(word: str, what: str) -> None:
    """The one thing to do now."""
    st.html(
        f'<div class="w-first">{icon("arrow_forward")}<div><div class="w-word">{escape(word)}</div>'
        f"<b>{escape(what)}</b></div></div>"
    )


def steps(items: Iterable[tuple[str, str]], *, first: int = 1) -> None:
    """Numbered steps from `first` on: what to do, and why or when."""
    rows = (f"<li><b>{escape(what)}</b><span>{escape(why)}</span></li>" for what, why in items)
    start = f' style="counter-reset: s {first - 1}"'
    st.html(f'<ol class="w-steps"{start}>{"".join(rows)}</ol>')


_RULE_ICONS = {"pass": "check_circle", "fail": "cancel", "open": "help"}


def rules(items: Iterable[tuple[str, str, str]]) -> None:
    """Answers to rules: "pass", "fail" or "open", the sentence, and a hint (may be empty)."""
    rows = (
        f'<li><span class="w-{state}">{icon(_RULE_ICONS[state])}</span><div>{escape(sentence)}'
        f"{f'<small>{escape(hint)}</small>' if hint else ''}</div></li>"
        for state, sentence, hint in items
    )
    st.html(f'<ul class="w-rules">{"".join(rows)}</ul>')


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> None:
    """A small table; the first `words` columns are words, the rest figures."""
    head = "".join(_cell("th", h, i >= words, ' scope="col"') for i, h in enumerate(header))
    body = "".join(
        f"<tr>{''.join(_cell('td', cell, i >= words) for i, cell in enumerate(row))}</tr>"
        for row in rows
    )
    st.html(
        f'<div class="w-scroll" tabindex="0"><table class="w-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


@dataclass(frozen=True, slots=True)
class Way:
    """One line of a comparison: its name, who and what to mind, and figures side by side.

    A figure is a short label, the figure itself and a note, in that order.
    """

    name: str
    note: str
    figures: Sequence[tuple[str, str, str]]
    mind: str = ""
    place: str = ""
    own: bool = False


def ways(items: Iterable[Way], *, placed: bool) -> None:
    """Ways under each other, their figures in columns on a desk; `placed` shows their places."""
    kind = "w-ways w-placed" if placed else "w-ways"
    st.html(f'<ul class="{kind}">{"".join(_way(item, placed) for item in items)}</ul>')


def _way(item: Way, placed: bool) -> str:
    place = f'<div class="w-place">{escape(item.place)}</div>' if placed else ""
    mind = f'<small class="w-mind">{escape(item.mind)}</small>' if item.mind else ""
    figures = "".join(
        f'<div class="w-figure"><small>{escape(label)}</small><b>{escape(figure)}</b>'
        f"<small>{escape(note)}</small></div>"
        for label, figure, note in item.figures
    )
    return (
        f'<li class="{"w-own" if item.own else ""}">{place}<div class="w-who">'
        f"<b>{escape(item.name)}</b><small>{escape(item.note)}</small>{mind}</div>{figures}</li>"
    )


def _cell(tag: str, content: str, is_figure: bool, extra: str = "") -> str:
    kind = ' class="w-num"' if is_figure else ""
    return f"<{tag}{kind}{extra}>{escape(content)}</{tag}>"


def houses(share: float, words: str, *, tone: Tone = Tone.GOOD) -> str:
    """Ten little houses, as many of them in colour as families of ten, and the odds in words."""
    full = round(share * _HOUSES)
    marks = "".join(
        f'<span class="w-ic{" w-off" if place >= full else ""}">cottage</span>'
        for place in range(_HOUSES)
    )
    return (
        f'<div class="w-odds w-{tone}"><span class="w-row" aria-hidden="true">{marks}</span>'
        f"<b>{escape(words)}</b></div>"
    )


_HOUSES = 10


@dataclass(frozen=True, slots=True)
class Column:
    """One of a few things side by side: icon, name, a sentence, figures, and small print.

    A figure is a short label, the figure, and whether it is the best of all columns.
    """

    icon: str
    name: str
    sentence: str
    figures: Sequence[tuple[str, str, bool]] = ()
    notes: Sequence[str] = ()
    tone: Tone = Tone.PLAIN
    own: bool = False


def columns(items: Iterable[Column]) -> None:
    """A few things side by side; on a phone one pushes them along with a finger."""
    cards = "".join(_column(item) for item in items)
    st.html(f'<div class="w-cols" tabindex="0">{cards}</div>')


def _column(item: Column) -> str:
    figures = "".join(
        f'<div class="{"w-best" if best else ""}"><dt>{escape(label)}</dt>'
        f"<dd>{escape(figure)}{icon('check_circle') if best else ''}</dd></div>"
        for label, figure, best in item.figures
    )
    notes = "".join(note(one) for one in item.notes)
    mine = " w-mine" if item.own else ""
    return (
        f'<section class="w-col{mine}"><div class="w-head">{icon(item.icon)}'
        f"<b>{escape(item.name)}</b></div>"
        f'<p class="w-{item.tone}-text">{escape(item.sentence)}</p>'
        f"<dl>{figures}</dl>{notes}</section>"
    )


def echo(words: str) -> None:
    """What was understood, under the field it was typed in."""
    st.html(f'<div class="w-echo">{escape(words)}</div>')


def wrong(sentence: str) -> None:
    """What is wrong with a field and the way out, right under it."""
    st.html(
        f'<div class="w-wrong" role="alert">{icon("error")}<span>{escape(sentence)}</span></div>'
    )


def progress(done: int, of: int) -> None:
    """How far along the steps are."""
    bars = "".join(f'<i class="{"w-on" if i < done else ""}"></i>' for i in range(of))
    st.html(f'<div class="w-bar" aria-hidden="true">{bars}</div>')


def heading(icon_name: str, words: str) -> str:
    """The head of a card, as HTML."""
    return f'<div class="w-head">{icon(icon_name)}<b>{escape(words)}</b></div>'


def title(words: str, note: str) -> str:
    """The title of a picture and what is drawn in it, as HTML."""
    return (
        f'<div class="w-title"><h3>{escape(words)}</h3><p class="w-small">{escape(note)}</p></div>'
    )


_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]()<>#+-.!|~$:"})


def plain(words: str) -> str:
    r"""A person's own words inside a label or title: never markup, never a picture from elsewhere.

    >>> plain("![x](//a.b)")
    '\\!\\[x\\]\\(//a\\.b\\)'
    """
    return words.translate(_MARKDOWN)
