"""Export: facts that somebody took away, so that it can be told later who did."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from store.domain.audit.events import ExportEvent, FactsExported
from store.domain.shared.aggregate import Aggregate


class Export(Aggregate[ExportEvent]):
    kind = "export"
    random = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.form = ""
        self.wanted: dict[str, str] = {}
        self.persons = False

    def begin(self, form: str, wanted: Mapping[str, str], *, persons: bool, at: datetime) -> None:
        """Facts leave the shop. Doing so again is no fact."""
        if not self.version:
            self._record(FactsExported(
                at=at, export_id=self.id, form=form, wanted=dict(wanted), persons=persons,
            ))

    def _evolve(self, event: ExportEvent) -> None:
        self.form, self.wanted, self.persons = event.form, event.wanted, event.persons
