"""People who sell goods of their own here, each with one that has seven pieces."""

from uuid import uuid4

from store.application.catalogue.messages import PublishProduct
from store.application.catalogue.wishes import ProductWish
from store.application.identity.messages import Secret
from store.application.identity.own_account import ConfirmEmail, Register
from store.application.identity.users import ChangeRole
from store.application.inventory.messages import ReceiveStock
from store.application.processes.keeping_products import CreateProduct, ReviseProduct
from store.application.shared.bus import Caller
from store.domain.catalogue.events import Variant
from store.domain.identity.events import Role
from store.domain.shared.ids import Sku, VendorId
from store.domain.shared.money import Money
from tests.entrypoints.http_routes import http_routes

PASSWORD = "Kettle&Hearth-9"
PIECES = 7


class Vendor:
    """An account with a product; ``sku`` is what it has in stock."""

    def __init__(self, shop):
        self.shop, self.tag = shop, uuid4().hex[:10].upper()
        self.email, self.sku = f"vera-{self.tag.lower()}@example.org", Sku(f"OWN-{self.tag}")
        given = Secret(PASSWORD)
        self.do(Register(email=self.email, password=given, given_name="Vera", family_name="Vendor"))
        self.account = shop.account_emails().find(self.email)
        joining = next(it for it in shop.accounts() if type(it).__name__ == "Joining")
        self.do(ConfirmEmail(account_id=self.account, address=joining.tokens.digest(self.email)))
        self.do(ChangeRole(account_id=self.account, role=Role.VENDOR, by=None, version=None))
        wish = ProductWish(name=f"Ware {self.tag}", brand="Loam", variants=(Variant(self.sku, Money(900, "EUR")),))
        made = self.do(CreateProduct(wish=wish, vendor=VendorId(self.account)))
        self.product = made.product_id
        self.do(ReceiveStock(sku=self.sku, quantity=PIECES))

    def sells(self, category):
        """Put the product up for sale, in a category that is known by its slug."""
        self.do(ReviseProduct(product_id=self.product, wish=ProductWish(category=category)))
        self.do(PublishProduct(product_id=self.product))
        return self

    def do(self, command):
        return self.shop.bus().do(command, Caller(actor="system:test", correlation=uuid4())).outcome

    @property
    def headers(self):
        """A pass, as programs show it."""
        return self.headers_as(Role.VENDOR)

    def headers_as(self, role):
        """The same, after staff have given them that *role*."""
        now = self.shop.clock().now()
        sessions = next(it for it in self.shop.accounts() if type(it).__name__ == "StayingIn").sessions
        session, _ = sessions.open(self.account, role, "a test", now)
        return {"authorization": f"Bearer {self.shop.passes().sign(session, now)}"}


def stock_routes(app, under):
    """The routes beneath *under*, as ``GET /stock/{sku}``, each with its permission and whether it looks whose."""
    found = {}
    for route in http_routes(app):
        path = getattr(route, "path_format", "")
        if not path.startswith(under):
            continue
        for handler in route.route_handlers:
            for verb in handler.http_methods - {"OPTIONS", "HEAD"}:
                found[f"{verb} {path}"] = handler.opt
    return found
