"""How the shop stands, counted where the truth is: in the database, whichever process is asked."""

import asyncio
from time import monotonic
from typing import Any, Final, LiteralString

import psycopg
from msgspec import json
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from psycopg_pool import PoolTimeout

from store.entrypoints.wiring.containers import Shop

FRESH: Final = 5.0
"""Seconds for which an answer is good: /metrics is open to everybody, and must not be a way to load the database."""

_ASK: Final[LiteralString] = """
WITH newest AS (SELECT coalesce(max(position), 0) AS position FROM log.events WHERE position < log.horizon())
SELECT json_build_object(
    'lag', (SELECT coalesce(json_object_agg(p.name, coalesce(extract(epoch FROM now() - (
            SELECT (e.metadata::json ->> 'recorded_at')::timestamptz FROM log.events e
            WHERE e.position > p.position AND e.position <= n.position ORDER BY e.position LIMIT 1)), 0)), '{}')
        FROM read.projections p, newest n),
    'stopped', (SELECT coalesce(json_object_agg(name, (state = 'stopped')::int), '{}') FROM read.projections),
    'behind', (SELECT coalesce(json_object_agg(p.name, (SELECT count(*) FROM (
            SELECT FROM log.events e WHERE e.position > p.position LIMIT 10000) AS unseen)), '{}')
        FROM read.projections p),
    'copies', (SELECT coalesce(json_object_agg(
            c.name, json_build_array(c.facts, c.batches, c.seconds, c.failures)), '{}')
        FROM read.copies c WHERE c.schema = 'read'),
    'horizon', (SELECT coalesce(extract(epoch FROM now() - min(xact_start)), 0) FROM pg_stat_activity
        WHERE backend_xid IS NOT NULL),
    'payments', (SELECT json_build_object('gateway', count(*) FILTER (WHERE NOT challenged),
        'shopper', count(*) FILTER (WHERE challenged)) FROM read.open_payments),
    'oldest', (SELECT coalesce(extract(epoch FROM now() - min(requested_at)), 0) FROM read.open_payments
        WHERE NOT challenged),
    'placed', (SELECT coalesce(sum(orders), 0) FROM read.order_counts),
    'refunds', (SELECT json_build_object('open', count(*),
        'oldest', coalesce(extract(epoch FROM now() - min(requested_at)), 0)) FROM read.open_refunds),
    'confirmed', (SELECT count(*) FROM read.deals WHERE paid),
    'low', (SELECT count(*) FROM read.variants v LEFT JOIN read.thresholds t ON t.sku = v.sku
        WHERE v.product IS NOT NULL AND (v.on_hand - v.reserved <= coalesce(t.threshold, %s) OR EXISTS (
            SELECT FROM read.place_thresholds few LEFT JOIN read.stock_places at USING (sku, location)
            WHERE few.sku = v.sku AND coalesce(at.on_hand - at.reserved, 0) <= few.threshold))),
    'due', (SELECT count(*) FROM work.outbox WHERE outcome IS NULL),
    'offences', (SELECT json_build_object('stock', count(*) FILTER (WHERE law = 'stock'),
        'money', count(*) FILTER (WHERE law = 'money'), 'orders', count(*) FILTER (WHERE law = 'orders'))
        FROM read.offences),
    'faults', (SELECT coalesce(json_array_length(result::json -> 'faults') + (result::json ->> 'more')::int, 0)
        FROM work.verifications WHERE state = 'done' ORDER BY finished_at DESC LIMIT 1),
    'verified', (SELECT extract(epoch FROM now() - max(finished_at)) FROM work.verifications WHERE state = 'done'),
    'signed', (SELECT extract(epoch FROM now() - max(made_at)) FROM log.checkpoints),
    'webhooks', (SELECT json_build_object('active', count(*) FILTER (WHERE r.active AND w.failing_since IS NULL),
        'failing', count(*) FILTER (WHERE r.active AND w.failing_since IS NOT NULL),
        'paused', count(*) FILTER (WHERE NOT r.active)) FROM read.webhooks r LEFT JOIN work.webhooks w USING (id)),
    'webhook_lag', (SELECT coalesce(max(extract(epoch FROM now() - (
            SELECT (e.metadata::json ->> 'recorded_at')::timestamptz FROM log.events e
            WHERE e.position > w.position AND e.position <= n.position ORDER BY e.position LIMIT 1))), 0)
        FROM read.webhooks r JOIN work.webhooks w USING (id), newest n WHERE r.active),
    'webhook_attempts', (SELECT json_build_object('confirmed', coalesce(sum(delivered), 0),
        'failed', coalesce(sum(failed), 0)) FROM work.webhooks),
    'findings', (SELECT coalesce(json_object_agg(wrong, n), '{}') FROM (SELECT wrong, count(*) AS n
        FROM work.payment_findings WHERE closed_at IS NULL GROUP BY wrong) AS found),
    'compared', (SELECT coalesce(extract(epoch FROM now() - min(upto)), 0) FROM work.payment_comparisons),
    'rejected', (SELECT count(*) FROM work.jobs_queue WHERE state = 'rejected')
)::text
"""


class DatabaseGauges:
    """:class:`~store.entrypoints.shared.metrics.Gauges` in one statement, asked every five seconds at most."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._asking = asyncio.Lock()
        self._said, self._at = list[Metric](), -FRESH

    async def read(self) -> list[Metric]:
        """All of it; only ``store_database_up`` while the database doesn't answer."""
        async with self._asking:
            if monotonic() - self._at >= FRESH:
                self._said, self._at = await self._ask(), monotonic()
        return self._said

    async def _ask(self) -> list[Metric]:
        up = GaugeMetricFamily("store_database_up", "1 while the database answers.")
        try:
            async with self._shop.async_pool().connection(timeout=2.0) as db:
                row = await (await db.execute(_ASK, (self._shop.settings().low_stock,))).fetchone()
        except (psycopg.Error, PoolTimeout):
            up.add_metric([], 0)
            return [up]
        up.add_metric([], 1)
        return [up, *_metrics(json.decode(row[0]))] if row else [up]


def _metrics(said: dict[str, Any]) -> list[Metric]:
    return [
        _by("projection_lag_seconds", "Age of the oldest fact a read model has not seen.", "projection", said["lag"]),
        _by("projection_stopped", "1 if a read model met a fact it can't take in.", "projection", said["stopped"]),
        _by("projection_lag_facts", "Facts a read model has not seen, up to 10,000.", "projection", said["behind"]),
        *_work(said["copies"]),
        _one("log_horizon_age_seconds", "Age of the oldest transaction that holds readers back.", said["horizon"]),
        _by("payments_open", "Payments without an end, and whom they wait for.", "waits_for", said["payments"]),
        _one("payments_open_oldest_seconds", "Age of the oldest that waits for the gateway.", said["oldest"]),
        _one("refunds_open", "Refunds that are owed and have not gone.", said["refunds"]["open"]),
        _one("refunds_open_oldest_seconds", "Age of the oldest of them.", said["refunds"]["oldest"]),
        *_compared(said),
        CounterMetricFamily("store_orders_placed", "Orders ever placed.", value=said["placed"]),
        CounterMetricFamily("store_orders_confirmed", "Orders ever paid for.", value=said["confirmed"]),
        _one("stock_low", "SKUs of which few can be bought, over all or at one place.", said["low"]),
        _by("conservation_offences", "SKUs and orders for which a law does not hold.", "law", said["offences"]),
        *_integrity(said),
        _by("webhooks", "Webhooks by how they stand.", "state", said["webhooks"]),
        _one("webhook_lag_seconds", "Age of the oldest fact an active webhook's partner lacks.", said["webhook_lag"]),
        _attempts(said["webhook_attempts"]),
        _one("jobs_waiting", "Mails that are due and not yet done.", said["due"]),
        _one("jobs_rejected", "Jobs that were tried too often and lie aside.", said["rejected"]),
    ]


def _compared(said: dict[str, Any]) -> list[Metric]:
    """What the books of gateways say, beside the shop's own."""
    what = "What gateways moved and the shop didn't write down so."
    findings = GaugeMetricFamily("store_payment_findings", what, labels=["wrong"])
    for wrong, number in sorted(said["findings"].items()):
        findings.add_metric([wrong], number)
    age = "Age of the oldest last comparison with a gateway."
    return [findings, GaugeMetricFamily("store_payments_compared_age_seconds", age, value=said["compared"])]


def _attempts(counted: dict[str, float]) -> Metric:
    """By how they ended, not by partner: the page tells these apart."""
    attempts = CounterMetricFamily("store_webhook_attempts", "Deliveries tried.", labels=["outcome"])
    for outcome, number in sorted(counted.items()):
        attempts.add_metric([outcome], number)
    return attempts


def _integrity(said: dict[str, Any]) -> list[Metric]:
    """What there is to say of it; before the first verification, nothing."""
    return [_one(name, what, value) for name, what, value in (
        ("log_faults", "Places in the log that the last verification found wrong.", said["faults"]),
        ("log_verified_age_seconds", "Age of the last verification of the log.", said["verified"]),
        ("log_checkpoint_age_seconds", "Age of the newest signed checkpoint of the log.", said["signed"]),
    ) if value is not None]


def _work(copies: dict[str, list[float]]) -> list[Metric]:
    """What was done for each read model, since the copy began that people read now."""
    facts = CounterMetricFamily("store_projection_facts", "Facts a read model took in.", labels=["projection"])
    failures = CounterMetricFamily("store_projection_failures", "Times a read model stopped.", labels=["projection"])
    batches = SummaryMetricFamily("store_projection_batch_seconds", "Time of its batches.", labels=["projection"])
    for name, (taken, count, seconds, failed) in sorted(copies.items()):
        facts.add_metric([name], taken)
        failures.add_metric([name], failed)
        batches.add_metric([name], int(count), seconds)
    return [facts, failures, batches]


def _one(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"store_{name}", what, value=value)


def _by(name: str, what: str, label: str, values: dict[str, float]) -> Metric:
    gauge = GaugeMetricFamily(f"store_{name}", what, labels=[label])
    for key, value in sorted(values.items()):
        gauge.add_metric([key], value)
    return gauge
