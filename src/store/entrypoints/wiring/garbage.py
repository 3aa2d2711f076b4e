"""How often the interpreter looks for circles of objects that nobody needs any more."""

import gc
from typing import Final

_YOUNG: Final = 20_000
"""New objects between two looks: requests leave few circles behind, and each look stops every thread."""


def collect_later() -> None:
    """Look for none while all is built, which stays; :func:`collect_rarely` follows."""
    gc.disable()


def collect_rarely() -> None:
    """Leave what was built at the start out of all further looks, and look more rarely. Call it once all is there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 20)
    gc.enable()
