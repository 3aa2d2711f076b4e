"""Every wish is carried out, and every question answered, in exactly one place."""

import importlib
import inspect
import pkgutil
from collections import Counter
from typing import get_args, get_type_hints

import pytest

import projections
import store.adapters
import store.application
from store.application.ordering.fulfilment import SendBooked, SendParcel
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.bus import Command, Query
from store.application.shared.dispatch import Dispatcher
from store.entrypoints.wiring.application import memory_shop
from tests.harness.world import CountingIds, StillClock

pytestmark = [pytest.mark.requirement("R9.5"), pytest.mark.story("US-11.1", "the architecture is checked by tests")]


def modules():
    return [
        importlib.import_module(found.name)
        for package in (store.application, store.adapters, projections)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]


def classes():
    """All but the twins in memory: they answer what the real thing answers."""
    return {
        value for module in modules() for value in vars(module).values()
        if inspect.isclass(value) and value.__module__ == module.__name__
        and not value.__name__.startswith("Memory")
    }


def messages(base):
    """Those that are sent: what others are kinds of is none itself."""
    found = {kind for kind in classes() if issubclass(kind, base) and kind is not base}
    return found - {of for kind in found for of in kind.__mro__[1:]}


def marked(*names):
    return Counter(
        message
        for kind in classes() for method in vars(kind).values() for name in names
        if (message := getattr(method, name, None)) is not None
    )


def methods(*names):
    return [
        method for kind in classes() for method in vars(kind).values()
        if inspect.isfunction(method) and any(hasattr(method, name) for name in names)
    ]


def test_every_command_has_exactly_one_handler():
    handled, conducted = marked("__handles__"), marked("__conducts__")
    assert handled | conducted == Counter(messages(Command))
    ended = {ShipOrder, SendParcel, SendBooked}
    assert set(handled & conducted) == ended, "a process may stand before a handler that ends it"


def test_every_query_has_exactly_one_answer():
    assert marked("__answers__") == Counter(messages(Query))


def test_every_handler_says_what_comes_of_its_command():
    """A stored answer is decoded as what the handler says it gives; it must be what the command promises."""
    for method in methods("__handles__", "__conducts__", "__answers__"):
        message = next(
            getattr(method, name) for name in ("__handles__", "__conducts__", "__answers__") if hasattr(method, name)
        )
        promised = next(get_args(base)[0] for base in message.__orig_bases__ if get_args(base))
        assert get_type_hints(method)["return"] == promised, method.__qualname__


def test_two_handlers_for_one_command_are_refused():
    shop = memory_shop(StillClock(None), CountingIds())
    with pytest.raises(TypeError, match="two handlers"):
        Dispatcher(
            [*shop.handlers(), *shop.handlers()], journal=shop.journal(), keeper=shop.keeper(),
            idempotency=shop.idempotency(), turns=shop.turns(), positions=None, clock=shop.clock(),
        )
