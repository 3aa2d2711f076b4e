"""What was sold over the last days: of a vendor their own goods, for staff all."""

from typing import Final

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from store.application.ordering.sales import LookAtSales, Sales
from store.entrypoints.backoffice.fulfilment import READ
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.plots import Plot, plot
from store.entrypoints.shared.permissions import Permission, scope_of
from store.entrypoints.shared.shop import ShopInfo

_PATH: Final = "/fulfilment/sales"


@get(_PATH, opt=READ)
async def show(
    request: AnyRequest, office: NamedDependency[Office], shop: NamedDependency[ShopInfo]
) -> Template:
    """In figures, as a plot, and day by day."""
    sales, late = await office.look(
        LookAtSales(zone=shop.time_zone, scope=scope_of(request, Permission.READ_ORDERS)), request
    )
    return await office.page(
        "sales.html", request, late=late, sales=sales, plots=revenue_plots(sales),
    )


def revenue_plots(sales: Sales) -> list[Plot]:
    """The revenue of each day, a plot for each currency."""
    drawn = [
        plot("bar", "day", f"Revenue in {it.currency}", [
            (f"{day.day:%d.%m.}", next((its.amount for its in day.revenue if its.currency == it.currency), 0))
            for day in sales.days
        ])
        for it in sales.now.revenue
    ]
    return [it for it in drawn if it is not None]
