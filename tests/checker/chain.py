"""The log itself: versions without gaps, hashes that follow from one another, positions that only grow."""

import hashlib
from collections.abc import Iterator, Sequence
from uuid import UUID

from tests.checker.reading import Fact, Offence


def check_chain(facts: Sequence[Fact]) -> Iterator[Offence]:
    """*facts* in the order of the log."""
    heads: dict[UUID, tuple[int, bytes]] = {}
    before = 0
    for fact in facts:
        if fact.position == before:
            yield Offence("positions are unique", f"position {fact.position} stands twice", fact)
        before = fact.position
        version, head = heads.get(fact.stream, (0, b""))
        if fact.version != version + 1:
            yield Offence("versions have no gaps", f"version {version + 1} should follow here", fact)
        if link(head, fact) != fact.hash:
            yield Offence("the chain holds", "its hash does not follow from what is stored", fact)
        if fact.said.get("type") != fact.tag:
            yield Offence("tags are true", f"its body says {fact.said.get('type')!r}", fact)
        heads[fact.stream] = fact.version, fact.hash


def link(head: bytes, fact: Fact) -> bytes:
    """SHA-256 over six parts, each after its length in eight bytes, the most significant first."""
    parts = (
        head, fact.stream.bytes, fact.version.to_bytes(8, "big"), fact.tag.encode(), fact.state.encode(),
        fact.metadata.encode(),
    )
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()
