"""JSON from outside as a tree of plain values: decimals as written, texts cleaned, none trusted.

A literal that is no number (NaN, Infinity) and a name told twice do not spoil the document: the
value there is a `Refused`, which every reader of a field puts into quarantine.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from products.basis.problems import Problem
from products.imports.documents import Found
from products.imports.limits import JSON_DEPTH, UPLOAD_BYTES


@dataclass(frozen=True, slots=True)
class Refused:
    """A value no reader may use: why, and what stood there."""

    code: str
    raw: str

    def __str__(self) -> str:
        return self.raw


def parse(raw: bytes) -> tuple[Any, Problem | None]:
    """The tree of a JSON text, or why there is none.

    >>> parse(b'{"rate": 0.0525}')[0]
    {'rate': Decimal('0.0525')}
    """
    if len(raw) > UPLOAD_BYTES:
        size = {"value": len(raw), "limit": UPLOAD_BYTES}
        return None, Problem("problem.file_too_large", "", params=size)
    try:
        tree = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=lambda literal: Refused("LITERAL_REFUSED", literal),
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        return None, Problem("problem.not_utf8", "", params={"value": error.start})
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        return None, Problem("problem.not_json", where, params={"value": error.msg})
    except RecursionError:
        return None, _too_deep()
    return (None, _too_deep()) if _is_deeper(tree, JSON_DEPTH) else (tree, None)


def _too_deep() -> Problem:
    return Problem("problem.json_too_deep", "", params={"limit": JSON_DEPTH})


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) == len(pairs):
        return told
    for name in told:
        values = [value for each, value in pairs if each == name]
        if len(values) > 1:
            raw = json.dumps(values, ensure_ascii=False, default=str)
            told[name] = Refused("TOLD_TWICE", raw)
    return told


def _is_deeper(tree: object, limit: int) -> bool:
    level = [tree]
    for _ in range(limit):
        inner: list[object] = []
        for each in level:
            if isinstance(each, dict):
                inner.extend(each.values())
            elif isinstance(each, list):
                inner.extend(each)
        if not inner:
            return False
        level = inner
    return any(isinstance(each, dict | list) for each in level)


_CHOICE = re.compile(r"(Type|UType|Category|unitOfMeasure|Due|loanPurpose|Method|Indicator)$")
_LINK = re.compile(r"(Uri|URL|Url)$")
_MARKUP = re.compile(r"<(?:/?[a-zA-Z][^<>]*>|!--.*?(?:-->|$))", re.DOTALL)
_ROUNDS = 8
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_ODD = re.compile("[\u00a0\u2007\u202f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffd]")
_PLAIN = re.compile(r"[!-%'-;=?-~](?:[ -%'-;=?-~\r\n]*[!-%'-;=?-~])?")


def cleaned(tree: Any, path: str, found: Found) -> Any:  # noqa: ANN401 - any value of JSON
    """The same tree with its free texts cleaned; members of closed lists and links stay as told.

    Trims, normalises to NFC, makes odd spaces plain, removes markup; each leaves a note.
    """
    if isinstance(tree, dict):
        return {
            name: value
            if isinstance(value, str) and (_CHOICE.search(name) or _LINK.search(name))
            else cleaned(value, f"{path}.{name}" if path else name, found)
            for name, value in tree.items()
        }
    if isinstance(tree, list):
        return [cleaned(each, f"{path}[{place}]", found) for place, each in enumerate(tree)]
    return plain(tree, path, found) if isinstance(tree, str) else tree


def plain(raw: str, path: str, found: Found) -> str:
    r"""A text as it may be shown: no markup, no hidden characters, no space around it.

    >>> plain(" <p>Save &amp; win</p>\n", "description", Found())
    'Save & win'
    """
    if _PLAIN.fullmatch(raw):
        return raw
    spaced = _ODD.sub(_spaced, raw)  # first: a hidden character may hide a tag
    if spaced != raw:
        found.note(path, "ODD_CHARACTERS", raw, spaced)
    text = _without_markup(spaced) if "<" in spaced or "&" in spaced else spaced
    if text != spaced:
        found.note(path, "MARKUP_REMOVED", raw, text)
    normal = unicodedata.normalize("NFC", text)
    if normal != text:
        found.note(path, "NORMALISED", raw, normal)
    trimmed = normal.strip()
    if raw.strip() != raw:
        found.note(path, "TRIMMED", raw, trimmed)
    return trimmed


def _spaced(match: re.Match[str]) -> str:
    return " " if match[0] in "\u00a0\u2007\u202f" else ""


def _without_markup(text: str) -> str:
    """Until nothing changes: an entity may hide a tag, and a tag another one."""
    for _ in range(_ROUNDS):
        bare = _MARKUP.sub(" ", _SCRIPT.sub(" ", text))
        told = _ODD.sub(_spaced, _ENTITY.sub(lambda match: html.unescape(match[0]), bare))
        if told == text:
            return text
        text = re.sub(r"[ \t]+", " ", told).strip()
    return re.sub(r"[<>]", "", text)


def members(tree: object, name: str, path: str, found: Found) -> list[tuple[str, dict[str, Any]]]:
    """The objects of a list told under a name, each with its path; anything else is quarantined."""
    told = tree.get(name) if isinstance(tree, Mapping) else None
    here = f"{path}.{name}" if path else name
    if told in (None, [], {}):
        return []
    if isinstance(told, dict):
        found.note(here, "WRAPPED", "", "")
        told = [told]
    if not isinstance(told, list):
        found.doubt(here, refusal(told) or "NOT_A_LIST", told)
        return []
    kept = []
    for place, each in enumerate(told):
        if isinstance(each, dict):
            kept.append((f"{here}[{place}]", each))
        else:
            found.doubt(f"{here}[{place}]", refusal(each) or "NOT_AN_OBJECT", each)
    return kept


def refusal(value: object) -> str:
    """The code of a refused value; empty for any other."""
    return value.code if isinstance(value, Refused) else ""
