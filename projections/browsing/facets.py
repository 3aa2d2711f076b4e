"""What a list may be narrowed down to, and how many products each choice leaves, its own filter left aside."""

from typing import Any, Final, LiteralString

from projections.browsing.choices import by_name
from projections.browsing.facet_attributes import (
    COUNTED,
    DEFINED,
    NAMED,
    NUMBERS,
    VALUES,
    own_numbers,
    own_values,
)
from projections.browsing.facet_counts import (
    STANDS,
    SUM,
    WAY,
    brands_sql,
    categories_sql,
    others_of,
    prices_sql,
    rows_of,
    there_sql,
)
from projections.browsing.facet_order import attributes_of
from projections.browsing.search_sql import asked_of, attribute, chosen, measured, values_of
from projections.browsing.shelves import EVERYWHERE
from projections.browsing.specified import definitions_of
from store.adapters.drivers.statement import Answer, number, text
from store.application.browsing.messages import BrandCount, CategoryCount, Facets, PriceRange
from store.application.browsing.ports import Wanted
from store.domain.shared.money import Money

FEW: Final = 5_000
"""As long as no more products are left, it is worth telling them apart by their attributes; nor is it worth keeping
what they may be narrowed down to.
"""


def facets_sql(wanted: Wanted, *, marked: bool = True) -> tuple[LiteralString, dict[str, Any]]:
    """One statement for all of them: kind, what chooses it, its name, count, and what it stands in. Of tables that know
    no marks (not *marked*) there are no values of attributes.
    """
    names = list(by_name(wanted.facets)) if marked else []
    counts = [categories_sql(wanted), brands_sql(wanted, marked=marked), prices_sql(wanted), there_sql(wanted)]
    counts += [own_values(others_of(wanted, attribute(name), "marks"), at) for at, name in enumerate(names)]
    counts += [
        own_numbers(f"({rows_of(wanted, 'numbers', measured(number.key))}) AS f", at)
        for at, number in enumerate(wanted.numbers)
    ]
    left: LiteralString = ""
    if chosen(wanted):
        left = (
            f"WITH {f'{asked_of(wanted)}, ' if wanted.q else ''}{NAMED}, stands AS MATERIALIZED ({STANDS} FROM"
            f"  ({rows_of(wanted, f'{WAY}, brand, price, few')}) AS hit GROUP BY way, brand),"
            f" telling AS MATERIALIZED ({rows_of(wanted, 'marks, numbers')}"
            f"  WHERE (SELECT sum(products) FROM stands) <= {FEW}){f', {COUNTED}' if marked else ''} "
        )
        counts += [*([VALUES] if marked else []), NUMBERS, f"SELECT 'total', '', '', {SUM}, '' FROM stands"]
    else:
        counts.append(f"SELECT 'total', '', '', products, '' FROM read.shelves WHERE place = '{EVERYWHERE}'")
    counts += [DEFINED] if wanted.categories else []
    values = values_of(wanted) | {"names": names}
    values["measures"] = [number.key for number in wanted.numbers]
    values |= {f"name_{at}": name for at, name in enumerate(names)}
    return left + " UNION ALL ".join(counts), values


def facets_from(rows: Answer, wanted: Wanted, currency: str) -> tuple[int, Facets]:
    """How many products are left, and what :func:`facets_sql` found, in order."""
    found = [
        (text(kind), text(key), text(name), number(count), text(inside))
        for kind, key, name, count, inside in rows if count is not None
    ]
    bounds = {name: count for kind, _, name, count, _ in found if kind == "price" and count}
    total = sum(count for kind, _, _, count, _ in found if kind == "total")
    return total, Facets(
        categories=[CategoryCount(it[1], it[2], it[3], it[4] or None) for it in found if it[0] == "category" and it[3]],
        brands=[BrandCount(name, count) for kind, _, name, count, _ in found if kind == "brand" and count],
        price=PriceRange(
            Money(bounds["min"], currency).amount, Money(bounds["max"], currency).amount
        ) if bounds else None,
        in_stock=sum(count for kind, _, _, count, _ in found if kind == "there"),
        attributes=attributes_of(
            wanted, {facet: count for kind, facet, _, count, _ in found if kind == "value"},
            {key: (low, high) for kind, key, low, _, high in found if kind == "number" and low},
            [definitions_of(said) for kind, _, said, _, _ in found if kind == "defined"],
        ),
    )
