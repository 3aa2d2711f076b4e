"""Facts in the form that a read model asks for."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct, convert, json

from projections.shared.projection import Seen
from store.adapters.drivers.arrays import Texts
from store.adapters.drivers.eventlog.codec import EventCodec, tag_of
from store.adapters.drivers.eventlog.tail import Row
from store.domain.shared.aggregate import Event


class Lens:
    """Decodes what one read model takes into account."""

    def __init__(self, kinds: Sequence[type[Struct]], codec: EventCodec) -> None:
        self._codec = codec
        self._whole = {tag_of(kind) for kind in kinds if issubclass(kind, Event)}
        self._part = {tag_of(kind): kind for kind in kinds if not issubclass(kind, Event)}
        self._decode: dict[str, Callable[[str], Any]] = {
            tag: json.Decoder(kind).decode for tag, kind in self._part.items()
        }
        self.names = frozenset((*self._whole, *self._part, *codec.upcasts))
        """What to read from the log. Of old tags nobody knows what they become before they are upcast."""
        self.tags = Texts.of([tag.encode() for tag in self.names])

    def seen(self, rows: Sequence[Row], known: dict[int, Event] | None = None) -> list[Seen]:
        """*rows* decoded, without those that turn out to be of other kinds.

        *known* are whole facts by their positions that others have decoded already; those decoded here join them.
        """
        known = {} if known is None else known
        return [seen for row in rows if (seen := self._seen(known, *row)) is not None]

    def _seen(
        self, known: dict[int, Event], position: int, stream: UUID, version: int, tag: str, state: str
    ) -> Seen | None:
        decode = self._decode.get(tag)
        if decode is not None:
            return Seen(position, stream, version, decode(state))
        if tag not in self._whole:
            current, plain = self._codec.upcast(tag, json.decode(state))
            if current in self._part:
                return Seen(position, stream, version, convert(plain, self._part[current]))
            if current not in self._whole:
                return None
        event = known.get(position)
        if event is None:
            event = known[position] = self._codec.decode(tag, state.encode(), stream, version, opened=False)
        return Seen(position, stream, version, event)
