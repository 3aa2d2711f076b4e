"""What the facts say of persons, read off their types: nobody keeps this list by hand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

from msgspec import Struct

from store.domain.shared.aggregate import Event
from store.domain.shared.marks import Mark
from store.domain.shared.personal import Personal

_LOOKS: Final = re.compile(
    r"e?mail|name|street|line\d|city|postal|phone|^tel|^ip(_|$)|agent|address|birth|device|contact|reason|note|comment"
    r"|text|person|family|given|picture|host|user|carrier|tracking|digest|actor|gender|iban|card"
)
"""Names of fields that often hold something of a person."""

NOT_OF_PERSONS: Final[Mapping[str, str]] = {
    "catalogue/attribute-changed-1/definition/name": "what an attribute of goods is called",
    "catalogue/attribute-defined-1/definition/name": "what an attribute of goods is called",
    "catalogue/attribute-moved-1/name": "what an attribute of goods is called",
    "catalogue/attribute-removed-1/name": "what an attribute of goods is called",
    "catalogue/category-opened-1/name": "what a category is called",
    "catalogue/category-opened-1/picture": "a drawing of goods",
    "catalogue/category-described-1/name": "what a category is called",
    "catalogue/category-described-1/text": "what is said about a category",
    "catalogue/category-described-1/picture": "a drawing of goods",
    "catalogue/picture-added-1/name": "a picture of goods",
    "catalogue/picture-assigned-1/name": "a picture of goods",
    "catalogue/picture-described-1/name": "a picture of goods",
    "catalogue/picture-moved-1/name": "a picture of goods",
    "catalogue/picture-removed-1/name": "a picture of goods",
    "catalogue/product-drafted-1/description/name": "what a product is called",
    "catalogue/product-drafted-1/description/text": "what is said about a product",
    "catalogue/product-drafted-1/description/pictures/name": "a picture of goods",
    "catalogue/product-drafted-1/variants/picture": "a picture of goods",
    "catalogue/product-listed-1/description/name": "what a product is called",
    "catalogue/product-listed-1/description/text": "what is said about a product",
    "catalogue/product-listed-1/description/pictures/name": "a picture of goods",
    "catalogue/product-listed-1/variants/picture": "a picture of goods",
    "catalogue/product-revised-1/description/name": "what a product is called",
    "catalogue/product-revised-1/description/text": "what is said about a product",
    "catalogue/product-revised-1/description/pictures/name": "a picture of goods",
    "catalogue/product-revised-1/variants/picture": "a picture of goods",
    "catalogue/product-withdrawn-1/reason": "why goods are not sold any more: the form asks about goods",
    "privacy/erasure-proven-1/digest": "of a proof, which names nobody",
    "identity/persons-searched-1/digest": "keyed, and can't be turned back into what was typed",
    "inventory/adjusted-1/reason": "why there are more pieces or fewer: the form asks about pieces",
    "inventory/returned-1/reason": "why pieces came back: the form asks about pieces",
    "inventory/location-described-1/address": "where a place of the shop is",
    "inventory/location-described-1/name": "what a place of the shop is called",
    "inventory/location-opened-1/address": "where a place of the shop is",
    "inventory/location-opened-1/name": "what a place of the shop is called",
    "inventory/transferred-1/reason": "why pieces were moved: the form asks about pieces",
    "inventory/counted-1/reason": "why pieces are missing: the form asks about pieces",
    **dict.fromkeys(
        ("invoicing/invoice-issued-1/sale/lines/name", "invoicing/credit-note-issued-1/credit/lines/name"),
        "what a product was called",
    ),
    "invoicing/invoice-issued-1/sale/reductions/name": "what a promotion was called",
    "invoicing/credit-note-issued-1/credit/reason": "one of the shop's own words",
    **{
        f"invoicing/{paper}-issued-1/seller/{field}": "the company that sells"
        for paper in ("invoice", "credit-note") for field in ("name", "address")
    },
    "ordering/cancelled-1/reason": "one of the shop's own words",
    "ordering/pieces-cancelled-1/reason": "one of the shop's own words",
    **dict.fromkeys(
        ("ordering/pieces-returned-1/reason", "returns/requested-1/reason", "returns/refused-1/reason",
         "credit/granted-1/reason", "credit/taken-back-1/reason"),
        "one of the shop's own words",
    ),
    **dict.fromkeys(
        ("returns/requested-1/lines/name", "returns/requested-1/lines/instead/name"), "what a product was called",
    ),
    **dict.fromkeys(
        ("payments/let-go-1/reason", "payments/lost-1/reason", "payments/not-held-again-1/reason",
         "payments/refund-returned-1/reason"),
        "why money is not held any more, in the shop's own words",
    ),
    "payments/refund-failed-1/reason": "why a gateway can't give money back, in the shop's own words",
    "ordering/placed-1/lines/name": "what a product was called",
    "ordering/placed-1/lines/picture": "a picture of goods",
    "ordering/shipped-1/carrier": "a company",
    "ordering/parcel-booked-1/carrier": "who carries a parcel",
    "ordering/parcel-booked-1/tracking": "what its carrier calls a parcel",
    "returns/parcel-booked-1/carrier": "who carries a parcel back",
    "returns/parcel-booked-1/tracking": "what its carrier calls a parcel that comes back",
    "ordering/parcel-sent-1/carrier": "a company",
    "ordering/parcel-sent-1/tracking": "the carrier's number of a parcel: names nobody, is in the copy of the order",
    "ordering/shipped-1/tracking": "the carrier's number of a parcel: names nobody, and is in the copy of the order",
    "partners/webhook-paused-1/reason": "one of the shop's own words, or what staff say about a partner's system",
    "partners/webhook-subscribed-1/name": "what staff call a partner's system",
    "payments/declined-1/reason": "one of the gateway's words",
    "privacy/document-published-1/text": "what the shop shows to everybody",
    "ordering/placed-1/totals/discounts/name": "what a promotion is called",
    "pricing/coupon-changed-1/name": "what a promotion is called",
    "pricing/coupon-created-1/name": "what a promotion is called",
    "pricing/shipping-planned-1/plan/ways/name": "what a way to send parcels is called",
    "pricing/shipping-planned-1/plan/zones/name": "what a zone is called",
    "pricing/shipping-planned-1/plan/zones/areas/postal": "the beginning of postal codes of a whole area",
    "pricing/promotion-begun-1/name": "what a promotion is called",
    "pricing/promotion-changed-1/name": "what a promotion is called",
    "pricing/promotion-withdrawn-1/reason": "why a promotion ended, in the words of staff",
    "pricing/segment-named-1/name": "what staff call some of their customers",
    "pricing/coupon-withdrawn-1/reason": "why a promotion ended, in the words of staff",
}
"""Text that looks as if it were somebody's by its name, and why it is not."""


class MarkedField(Struct, frozen=True):
    """A personal field of a fact. ``mark`` is missing where somebody forgot it: then a test fails."""

    tag: str
    field: str
    mark: Mark | None


def marked_fields(events: Iterable[type[Event]]) -> list[MarkedField]:
    """Every personal field there is, in the order of tags."""
    found = [
        MarkedField(str(kind.__struct_config__.tag), name, _mark_in(hint))
        for kind in events for name, hint in get_type_hints(kind, include_extras=True).items()
        if get_origin(_bare(hint)) is Personal
    ]
    return sorted(found, key=lambda it: it.tag)


def suspicious_fields(events: Iterable[type[Event]]) -> list[str]:
    """Text that is not sealed, though its name sounds like a person's; however deep it stands."""
    return sorted({
        place for kind in events for place, hint in _texts(kind, str(kind.__struct_config__.tag), ())
        if _LOOKS.search(place.rpartition("/")[2])
    })


def _texts(kind: type[Struct], path: str, seen: tuple[type, ...]) -> Iterator[tuple[str, Any]]:
    for name, hint in get_type_hints(kind).items():
        if get_origin(hint) is Personal:
            continue
        if any(part is str for part in _parts(hint)):
            yield f"{path}/{name}", hint
        for inner in _parts(hint):
            if isinstance(inner, type) and issubclass(inner, Struct) and inner not in seen:
                yield from _texts(inner, f"{path}/{name}", (*seen, inner))


def _parts(hint: Any) -> Iterator[Any]:
    """A type and all that it is made of; ids and other new names for text count as what they are."""
    hint = getattr(hint, "__supertype__", hint)
    yield hint
    for inner in get_args(hint):
        yield from _parts(inner)


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _mark_in(hint: Any) -> Mark | None:
    return next((it for it in getattr(hint, "__metadata__", ()) if isinstance(it, Mark)), None)
