"""``POST /api/v1/products/{slug}/waiting``: being told once that something sold out is back."""

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct, json

from store.application.browsing.messages import GetProduct, ProductDetail
from store.application.notifications.waiting import TellMeWhenBack
from store.application.shared.errors import NoSuch
from store.domain.shared.ids import Sku
from store.entrypoints.rest.accounts import Accepted
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.carts import SkuText
from store.entrypoints.shared.addresses import Email
from store.entrypoints.shared.by_mail import answered_by_mail
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import READING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import Pseudonyms, account_in
from store.entrypoints.shared.permissions import Permission, open_to

_product = json.Decoder(ProductDetail)


class WaitingForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Which variant of the product, and whom to write to."""

    sku: SkuText
    email: Email


class WaitingController(Controller):
    path = "/products"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.PUBLIC)
    tags = ("Products",)

    @post("/{slug:str}/waiting", opt=described("waitForProduct", 404, 410, 422, limited=True), status_code=202)
    async def wait(
        self, slug: FromPath[str], data: JSONBody[WaitingForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
    ) -> Accepted:
        """Have one letter sent when a variant can be bought again.

        An address counts once for each variant; the answer is the same whether it waits already. The letter has a link
        that stops all letters of this kind to its address.
        """
        await limits.spend(READING, request)
        product = _product.decode(await desk.ask(GetProduct(slug=slug), request))
        if all(variant.sku != data.sku for variant in product.variants):
            raise NoSuch("variant", data.sku)
        wish = TellMeWhenBack(sku=Sku(data.sku), email=data.email, account_id=account_in(request))
        await answered_by_mail(wish, data.email, request, desk, limits, pseudonyms)
        return Accepted()
