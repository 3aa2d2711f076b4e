"""VIES, the European Commission's line to the registers of the member states, by its REST interface.

It holds no books of its own: it asks the member state whose number that is, and says so when that doesn't answer. With
the shop's own number it gives each answer a consultation number, by which a tax office can see that it was given.
Names and addresses that it sends along are not read.
"""

import logging
import re
from threading import BoundedSemaphore
from typing import Any, Final

import httpx
import structlog
from msgspec import DecodeError, Struct, json

from store.adapters.drivers.breaker import Breaker
from store.adapters.drivers.hanging_up import hanging_up
from store.application.pricing.vat_checking import Heard
from store.domain.pricing.vat_checks import Answer

ADDRESS: Final = "https://ec.europa.eu/taxation_customs/vies/rest-api"
SECONDS: Final = 3.0
"""Until the last byte is there: somebody stands at the checkout."""
AT_ONCE: Final = 4
"""So many wait for it at a time, half as many as carry out commands, so that others buy meanwhile; whoever comes beyond
is told at once that it doesn't answer.
"""
MOST_READ: Final = 20_000
_CONSULTATION: Final = re.compile(r"[A-Za-z0-9-]{1,40}")
_MALFORMED: Final = "INVALID_INPUT"
_OURS: Final = frozenset({"INVALID_REQUESTER_INFO", "VAT_BLOCKED", "IP_BLOCKED"})
"""What no waiting mends: somebody has to look at the shop's settings."""
_NOTHING: Final = Heard(Answer.UNAVAILABLE)
_GREECE: Final = {"GR": "EL"}


class _Error(Struct):
    error: str = ""


class _Said(Struct, rename="camel"):
    valid: bool | None = None
    request_identifier: str | None = None
    error_wrappers: list[_Error] = []


class ViesRegister:
    """A :class:`~store.application.pricing.vat_checking.VatRegister`; *own* is the shop's number, if it has one."""

    name = "VIES"

    def __init__(self, address: str, own: str, breaker: Breaker, seconds: float = SECONDS) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._url, self._breaker, self._seconds = f"{address.rstrip('/')}/check-vat-number", breaker, seconds
        who = zip(("requesterMemberStateCode", "requesterNumber"), parts_of(own), strict=True)
        self._own = dict(who) if own else {}
        self._room = BoundedSemaphore(AT_ONCE)
        self._http = httpx.Client(
            follow_redirects=False, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0),
            headers={"accept": "application/json", "accept-encoding": "identity"},
        )

    def ask(self, number: str) -> Heard:
        """One try: whoever waits tries again themselves."""
        if not self._room.acquire(blocking=False):
            return _NOTHING
        try:
            if not self._breaker.lets_through():
                return _NOTHING
            heard = self._asked(number)
            if heard is None:
                self._breaker.failed()
                return _NOTHING
            self._breaker.went_well()
            return self._meant(heard)
        finally:
            self._room.release()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def _asked(self, number: str) -> _Said | None:
        """What VIES says, be it that the member state says nothing; nothing where VIES itself doesn't."""
        country, rest = parts_of(number)
        body: dict[str, Any] = {"countryCode": country, "vatNumber": rest, **self._own}
        request = self._http.build_request("POST", self._url, json=body)
        request.extensions["timeout"] = httpx.Timeout(self._seconds).as_dict()
        read = b""
        try:
            with hanging_up(request, self._seconds) as over:
                answer = self._http.send(request, stream=True)
                try:
                    for part in answer.iter_raw():
                        read += part
                        if len(read) > MOST_READ:
                            break
                finally:
                    answer.close()
            if over() or len(read) > MOST_READ:
                return None
            said = json.decode(read, type=_Said)
        except (httpx.HTTPError, DecodeError, RecursionError) as error:  # its words may hold the number
            structlog.get_logger().warning("the register of VAT numbers could not be asked", kind=type(error).__name__)
            return None
        good = httpx.codes.is_success(answer.status_code)
        return said if said.error_wrappers or (good and said.valid is not None) else None

    def _meant(self, said: _Said) -> Heard:
        errors = {it.error for it in said.error_wrappers}
        if _MALFORMED in errors:
            return Heard(Answer.INVALID)
        if errors:
            if errors & _OURS:
                structlog.get_logger().error("the register of VAT numbers refuses this shop", kind=min(errors & _OURS))
            return _NOTHING
        found = _CONSULTATION.fullmatch(said.request_identifier or "")
        consultation = found[0] if found else ""
        return Heard(Answer.VALID, consultation) if said.valid else Heard(Answer.INVALID, consultation)


def parts_of(number: str) -> tuple[str, str]:
    """The country as VIES writes it, and the rest."""
    plain = "".join(sign for sign in number.upper() if sign.isalnum() or sign in "+*")
    return _GREECE.get(plain[:2], plain[:2]), plain[2:]
