"""How this process appends to the log, and what it remembers, for operators to count."""

from collections.abc import Mapping
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from store.adapters.drivers.eventlog.tally import Spread
from store.application.shared.caching import CacheCounts
from store.entrypoints.shared.metrics import Gauges
from store.entrypoints.wiring.containers import Shop


class AppendMetrics:
    """:class:`~store.entrypoints.shared.metrics.Gauges` of the whole shop, and counts of this process beside them.

    These are counters since the process began: several processes each show their own.
    """

    def __init__(self, shop: Shop, gauges: Gauges) -> None:
        self._shop, self._gauges = shop, gauges

    async def read(self) -> list[Metric]:
        """All of it."""
        return [*await self._gauges.read(), *self._own()]

    def _own(self) -> list[Metric]:
        tally, keeper = self._shop.appender().tally, self._shop.keeper()
        kept = CounterMetricFamily(
            "store_kept_state", "Aggregates asked of memory: there (hit) or not (miss); compared with the log before a"
            " refusal, and found up to date (current) or not (behind).", labels=["outcome"],
        )
        for outcome, times in (
            ("hit", keeper.hits), ("miss", keeper.misses), ("current", keeper.current), ("behind", keeper.behind),
        ):
            kept.add_metric([outcome], times)
        return [
            _histogram("store_log_appends_together", "Appends that one transaction committed.", tally.together),
            _histogram("store_log_commit_seconds", "Time one transaction of the log took.", tally.seconds),
            CounterMetricFamily(
                "store_log_conflicts", "Transactions that came to nothing since a stream moved.", value=tally.conflicts
            ),
            CounterMetricFamily(
                "store_commands_retried", "Commands decided again since a stream moved.",
                value=self._shop.turns().pauses,
            ),
            kept, _cached(self._shop.cache().counts),
            GaugeMetricFamily("store_kept_aggregates", "Aggregates in memory.", value=len(keeper)),
        ]


def _cached(kinds: Mapping[str, CacheCounts]) -> Metric:
    """By kind of thing, of which there are a handful, and never by what was asked for."""
    asked = CounterMetricFamily(
        "store_cache", "Answers asked of the cache: kept (hit), being made for somebody else (wait), made (miss), made"
        " since the shared store was away (away); early were made anew in time.", labels=["kind", "outcome"],
    )
    for kind, counts in sorted(kinds.items()):
        for outcome, times in (
            ("hit", counts.hits), ("wait", counts.waits), ("miss", counts.misses), ("away", counts.away),
            ("early", counts.early),
        ):
            asked.add_metric([kind, outcome], times)
    return asked


def _histogram(name: str, what: str, spread: Spread) -> Metric:
    bounds = [*(str(float(bound)) for bound in spread.bounds), "+Inf"]
    return HistogramMetricFamily(
        name, what, buckets=list(zip(bounds, accumulate(spread.counts), strict=True)), sum_value=spread.total
    )
