"""Pasts of many streams, drawn by hypothesis: what may happen to orders, payments and goods, all mixed up."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid5

from hypothesis import strategies as st
from msgspec.structs import replace

from store.application.processes.settling_a_payment import DECLINED, NEVER_CAME
from store.domain.catalogue.attribute_events import AttributeChanged, AttributeDefined, AttributeRemoved
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind
from store.domain.catalogue.category_events import (
    CategoryDescribed,
    CategoryMerged,
    CategoryMoved,
    CategoryOpened,
)
from store.domain.catalogue.events import (
    Description,
    PriceChanged,
    ProductDrafted,
    ProductListed,
    ProductRevised,
    Variant,
)
from store.domain.catalogue.standing_events import (
    ProductPublished,
    ProductRelisted,
    ProductUnpublished,
    ProductWithdrawn,
    PublicationCalledOff,
    PublicationPlanned,
)
from store.domain.inventory.events import StockCounted, StockReceived
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import CategoryId, OrderNumber, ProductId, order_of, stock_of
from store.domain.shared.money import Money
from tests.domain.ordering.test_order import CANCELLED, CONFIRMED, NOON, PLACED, SHIPPED
from tests.domain.payments.test_payment import CAPTURED, CHALLENGED, REQUESTED
from tests.domain.payments.test_payment import DECLINED as REFUSED

Fact = tuple[UUID, Event]
ROOT = UUID(int=77)
ATTRIBUTES = (
    AttributeDefinition("Weight", AttributeKind.NUMBER, unit="kg", filterable=True),
    AttributeDefinition("Weight", AttributeKind.CHOICE, choices=("heavy", "light"), required=True),
    AttributeDefinition("Safe", AttributeKind.YES_NO, filterable=True, formerly=("Weight",)),
)


@st.composite
def pasts(draw: Callable[..., Any]) -> list[Fact]:
    """Facts of up to a dozen orders, payments and goods, each stream in its own order."""
    waiting = [draw(st.sampled_from([_order, _payment]))(n, draw) for n in range(draw(st.integers(1, 8)))]
    waiting.append(_goods(draw))
    facts: list[Fact] = []
    while waiting := [stream for stream in waiting if stream]:
        facts.append(draw(st.sampled_from(waiting)).pop(0))
    return facts


def _order(n: int, draw: Callable[..., Any]) -> list[Fact]:
    number = OrderNumber(f"ORDER-{n}")
    id = order_of(number)
    cancelled = replace(CANCELLED, reason=draw(st.sampled_from([DECLINED, NEVER_CAME])))
    life = [replace(PLACED, order_id=id, number=number), *draw(st.sampled_from([
        [], [CONFIRMED], [CONFIRMED, SHIPPED], [cancelled],
    ]))]
    return [(id, replace(event, order_id=id)) for event in life]


def _payment(n: int, draw: Callable[..., Any]) -> list[Fact]:
    id = uuid5(ROOT, f"payment/{n}")
    life: Sequence[Event] = draw(st.sampled_from([
        [REQUESTED], [REQUESTED, CHALLENGED], [REQUESTED, CAPTURED], [REQUESTED, CHALLENGED, CAPTURED],
        [REQUESTED, CHALLENGED, REFUSED],
    ]))
    return [(id, replace(event, payment_id=id)) for event in life]


def _goods(draw: Callable[..., Any]) -> list[Fact]:
    """Whatever may happen in a catalogue, in whatever order: products before their categories, SKUs that move."""
    past: list[Fact] = draw(st.lists(
        st.one_of(_categories(), _products(), _products(), _stock()), min_size=12, max_size=30, unique_by=_once
    ))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(past)))
        opened = [n for n in range(4) if (_category(n), CategoryOpened) in {(id, type(it)) for id, it in past[:at]}]
        gone = {it.category_id for _, it in past if isinstance(it, CategoryMerged)}
        staying = [n for n in opened if _category(n) not in gone]
        if staying:
            n = draw(st.sampled_from(staying))
            past.insert(at, _placed(draw, n, [it for it in staying if it < n], merging=at == len(past)))
    return past


def _placed(draw: Callable[..., Any], n: int, below: list[int], *, merging: bool) -> Fact:
    """What happens to a category once it is open: it only goes below those before it, so never in a circle."""
    id = _category(n)
    other = _category(draw(st.sampled_from(below))) if below else None
    acts: list[Event] = [
        CategoryDescribed(at=NOON, category_id=id, name=draw(st.sampled_from(["Shed", "Room"])), text="Said."),
        CategoryMoved(at=NOON, category_id=id, parent=other, was=None),
        AttributeDefined(at=NOON, category_id=id, definition=draw(st.sampled_from(ATTRIBUTES))),
        AttributeChanged(at=NOON, category_id=id, was="Weight", definition=draw(st.sampled_from(ATTRIBUTES))),
        AttributeRemoved(at=NOON, category_id=id, name="Weight"),
    ]
    if merging and other:
        acts.append(CategoryMerged(at=NOON, category_id=id, into=other))
    return id, draw(st.sampled_from(acts))


def _once(fact: Fact) -> Any:
    return fact[0] if isinstance(fact[1], CategoryOpened) else object()


def _category(n: int) -> CategoryId:
    return CategoryId(uuid5(ROOT, f"category/{n}"))


@st.composite
def _categories(draw: Callable[..., Any]) -> Fact:
    n = draw(st.integers(0, 3))
    parent = _category(n // 2) if n > 1 else None
    return _category(n), CategoryOpened(
        at=NOON, category_id=_category(n), slug=f"place-{n}", name=f"Place {n}", parent=parent
    )


@st.composite
def _products(draw: Callable[..., Any]) -> Fact:
    n = draw(st.integers(0, 2))
    id = ProductId(uuid5(ROOT, f"product/{n}"))
    skus = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True))
    said = Description(f"thing-{n}", draw(st.sampled_from(["Mug", "Bowl"])), "Kiln", _category(draw(st.integers(0, 3))),
                       attributes=draw(st.sampled_from([{}, {"Weight": "1.5 kg"}, {"weight": "heavy", "Safe": True}])))
    variants = tuple(Variant(sku, Money(draw(st.integers(1, 9)), "EUR")) for sku in skus)
    return id, draw(st.sampled_from([
        ProductListed(at=NOON, product_id=id, description=said, variants=variants),
        ProductRevised(at=NOON, product_id=id, description=said, variants=variants),
        PriceChanged(at=NOON, product_id=id, sku=skus[0], price=Money(5, "EUR"), list_price=None, was=Money(9, "EUR")),
        ProductWithdrawn(at=NOON, product_id=id, reason="gone"),
        ProductDrafted(at=NOON, product_id=id, description=said, variants=variants),
        ProductRelisted(at=NOON, product_id=id, for_sale=draw(st.booleans())),
        ProductPublished(at=NOON, product_id=id),
        ProductUnpublished(at=NOON, product_id=id),
        PublicationPlanned(at=NOON, product_id=id, due=NOON),
        PublicationCalledOff(at=NOON, product_id=id),
    ]))


@st.composite
def _stock(draw: Callable[..., Any]) -> Fact:
    sku = draw(st.sampled_from("abcd"))
    return stock_of(sku), draw(st.sampled_from([
        StockReceived(at=NOON, sku=sku, quantity=3), StockCounted(at=NOON, sku=sku, on_hand=7, was=0, reason="counted"),
    ]))
