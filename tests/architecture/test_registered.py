"""Whatever is written to answer at an address is given to the application: one that is forgotten answers nobody."""

import importlib
import pkgutil

from litestar import Controller
from litestar.handlers import BaseRouteHandler

import store.entrypoints
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings

PAID_BY = (
    {}, {
        "stripe_key": "sk_test_1", "stripe_webhook_secret": "whsec_1", "paypal_client_id": "one",
        "paypal_secret": "two", "paypal_webhook_id": "three",
    },
)
"""Where no money moves, and where it does: either has addresses of its own."""


def written():
    for found in pkgutil.walk_packages(store.entrypoints.__path__, "store.entrypoints."):
        module = importlib.import_module(found.name)
        rooms = [module, *(
            value for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Controller) and value.__module__ == module.__name__
        )]
        for room in rooms:
            for value in vars(room).values():
                if isinstance(value, BaseRouteHandler) and value.fn.__module__ == module.__name__:
                    yield f"{module.__name__}.{value.fn.__qualname__}"


def given(folder, settings):
    app = create_app(Settings(data_dir=folder, database_url="postgresql://localhost/none", **settings))
    for route in app.routes:
        for handler in getattr(route, "route_handlers", None) or [route.route_handler]:
            yield f"{handler.fn.__module__}.{handler.fn.__qualname__}"


def test_every_route_that_is_written_answers(tmp_path):
    answers = {name for settings in PAID_BY for name in given(tmp_path, settings)}
    assert sorted(set(written()) - answers) == []
