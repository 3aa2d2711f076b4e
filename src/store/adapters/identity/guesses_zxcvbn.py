"""Passwords that are tried first: zxcvbn's lists of leaked and common ones, and what it makes of words and names."""

from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 72
"""What it takes to look at a password grows faster than its length; if its beginning is good, all of it is."""
_EASY: Final = 2
"""Scores below can be found by somebody who has the hash within hours (fewer than 10^6 guesses)."""


class ZxcvbnGuesses:
    """A :class:`~store.application.identity.ports.Guesses`. Its lists cost memory, from the first password on."""

    def easily(self, password: str, about: Sequence[str]) -> bool:
        """Whether somebody would think of it."""
        from zxcvbn import zxcvbn

        said = [word.lower()[:_LONGEST] for text in about for word in (text, *text.replace("@", " ").split()) if word]
        score: int = zxcvbn(password[:_LONGEST], said)["score"]
        return score < _EASY
