"""Facts of persons whose keys are elsewhere: whoever reads them sees that somebody is there, and not who."""

from typing import Any
from uuid import UUID

from msgspec import structs

from store.adapters.audit.recordings_postgres import SEALED
from store.adapters.drivers.eventlog.codec import EventCodec
from store.domain.shared.aggregate import Event
from store.domain.shared.personal import Erased, Personal


class ClosedCodec(EventCodec):
    """Where a capsule is carried out again nobody has the keys of its persons, and nobody was forgotten for that.

    Words that don't open are sealed words. An address, which is more than words, is as if it had been forgotten.
    """

    def _open(self, form: Any, event: Event, stream: UUID, version: int, *, opened: bool) -> Event:
        event = super()._open(form, event, stream, version, opened=opened)
        there = {
            name: Personal(field.subject, SEALED) for name, decoder in form.personal.items()
            if decoder.type is str and isinstance((field := getattr(event, name)).value, Erased)
        }
        return structs.replace(event, **there) if opened and there else event
