"""Why a question gets no answer."""

from dataclasses import dataclass

from store.domain.shared.errors import Conflict, RuleViolated


@dataclass(eq=False)
class QuestionRefused(RuleViolated):
    """{problem}"""

    in_words = ("problem", "hint")
    problem: str
    hint: str = ""
    line: int | None = None
    column: int | None = None


class NobodyMayAsk(Conflict):
    """Questions in SQL need a database account that may do nothing else: set STORE_DATABASE_URL_ANALYST."""


class TooManyAsk(Conflict):
    """Others are asking right now, and questions are answered few at a time. Please try again in a moment."""


@dataclass(eq=False)
class FormatMissing(Conflict):
    """{format} files need the extra 'analysis': install store[analysis]."""

    format: str
