"""Why PayPal refused, in our words: its own sentences are for developers."""

from typing import Final

GIVEN_UP: Final = "the payment was given up"
ABANDONED: Final = "it was not approved at PayPal in time"
REFUSED: Final = "PayPal refused it"
NOTHING: Final = "nothing was taken"
NOT_EXACTLY: Final = "exactly this amount can't be given back"
NO_SUCH_SUM: Final = "PayPal can't take exactly this amount"
_REASONS: Final = {
    "INSTRUMENT_DECLINED": "the card or bank behind your PayPal account said no",
    "PAYER_CANNOT_PAY": "your PayPal account can't pay this",
    "PAYER_ACCOUNT_RESTRICTED": "your PayPal account can't pay this",
    "PAYER_ACCOUNT_LOCKED_OR_CLOSED": "your PayPal account can't pay this",
    "TRANSACTION_LIMIT_EXCEEDED": "it is more than your PayPal account may pay",
    "ORDER_NOT_APPROVED": ABANDONED, "ORDER_EXPIRED": ABANDONED,
}
_REFUNDS: Final = {
    "CAPTURE_FULLY_REFUNDED": "it was given back at PayPal already, past the shop",
    "REFUND_AMOUNT_EXCEEDED": "part of it was given back at PayPal already, past the shop",
    "REFUND_TIME_LIMIT_EXCEEDED": "PayPal gives nothing back after 180 days",
    "CAPTURE_DISPUTED_PARTIAL_REFUND_NOT_ALLOWED": "whoever paid disputes it at PayPal",
    "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK": "the bank of whoever paid has taken it back, or is about to",
    "REFUND_FAILED_INSUFFICIENT_FUNDS": "the shop's account at PayPal has too little on it",
    "FAILED": "the account takes no money back", "CANCELLED": "the account takes no money back",
}
_HELD: Final = {
    "AUTHORIZATION_EXPIRED": "PayPal no longer holds the money: it was held for too long",
    "AUTHORIZATION_VOIDED": "PayPal has let go of the money",
    "MAX_CAPTURE_AMOUNT_EXCEEDED": "that is more than PayPal holds",
}
_AGAIN: Final = {
    "REAUTHORIZATION_NOT_SUPPORTED": "PayPal holds it only once",
    "AUTHORIZATION_EXPIRED": "PayPal held it for too long",
    "AUTHORIZATION_VOIDED": "PayPal has let go of the money",
}


def again_reason_of(issue: str) -> str:
    """The end of the sentence 'The money can't be held any longer: ...'."""
    return _AGAIN.get(issue, REFUSED)


def reason_of(issue: str) -> str:
    """The end of the sentence 'The payment was declined because ...'."""
    return _REASONS.get(issue, REFUSED)


def refund_reason_of(issue: str) -> str:
    """The end of the sentence 'The money could not be given back because ...'."""
    return _REFUNDS.get(issue, REFUSED)


def held_reason_of(issue: str) -> str:
    """The end of the sentence 'The money could not be taken because ...'."""
    return _HELD.get(issue, REFUSED)
