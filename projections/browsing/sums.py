"""What a product's row tells of its variants."""

from collections.abc import Iterable
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from projections.browsing.stitching import MANY

_EXPLICITS: Final[LiteralString] = """
    SELECT jsonb_object_agg(code, bounds) FROM (
        SELECT c.code, jsonb_build_array(
            min((w.explicits ->> c.code)::bigint), max((w.explicits ->> c.code)::bigint),
            min(w.price) FILTER (WHERE NOT w.explicits ? c.code), max(w.price) FILTER (WHERE NOT w.explicits ? c.code)
        ) AS bounds
        FROM (SELECT DISTINCT jsonb_object_keys(u.explicits) AS code FROM variants u WHERE u.product = q.id) c
        CROSS JOIN variants w WHERE w.product = q.id GROUP BY c.code
    ) said
"""
"""By currency the lowest and highest of what was said, and of the own prices of those for which nothing was."""
SUMS: Final[LiteralString] = f"""
    SELECT coalesce(min(v.price), 0) AS price,
           least(coalesce(sum(greatest(v.on_hand - v.reserved, 0)), 0), {MANY})::smallint AS few,
           round(4 * ln(1 + greatest(coalesce(sum(v.sold), 0), 0)))::smallint AS popular,
           coalesce((array_agg(v.priced ORDER BY v.price, v.place))[1],
                    '"price":{{"amount":"0","currency":"' || q.currency || '"}},"list_price":null,"lowest_price":null')
           || ',"price_varies":' || coalesce(min(v.price) < max(v.price), false) AS priced,
           CASE WHEN bool_or(v.explicits <> '{{}}') THEN ({_EXPLICITS}) ELSE '{{}}' END AS explicits
    FROM variants v WHERE v.product = q.id
"""
"""Of the variants of a product in a row ``q``: price, few, popular, priced and explicits."""
_AGAIN: Final[LiteralString] = f"""
UPDATE products p SET price = s.price, priced = s.priced, few = s.few, popular = s.popular, explicits = s.explicits
FROM products q CROSS JOIN LATERAL ({SUMS}) s
WHERE q.id = ANY(%s::uuid[]) AND p.id = q.id AND (p.price, p.priced, p.few, p.popular, p.explicits)
    IS DISTINCT FROM (s.price, s.priced, s.few, s.popular, s.explicits)
"""


def sum_up(products: Iterable[UUID], db: Connection[Any]) -> int:
    """Lowest price of the variants of *products*, whether another costs more, and the pieces left; 0 where there are
    none. A row that stays as it is isn't written: most sales change nothing that lists tell. How many were.
    """
    ids = list(products)
    return db.execute(_AGAIN, (ids,)).rowcount if ids else 0
