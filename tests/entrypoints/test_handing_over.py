"""Routes are handed what they ask for in one step, and guards the route: no task group and no copy at each request."""

from litestar import Litestar, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotAuthorizedException
from litestar.params import FromQuery
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from store.entrypoints.wiring.dependencies import guard_without_copies, hand_over_at_once


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


def test_guards_of_the_application_and_of_a_route_look_at_the_very_route_each_time():
    seen = []

    async def note(connection, handler):
        seen.append(handler)
        if "refuse" in connection.query_params:
            raise NotAuthorizedException

    @get("/guarded", guards=[note])
    async def guarded() -> str:
        return "in"

    app = Litestar([guarded], openapi_config=None, guards=[note])
    [route] = app.routes
    handler, _ = route.route_handler_map["GET"]
    guard_without_copies(app)

    with TestClient(app) as client:
        assert (client.get("/guarded").text, client.get("/guarded?refuse=1").status_code) == ("in", 401)
        assert [it is handler for it in seen] == [True, True, True], "the first refusal is the last word"
        assert client.options("/guarded?refuse=1").status_code == 401
