"""`python -m products schedule REQUEST.json`: a contract in, its schedule out.

The request is a JSON object of `ScheduleRequest`; `--schema` instead of the file prints its schema.
With `events` the answer also tells what is owed on `as_of`. Bad requests are told as sentences that
name field, value and rule; the exit code is then 2.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from products.basis.money import RoundingMode, minor_digits
from products.basis.problems import Problem
from products.basis.text import problem_sentence, sentences
from products.contract.checks import finer_than_coin, is_finer_than_coin
from products.contract.exact import round_to
from products.contract.payments import Statement, statement
from products.contract.reading import problems_of
from products.contract.schedule import Layout, lay_out
from products.contract.settings import Payment
from products.contract.terms import ContractTerms
from products.contract.walk import Row

DONE, REFUSED = 0, 2
_MAX_BYTES = 5_000_000
_COLUMNS = ("number", "due", "principal", "charge", "fee", "penalty", "total", "balance")


class ScheduleRequest(ContractTerms, frozen=True, extra="forbid"):
    """A contract, and the payments made on it so far."""

    events: Annotated[
        tuple[Payment, ...], Field(max_length=2_000, description="payments, in any order")
    ] = ()
    as_of: Annotated[
        date | None,
        Field(description="day the account is looked at; the last payment's by default"),
    ] = None

    @model_validator(mode="after")
    def _events_fit(self) -> Self:
        early = next((event.on for event in self.events if event.on < self.start), None)
        if early is not None:
            raise ValueError(
                f"problem.dates_out_of_order|field=events|value={early}|limit={self.start}"
            )
        for event in self.events:
            if event.amount is not None and is_finer_than_coin(event.amount, self.currency):
                raise ValueError(finer_than_coin("events", event.amount, self.currency))
        last = max((event.on for event in self.events), default=self.start)
        if self.as_of is not None and self.as_of < last:
            raise ValueError(
                f"problem.dates_out_of_order|field=as_of|value={self.as_of}|limit={last}"
            )
        return self

    @property
    def looked_at(self) -> date | None:
        """The day of the statement; None when none is asked for."""
        return self.as_of or max((event.on for event in self.events), default=None)


def main(path: str | Path, as_json: bool) -> int:
    """Print the schedule of a request file; returns 0, or 2 when the request cannot be answered."""
    if str(path) == "--schema":
        sys.stdout.write(json.dumps(schema(), indent=1) + "\n")
        return DONE
    answer = answer_file(Path(path))
    if isinstance(answer, tuple):
        say = sentences()
        sys.stderr.writelines(f"{problem_sentence(problem, say)}\n" for problem in answer)
        return REFUSED
    if as_json:
        sys.stdout.write(json.dumps(answer, indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _as_text(answer))
    return DONE


def schema() -> dict[str, Any]:
    """The JSON Schema of a request."""
    return ScheduleRequest.model_json_schema()


def answer_file(path: Path) -> dict[str, Any] | tuple[Problem, ...]:
    """The answer to a request file, or what is wrong with it."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            params = {"value": path.stat().st_size, "limit": _MAX_BYTES}
            return (Problem("problem.file_too_large", str(path), params=params),)
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        return (Problem("problem.not_utf8", str(path), params={"value": error.start}),)
    except OSError:
        return (Problem("problem.no_file", str(path)),)
    return answer_text(text)


def answer_text(text: str) -> dict[str, Any] | tuple[Problem, ...]:
    """The answer to a request, or what is wrong with it.

    >>> answer_text('{"currency": "PKR"}')[0].code
    'problem.missing'
    """
    try:
        request = ScheduleRequest.model_validate_json(text)
    except ValidationError as error:
        return problems_of(error.errors())
    laid = lay_out(request)
    if isinstance(laid, Problem):
        return (laid,)
    day = request.looked_at
    account = statement(request, request.events, day) if day is not None else None
    return answered(laid, account)


# ------------------------------------------------------------------ the answer


def answered(laid: Layout, account: Statement | None) -> dict[str, Any]:
    """A schedule and a statement as plain values, amounts in whole minor units.

    With a statement the rows are those that stand after the payments.
    """
    rows = laid.rows if account is None else account.rows
    asked = [_row(row, principal) for row, principal in zip(rows, _principals(rows), strict=True)]
    if account is not None:
        for line, due in zip(asked, account.unpaid, strict=True):
            line["unpaid_minor"] = _whole(due.total)
            line["paid_minor"] = line["total_minor"] - line["unpaid_minor"]
    names = ("principal_minor", "charge_minor", "fee_minor", "penalty_minor", "total_minor")
    terms = laid.terms
    return {
        "currency": terms.currency,
        "minor_digits": minor_digits(terms.currency),
        "rounding": terms.rounding.model_dump(mode="json"),
        "drawdowns": [
            {"on": on.isoformat(), "amount_minor": _whole(amount)}
            for on, amount in laid.frame.draws
        ],
        "start_fee_minor": _whole(laid.start_fee),
        "financed_fee_minor": _whole(laid.financed_fee),
        "rows": asked,
        "totals": {name: sum(line[name] for line in asked) for name in names},
        "residual_minor": asked[-1]["balance_minor"] if asked else 0,
        **({"owed": _owed(account)} if account else {}),
    }


def _row(row: Row, principal: int) -> dict[str, Any]:
    charge, fee, penalty = _whole(row.charge), _whole(row.fee), _whole(row.penalty)
    return {
        "number": row.number,
        "start": row.start.isoformat(),
        "due": row.due.isoformat(),
        "days": (row.due - row.start).days,
        "principal_minor": principal,
        "charge_minor": charge,
        "fee_minor": fee,
        "penalty_minor": penalty,
        "total_minor": principal + charge + fee + penalty,
        "balance_minor": _whole(row.balance),
    }


def _principals(rows: Sequence[Row]) -> list[int]:
    """Principal in whole minor units, rounded so that the parts add up to the whole."""
    parts, so_far, told = [], Fraction(0), 0
    for row in rows:
        so_far += row.principal
        parts.append(_whole(so_far) - told)
        told = _whole(so_far)
    return parts


def _owed(account: Statement) -> dict[str, Any]:
    coming = account.next_due
    return {
        "as_of": account.as_of.isoformat(),
        "paid_minor": _whole(account.paid),
        "arrears_minor": _whole(account.arrears.total),
        "arrears": {
            "penalty_minor": _whole(account.arrears.penalty),
            "fee_minor": _whole(account.arrears.fee),
            "charge_minor": _whole(account.arrears.charge),
            "principal_minor": _whole(account.arrears.principal),
        },
        "outstanding_principal_minor": _whole(account.outstanding),
        "settlement_minor": _whole(account.settlement),
        "surplus_minor": _whole(account.surplus),
        "next_due": None
        if coming is None
        else {"on": coming.on.isoformat(), "amount_minor": _whole(coming.total)},
    }


def _whole(value: Fraction) -> int:
    return int(round_to(value, Fraction(1), RoundingMode.HALF_EVEN))


def _as_text(answer: Mapping[str, Any]) -> Iterable[str]:
    digits = answer["minor_digits"]
    yield f"{answer['currency']}"
    yield "  ".join(f"{name:>12}" for name in _COLUMNS)
    for row in answer["rows"]:
        amounts = (row[f"{name}_minor"] for name in _COLUMNS[2:])
        yield _line((str(row["number"]), row["due"]), amounts, digits)
    totals = answer["totals"]
    amounts = (totals[f"{name}_minor"] for name in _COLUMNS[2:-1])
    yield _line(("", ""), amounts, digits)
    for name, value in answer.get("owed", {}).items():
        if isinstance(value, int):
            yield f"{name.removesuffix('_minor')}: {_major(value, digits)}"


def _line(words: Iterable[str], amounts: Iterable[int], digits: int) -> str:
    cells = [*words, *(_major(amount, digits) for amount in amounts)]
    return "  ".join(f"{cell:>12}" for cell in cells)


def _major(minor: int, digits: int) -> str:
    return str(Decimal(minor).scaleb(-digits))
