"""The pieces of HTML, and that a person's words stay words in them."""

from __future__ import annotations

import re

import pytest

from planner.ui import style
from planner.ui.style import Tile, Tone
from tests.conftest import ROOT

EVIL = '<img src=x onerror="alert(1)">'


@pytest.fixture
def drawn(monkeypatch):
    """What reaches the page."""
    pieces: list[str] = []
    monkeypatch.setattr(style.st, "html", lambda body: pieces.append(str(body)))
    return pieces


PIECES = {
    "tiles": lambda: style.tiles([Tile(EVIL, EVIL, EVIL, EVIL, Tone.BAD, wide=True)]),
    "hero": lambda: style.hero(Tone.BAD, EVIL, EVIL, EVIL),
    "first_step": lambda: style.first_step(EVIL, EVIL),
    "chips": lambda: style.chips([style.chip(Tone.ASK, EVIL, EVIL)]),
    "brand": lambda: style.brand(EVIL),
    "lead": lambda: style.lead(EVIL),
    "small": lambda: style.small(EVIL),
    "steps": lambda: style.steps([(EVIL, EVIL)], first=4),
    "rules": lambda: style.rules([("fail", EVIL, EVIL)]),
    "table": lambda: style.table([EVIL], [[EVIL]]),
    "columns": lambda: style.columns(
        [style.Column(EVIL, EVIL, EVIL, [(EVIL, EVIL, True)], [EVIL], Tone.BAD, own=True)]
    ),
    "houses": lambda: style.st.html(style.houses(0.7, EVIL)),
    "echo": lambda: style.echo(EVIL),
    "wrong": lambda: style.wrong(EVIL),
    "heading": lambda: style.st.html(style.heading(EVIL, EVIL)),
    "title": lambda: style.st.html(style.title(EVIL, EVIL)),
    "note": lambda: style.st.html(style.note(EVIL)),
    "price": lambda: style.st.html(style.price(EVIL)),
    "ways": lambda: style.ways(
        [style.Way(EVIL, EVIL, [(EVIL, EVIL, EVIL)], EVIL, EVIL, own=True)], placed=True
    ),
}


@pytest.mark.parametrize("name", PIECES)
def test_what_people_write_never_becomes_markup(drawn, name):
    PIECES[name]()
    assert "<img" not in drawn[0]
    assert "&lt;img" in drawn[0]


def test_a_tone_never_speaks_alone(drawn):
    """Each tone has an icon of its own, and its chip has words."""
    assert set(style.ICONS) == set(Tone)
    assert len(set(style.ICONS.values())) == len(Tone)
    assert "Not safe" in style.chip(Tone.BAD, "Not safe")


def test_icons_are_hidden_from_who_listens():
    assert 'aria-hidden="true"' in style.icon("home")


def test_what_is_wrong_is_told_to_who_listens(drawn):
    style.wrong("Too high.")
    assert 'role="alert"' in drawn[0]


def test_progress_shows_how_far(drawn):
    style.progress(2, 5)
    assert drawn[0].count("w-on") == 2
    assert drawn[0].count("<i") == 5


def test_every_class_of_a_piece_is_dressed():
    sheet = style.SHEET.read_text(encoding="utf-8")
    source = (ROOT / "planner" / "ui" / "style.py").read_text(encoding="utf-8")
    used = set(re.findall(r"\bw-[a-z]+\b", source)) - {"w-tabs"}
    assert {name for name in used if f".{name}" not in sheet} == set()


def test_the_sheet_asks_nothing_from_elsewhere():
    sheet = style.SHEET.read_text(encoding="utf-8")
    assert "url(" not in sheet
    assert "@import" not in sheet


def test_a_right_to_left_language_turns_the_page(drawn):
    style.dress("rtl")
    assert "direction: rtl" in drawn[1]
    style.dress("ltr")
    assert len(drawn) == 3


@pytest.mark.parametrize(
    "words", ["![x](//a.b/c.png)", "[x](javascript:alert(1))", "**b** `c` $x$ :red[y]"]
)
def test_markdown_in_a_persons_words_is_taken_apart(words):
    assert not re.search(r"(?<!\\)[\[\]*`!$:_~]", style.plain(words))


@pytest.mark.parametrize(("share", "full"), [(0.0, 0), (0.04, 0), (0.7, 7), (1.0, 10)])
def test_so_many_houses_of_ten_are_in_colour(share, full):
    piece = style.houses(share, "said")
    assert piece.count("cottage") == 10
    assert piece.count("w-off") == 10 - full


def test_the_best_figure_of_a_line_has_a_sign_and_not_only_a_colour(drawn):
    style.columns(
        [style.Column("work", "A wage", "", [("Lowest", "5", True), ("End", "6", False)])]
    )
    assert drawn[0].count("check_circle") == 1
