"""The empty table of a kind for a bank to fill: header, help, and one example that is never listed.

A CSV template has its help in a row that begins with "#". A workbook has it in a sheet, offers the
allowed values of a cell, and refuses what is out of bounds while one types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from products.basis.eligibility import FACT_NAMES
from products.basis.text import Sentences, sentences
from products.imports.columns import Column, Form, attached, columns, tables
from products.imports.examples import example
from products.imports.notation import plain_number
from products.imports.tables import FILLED, REMARK
from products.imports.writing import (
    Cell,
    Sheet,
    as_csv_cells,
    csv_bytes,
    sheets,
    xlsx_bytes,
)
from products.imports.xlsx_file import HELP, LISTINGS, LISTS, RULES, STEPS, sheet_columns

FORMATS = ("csv", "xlsx")
_LAST_ROW = 1000
"""Cells are checked while typing down to this row of a workbook's sheet."""
_TITLE, _MESSAGE, _LIST = 32, 255, 255
"""Longest title, message and list of values a spreadsheet holds for a cell."""
_HELP = ("column", "sheet", "meaning", "needed", "written", "unit", "bounds", "values", "example")


def template(kind: str, format: str, say: Sentences | None = None) -> bytes:
    """The template of a kind (a key of `products.kinds.KINDS`) as "csv" or "xlsx".

    The same kind gives the same bytes. `say` is the language of the help, English where none is
    given; names of columns are the same in every language.
    """
    say = say or sentences()
    return _csv(kind, say) if format == "csv" else _xlsx(kind, say)


def help_rows(kind: str, format: str, say: Sentences) -> tuple[tuple[str, ...], ...]:
    """What the help says of every column: one row each, in the order of `_HELP`."""
    beside = {LISTINGS: (*columns(kind), *(attached(kind) if format == "csv" else ()))}
    if format == "xlsx":
        beside |= {name: sheet_columns(name) for name in _sheets_beside(kind)}
    shown = dict(zip(columns(kind), _example_row(kind), strict=False))
    return tuple(
        (
            column.name,
            sheet,
            meaning(column, sheet, say),
            say("template.needed" if is_needed(column) else "template.optional"),
            say(f"template.form.{column.form.value}"),
            column.unit,
            bounds(column, say),
            ", ".join(_allowed(column, sheet, kind)),
            _as_text(shown.get(column) if sheet == LISTINGS else None) or sample(column),
        )
        for sheet, told in beside.items()
        for column in told
    )


def meaning(column: Column, sheet: str, say: Sentences) -> str:
    """What a column means, and what an empty cell of it stands for."""
    key = f"template.{column.name}" if sheet == LISTINGS else f"template.{sheet}.{column.name}"
    if say.has(key):
        text = say(key)
    elif column.form is Form.STEPS:
        text = say(f"template.steps_of.{column.name}")
    else:
        text = column.meaning or say(f"column.{column.name}")
    if column.default in (None, "", False, []) or column.needed:
        return text
    return f"{text} {say('template.default', value=_as_text(column.default))}"


def is_needed(column: Column) -> bool:
    """Whether a cell of the column may not be empty; who hands the file in fills some himself."""
    return column.needed and column.name not in FILLED


def bounds(column: Column, say: Sentences) -> str:
    """The least and the most of a number, or the longest text."""
    low, high = column.low, column.high
    if low is not None and high is not None:
        return say("template.between", low=plain_number(low), high=plain_number(high))
    if low is not None:
        return say("template.least", low=plain_number(low))
    if column.longest is not None:
        return say("template.longest", most=column.longest)
    return ""


def sample(column: Column) -> str:
    """How a value of the column may look."""
    samples: Mapping[Form, str] = {
        Form.NUMBER: {"share": "0.2", "decimal rate": "0.12"}.get(column.unit, "50000"),
        Form.WHOLE: "12",
        Form.YES_NO: "yes",
        Form.DAY: "2026-01-31",
        Form.STEPS: "0: 0.12; 12: 0.13",
        Form.RULES: "age_years at_least 18; has_national_id is yes",
        Form.VALUES: "rate,page-of-the-bank,2026-01-31",
    }
    return column.choices[0] if column.choices else samples.get(column.form, "")


def _as_text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return ("yes" if value else "no") if isinstance(value, bool) else plain_number(value)


def _allowed(column: Column, sheet: str, kind: str) -> tuple[str, ...]:
    if sheet == STEPS and column.name == "table":
        return tuple(table.value for table in tables(kind))
    if sheet == RULES and column.name == "fact":
        return FACT_NAMES
    if sheet == RULES and column.name == "op":
        return ("at_least", "at_most", "is", "one_of")
    return ("yes", "no") if column.form is Form.YES_NO else column.choices


def _sheets_beside(kind: str) -> tuple[str, ...]:
    """The sheets beside the listings that mean something for a kind."""
    names = [sheet.name for sheet in sheets((), kind)[1:]]
    return tuple(name for name in names if name != STEPS or tables(kind))


def _example_row(kind: str) -> tuple[Cell, ...]:
    return sheets((example(kind),), kind)[0].rows[0]


def _csv(kind: str, say: Sentences) -> bytes:
    header, told = as_csv_cells((example(kind),), kind)
    remarks = [_in_one_cell(row, say) for row in help_rows(kind, "csv", say)]
    remarks[0] = f"{REMARK} {say('template.csv')} {remarks[0]}"
    return csv_bytes([header, remarks, *told])


def _in_one_cell(row: Sequence[str], say: Sentences) -> str:
    """All that the help says of a column, in one cell."""
    told = dict(zip(_HELP, row, strict=True))
    parts = [told["meaning"], f"({told['needed']}; {told['written']})"]
    named = [name for name in ("unit", "bounds", "values") if told[name]]
    parts.extend(f"{say(f'template.head.{name}')}: {told[name]}." for name in named)
    if told["example"]:
        parts.append(f"{say('template.head.example')}: {told['example']}")
    return " ".join(parts)


def _xlsx(kind: str, say: Sentences) -> bytes:
    kept = _sheets_beside(kind)
    first, *beside = sheets((example(kind),), kind)
    lists = dict(_long_lists(kind))
    depth = max((len(values) for values in lists.values()), default=0)
    columns_of_lists = [(*values, *(None,) * (depth - len(values))) for values in lists.values()]
    written = [
        first,
        *(each for each in beside if each.name in kept),
        Sheet(HELP, tuple(say(f"template.head.{name}") for name in _HELP), _help(kind, say)),
        Sheet(LISTS, tuple(lists), tuple(zip(*columns_of_lists, strict=True))),
    ]

    def finish(book: Any, pages: Mapping[str, Any]) -> None:  # noqa: ANN401 - xlsxwriter has no types
        pages[LISTS].hide()
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        pages[HELP].set_column(2, 2, 70, wrapped)
        pages[HELP].set_column(7, 7, 40, wrapped)
        for sheet in (LISTINGS, *kept):
            told = columns(kind) if sheet == LISTINGS else sheet_columns(sheet)
            for place, column in enumerate(told):
                check = _check(column, sheet, kind, tuple(lists), say)
                pages[sheet].data_validation(1, place, _LAST_ROW, place, check)

    return xlsx_bytes(written, finish)


def _help(kind: str, say: Sentences) -> tuple[tuple[str, ...], ...]:
    intro = ("", "", say("template.xlsx", kind=say(f"kind.{kind}")), "", "", "", "", "", "")
    return (intro, *help_rows(kind, "xlsx", say))


def _long_lists(kind: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Lists of values too long to stand in a cell's own check, by "sheet.column"."""
    for sheet in (LISTINGS, *_sheets_beside(kind)):
        for column in columns(kind) if sheet == LISTINGS else sheet_columns(sheet):
            values = _allowed(column, sheet, kind)
            if len(",".join(values)) > _LIST:
                yield f"{sheet}.{column.name}", values


def _check(
    column: Column, sheet: str, kind: str, lists: Sequence[str], say: Sentences
) -> dict[str, Any]:
    """What a spreadsheet says and refuses while a person types into a column."""
    title = column.name if len(column.name) <= _TITLE else f"{column.name[: _TITLE - 1]}…"
    text = meaning(column, sheet, say)
    check: dict[str, Any] = {
        "input_title": title,
        "input_message": text if len(text) <= _MESSAGE else f"{text[: _MESSAGE - 1]}…",
    }
    values = _allowed(column, sheet, kind)
    if values and column.form is not Form.CHOICES:
        return check | {"validate": "list", "source": _source(column, sheet, values, lists)}
    if column.form in (Form.NUMBER, Form.WHOLE) and column.low is not None:
        most = 1e15 if column.high is None else column.high
        name = "integer" if column.form is Form.WHOLE else "decimal"
        between = {"criteria": "between", "minimum": column.low, "maximum": most}
        return check | {"validate": name, **between}
    return check | {"validate": "any"}


def _source(
    column: Column, sheet: str, values: Sequence[str], lists: Sequence[str]
) -> Sequence[str] | str:
    name = f"{sheet}.{column.name}"
    if name not in lists:
        return list(values)
    letter = chr(ord("A") + lists.index(name))
    return f"={LISTS}!${letter}$2:${letter}${len(values) + 1}"
