"""SetupIntents of a small Stripe: see :mod:`tests.stripe_server`. No money moves by them."""

from hashlib import sha256
from typing import Any

OPEN = {"requires_payment_method", "requires_confirmation", "requires_action"}


def create(books: Any, form: dict[str, str]) -> dict[str, Any]:
    """One that keeps nothing before it is confirmed."""
    method = form.get("payment_method")
    books.expect_card(method)
    id = f"seti_{sha256(form['metadata[adding]'].encode()).hexdigest()[:16]}"
    books.setups[id] = setup = {
        "id": id, "object": "setup_intent", "client_secret": f"{id}_secret_{'s' * 16}", "usage": form["usage"],
        "status": "requires_confirmation" if method else "requires_payment_method", "customer": form["customer"],
        "payment_method": method, "metadata": {"adding": form["metadata[adding]"]}, "next_action": None,
        "last_setup_error": None, "return_url": None, "livemode": False,
    }
    return setup


def confirm(books: Any, setup: dict[str, Any], form: dict[str, str]) -> dict[str, Any]:
    """Keep the card, unless it is refused, or its bank asks first."""
    from tests.stripe_books import ASKING, DECLINES, SLOW, Fault

    _expect_open(setup)
    card = form.get("confirmation_token") or form.get("payment_method") or setup["payment_method"]
    books.expect_card(card)
    setup |= {"return_url": form.get("return_url"), "behaves": card}
    if card in DECLINES:
        code, decline_code = DECLINES[card]
        _refuse(setup, code, decline_code)
        raise Fault(402, type="card_error", message=f"Your card {card} was declined.", setup_intent=setup,
                    **setup["last_setup_error"])
    if card in ASKING:
        elsewhere = {"url": f"{books.address}/bank/{setup['id']}", "return_url": setup["return_url"]}
        kind, way = ("use_stripe_sdk", {}) if card.startswith("ctoken") else ("redirect_to_url", elsewhere)
        setup |= {"status": "requires_action", "next_action": {"type": kind, kind: way}}
    elif card in SLOW:
        setup["status"] = "processing"
    else:
        _keep(books, setup)
    return setup


def cancel(_: Any, setup: dict[str, Any], form: dict[str, str]) -> dict[str, Any]:
    """Keep none by it any more."""
    del form
    _expect_open(setup)
    setup |= {"status": "canceled", "next_action": None}
    return setup


def answer(books: Any, setup: dict[str, Any], *, approved: bool) -> dict[str, Any]:
    """Whoever adds the card answers the bank."""
    if setup["status"] == "requires_action":
        setup["next_action"] = None
        if approved:
            _keep(books, setup)
        else:
            _refuse(setup, "setup_intent_authentication_failure", None)
    return setup


def _keep(books: Any, setup: dict[str, Any]) -> None:
    kept = books.keep(setup["customer"], setup["behaves"])
    setup |= {"status": "succeeded", "payment_method": kept, "last_setup_error": None}


def _refuse(setup: dict[str, Any], code: str, decline_code: str | None) -> None:
    error = {"code": code} | ({"decline_code": decline_code} if decline_code else {})
    setup |= {"status": "requires_payment_method", "payment_method": None, "last_setup_error": error}


def _expect_open(setup: dict[str, Any]) -> None:
    from tests.stripe_books import Fault

    if setup["status"] not in OPEN:
        raise Fault(400, type="invalid_request_error", code="setup_intent_unexpected_state",
                    message=f"This SetupIntent is {setup['status']}", setup_intent=setup)
