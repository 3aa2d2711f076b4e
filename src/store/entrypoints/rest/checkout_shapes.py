"""The steps of a checkout as programs say them, and how they are told how far it is."""

from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict

from store.application.processes.cart_views import CartView, ShippingMethodView
from store.application.shared.answers import Price
from store.domain.cart.steps import Step
from store.domain.ordering.events import Address
from store.entrypoints.rest.consents import VersionNumber
from store.entrypoints.rest.orders import PaymentForm
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.addresses import NOTHING_OR_VISIBLE, AddressForm, Email
from store.entrypoints.shared.checkout_steps import Checkout, chosen_card
from store.entrypoints.shared.terms_shapes import AmountForm

_ADDRESS: Final = {
    "name": "Ann Example", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115", "country": "DE",
}


class AddressStep(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the parcel goes: to a `shipping_address`, or, for whoever is logged in, to one that they keep."""

    email: Email
    shipping_address: Annotated[AddressForm | None, Meta(examples=[_ADDRESS])] = None
    shipping_address_id: UUID | None = None
    vat_number: Annotated[str, Meta(max_length=20, pattern=NOTHING_OR_VISIBLE, examples=[""])] = ""


class ShippingStep(Struct, frozen=True, forbid_unknown_fields=True):
    """How it travels: one of the `shipping_methods` that the checkout tells."""

    shipping_method: Annotated[str, Meta(max_length=40, examples=["standard"])]


class PlacingForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What was looked over: the ``quote`` of the cart in the checkout, the version of the terms that was shown, and the
    ``seal`` of the checkout, which refuses the order if anything was said anew since. ``credit`` pays for so much of
    it, or for as much as it costs, where whoever is logged in has that; left out, what was chosen in the checkout does.
    """

    quote: Annotated[str, Meta(max_length=64)] | None = None
    seal: Annotated[str, Meta(max_length=64)] | None = None
    terms: VersionNumber | None = None
    credit: AmountForm | None = None


class TypedAddress(Struct, frozen=True):
    """Where the parcel goes, as it was said."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str
    region: str


class ChosenPayment(Struct, frozen=True):
    """How it is to be paid. ``has_token``: what the method takes was said; it is not told again."""

    method: str
    has_token: bool
    card_id: UUID | None
    remember: bool


class CheckoutView(Struct, frozen=True):
    """A checkout as it stands. ``step`` is the first step of which something is missing, ``done`` those that are whole;
    ``problems`` says, field by field, what of what was said is wrong by now. ``cart`` is priced with all of it, and
    its ``quote`` is what placing the order asks for; ``seal`` names all that was said. ``credit`` is what was chosen to
    be paid by credit, of which the order takes no more than it costs.
    """

    step: str
    done: list[str]
    email: str
    shipping_address: TypedAddress | None
    shipping_address_id: UUID | None
    vat_number: str
    shipping_method: str | None
    shipping_methods: list[ShippingMethodView]
    payment: ChosenPayment | None
    problems: dict[str, str]
    cart: CartView
    seal: str
    credit: Price | None = None


def view_of(it: Checkout) -> CheckoutView:
    """What is told of *it*. Nobody's token."""
    form = it.form if it.form.get("email") and (it.done or it.errors or it.form.get("line1")) else {}
    kept = it.buyer.chosen(form)
    typed = None if kept or not form.get("line1") else TypedAddress(**{
        name: form.get(name, "") for name in TypedAddress.__struct_fields__
    })
    return CheckoutView(
        it.step.value, [step.value for step in Step if step in it.done], form.get("email", ""), typed,
        kept.id if kept else None, form.get("vat_number", ""), it.method.id if it.method else None, list(it.methods),
        _payment(it.form), it.errors, it.cart, it.seal,
        it.credit.used if it.credit.wanted else None,
    )


def address_fields(step: AddressStep, address: Address | None) -> Form:
    """What the step says, as the checkout's fields; *address* is what was typed, checked."""
    said = {"email": step.email, "vat_number": step.vat_number.strip()}
    if address is None:
        return said | {"address_id": str(step.shipping_address_id)}
    return said | {name: " ".join((text or "").split()) for name, text in asdict(address).items()}


def payment_fields(form: PaymentForm) -> Form:
    """The same of the payment."""
    return {
        "payment_method": form.method, "payment_token": form.token, "card": str(form.card_id or ""),
        "remember_card": "1" if form.remember else "",
    }


def _payment(form: Form) -> ChosenPayment | None:
    if not form.get("payment_method"):
        return None
    return ChosenPayment(
        form["payment_method"], bool(form.get("payment_token")), chosen_card(form), bool(form.get("remember_card"))
    )
