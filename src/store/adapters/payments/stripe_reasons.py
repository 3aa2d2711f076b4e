"""Why a card was refused, in our words: Stripe's own sentences may name the card."""

from typing import Final

from store.adapters.payments.stripe_intents import Fault

GIVEN_UP: Final = "the payment was given up"
REFUSED: Final = "the card was refused"
NO_CARD: Final = "the card's details could not be used"
NOT_HELD: Final = "the card no longer holds the money for the shop"
NOTHING: Final = "nothing was taken"
NO_REFUND: Final = "the card takes no money back"
NOT_EXACTLY: Final = "exactly this amount can't be given back"
NOT_ADDED: Final = "the card was not added in time"
NO_SUCH_SUM: Final = "the card can't be charged with exactly this amount"
_REASONS: Final = {
    "insufficient_funds": "there is not enough money on the card", "expired_card": "the card has expired",
    "incorrect_cvc": "the card's security code is wrong", "invalid_cvc": "the card's security code is wrong",
    "incorrect_number": "the card's number is wrong", "invalid_number": "the card's number is wrong",
    "card_not_supported": "the card can't be used here",
    "currency_not_supported": "the card can't pay in this currency",
    "card_velocity_exceeded": "the card's limit is reached", "authentication_required": "the bank did not approve",
    "payment_intent_authentication_failure": "the bank did not approve",
    "setup_intent_authentication_failure": "the bank did not approve",
    "processing_error": "the bank could not be reached",
}
"""What may be told. That a card was lost, stolen or looks like fraud is for the bank to say."""


def reason_of(fault: Fault, otherwise: str) -> str:
    """The end of the sentence 'The payment was declined because ...'."""
    return _REASONS.get(fault.decline_code or "") or _REASONS.get(fault.code or "") or otherwise


def refund_reason_of(fault: Fault) -> str:
    """The end of the sentence 'The money could not be given back because ...'."""
    return {
        "charge_already_refunded": "it was given back at Stripe already, past the shop",
        "charge_disputed": "the bank of whoever paid has taken it back, or is about to",
        "insufficient_funds": "the shop's account at Stripe has too little on it",
    }.get(fault.code or "", "Stripe refused it")
