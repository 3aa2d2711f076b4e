"""Parcels as whoever bought sees them: what is inside, who has them, when they should be there."""

from datetime import UTC

from store.application.ordering.carriers import followed_at
from store.application.ordering.carrying import SAID
from store.application.ordering.messages import EstimateView, ParcelLine, ParcelView, ScanView
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.ordering.parcels import Parcel
from store.domain.pricing.shipping_plan import ShippingPlan


def parcel_views(order: Order) -> list[ParcelView]:
    """All of them, the first one first."""
    return [_view(order, parcel) for parcel in order.parcels]


def estimate_view(
    order: Order, estimating: EstimatingDelivery | None, said: ShippingPlan | None
) -> EstimateView | None:
    """When what is still to be sent should be there: as it was promised, or reckoned from when it was bought."""
    open_yet = order.stage is Stage.AWAITING_PAYMENT or bool(order.left)
    if estimating is None or order.placed_at is None or not open_yet:
        return None
    if order.expected:
        return EstimateView(order.expected.first, order.expected.last)
    found = estimating.of(order, order.placed_at.astimezone(UTC).date(), said)
    return EstimateView(found.earliest, found.latest) if found else None


def _view(order: Order, parcel: Parcel) -> ParcelView:
    return ParcelView(
        parcel.carrier, parcel.tracking, followed_at(parcel.carrier, parcel.tracking), parcel.sent_at, parcel.due,
        parcel.delivered_at, [
            ParcelLine(line.sku, line.name, ", ".join(line.options.values()), parcel.pieces[line.sku])
            for line in order.lines if line.sku in parcel.pieces
        ], scan_views(parcel),
    )


def scan_views(parcel: Parcel) -> list[ScanView]:
    """Its way, in the order in which it was gone."""
    return [ScanView(it.at, it.code, SAID[it.code], it.place or None) for it in parcel.way]
