"""Whether the secret is the one that the keys of persons were wrapped under: asked before a shop opens."""

import secrets
from typing import Final

from store.adapters.privacy.master_key import Wraps, look_at
from store.entrypoints.wiring.kept_secret import derived_of_each
from store.entrypoints.wiring.settings import Settings

_NOBODYS: Final = 32


def expect_same_secret(settings: Settings) -> Wraps:
    """By what the keys of persons are wrapped, which are some that can't be unwrapped at all. Changes nothing.

    Where no secret is set and none is kept, none is made to ask by: it would lie where the lost one is to be put back.

    :raises AnotherSecret: if the keys belong to another.
    """
    lost = not settings.secret and not settings.secret_file.exists()
    secret = secrets.token_bytes(_NOBODYS) if lost else settings.signing_secret()
    return look_at(settings.keys_file, derived_of_each((secret, *settings.other_secrets()), "keys"))
