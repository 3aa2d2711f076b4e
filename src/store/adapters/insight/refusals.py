"""What the server says of a question, in words, with the place in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg import errors

from store.application.insight.errors import QuestionRefused
from store.application.insight.messages import LONGEST_QUESTION

ONE_SELECT: Final = "One SELECT is a question; statements that change or set something are none."
_VIEWS_ALONE: Final = "Questions may look at the documented views, and at nothing else."
_LESS: Final = "Ask for less at once: fewer days, or with a WHERE; count before you list."
_LOST: Final = ("0800", "57P")
"""Classes of errors that say that the connection is gone, not that the question is wrong."""


def one(statement: str) -> str:
    """What was typed, without the semicolon at its end.

    :raises QuestionRefused: if it can't be a question, whatever the server would say.
    """
    question = re.sub(r"[\s;]+\Z", "", statement)
    if not question.strip():
        raise QuestionRefused("there is no question: type a SELECT")
    if len(question) > LONGEST_QUESTION:
        raise QuestionRefused(f"the question is longer than {LONGEST_QUESTION:,} characters")
    if "\0" in question or any("\ud800" <= sign <= "\udfff" for sign in question):
        raise QuestionRefused("the question holds a sign that is no character")
    return question


@contextmanager
def in_words(question: str, before: int = 0) -> Iterator[None]:
    """Turn the server's errors into refusals; *before* characters of ours stood before the *question*."""
    try:
        yield
    except errors.QueryCanceled:
        raise QuestionRefused("this takes too long, and was stopped", _LESS) from None
    except psycopg.Error as wrong:
        if isinstance(wrong, psycopg.OperationalError | psycopg.InterfaceError) and (
            wrong.sqlstate is None or wrong.sqlstate.startswith(_LOST)
        ):
            raise
        place = wrong.diag.statement_position
        at = None if place is None else int(place) - 1 - before
        line, column = (None, None) if at is None or at < 0 else _place(question, at)
        sentence = wrong.diag.message_primary or type(wrong).__name__
        raise QuestionRefused(sentence, _hint(wrong, question), line, column) from None


def _hint(error: psycopg.Error, question: str) -> str:
    if isinstance(error, errors.InsufficientPrivilege):
        return _VIEWS_ALONE
    if isinstance(error, errors.ConfigurationLimitExceeded):
        return _LESS
    if isinstance(error, errors.FeatureNotSupported | errors.ReadOnlySqlTransaction):
        return ONE_SELECT
    if isinstance(error, errors.SyntaxError) and (
        ";" in question or not re.match(r"(?i)\s*(select|with|values|table|\(|--|/\*)", question)
    ):
        return ONE_SELECT
    return error.diag.message_hint or ""


def _place(question: str, at: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at *at*; the end for what lies beyond."""
    before = question[:at]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
