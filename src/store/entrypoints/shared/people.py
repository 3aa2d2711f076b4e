"""What people say of themselves in forms, and what their devices keep."""

from typing import Annotated, Final, Protocol, runtime_checkable
from uuid import UUID

from litestar.datastructures import Cookie
from msgspec import Meta

from store.domain.identity.errors import NoSuchLogin
from store.domain.identity.login_events import Provider
from store.domain.identity.names import LONGEST_NAME
from store.domain.identity.password import LONGEST
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.desk import AnyRequest
from store.entrypoints.shared.permissions import LogInFirst, Permission, principal_of

NameText = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME, pattern=VISIBLE, examples=["Ann"])]
Password = Annotated[str, Meta(min_length=1, max_length=LONGEST, examples=["a kettle sings at nine"])]
TokenText = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[\w.-]+$(?![\s\S])")]

DEVICE_COOKIE: Final = "store_device"
DEVICE_KEPT: Final = 60 * 60 * 24 * 365
LONGEST_CODE: Final = 40


@runtime_checkable
class Pseudonyms(Protocol):
    """Names for accounts that say nothing about a person, for counting who asks how often."""

    def of(self, email: str) -> str:
        """The same for every spelling of an address, and of no use without the shop's key."""


@runtime_checkable
class KnownDevices(Protocol):
    """Devices from which somebody was let in before. Whoever guesses elsewhere can't lock them out."""

    def mark(self, email: str) -> str:
        """What a device keeps after a login, out of reach of scripts."""

    def counted(self, email: str, shown: str) -> str:
        """Whom a guess is counted for: the account, or this device of it if *shown* is its mark."""


def device_cookie(devices: KnownDevices, email: str, *, secure: bool) -> Cookie:
    """The cookie that lets this device in however many guess elsewhere."""
    return Cookie(
        DEVICE_COOKIE, path="/", value=devices.mark(email), max_age=DEVICE_KEPT, httponly=True, samesite="lax",
        secure=secure,
    )


def account_in(request: AnyRequest) -> AccountId | None:
    """The account of whoever is logged in as a customer; guests have none, nor have scripts of the staff."""
    who = principal_of(request)
    return AccountId(who.account) if who.account and who.may(Permission.OWN_ACCOUNT) else None


def account_of(request: AnyRequest) -> tuple[AccountId, UUID | None]:
    """Whose account this is about, and by which session they came.

    :raises LogInFirst: for those who may do much, but have no account, as scripts of the staff.
    """
    who = principal_of(request)
    if who.account is None:
        raise LogInFirst
    return AccountId(who.account), who.session


def named(provider: str) -> Provider:
    """The provider of that name.

    :raises NoSuchLogin: where there is none.
    """
    if provider not in set(Provider):
        raise NoSuchLogin
    return Provider(provider)
