"""The laws of parcels: with each of them its pieces leave the stock, and no piece is sent that was not left."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from projections.audit.shelves import Broken, Mark
from store.application.audit.conservation import Law


class Sending(Struct):
    """A parcel, and what is in it."""

    mark: Mark
    pieces: dict[str, int]


def broken_parcels(
    parcels: Sequence[Sending], whole: Mark | None, lines: Mapping[str, int], moved: Mapping[str, Sequence[Mark]]
) -> Iterator[Broken]:
    """What does not hold of *parcels*, and of a last one where the order was then sent as a *whole*.

    *lines* are the pieces that were not cancelled, *moved* those that left the stock.
    """
    sendings = sorted(parcels, key=lambda it: it.mark)
    left = dict(lines)
    for it in sendings:
        left = {sku: left.get(sku, 0) - it.pieces.get(sku, 0) for sku in {**left, **it.pieces}}
        for sku in (sku for sku in it.pieces if left[sku] < 0):
            yield Broken(Law.ORDERS, it.mark, f"{-left[sku]} more of {sku} are in parcels than were to be sent")
    if whole:
        sendings.append(Sending(whole, {sku: count for sku, count in left.items() if count > 0}))
    yield from _moved_with(sendings, {(sku, mark.transaction): mark for sku, marks in moved.items() for mark in marks})


def _moved_with(sendings: Sequence[Sending], there: dict[tuple[str, int], Mark]) -> Iterator[Broken]:
    for it in sendings:
        for sku, count in sorted(it.pieces.items()):
            mark = there.pop((sku, it.mark.transaction), None)
            if mark is None:
                yield Broken(Law.ORDERS, it.mark, f"no pieces of {sku} were sent with it")
            elif mark.pieces != count:
                yield Broken(Law.ORDERS, mark, f"{mark.pieces} of {sku} were sent, the parcel is about {count}")
    for (sku, _), mark in there.items():
        yield Broken(Law.ORDERS, mark, f"{mark.pieces} of {sku} were sent, and no parcel left")
