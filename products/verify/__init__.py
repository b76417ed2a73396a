"""Published cases run through the engine's public functions, for an auditor to hold it against.

A *suite* is a family of cases that share one shape. A case file is JSON: `suite`, optional
`conventions`, and `cases`, each with `id`, `inputs`, `expected`, `tolerance` and `verified`. Every
suite the engine can answer is one module `products.verify.suites.<suite>`, found by the `suite`
field of the file and loaded when first met.

A suite module exposes three names:

* `SUITE: str`                      the suite's name, equal to the module's
* `INPUTS: TypeAdapter[Any]`        the schema of a case's `inputs`, published by `verify --schema
  SUITE`: strict pydantic models on `Inputs` (unknown fields refused); where a suite has several
  shapes, a union with a callable discriminator, so that an error names the field and not every
  shape that did not fit
* `answer(case: Case) -> Answer`    the engine's results, in the shape of the case's `expected`

`Case` holds `inputs` (what `INPUTS` made of them), `group`, the file's `conventions`, and the
case's `description` for suites that leave a step to it. It holds no id, no expected value and no
tolerance: nothing an answer could be looked up by. An adapter
translates names and calls public functions of `products.legal`, `products.contract`,
`products.mechanics`; it decides no convention that the inputs or the conventions do not state.

`answer` returns a mapping with *every* field it can compute; the runner compares those that a case
expects and ignores the rest. A field that is expected and not answered is a difference. Values may
be numbers (also numpy, Decimal, Fraction), dates, strings, None, and nested mappings and sequences.
Four things are special:

* `None` means "there is no answer" and agrees only with an expected `null`;
* `Several((a, b))` means "more than one answer"; it agrees when the expected value is one of them;
* `Table(rows)` is a table of which a case may print only some rows; a row is found by its first
  cell. A plain list must have exactly the expected length;
* `Asked(names, answer)` answers items whose `names` fields are questions (as of which day, after
  how many events); only those fields are handed over.

Terms that cannot be (a payment below the interest, no such date) are answered with a tuple of
`Problem`.

`runner` reads files and prints; `case` holds the types above; `tolerance` and `compare` judge an
answer.
"""
