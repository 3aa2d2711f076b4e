"""Pictures in memory: the twin."""

from collections.abc import AsyncIterator
from hashlib import sha256

from store.application.catalogue.media_names import NotAMediaName, type_of
from store.application.catalogue.ports import MediaFacts, MediaFile


class MemoryMedia:
    """A :class:`~store.application.catalogue.ports.Media` and its ``ShownMedia`` that end with the process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, name: str, data: bytes, type: str) -> None:
        """Keep it."""
        if type_of(name) != type:
            raise NotAMediaName(name)
        self._kept[name] = data

    def remove(self, name: str) -> None:
        """Let it go."""
        self._kept.pop(name, None)

    def exists(self, name: str) -> bool:
        """Whether it is there."""
        return name in self._kept

    def probe(self) -> str:
        """Nothing can be wrong with it."""
        return "in memory"

    async def about(self, name: str) -> MediaFacts | None:
        """What is known of it."""
        data = self._kept.get(name)
        return None if data is None else MediaFacts(type_of(name), len(data), sha256(data).hexdigest()[:16])

    async def read(self, name: str) -> MediaFile | None:
        """All of it at once."""
        facts = await self.about(name)
        return None if facts is None else MediaFile(facts, _whole(self._kept[name]))


async def _whole(data: bytes) -> AsyncIterator[bytes]:
    yield data
