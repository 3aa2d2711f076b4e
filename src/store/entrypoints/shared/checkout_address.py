"""Where the parcel of somebody at the checkout goes: to an address they keep, or to one they type."""

from typing import Final

import structlog
from msgspec import Struct, ValidationError, convert

from store.application.customers.messages import AddAddress, ListAddresses, SavedAddress
from store.application.identity.own_account import GetOwnAccount
from store.application.processes.cart_views import GetCart
from store.domain.customers.errors import BookFull
from store.domain.ordering.events import Address
from store.domain.pricing.audience import Channel
from store.domain.pricing.vat_numbers import LONGEST
from store.domain.shared.ids import AccountId, CartId
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.addresses import AddressForm, Email, address_faults, checked, kept, tidy
from store.entrypoints.shared.channels import channel_of
from store.entrypoints.shared.countries import ABROAD
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.people import account_in

ANOTHER: Final = "new"
"""What is chosen where none of the kept addresses is."""
_OF_PLACE: Final = 80
_OF_ADDRESS: Final = 254
_TOO_LONG: Final = "This is longer than what fits on a parcel."
_NOT_VISIBLE: Final = "Write this with signs that one can see, on one line."
_ADDRESS: Final = ("name", "line1", "line2", "city", "region", "postal_code", "country")
_NEEDED: Final = {
    "email": "Enter the e-mail address for your confirmation.", "name": "Enter the name on the parcel.",
    "line1": "Enter the street and number.", "city": "Enter the city.", "postal_code": "Enter the postal code.",
    "country": "Choose a country.",
}


class Buyer(Struct, frozen=True):
    """Whoever checks out, with the addresses they keep, their usual one first. Guests have neither."""

    account: AccountId | None = None
    email: str = ""
    addresses: tuple[SavedAddress, ...] = ()
    may_save: bool = False
    channel: Channel | None = None

    def chosen(self, form: Form) -> SavedAddress | None:
        """The kept address that *form* names, if it is one of theirs."""
        return next((it for it in self.addresses if str(it.id) == form.get("address_id")), None)

    @property
    def billed_to(self) -> str:
        """In which country they have their bills sent, if they said so."""
        return next((it.country for it in self.addresses if it.default_billing), "")

    def blank(self) -> Form:
        """The form as they find it: what is known of them is filled in."""
        default = next((it for it in self.addresses if it.default_shipping), None)
        where = {"address_id": str(default.id), "country": default.country} if default else {"country": ABROAD}
        return {"email": self.email, **where}

    def faults(self, form: Form) -> dict[str, str]:
        """What is missing or wrong in *form*; of an address that is kept, nothing."""
        if self.chosen(form):
            return faults(form, only=("email",))
        if form.get("address_id", ANOTHER) != ANOTHER:
            return {"address_id": "This address is no longer in your address book. Choose another one."}
        return faults(form)

    def address(self, form: Form) -> Address:
        """Where the parcel goes."""
        return kept(it) if (it := self.chosen(form)) else checked(_typed(form))

    def question(self, cart: CartId, form: Form) -> GetCart:
        """What the cart would cost where the parcel goes."""
        it, number = self.chosen(form), form.get("vat_number", "").strip()[:LONGEST]
        typed = form.get("region", ""), form.get("postal_code", "")
        region, postal = (it.region or "", it.postal_code) if it else typed
        return GetCart(
            cart_id=cart, country=self.country(form), account_id=self.account, region=region[:_OF_PLACE],
            postal_code=postal[:_OF_PLACE], vat_number=number,
            email=form.get("email", "").strip()[:_OF_ADDRESS], channel=self.channel,
        )

    def country(self, form: Form) -> str:
        """The country whose tax is in the prices."""
        return it.country if (it := self.chosen(form)) else form.get("country", ABROAD).upper()


async def buyer(request: AnyRequest, desk: Desk) -> Buyer:
    """Who checks out. For guests nothing is looked up."""
    account = account_in(request)
    if account is None:
        return Buyer(channel=channel_of(request))
    own = await desk.ask(GetOwnAccount(account_id=account), request)
    book = await desk.ask(ListAddresses(account_id=account), request)
    addresses = sorted(book.items, key=lambda it: not it.default_shipping)
    return Buyer(account, own.email or "", tuple(addresses), len(addresses) < book.most, channel_of(request))


async def save(whose: Buyer, form: Form, request: AnyRequest, desk: Desk) -> None:
    """Keep the address that was typed, if that was wished for. An order doesn't fail for it."""
    if whose.account is None or not form.get("save_address") or whose.chosen(form):
        return
    try:
        await desk.do(AddAddress(account_id=whose.account, address=tidy(_typed(form))), request)
    except BookFull:  # filled up by another device meanwhile: the parcel finds its way all the same
        structlog.get_logger().info("address not saved: the book is full")


def faults(form: Form, only: tuple[str, ...] = tuple(_NEEDED)) -> dict[str, str]:
    """What is missing or wrong in a filled-in form, in words, field by field."""
    errors = {field: _NEEDED[field] for field in only if not form.get(field, "").strip()}
    if "email" not in errors:
        try:
            convert(form["email"].strip(), Email)
        except ValidationError:
            errors["email"] = "This does not look like an e-mail address, such as ann@example.org."
    if errors or only == ("email",):
        return errors
    try:
        address = _typed(form)
    except ValidationError as wrong:
        return {_blamed(wrong): _TOO_LONG if "length" in str(wrong) else _NOT_VISIBLE}
    return {
        field: _NEEDED.get(field, "This is needed.") if "needed" in words else f"This {words}."
        for field, words in address_faults(address).items()
    }


def _blamed(wrong: ValidationError) -> str:
    """The field that a validator found wrong."""
    field = str(wrong).rpartition("`$.")[2].removesuffix("`")
    return field if field in _ADDRESS else "line1"


def _typed(form: Form) -> AddressForm:
    said = {field: form.get(field, "").strip() for field in _ADDRESS}
    return convert({field: text for field, text in said.items() if text}, AddressForm)
