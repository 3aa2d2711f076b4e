"""Whether this process still asks the gateways, for operators to see."""

from prometheus_client.core import GaugeMetricFamily, Metric

from store.adapters.drivers.breaker import State
from store.entrypoints.shared.metrics import Gauges
from store.entrypoints.wiring.containers import Shop


class GatewayMetrics:
    """:class:`~store.entrypoints.shared.metrics.Gauges` of the shop, and the breakers of this process beside them."""

    def __init__(self, shop: Shop, gauges: Gauges) -> None:
        self._shop, self._gauges = shop, gauges

    async def read(self) -> list[Metric]:
        """All of it."""
        breakers = GaugeMetricFamily(
            "store_gateway_breaker_state", "1 for the state that the way to a gateway is in: closed lets everybody"
            " through, open nobody, half_open one who tries.", labels=["gateway", "state"],
        )
        for name, breaker in sorted(self._shop.gateway().breakers.items()):
            now = breaker.state
            for state in State:
                breakers.add_metric([name, state.value], int(state is now))
        return [*await self._gauges.read(), breakers]
