"""Keys of the shop, put together: those derived from its secret, and those that are kept whatever becomes of it."""

from typing import TYPE_CHECKING, Any, Final

from store.adapters.drivers.eventlog.signing_key import rewrap_signing_key
from store.adapters.privacy.keys_sqlite import SqliteKeys
from store.entrypoints.wiring.kept_secret import derived, derived_of_each
from store.entrypoints.wiring.same_secret import expect_same_secret

if TYPE_CHECKING:
    from store.entrypoints.wiring.settings import Settings

DIGESTS: Final = "blind index"
CODES: Final = "codes of coupons"
_KEPT: Final = (DIGESTS, CODES)
"""What is found by digests in tables and facts, and what stands on paper: another secret changes neither."""


def keys_of_persons(settings: "Settings", secret: bytes) -> SqliteKeys:
    """The file of keys, under today's secret and others; what is kept beside is made before anybody has a key."""
    others = derived_of_each(settings.other_secrets(), "keys")
    keys = SqliteKeys(settings.keys_file, derived(secret, "keys"), others)
    for name in _KEPT:
        kept_key(keys, settings, secret, name)
    return keys


def kept_key(keys: SqliteKeys, settings: "Settings", secret: bytes, name: str) -> bytes:
    """The key called *name*: once derived from the secret, in shops of before."""
    return keys.working(name, derived_of_each((secret, *settings.other_secrets()), name))


def others_for(settings: "Settings", purpose: str) -> tuple[bytes, ...]:
    """Keys for *purpose* that others made things with, or are going to."""
    return derived_of_each(settings.other_secrets(), purpose)


def standing(settings: "Settings") -> dict[str, Any]:
    """By which secrets the keys are wrapped, and whether they open with today's alone. Changes nothing.

    :raises AnotherSecret: if they belong to none of those that are known.
    """
    found = expect_same_secret(settings)
    return {"ours": found.ours, "others": found.others, "lost": found.lost,
            "alone": found.is_ours and not found.others}


def rewrap(settings: "Settings", secret: bytes) -> dict[str, Any]:
    """Have today's secret alone wrap the keys of persons, what is kept beside, and the key that signs checkpoints.

    :raises AnotherSecret: if they belong to none of those that are known; nothing was written then.
    """
    expect_same_secret(settings)
    keys, checkpoints = keys_of_persons(settings, secret), "checkpoints"
    try:
        done = keys.rewrap()
    finally:
        keys.close()
    signing = rewrap_signing_key(
        settings.keys_folder / "checkpoints.key", derived(secret, checkpoints), others_for(settings, checkpoints)
    )
    return {"keys": done + signing}
