"""What is sent: in parcels, or all that is left at once. Its pieces leave the stock with it, and no others."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from tests.checker.reading import Fact, Offence


def check_parcels(
    whole: Fact | None, facts: Mapping[str, list[Fact]], to_send: Mapping[str, int], promise: str
) -> Iterator[Offence]:
    """*to_send* are the pieces that were not cancelled; with *whole* all of them that are in no parcel left."""
    gone: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for fact in facts.get("inventory/shipped-1", []):
        gone[fact.transaction][fact.said["sku"]] += fact.said["quantity"]
    parcels = facts.get("ordering/parcel-sent-1", [])
    left = dict(to_send)
    for fact in parcels:
        if dict(gone.pop(fact.transaction, {})) != fact.said["pieces"]:
            yield Offence(promise, f"{fact.said['pieces']} should have left with it", fact)
        left = {sku: count - fact.said["pieces"].get(sku, 0) for sku, count in left.items()}
        if any(count < 0 for count in left.values()) or not fact.said["pieces"].keys() <= left.keys():
            yield Offence(promise, "more is in parcels than was to be sent", fact)
    rest = {sku: count for sku, count in left.items() if count}
    if whole and dict(gone.pop(whole.transaction, {})) != rest:
        yield Offence(promise, f"{rest} should have been shipped with it", whole)
    for fact in facts.get("inventory/shipped-1", []):
        if fact.transaction in gone:
            yield Offence(promise, "pieces left, and no parcel did", fact)
    yield from _known([fact.said["parcel_id"] for fact in parcels], whole, facts, promise)


def _known(
    parcels: list[str], whole: Fact | None, facts: Mapping[str, list[Fact]], promise: str
) -> Iterator[Offence]:
    if len(set(parcels)) < len(parcels):
        yield Offence(promise, "a parcel was sent twice", facts["ordering/parcel-sent-1"][-1])
    for tag, name in (("ordering/parcel-scanned-1", "scan"), ("ordering/parcel-booked-1", "booking")):
        told = [(fact.said["parcel_id"], fact.said[name]) for fact in facts.get(tag, [])]
        if len(set(told)) < len(told):
            yield Offence(promise, f"the same {name} was written down twice", facts[tag][-1])
    for tag in () if whole else (
        "ordering/parcel-delivered-1", "ordering/delivery-taken-back-1", "ordering/parcel-scanned-1",
    ):
        for fact in facts.get(tag, []):
            if fact.said["parcel_id"] not in parcels:
                yield Offence(promise, "there is no such parcel", fact)
