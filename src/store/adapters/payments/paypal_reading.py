"""What an answer of PayPal's says: something, no, or nothing that one could go by."""

from typing import Final, TypeVar

import httpx
import structlog
from msgspec import DecodeError, Struct, json

from store.adapters.payments.paypal_answers import Fault, No, Refused, Silent

UNAUTHORISED: Final = 401
_FORBIDDEN, _IN_USE, _TOO_OFTEN, _THEIRS = 403, 409, 429, 500

S = TypeVar("S", bound=Struct)


def passes(status: int) -> bool:
    """Whether the same call may be answered another way in a moment."""
    return status in {_IN_USE, _TOO_OFTEN} or status >= _THEIRS


def read(shape: type[S], answer: httpx.Response) -> S | No:
    try:
        if answer.is_success:
            return json.decode(answer.content or b"{}", type=shape)
        if answer.status_code in {UNAUTHORISED, _FORBIDDEN}:  # ours to mend, and nothing happened that we know of
            note("", answer, last=True)
            return Silent()
        return Refused(json.decode(answer.content, type=Fault).issue)
    except (DecodeError, ValueError):
        structlog.get_logger().error("paypal's answer is not understood", status=answer.status_code)
        return Silent()


def note(path: str, answer: httpx.Response | None, *, last: bool) -> None:
    """The number under which PayPal can be asked about it: never its words."""
    log = structlog.get_logger().bind(
        path=path.rpartition("/")[2] if path.count("/") > 3 else path,  # noqa: PLR2004 - ids stand in the middle
        status=answer.status_code if answer is not None else None,
        paypal_debug_id=answer.headers.get("paypal-debug-id") if answer is not None else None,
    )
    (log.error if last else log.warning)("paypal did not answer")
