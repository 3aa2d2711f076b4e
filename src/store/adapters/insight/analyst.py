"""Asks the database what strangers to it typed, as a role that can do nothing but look.

What keeps it harmless, from the outside in: an account that may read the documented views and become nobody else; a
connection for each question, thrown away with whatever was left on it; transactions that only read; a limit of time
that the server keeps; and the question as a table inside ours, so that it can be one SELECT and nothing else, with
rows and values cut to a size (``docs/adr/0092``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from threading import BoundedSemaphore
from typing import Any, Final, LiteralString

import psycopg
from psycopg import Connection, sql
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

from store.adapters.insight.columns import SMALL, kind_of
from store.adapters.insight.refusals import ONE_SELECT, in_words, one
from store.application.insight.errors import NobodyMayAsk, QuestionRefused, TooManyAsk
from store.application.insight.messages import Column

AT_ONCE: Final = 2
"""Questions that one process has answered at the same time."""
PATIENCE: Final = 5.0
"""Seconds for which a question waits for its turn."""
_ALONE: Final[LiteralString] = """
SELECT NOT r.rolsuper AND NOT EXISTS (
    SELECT FROM pg_roles other WHERE other.rolname <> 'store_analyst' AND other.oid <> r.oid
    AND pg_has_role(r.oid, other.oid, 'MEMBER'))
FROM pg_roles r WHERE r.rolname = session_user
"""
_LIMITS: Final[LiteralString] = """
SET default_transaction_read_only = on; SET statement_timeout = {}; SET lock_timeout = '1s';
SET search_path = insight, pg_catalog; SET timezone = 'UTC'
"""


class Answer:
    """The columns of an answer, and its rows as they come."""

    def __init__(self, columns: list[Column], rows: Iterator[tuple[Any, ...]]) -> None:
        self.columns, self.rows = columns, rows


class Analyst:
    """Answers one SELECT at a time, through *url*. One for each process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._turns = BoundedSemaphore(AT_ONCE)

    @contextmanager
    def asking(self, statement: str, *, seconds: float, rows: int, longest: int) -> Iterator[Answer]:
        """The answer to *statement*, no more than so many *rows*, text no longer than *longest* characters.

        :raises QuestionRefused: if it is not a SELECT, is wrong, is denied, or takes more than *seconds*.
        :raises NobodyMayAsk: if whoever asks could become somebody else.
        """
        question = one(statement)
        if not self._turns.acquire(timeout=PATIENCE):
            raise TooManyAsk
        try:
            with self._connected(seconds) as db:
                yield _answer(db, question, rows, longest)
        finally:
            self._turns.release()

    @contextmanager
    def _connected(self, seconds: float) -> Iterator[Connection[Any]]:
        """A connection for one question: whatever that leaves behind ends with it."""
        db = psycopg.connect(self._url, autocommit=True, application_name="store insight", connect_timeout=5)
        try:
            alone = db.execute(_ALONE).fetchone()
            if alone is None or not alone[0]:
                raise NobodyMayAsk
            db.execute(sql.SQL(_LIMITS).format(sql.Literal(f"{int(seconds * 1000)}ms")))
            yield db
        finally:
            db.close()


def _answer(db: Connection[Any], question: str, rows: int, longest: int) -> Answer:
    """The server reads the question by itself first: one whole statement can't reach out of our brackets."""
    with in_words(question):
        described = _described(db, question)
    if not described:
        raise QuestionRefused("this has no answer", ONE_SELECT)
    names = [sql.Identifier(f"c{place}") for place in range(len(described))]
    shown = [
        name if type_code in SMALL else sql.SQL("left({}::text, {})").format(name, sql.Literal(longest))
        for name, (_, type_code) in zip(names, described, strict=True)
    ]
    beginning = sql.SQL("SELECT {} FROM (\n").format(sql.SQL(", ").join(shown))
    end = sql.SQL("\n) AS asked ({}) LIMIT {}").format(sql.SQL(", ").join(names), sql.Literal(rows))
    # What somebody typed is for the server to judge: that is what the narrow account is for.
    asked = sql.SQL(question)
    columns = [Column(name, kind_of(type_code)) for name, type_code in described]
    return Answer(columns, _rows(db, beginning + asked + end, rows, question, len(beginning.as_string(db))))


def _described(db: Connection[Any], question: str) -> list[tuple[str, int]]:
    """Names and types of what the *question* would answer; nothing is carried out."""
    prepared = db.pgconn.prepare(b"asked", question.encode())
    result = db.pgconn.describe_prepared(b"asked") if prepared.status == ExecStatus.COMMAND_OK else prepared
    if result.status != ExecStatus.COMMAND_OK:
        raise error_from_result(result)
    return [((result.fname(n) or b"?").decode(), result.ftype(n)) for n in range(result.nfields)]


def _rows(
    db: Connection[Any], query: sql.Composed, most: int, question: str, before: int
) -> Iterator[tuple[Any, ...]]:
    """As they come, one in memory at a time."""
    with in_words(question, before):
        yield from islice(db.cursor().stream(query), most)
