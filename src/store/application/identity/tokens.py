"""What a program may tell the shop to get a pass for somebody."""

from msgspec import Struct

from store.application.identity.messages import Secret
from store.application.shared.bus import Command


class Tokens(Struct, frozen=True):
    """What a program shows from now on. ``access_token`` lasts ``expires_in`` seconds."""

    access_token: Secret
    refresh_token: Secret
    expires_in: int


class IssueTokens(Command[Tokens], frozen=True):
    """A program says on whose behalf it asks: that person's password, and a code where there is a second factor."""

    email: str
    password: Secret
    device: str = ""
    code: Secret = Secret("")


class RefreshTokens(Command[Tokens], frozen=True):
    """Exchange a refresh token. One that was exchanged before ends the session of whoever has its successors."""

    refresh_token: Secret
