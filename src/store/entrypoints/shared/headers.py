"""Headers of the API, as its description tells of them."""

from typing import Any, Final

HEADERS: Final[dict[str, dict[str, Any]]] = {
    "Idempotency-Key": {
        "description": (
            "Names this request. Sent again, it gets the same answer and changes nothing twice. It is known for a day"
            " at least, and for two at most; with another body 422, while the first is still being worked on 409, and"
            " a fault of ours (5xx) is not kept: then it is carried out anew."
        ),
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        "example": "4f9c1f0e-6a1b-4c53-checkout-1",
    },
    "If-Match": {
        "description": "The `ETag` one was shown: refused with 412 if somebody changed it since.",
        "schema": {"type": "string", "pattern": '^(\\*|"[0-9]{1,9}")$'}, "example": "*",
    },
    "If-None-Match": {
        "description": "The `ETag` of an answer one has kept: 304 says that it is still the same.",
        "schema": {"type": "string"}, "example": '"0f7c1d7a10b2f6f1c5d4e3-br"',
    },
}
TAG: Final[dict[str, Any]] = {
    "description": "Names these very bytes, for `If-None-Match`.", "required": True, "schema": {"type": "string"},
}
TOLD: Final[dict[str, dict[str, Any]]] = {
    "versioned": {"ETag": {
        "description": "Names this version, for `If-Match`.", "schema": {"type": "string"},
    }},
    "once": {"store-position": {
        "description": "Where the change stands in the log: sent along with a question, it is answered from views that"
        " have seen it.", "schema": {"type": "string"},
    }},
    "limited": {name: {"description": words, "schema": {"type": "integer"}} for name, words in (
        ("X-RateLimit-Limit", "How often one may ask within the window."),
        ("X-RateLimit-Remaining", "How often still."), ("X-RateLimit-Reset", "Seconds until there is more."),
    )},
}
"""Headers that answers bring along where a route has such manners, and there is something to tell."""
