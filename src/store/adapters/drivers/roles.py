"""The four roles of the database, and addresses that connect as one of them (``docs/adr/0090``)."""

from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit


class DatabaseRole(StrEnum):
    """Who may do what is said by ``granting.py`` and the migration ``0035``."""

    OWNER = "store_owner"
    """Makes and changes tables; owns the log and the work."""
    PROJECTOR = "store_projector"
    """Owns the read models, reads the log."""
    APP = "store_app"
    """Appends to the log, reads it and the read models, does the work."""
    ANALYST = "store_analyst"
    """Looks at the documented views, and at nothing else."""


OPTION: Final = "-c role={}"


def as_role(url: str, role: DatabaseRole, *, login: bool = False) -> str:
    """The same database as *role*, whoever the address names: from its first statement on, on every connection.

    With *login* the role itself knocks, without a password, and there is nobody else it could turn back into. The
    other way the server lets whoever is named in *url* act as the role: that narrows what our own statements may do.
    """
    address = urlsplit(url)
    asked = dict(parse_qsl(address.query, keep_blank_values=True))
    asked["options"] = f"{asked.get('options', '')} {OPTION.format(role)}".strip()
    place = address.netloc
    if login:
        place = f"{role}@{place.rpartition('@')[2]}"
    # `quote`, since libpq takes a plus for a plus.
    return urlunsplit(address._replace(netloc=place, query=urlencode(asked, quote_via=quote)))
