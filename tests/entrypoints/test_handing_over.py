"""Routes are handed what they ask for in one step: no task group and no coroutine for each thing at each request."""

from litestar import Litestar, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from store.entrypoints.wiring.dependencies import hand_over_at_once


@get("/sum")
async def total(one: NamedDependency[int], other: NamedDependency[int], third: FromQuery[int] = 0) -> int:
    return one + other + third


def test_a_route_is_given_all_it_asks_for_and_resolves_nothing_by_itself():
    numbers = iter(range(40, 50))
    app = Litestar([total], openapi_config=None, dependencies={
        "one": Provide(lambda: 2, sync_to_thread=False), "other": Provide(lambda: next(numbers), sync_to_thread=False),
    })

    hand_over_at_once(app)

    with TestClient(app) as client:
        assert [client.get("/sum").json(), client.get("/sum", params={"third": 7}).json()] == [42, 50]
    routes = [route for route in app.routes if isinstance(route, HTTPRoute)]
    asked = [model for route in routes for _, model in route.route_handler_map.values()]
    assert asked
    assert not any(model.dependency_batches for model in asked)
