"""Every refusal is a sentence with its facts in it."""

import importlib
import pkgutil
from dataclasses import fields, is_dataclass

import pytest

import store.domain
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.errors import Conflict, NotFound, RuleViolated, StoreError
from store.domain.shared.ids import Sku, StockId, stock_of

KINDS = {RuleViolated, NotFound, Conflict}

pytestmark = [pytest.mark.requirement("R4.2")]


def _modules(package):
    return [importlib.import_module(m.name) for m in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]


REFUSALS = sorted(
    {
        value
        for module in _modules(store.domain)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, StoreError) and value not in KINDS | {StoreError}
    },
    key=lambda refusal: refusal.__qualname__,
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_is_of_one_kind_and_reads_as_a_sentence(refusal):
    assert len([kind for kind in KINDS if issubclass(refusal, kind)]) == 1
    named = {field.name: f"<{field.name}>" for field in fields(refusal)} if is_dataclass(refusal) else {}
    sentence = str(refusal(**named))
    assert sentence[0].isupper() or sentence.startswith("<")
    assert sentence.rstrip().endswith((".", ">"))
    assert "{" not in sentence


def test_an_error_without_a_sentence_says_its_name():
    class Unsaid(StoreError):
        pass

    Unsaid.__doc__ = None
    assert str(Unsaid()) == "Unsaid"


def test_an_aggregate_says_itself_how_facts_change_it():
    class Forgetful(Aggregate):
        kind = "forgetful"

    with pytest.raises(NotImplementedError):
        Forgetful.replay(stock_of(Sku("x")), [object()])


def test_a_picture_of_an_aggregate_shows_what_history_assigned_and_nothing_else():
    class Lamp(Aggregate):
        kind = "lamp"

        def __init__(self, id: StockId) -> None:
            super().__init__(id)
            self.lit = False
            self._warm = True

    assert Lamp(stock_of(Sku("x"))).picture() == {"lit": False}
