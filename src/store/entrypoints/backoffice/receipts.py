"""Why an order costs what it costs, for staff."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from store.application.processes.price_receipts import ExplainPrice
from store.domain.shared.ids import OrderNumber
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.permissions import Permission, open_to


@get("/orders/{number:str}/why", opt=open_to(Permission.READ_ORDERS))
async def show(
    number: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """Reckoned again from what was recorded, and compared."""
    receipt = await desk.ask(ExplainPrice(number=OrderNumber(number.strip().upper()[:40])), request)
    return await office.page("receipt.html", request, receipt=receipt)
