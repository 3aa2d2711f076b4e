"""What registers said of VAT numbers, in ``work.vat_checks``."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.pricing.vat_checks import Answer, VatCheck, counts_for

_OF: Final[LiteralString] = "SELECT register, answer, at, consultation FROM work.vat_checks WHERE digest = %s"
_NOTE: Final[LiteralString] = """
INSERT INTO work.vat_checks AS known (digest, register, answer, at, consultation) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (digest) DO UPDATE SET register = excluded.register, answer = excluded.answer, at = excluded.at,
    consultation = excluded.consultation
WHERE known.at < excluded.at
"""
_TIDY: Final[LiteralString] = "DELETE FROM work.vat_checks WHERE answer = %s AND at <= %s"


class PostgresVatChecks:
    """A :class:`~store.application.pricing.vat_checking.KnownVatChecks`. No number stands in it."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], digest: Callable[[str], bytes]) -> None:
        self._pool, self._digest = pool, digest

    def of(self, number: str) -> VatCheck | None:
        """One look."""
        with self._pool.connection() as db:
            row = db.execute(_OF, (self._digest(number),)).fetchone()
        return VatCheck(row[0], Answer(row[1]), row[2], row[3]) if row else None

    def note(self, number: str, check: VatCheck) -> None:
        """Of two who asked at once the later answer stays."""
        values = (self._digest(number), check.register, check.answer.value, check.at, check.consultation)
        with self._pool.connection() as db:
            db.execute(_NOTE, values)

    def tidy(self, now: datetime, valid: timedelta) -> None:
        """Answer by answer."""
        with self._pool.connection() as db:
            for answer in Answer:
                db.execute(_TIDY, (answer.value, now - counts_for(answer, valid)))
