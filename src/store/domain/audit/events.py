"""Looking at the past leaves a trace only where facts leave the shop."""

from typing import TypeAlias
from uuid import UUID

from store.domain.shared.aggregate import Event


class FactsExported(Event, frozen=True, tag="audit/facts-exported-1"):
    """Somebody took facts away.

    *wanted* says which ones, *persons* whether what belongs to persons was opened in them.
    """

    export_id: UUID
    form: str
    wanted: dict[str, str]
    persons: bool


ExportEvent: TypeAlias = FactsExported
