"""What is written beside an append, in the same statement: it costs no way of its own, however many share it."""

from collections.abc import Iterable, Mapping
from typing import Any, LiteralString, NamedTuple

from store.adapters.drivers.arrays import column


class Along(NamedTuple):
    """One row for a statement that takes many: each of its values stands in the statement for an array of them."""

    clause: LiteralString
    row: Mapping[str, Any]


def beside(along: Iterable[Along]) -> tuple[LiteralString, dict[str, Any]]:
    """All of *along* as further parts of a WITH, one for each statement, and their values."""
    query: LiteralString = ""
    values: dict[str, Any] = {}
    for clause, rows in _by_clause(along).items():
        query = f"{query}, beside_{len(values)} AS ({clause})"
        values |= {name: column([row[name] for row in rows]) for name in rows[0]}
    return query, values


def _by_clause(along: Iterable[Along]) -> dict[LiteralString, list[Mapping[str, Any]]]:
    found: dict[LiteralString, list[Mapping[str, Any]]] = {}
    for each in along:
        found.setdefault(each.clause, []).append(each.row)
    return found
