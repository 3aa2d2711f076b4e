"""The life of an order and of its parts: which step leads from where to where. Nothing else allows or forbids a step.

An order is placed, paid for, sent and cancelled as a whole; what is sent of it is sent part by part. Once it was paid
for, it stands as its parts do: :func:`whole` says how.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final, TypeAlias


class Stage(StrEnum):
    """Where an order stands. The values are stored in read models and told to programs."""

    BLANK = "not placed"
    AWAITING_PAYMENT = "awaiting_payment"
    IN_REVIEW = "in_review"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can be done with an order, in the words of the sentence *it can be …*."""

    PLACE = "placed"
    CONFIRM = "paid for"
    GIVE_UP = "given up"
    ACCEPT = "found good"
    CANCEL = "cancelled"
    CANCEL_PART = "cancelled in part"
    SHIP = "shipped"


_SAME: Final = Stage.IN_REVIEW
LIFE: Final[Mapping[Stage, Mapping[Step, tuple[Stage, ...]]]] = {
    Stage.BLANK: {Step.PLACE: (Stage.AWAITING_PAYMENT,)},
    Stage.AWAITING_PAYMENT: {Step.CONFIRM: (Stage.CONFIRMED, Stage.IN_REVIEW), Step.GIVE_UP: (Stage.CANCELLED,)},
    Stage.IN_REVIEW: {Step.ACCEPT: (Stage.CONFIRMED,), Step.CANCEL: (Stage.CANCELLED,), Step.CANCEL_PART: (_SAME,)},
    Stage.CONFIRMED: {
        Step.SHIP: (Stage.SHIPPED,), Step.CANCEL: (Stage.CANCELLED,), Step.CANCEL_PART: (Stage.CONFIRMED,),
    },
    Stage.PROCESSING: {
        Step.SHIP: (Stage.SHIPPED,), Step.CANCEL: (Stage.CANCELLED,),
        Step.CANCEL_PART: (Stage.PROCESSING, Stage.CONFIRMED),
    },
    Stage.PARTLY_SHIPPED: {
        Step.SHIP: (Stage.SHIPPED,), Step.CANCEL: (Stage.SHIPPED, Stage.DELIVERED),
        Step.CANCEL_PART: (Stage.PARTLY_SHIPPED,),
    },
    Stage.SHIPPED: {},
    Stage.DELIVERED: {},
    Stage.CANCELLED: {},
}
"""From each stage: the steps that are allowed there, and where they may lead."""


class PartStage(StrEnum):
    """Where a part of an order stands. The values are stored in read models and told to programs."""

    AWAITING = "awaiting"
    PROCESSING = "processing"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class PartStep(StrEnum):
    """What can be done with a part, in the words of the sentence *it can be …*."""

    PROCESS = "marked as processing"
    PUT_BACK = "put back"
    SEND = "sent"
    SEND_SOME = "sent in part"
    DELIVER = "marked as delivered"
    TAKE_BACK = "marked as not delivered"
    CANCEL = "cancelled"
    CANCEL_SOME = "cancelled in part"


PART_LIFE: Final[Mapping[PartStage, Mapping[PartStep, tuple[PartStage, ...]]]] = {
    PartStage.AWAITING: {
        PartStep.PROCESS: (PartStage.PROCESSING,),
        PartStep.SEND: (PartStage.SHIPPED,), PartStep.SEND_SOME: (PartStage.PARTLY_SHIPPED,),
        PartStep.CANCEL: (PartStage.CANCELLED,), PartStep.CANCEL_SOME: (PartStage.AWAITING,),
    },
    PartStage.PROCESSING: {
        PartStep.PUT_BACK: (PartStage.AWAITING,),
        PartStep.SEND: (PartStage.SHIPPED,), PartStep.SEND_SOME: (PartStage.PARTLY_SHIPPED,),
        PartStep.CANCEL: (PartStage.CANCELLED,), PartStep.CANCEL_SOME: (PartStage.PROCESSING,),
    },
    PartStage.PARTLY_SHIPPED: {
        PartStep.SEND: (PartStage.SHIPPED,), PartStep.SEND_SOME: (PartStage.PARTLY_SHIPPED,),
        PartStep.DELIVER: (PartStage.PARTLY_SHIPPED,), PartStep.TAKE_BACK: (PartStage.PARTLY_SHIPPED,),
        PartStep.CANCEL: (PartStage.SHIPPED, PartStage.DELIVERED), PartStep.CANCEL_SOME: (PartStage.PARTLY_SHIPPED,),
    },
    PartStage.SHIPPED: {
        PartStep.DELIVER: (PartStage.SHIPPED, PartStage.DELIVERED), PartStep.TAKE_BACK: (PartStage.SHIPPED,),
    },
    PartStage.DELIVERED: {PartStep.TAKE_BACK: (PartStage.SHIPPED,)},
    PartStage.CANCELLED: {},
}
"""The same for its parts. *Sent* and *cancelled* mean all that is left; *delivered* is said parcel by parcel."""

_Table: TypeAlias = Mapping[Stage, Mapping[Step, tuple[Stage, ...]]] | Mapping[
    PartStage, Mapping[PartStep, tuple[PartStage, ...]]
]


def whole(parts: Collection[PartStage]) -> Stage:
    """How an order stands that was paid for, by how its *parts* stand."""
    alive = {stage for stage in parts if stage is not PartStage.CANCELLED}
    open_yet = alive & {PartStage.AWAITING, PartStage.PROCESSING, PartStage.PARTLY_SHIPPED}
    if not alive:
        return Stage.CANCELLED
    if not open_yet:
        return Stage.DELIVERED if alive == {PartStage.DELIVERED} else Stage.SHIPPED
    if alive & {PartStage.PARTLY_SHIPPED, PartStage.SHIPPED, PartStage.DELIVERED}:
        return Stage.PARTLY_SHIPPED
    return Stage.PROCESSING if PartStage.PROCESSING in alive else Stage.CONFIRMED


def before(step: Step) -> tuple[Stage, ...]:
    """The stages in which *step* is allowed."""
    return tuple(stage for stage, steps in LIFE.items() if step in steps)


def before_part(step: PartStep) -> tuple[PartStage, ...]:
    """The stages in which a part allows *step*."""
    return tuple(stage for stage, steps in PART_LIFE.items() if step in steps)


def drawn() -> str:
    """Both tables as people read them, in Markdown; ``docs/contexts/ordering.md`` holds it, and a test compares."""
    return f"{_drawn('an order', LIFE)}\n\n{_drawn('a part', PART_LIFE)}"


def _drawn(what: str, table: _Table) -> str:
    rows = [f"| {stage.value} | {'; '.join(_step(step, to) for step, to in steps.items())} |"
            for stage, steps in table.items() if steps]
    return "\n".join([f"| {what} that is | can be, and is then |", "| --- | --- |", *rows])


def _step(step: Step | PartStep, to: tuple[Stage | PartStage, ...]) -> str:
    return f"{step.value}: *{' or '.join(to)}*"
