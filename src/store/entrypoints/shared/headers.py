"""Headers of the API, as its description tells of them."""

from typing import Any, Final

HEADERS: Final[dict[str, dict[str, Any]]] = {
    "Idempotency-Key": {
        "description": "Names this request. Sent again, it gets the same answer and changes nothing twice.",
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
