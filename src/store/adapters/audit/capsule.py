"""A wish in a file: what was asked, what the world said meanwhile, the facts before and after (docs/capsules.md)."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import DecodeError, Struct, json

from store.adapters.audit.tape import Heard
from store.application.shared.bus import Caller
from store.application.shared.errors import Refusal

FORMAT: Final = "store/capsule-1"


class Recording(Struct, frozen=True, kw_only=True):
    """A command as it was carried out. ``fields`` name no person; ``persons`` holds those, sealed."""

    id: UUID
    command: str
    fields: Any
    caller: Caller
    at: datetime
    heard: list[Heard]
    refusal: Refusal | None = None
    subject: UUID | None = None
    persons: str | None = None


class PackedFact(Struct, frozen=True):
    """A row of the log, byte for byte: personal fields are sealed in it, and their keys stay where they are."""

    stream: UUID
    version: int
    tag: str
    state: str
    metadata: str
    hash: str
    position: str


class Capsule(Struct, frozen=True, kw_only=True):
    """Everything to carry a wish out again, on any machine and at any later version of the shop."""

    correlation: UUID
    shop: str
    packed_at: datetime
    commands: list[Recording]
    before: list[PackedFact]
    after: list[PackedFact]
    format: str = FORMAT


class NotACapsule(Exception):
    """This file holds no capsule that this version of the shop can read."""


def to_text(capsule: Capsule) -> bytes:
    """*capsule* as it stands in a file."""
    return json.format(json.encode(capsule), indent=1) + b"\n"


def from_text(text: bytes) -> Capsule:
    """The capsule in a file.

    :raises NotACapsule: if there is none.
    """
    try:
        capsule = json.decode(text, type=Capsule)
    except DecodeError as wrong:
        raise NotACapsule(f"not a capsule: {wrong}") from None
    if capsule.format != FORMAT:
        raise NotACapsule(f"{capsule.format} is not {FORMAT}")
    return capsule
