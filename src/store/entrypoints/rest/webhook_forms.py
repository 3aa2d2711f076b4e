"""What is sent to ``/api/v1/webhooks``, and what comes back that holds a secret."""

from typing import Annotated, Final, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct, field

from store.application.partners.standing import WebhookView
from store.entrypoints.shared.addresses import PLAIN, VISIBLE
from store.entrypoints.shared.starting import HEAD

MOST_HOURS: Final = 168

Reason: TypeAlias = Annotated[str, Meta(max_length=200, pattern=PLAIN)]
Kind: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80)]
Start: TypeAlias = Annotated[str, Meta(
    max_length=40, examples=["0"], description="`0` for the first fact, `head` for those to come, or a position"
)]


class WebhookForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Where facts are to be sent, which ones, and from where on.

    `kinds` are kinds of things (`order`) or tags of facts (`ordering/placed-1`), `stream` one thing alone; without
    either, everything.
    """

    name: Annotated[str, Meta(min_length=1, max_length=80, examples=["Miller's warehouse"])]
    url: Annotated[str, Meta(min_length=1, max_length=500, examples=["https://partner.example/hooks/store"])]
    kinds: Annotated[list[Kind], Meta(max_length=50)] = []
    stream: UUID | None = None
    start: Start = field(name="from", default=HEAD)
    reason: Reason | None = None


class PauseForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Why nothing is to be sent."""

    reason: Annotated[
        str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["Their warehouse moves house"])
    ]


class ResumeForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing but a reason, if there is one."""

    reason: Reason | None = None


class ReplayForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Where to go on."""

    start: Start = field(name="from")
    reason: Reason | None = None


class RotationForm(Struct, frozen=True, forbid_unknown_fields=True):
    """For how many hours deliveries are signed with the old secret as well; 0 for one that leaked."""

    overlap_hours: Annotated[int, Meta(ge=0, le=MOST_HOURS, examples=[24])] = 24
    reason: Reason | None = None


class WebhookSecret(Struct, frozen=True):
    """A webhook and its secret, which is said this once and never again."""

    webhook: WebhookView
    secret: str


class WantedAgain(Struct, frozen=True):
    """A delivery that will be sent once more, under the same `webhook-id`."""

    delivery_id: UUID
