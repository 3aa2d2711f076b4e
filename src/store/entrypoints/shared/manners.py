"""What a route of the API says of itself beside its types: its name, its refusals, what it takes in headers."""

from typing import Any, Final

from litestar.handlers import BaseRouteHandler
from msgspec import Struct

WORDS: Final = {
    304: "Nothing changed since the answer that `If-None-Match` names.",
    400: "Something in the request is not as described here; `errors` says which field.",
    401: "Log in first: send a token of somebody who may do this.",
    402: "The card was declined. Nothing was charged.",
    403: "Whoever asks may not do this.",
    404: "There is no such thing, or not for whoever asks.",
    301: "It stands at another address now, which `Location` names.",
    409: (
        "Something else stands in the way just now; `type` and `facts` say what. Where only time is needed,"
        " `Retry-After` says how much."
    ),
    410: "It was here, and was taken out of the shop; `facts` say where something like it stands.",
    412: "It was changed since the version that `If-Match` names.",
    413: "The body is too large.",
    415: "The body is not of a type that is taken here: JSON, for all but pictures.",
    422: "A rule of the shop says no, or text holds the sign NUL; `type` and `facts` say which.",
    428: "Send the `ETag` you were shown as `If-Match`, so that you overwrite nobody's change.",
    429: "Too many requests. `Retry-After` says when to come back.",
    503: "The shop is catching up with the change that `store-position` names. Try again in a moment.",
}
"""What each such status means, for people who read the description."""


class Manners(Struct, frozen=True):
    """How a route behaves. ``refusals`` are the statuses it may answer beside those that every route may.

    ``once``: it takes an ``Idempotency-Key``; ``versioned``: it takes ``If-Match``; ``conditional``: it refuses whoever
    sends none; ``order_token``: whoever holds an order's token may ask as well; ``cart_key``: of a guest's
    cart only whoever holds its key; ``limited``: how often one may ask is
    limited; ``kept``: its answer has an ``ETag``, and who names that in ``If-None-Match`` isn't sent it again;
    ``also``: another media type it answers in.
    """

    id: str
    refusals: tuple[int, ...] = ()
    once: bool = False
    versioned: bool = False
    order_token: bool = False
    cart_key: bool = False
    limited: bool = False
    kept: bool = False
    also: str = ""
    conditional: bool = False


def described(
    id: str, *refusals: int, once: bool = False, versioned: bool = False, order_token: bool = False,
    cart_key: bool = False,
    limited: bool = False, kept: bool = False, also: str = "", conditional: bool = False,
) -> dict[str, Any]:
    """What goes into the ``opt`` of a route beside its permission."""
    return {"manners": Manners(
        id, refusals, once, versioned or conditional, order_token, cart_key, limited, kept, also, conditional,
    )}


def manners_of(handler: BaseRouteHandler) -> Manners | None:
    """What a route says of itself, if it says anything."""
    found = handler.opt.get("manners")
    return found if isinstance(found, Manners) else None
