"""What is sent to ``/api/v1/erasures`` and ``/api/v1/holds``."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from store.entrypoints.rest.user_forms import Reason
from store.entrypoints.shared.addresses import Email

GroundText = Annotated[
    str, Meta(max_length=20, examples=["asked"], pattern=r"^(asked|ordered)$(?![\s\S])")
]
"""They asked for it, or a court or an authority wants it."""
NumberText = Annotated[
    str, Meta(min_length=1, max_length=20, pattern=r"^[A-Z0-9-]+$(?![\s\S])", examples=["PXYWP-9W5D7"])
]


class AccountErasureForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Whoever has this account. The reason is kept on one line."""

    account_id: UUID
    ground: GroundText
    reason: Reason


class BuyerErasureForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Whoever bought without an account: an order of theirs, and the address it was placed under.

    The reason is kept on one line.
    """

    order_number: NumberText
    email: Email
    ground: GroundText
    reason: Reason
