"""What a product's row tells of its variants."""

from collections.abc import Iterable
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from projections.browsing.stitching import MANY

_SUMS: Final[LiteralString] = f"""
UPDATE products p SET price = s.price, priced = s.priced, few = s.few, popular = s.popular
FROM (
    SELECT q.id, coalesce(min(v.price), 0) AS price,
           least(coalesce(sum(greatest(v.on_hand - v.reserved, 0)), 0), {MANY}) AS few,
           round(4 * ln(1 + greatest(coalesce(sum(v.sold), 0), 0)))::smallint AS popular,
           coalesce((array_agg(v.priced ORDER BY v.price, v.place) FILTER (WHERE v.sku IS NOT NULL))[1],
                    '"price":{{"amount":"0","currency":"' || q.currency || '"}},"list_price":null,"lowest_price":null')
           || ',"price_varies":' || coalesce(min(v.price) < max(v.price), false) AS priced
    FROM products q LEFT JOIN variants v ON v.product = q.id WHERE q.id = ANY(%s::uuid[]) GROUP BY q.id
) s
WHERE p.id = s.id AND (p.price, p.priced, p.few, p.popular) IS DISTINCT FROM
    (s.price, s.priced, s.few, s.popular)
"""


def sum_up(products: Iterable[UUID], db: Connection[Any]) -> None:
    """Lowest price of the variants of *products*, whether another costs more, and the pieces left; 0 where there are
    none. A row that stays as it is isn't written: most sales change nothing that lists tell.
    """
    ids = list(products)
    if ids:
        db.execute(_SUMS, (ids,))
