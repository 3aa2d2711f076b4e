"""Passwords that are tried first, for a shop in memory: a few."""

from collections.abc import Sequence
from typing import Final

_FEW: Final = frozenset({"password1!", "passw0rd!", "qwertyuiop123456", "aaaaaaaaaaaaaaaa"})


class MemoryGuesses:
    """Twin of :class:`~store.adapters.identity.guesses_zxcvbn.ZxcvbnGuesses`: knows far fewer."""

    def easily(self, password: str, about: Sequence[str]) -> bool:
        """Whether somebody would think of it."""
        return password.lower() in {*_FEW, *(word.lower() for word in about)}
