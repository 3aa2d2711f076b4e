"""What the facts of stock say."""

from typing import assert_never

from projections.audit.sentences.telling import goods, order, said, thing
from store.application.audit.messages import Part, Sentence
from store.domain.inventory.events import (
    Cause,
    Claim,
    CostTold,
    InventoryEvent,
    Move,
    StockAdjusted,
    StockCounted,
    StockOpened,
    StockRanLow,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
    StockSynced,
    StockTransferred,
    ThresholdSet,
    Watch,
)
from store.domain.inventory.places import MAIN


def say(event: InventoryEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case StockOpened(sku=sku, product_id=product):
            return said("From now on {goods} is counted, as a variant of {product}",
                        goods=goods(sku), product=thing("product", product))
        case StockReceived() | StockCounted() | StockAdjusted() | StockReturned() | StockSynced():
            return _move(event)
        case StockReserved() | StockReleased() | StockShipped():
            return _claim(event)
        case StockTransferred(sku=sku, quantity=quantity, origin=origin, destination=destination):
            return said("{who} moved {quantity} × {goods} from {origin} to {destination}",
                        quantity=quantity, goods=goods(sku), origin=origin, destination=destination)
        case ThresholdSet() | StockRanLow():
            return _watch(event)
        case CostTold(sku=sku, cost=cost):
            return said("{who} said what one of {goods} costs: {cost}", goods=goods(sku), cost=str(cost or "unknown"))
        case _:
            assert_never(event)


def _move(event: Move) -> Sentence:
    """What happened, and where, if that was not at the first place."""
    sentence = _moved(event)
    if event.location == MAIN:
        return sentence
    return Sentence(f"{sentence.words}, at {{location}}", {**sentence.parts, "location": Part(event.location)})


def _moved(event: Move) -> Sentence:
    match event:
        case StockReceived(sku=sku, quantity=quantity):
            return said("{who} took in {quantity} × {goods}", quantity=quantity, goods=goods(sku))
        case StockCounted(sku=sku, on_hand=on_hand, was=was):
            return said("{who} counted {goods}: {on_hand} on hand, where the books said {was}",
                        goods=goods(sku), on_hand=on_hand, was=was)
        case StockAdjusted():
            return _adjusted(event)
        case StockSynced():
            return _synced(event)
        case StockReturned():
            return _returned(event)
        case _:
            assert_never(event)


def _claim(event: Claim) -> Sentence:
    """What happened, and at which places, if that was not at the first alone."""
    sentence = _claimed(event)
    if not event.locations:
        return sentence
    places = ", ".join(f"{pieces} at {place}" for place, pieces in event.locations.items())
    return Sentence(f"{sentence.words} ({{places}})", {**sentence.parts, "places": Part(places)})


def _claimed(event: Claim) -> Sentence:
    match event:
        case StockReserved(sku=sku, quantity=quantity, order_id=id, exchange=True):
            return said("{quantity} × {goods} were put aside, to be sent for return {return_id}",
                        quantity=quantity, goods=goods(sku), return_id=thing("return", id))
        case StockReleased(sku=sku, quantity=quantity, order_id=id, exchange=True):
            return said("{quantity} × {goods} are no longer put aside for return {return_id}",
                        quantity=quantity, goods=goods(sku), return_id=thing("return", id))
        case StockReserved(sku=sku, quantity=quantity, order_id=id):
            return said("{quantity} × {goods} were put aside for order {order}",
                        quantity=quantity, goods=goods(sku), order=order(id))
        case StockReleased(sku=sku, quantity=quantity, order_id=id):
            return said("{quantity} × {goods} that were put aside for order {order} are free again",
                        quantity=quantity, goods=goods(sku), order=order(id))
        case StockShipped(sku=sku, quantity=quantity, order_id=id):
            return said("{quantity} × {goods} left the shop for order {order}",
                        quantity=quantity, goods=goods(sku), order=order(id))
        case _:
            assert_never(event)


def _watch(event: Watch) -> Sentence:
    """What is watched, and of which place, if of one by itself."""
    if event.location is None:
        return _watched(event)
    sentence = _watched(event)
    return Sentence(f"{sentence.words}, at {{location}} alone", {**sentence.parts, "location": Part(event.location)})


def _watched(event: Watch) -> Sentence:
    match event:
        case ThresholdSet(sku=sku, threshold=None):
            return said("{who} left it to the shop at how many of {goods} to be told", goods=goods(sku))
        case ThresholdSet(sku=sku, threshold=threshold):
            return said("{who} wants to be told when no more than {threshold} × {goods} can be bought",
                        threshold=str(threshold), goods=goods(sku))
        case StockRanLow(sku=sku, available=available, threshold=threshold):
            return said("{goods} ran low: {available} left to be bought, told at {threshold} or fewer",
                        goods=goods(sku), available=available, threshold=threshold)
        case _:
            assert_never(event)


def _synced(event: StockSynced) -> Sentence:
    parts: dict[str, Part | int | str] = {
        "source": event.source, "on_hand": event.on_hand, "was": event.was, "goods": goods(event.sku),
    }
    if event.change is None:
        return said("{source} says that {on_hand} × {goods} are there, where the books said {was}", **parts)
    return said("{source} made {on_hand} × {goods} of {was}", **parts)


def _returned(event: StockReturned) -> Sentence:
    pieces: dict[str, Part | int] = {"quantity": event.quantity, "goods": goods(event.sku)}
    if not event.written_off:
        return said("{who} took back {quantity} × {goods}, to be sold again", **pieces)
    return said("{who} took back {quantity} × {goods}, and wrote {gone} of them off", **pieces, gone=event.written_off)


def _adjusted(event: StockAdjusted) -> Sentence:
    pieces: dict[str, Part | int] = {"pieces": abs(event.change), "goods": goods(event.sku)}
    match event.cause:
        case Cause.FOUND:
            return said("{who} found {pieces} × {goods} that the books did not have", **pieces)
        case Cause.LOST:
            return said("{who} wrote {pieces} × {goods} off as lost", **pieces)
        case Cause.DAMAGED:
            return said("{who} wrote {pieces} × {goods} off as damaged", **pieces)
        case Cause.OTHER if event.change > 0:
            return said("{who} put {pieces} × {goods} to the books", **pieces)
        case Cause.OTHER:
            return said("{who} took {pieces} × {goods} off the books", **pieces)
        case _:
            assert_never(event.cause)
