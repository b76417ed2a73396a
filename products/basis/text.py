"""Sentences: keys in, words out, from `data/locale/<language>.po` and `<language>.d/*.po`.

Code holds keys such as `problem.too_high`; the files hold the sentences. A key missing in a
language falls back to English between marks, so that it is seen; a key missing in English shows as
the key itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from products.basis.problems import Problem, Scalar

LOCALE_DIR = Path(__file__).resolve().parents[2] / "data" / "locale"
ENGLISH = "en"


def messages(language: str, folder: Path = LOCALE_DIR) -> Mapping[str, str]:
    """All translated keys of a language, from its file and its parts; empty without either."""
    return _merged(files_of(language, folder))


def files_of(language: str, folder: Path = LOCALE_DIR) -> tuple[Path, ...]:
    """The files a language is read from: `<language>.po`, then `<language>.d/*.po` by name."""
    whole = folder / f"{language}.po"
    parts = sorted((folder / f"{language}.d").glob("*.po"))
    return tuple(path for path in (whole, *parts) if path.is_file())


@cache
def _merged(paths: tuple[Path, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        found.update(_read(path))
    return found


def _read(path: Path) -> Mapping[str, str]:
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string}


def languages(folder: Path = LOCALE_DIR) -> tuple[str, ...]:
    """Language codes that have a file, English first."""
    found = {path.stem for path in folder.glob("*.po")} | {path.stem for path in folder.glob("*.d")}
    return tuple(sorted(found, key=lambda code: (code != ENGLISH, code)))


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of one language over English.

    >>> Sentences({}, {"hello": "Good day, {name}"})("hello", name="Amna")
    '⟦Good day, Amna⟧'
    """

    own: Mapping[str, str]
    english: Mapping[str, str]

    def __call__(self, key: str, **params: object) -> str:
        """The sentence of `key` with its `{name}` places filled in."""
        if key in self.own:
            return _fill(self.own[key], params)
        if key in self.english:
            return f"⟦{_fill(self.english[key], params)}⟧"
        return key

    def has(self, key: str) -> bool:
        """Whether any language knows the key."""
        return key in self.own or key in self.english


def _fill(template: str, params: Mapping[str, object]) -> str:
    try:
        return template.format_map(params)
    except (KeyError, IndexError, ValueError):
        return template


def sentences(language: str = ENGLISH, folder: Path = LOCALE_DIR) -> Sentences:
    """The sentences of a language, over English."""
    return Sentences(messages(language, folder), messages(ENGLISH, folder))


def problem_sentence(problem: Problem, say: Sentences) -> str:
    """One line a person can act on: where, what was found, and the way out."""
    shown = {name: _figure(value) for name, value in problem.params.items()}
    said = say(problem.code, **shown)
    return f"{problem.where}: {said}" if problem.where else said


def _figure(value: Scalar) -> str:
    """A number as a person writes it, with its thousands apart; anything else as it stands.

    >>> _figure(1e12), _figure(0.12), _figure("PKR")
    ('1,000,000,000,000', '0.12', 'PKR')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,.15g}" if isinstance(value, float) else f"{value:,}"
