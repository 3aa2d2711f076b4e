"""Passes for programs as JSON Web Tokens (RFC 7519), signed by HS256: whoever reads them is whoever wrote them.

Keys change every thirty days, and each pass names its key by number; the one before is known still, so that nobody is
sent away because a key is new, and the one after, for a server whose clock is ahead.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from store.application.identity.ports import Session
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId

if TYPE_CHECKING:
    from joserfc.jwk import OctKey

KEY_LASTS: Final = timedelta(days=30)
_ALGORITHM: Final = "HS256"
_NEIGHBOURS: Final = (-1, 0, 1)
_LONGEST: Final = 2000
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


class JwtPasses:
    """A :class:`~store.application.identity.ports.Passes`. *key* gives the key of a number, and makes it if need be."""

    def __init__(self, key: Callable[[int], bytes], life: timedelta) -> None:
        self._key, self.life = key, life
        self._keys: dict[int, OctKey] = {}

    def sign(self, session: Session, now: datetime) -> str:
        """A pass for *session*. The library is imported where it is needed: not every process signs."""
        from joserfc import jwt

        number = _number(now)
        claims: dict[str, Any] = {
            "sub": str(session.account), "role": session.role.value, "sid": str(session.id), "ver": session.version,
            "iat": int(now.timestamp()), "exp": int((now + self.life).timestamp()),
        }
        return jwt.encode({"alg": _ALGORITHM, "kid": str(number), "typ": "JWT"}, claims, self._of(number))

    def read(self, token: str, now: datetime) -> Session | None:
        """The session that a pass of ours names, if it is one and has not run out."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        if len(token) > _LONGEST:
            return None
        current = _number(now)
        known = {str(current + step): current + step for step in _NEIGHBOURS}
        try:
            read = jwt.decode(token, lambda shown: self._of(known[shown.headers()["kid"]]), algorithms=[_ALGORITHM])
            claims = read.claims
            if not claims["iat"] - KEY_LASTS.total_seconds() < now.timestamp() < claims["exp"]:
                return None
            return Session(AccountId(UUID(claims["sub"])), Role(claims["role"]), UUID(claims["sid"]), claims["ver"])
        except (JoseError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _of(self, number: int) -> "OctKey":
        from joserfc.jwk import OctKey

        if number not in self._keys:
            self._keys[number] = OctKey.import_key(self._key(number))
        return self._keys[number]


def _number(now: datetime) -> int:
    return (now - _EPOCH) // KEY_LASTS
