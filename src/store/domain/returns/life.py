"""The life of a return: which step leads from where to where. Nothing else allows or forbids a step."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """Where a return stands. The values are stored in read models and told to programs."""

    BLANK = "not asked for"
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RECEIVED = "received"
    INSPECTED = "inspected"
    CLOSED = "closed"


class Step(StrEnum):
    """What can be done with a return, in the words of the sentence *it can be …*."""

    REQUEST = "asked for"
    APPROVE = "approved"
    REFUSE = "refused"
    WITHDRAW = "withdrawn"
    RECEIVE = "received"
    INSPECT = "inspected"
    CLOSE = "closed"


LIFE: Final[Mapping[Stage, Mapping[Step, Stage]]] = {
    Stage.BLANK: {Step.REQUEST: Stage.REQUESTED},
    Stage.REQUESTED: {
        Step.APPROVE: Stage.APPROVED, Step.REFUSE: Stage.REFUSED, Step.WITHDRAW: Stage.WITHDRAWN,
    },
    Stage.APPROVED: {Step.RECEIVE: Stage.RECEIVED, Step.WITHDRAW: Stage.WITHDRAWN},
    Stage.RECEIVED: {Step.INSPECT: Stage.INSPECTED},
    Stage.INSPECTED: {Step.CLOSE: Stage.CLOSED},
    Stage.REFUSED: {},
    Stage.WITHDRAWN: {},
    Stage.CLOSED: {},
}
"""From each stage: the steps that are allowed there, and where they lead."""


def before(step: Step) -> tuple[Stage, ...]:
    """The stages in which *step* is allowed."""
    return tuple(stage for stage, steps in LIFE.items() if step in steps)


def drawn() -> str:
    """The table as people read it, in Markdown; ``docs/contexts/returns.md`` holds it, and a test compares."""
    rows = [
        f"| {stage.value} | {'; '.join(f'{step.value}: *{to.value}*' for step, to in steps.items())} |"
        for stage, steps in LIFE.items() if steps
    ]
    return "\n".join(["| a return that is | can be, and is then |", "| --- | --- |", *rows])
