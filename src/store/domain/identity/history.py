"""Facts of older versions, in the form they have today."""

from typing import Any


def staff_had_kinds(plain: dict[str, Any]) -> dict[str, Any]:
    """``staff-enrolled-1`` as ``staff-enrolled-2``: who worked here when there was one kind of staff is an admin."""
    role = "admin" if plain["role"] == "staff" else plain["role"]
    return plain | {"type": "identity/staff-enrolled-2", "role": role}
