"""No text of a user becomes SQL: every statement written by hand is a constant of ours."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

ASKS = {"exec_driver_sql", "executescript", "sql", "from_query", "read_sql"}
"""Names that take a statement as text wherever they are called."""
RAW = {"execute", "executemany"}
"""Names that take text or a built statement."""


def handwritten(tree: ast.Module) -> list[ast.Call]:
    """Calls that hand text to a database and whose text is not a plain constant."""
    has_text = any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("sqlalchemy")
        and any(alias.name in ("text", "literal_column") for alias in node.names)
        for node in ast.walk(tree)
    )
    loose = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        first = node.args[0]
        built = isinstance(first, ast.JoinedStr | ast.BinOp) or (
            isinstance(first, ast.Call) and getattr(first.func, "attr", "") in ("format", "join")
        )
        is_text = has_text and name in ("text", "literal_column")
        asks = (name in ASKS or is_text) and not isinstance(first, ast.Constant)
        if asks or (name in RAW and built):
            loose.append(node)
    return loose


def named(tree: ast.Module) -> list[str]:
    """Constants that call DuckDB's functions which run or read what their text says."""
    words = ("query(", "query_table(", "read_csv(", "read_json(", "read_parquet(")
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(word in node.value.lower() for word in words)
    ]


def modules() -> list[Path]:
    return [path for house in ("products", "planner") for path in (ROOT / house).rglob("*.py")]


def test_SQL_05_no_statement_is_put_together_from_text() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in modules()
        for call in handwritten(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_SQL_05_nothing_calls_the_functions_that_run_their_argument() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in modules()
        for text in named(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "db.exec_driver_sql(f'SELECT {x}')",
        "db.exec_driver_sql(statement)",
        "from sqlalchemy import text\ndb.execute(text('SELECT ' + x))",
        "db.execute('SELECT {}'.format(x))",
    ],
)
def test_the_check_finds_what_it_looks_for(code: str) -> None:
    assert handwritten(ast.parse(code))
    assert named(ast.parse("x = 'SELECT * FROM query(?)'"))
