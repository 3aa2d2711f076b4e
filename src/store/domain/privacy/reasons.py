"""Why something is done with what belongs to a person, in somebody's words."""

from store.domain.privacy.errors import ReasonMissing
from store.domain.privacy.policies import LONGEST_REASON


def tidy(reason: str) -> str:
    """*reason* on one line.

    :raises ReasonMissing: if there is none, or a whole letter.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON or not reason.isprintable():
        raise ReasonMissing
    return reason
