"""Sealing what belongs to a person, with a key that can be destroyed.

AES-256-GCM (NIST SP 800-38D) under a key of the subject's own, a fresh 96-bit nonce each time. The place
where a value stands is authenticated with it, so that a sealed value moved elsewhere does not open.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.adapters.drivers.chance import chance
from store.domain.shared.errors import AlreadyErased

NONCE = 12


class Keys(Protocol):
    """A key for each person, kept apart from the log and its backups."""

    def obtain(self, subject: UUID) -> bytes | None:
        """The key of *subject*, made now if there never was one; ``None`` once it was destroyed."""

    def find(self, subject: UUID) -> bytes | None:
        """The key of *subject*, if there is one.

        :raises KeyUnreadable: if there is one that our secret doesn't unwrap.
        """

    def destroy(self, subject: UUID) -> None:
        """Forget *subject* for ever. Doing so again changes nothing."""

    def erased(self) -> list[UUID]:
        """Everybody who was forgotten."""


class Unopenable(ValueError):
    """A sealed value doesn't open, though nobody forgot its subject."""


class TamperedSeal(Unopenable):
    """A sealed value was altered, or stands where it was not put."""


class KeyUnreadable(Unopenable):
    """The key of somebody is there, and was wrapped under another secret than the one we have."""


def is_kept(keys: Keys, subject: UUID) -> bool:
    """Whether there is a key of *subject*, be it one that nobody can unwrap."""
    try:
        return keys.find(subject) is not None
    except KeyUnreadable:
        return True


class Vault:
    """Seals and opens under the keys of *keys*."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def seal(self, subject: UUID, value: bytes, place: str) -> str:
        """*value* as text only the key of *subject* opens, and only at *place*.

        :raises AlreadyErased: if that person was forgotten, be it while this was being done.
        """
        return self.seal_all(subject, {place: value})[place]

    def seal_all(self, subject: UUID, values: Mapping[str, bytes]) -> dict[str, str]:
        """The same for what belongs to one person and goes to several places at once: by place."""
        key = self._keys.obtain(subject)
        if key is None:
            raise AlreadyErased
        cipher = AESGCM(key)
        return {place: _sealed(cipher, value, place) for place, value in values.items()}

    def open(self, subject: UUID, sealed: str, place: str) -> bytes | None:
        """What was sealed; ``None`` once its subject was forgotten.

        :raises TamperedSeal: if it was altered or moved.
        :raises KeyUnreadable: if there is a key that our secret doesn't unwrap.
        """
        key = self._keys.find(subject)
        return None if key is None else _opened(AESGCM(key), sealed, place)

    def read(self, subject: UUID, sealed: str, place: str) -> bytes | None:
        """What was sealed; ``None`` once its subject was forgotten, or where it can't be opened for another reason.

        That is for what is shown among other things: one of them must not take all others along. The log says where.
        """
        return self.read_all(subject, {place: sealed})[place]

    def read_all(self, subject: UUID, sealed: Mapping[str, str]) -> dict[str, bytes | None]:
        """The same for what belongs to one person and stands at several places: by place."""
        try:
            key = self._keys.find(subject)
        except Unopenable as reason:
            for place in sealed:
                _note(place, reason)
            return dict.fromkeys(sealed)
        if key is None:
            return dict.fromkeys(sealed)
        cipher = AESGCM(key)
        return {place: _read(cipher, text, place) for place, text in sealed.items()}


def _sealed(cipher: AESGCM, value: bytes, place: str) -> str:
    nonce = chance(NONCE)
    return b64encode(nonce + cipher.encrypt(nonce, value, place.encode())).decode()


def _opened(cipher: AESGCM, sealed: str, place: str) -> bytes:
    try:
        raw = b64decode(sealed, validate=True)
        return cipher.decrypt(raw[:NONCE], raw[NONCE:], place.encode())
    except (InvalidTag, ValueError):
        raise TamperedSeal(place) from None


def _read(cipher: AESGCM, sealed: str, place: str) -> bytes | None:
    try:
        return _opened(cipher, sealed, place)
    except Unopenable as reason:
        _note(place, reason)
        return None


def _note(place: str, reason: Unopenable) -> None:
    structlog.get_logger().error("a sealed value can't be opened", place=place, because=type(reason).__name__)
