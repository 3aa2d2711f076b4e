"""Five questions that shops ask, as SQL on the documented views. ``docs/analysis.md`` tells what came of them."""

from typing import Final

from msgspec import Struct


class Example(Struct, frozen=True):
    """A question, in words and in SQL."""

    slug: str
    words: str
    statement: str


EXAMPLES: Final = (
    Example("conversion", "How many carts become orders, day by day?", """\
SELECT opened_at::date AS day, count(*) AS carts,
       count(*) FILTER (WHERE status = 'converted') AS bought,
       round(100.0 * count(*) FILTER (WHERE status = 'converted') / count(*), 1) AS percent
FROM carts
GROUP BY 1 ORDER BY 1"""),
    Example("turnover", "How often is the stock of each SKU sold over?", """\
WITH levels AS (
    SELECT sku, at, sum(on_hand_change) OVER so_far AS on_hand,
           lead(at, 1, (SELECT max(at) FROM stock_movements)) OVER so_far - at AS lasted
    FROM stock_movements WINDOW so_far AS (PARTITION BY sku ORDER BY position)
), average AS (
    SELECT sku, sum(on_hand * extract(epoch FROM lasted)) / nullif(sum(extract(epoch FROM lasted)), 0) AS pieces
    FROM levels GROUP BY sku
), sold AS (
    SELECT sku, -sum(on_hand_change) AS pieces FROM stock_movements WHERE movement = 'shipped' GROUP BY sku
)
SELECT sku, sold.pieces AS sold, round(average.pieces, 1) AS average_stock,
       round(sold.pieces / nullif(average.pieces, 0), 2) AS turnover
FROM sold JOIN average USING (sku)
ORDER BY turnover DESC, sku"""),
    Example("revenue", "What does each category earn, week by week?", """\
SELECT date_trunc('week', l.placed_at)::date AS week, c.root AS category, sum(l.quantity) AS pieces,
       amount(sum(l.total_minor), l.currency) AS revenue, l.currency
FROM order_lines l
JOIN orders o USING (order_id)
JOIN variants v ON v.sku = l.sku
JOIN products p USING (product_id)
JOIN categories c USING (category_id)
WHERE o.status NOT IN ('awaiting_payment', 'cancelled') AND o.replaces IS NULL
GROUP BY 1, 2, l.currency ORDER BY 1, 2"""),
    Example("declines", "How many payments fail, and why?", """\
SELECT date_trunc('week', requested_at)::date AS week, method, count(*) AS payments,
       count(*) FILTER (WHERE status = 'declined') AS declined,
       round(100.0 * count(*) FILTER (WHERE status = 'declined') / count(*), 1) AS percent,
       string_agg(DISTINCT decline_reason, ', ') AS reasons
FROM payments
GROUP BY 1, 2 ORDER BY 1, 2"""),
    Example("sold-out", "Which products could not be bought, and for how long?", """\
WITH levels AS (
    SELECT sku, at, sum(on_hand_change - reserved_change) OVER so_far AS available,
           lead(at, 1, (SELECT max(at) FROM stock_movements)) OVER so_far AS until
    FROM stock_movements WINDOW so_far AS (PARTITION BY sku ORDER BY position)
)
SELECT sku, p.name, round(extract(epoch FROM sum(until - at)) / 3600, 1) AS hours, min(at)::date AS first_on,
       (SELECT available = 0 FROM stock s WHERE s.sku = levels.sku) AS still
FROM levels JOIN variants v USING (sku) JOIN products p USING (product_id)
WHERE available <= 0 AND until > at
GROUP BY sku, p.name ORDER BY hours DESC, sku"""),
)
