"""Facts in the form that a read model asks for."""

from collections.abc import Callable, Sequence
from itertools import starmap
from typing import Any

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
        self.tags = Texts.of([tag.encode() for tag in (*self._whole, *self._part, *codec.upcasts)])
        """What to read from the log. Of old tags nobody knows what they become before they are upcast."""

    def seen(self, rows: Sequence[Row]) -> list[Seen]:
        """*rows* decoded, without those that turn out to be of other kinds."""
        return [seen for seen in starmap(self._seen, rows) if seen is not None]

    def _seen(self, position: int, stream: Any, version: int, tag: str, state: str) -> Seen | None:
        decode = self._decode.get(tag)
        if decode is not None:
            return Seen(position, stream, version, decode(state))
        if tag not in self._whole:
            current, plain = self._codec.upcast(tag, json.decode(state))
            if current in self._part:
                return Seen(position, stream, version, convert(plain, self._part[current]))
            if current not in self._whole:
                return None
        return Seen(position, stream, version, self._codec.decode(tag, state.encode(), stream, version, opened=False))
