"""What commands need, and how they answer. The wiring hands in a :class:`Desk`; they know no more of it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, Protocol, TypeVar
from uuid import UUID

import rich_click as click
from msgspec import Struct
from rich.console import Console

from store.application.audit.integrity import Verified
from store.application.insight.messages import Format
from store.application.shared.bus import Caller, Command, Query, Receipt

P = ParamSpec("P")
R = TypeVar("R")


class Setting(Struct, frozen=True, kw_only=True):
    """One line of ``store config``."""

    variable: str
    value: str
    default: str
    unit: str
    what: str
    right: str
    is_set: bool


class Check(Struct, frozen=True):
    """One thing ``store doctor`` looked at, and what to do about it."""

    name: str
    state: Literal["ok", "warning", "failed"]
    found: str
    advice: str = ""


class Replayed(Protocol):
    """What came of carrying a wish out again."""

    @property
    def commands(self) -> int: ...
    @property
    def facts(self) -> int: ...
    @property
    def difference(self) -> str | None: ...


class View(Protocol):
    """How one copy of a read model stands."""

    @property
    def name(self) -> str: ...
    @property
    def schema(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def position(self) -> str: ...
    @property
    def behind(self) -> bool: ...
    @property
    def error(self) -> str | None: ...


class Shelf(Protocol):
    """A year of something, and how much it takes up."""

    @property
    def year(self) -> int: ...
    @property
    def archived(self) -> bool: ...
    @property
    def orders(self) -> int: ...
    @property
    def bytes(self) -> int: ...
    @property
    def index_bytes(self) -> int: ...


class Written(Protocol):
    """What was exported."""

    @property
    def rows(self) -> int: ...
    @property
    def next(self) -> str | None: ...


class Application(Protocol):
    """The shop's insides over a database that answers."""

    def do(self, command: Command[R], by: Caller) -> Receipt[R]: ...
    def ask(self, query: Query[R]) -> R: ...
    def catch_up(self) -> None:
        """Have every read model take in all there is."""

    def projections(self) -> Sequence[View]: ...
    def rebuild(
        self, name: str, *, as_of: datetime | None, switch: bool, told: Callable[[int, int], None]
    ) -> tuple[str, str]:
        """Fill a new copy; the schema it stands in and its state. *told* hears how far it is, and how far it goes."""

    def compare(self, name: str, schema: str, share: int) -> Sequence[Any]:
        """Each table of what people read, beside the same one in *schema*."""

    def switch(self, name: str) -> None: ...
    def back(self, name: str) -> None: ...
    def drop(self, name: str, schema: str) -> None: ...
    def resume(self, name: str, schema: str) -> None: ...
    def archive_orders(self, before: int | None) -> Iterable[int]:
        """Archive the years of orders before that one, or by the settings; each as it is done."""

    def years_of_orders(self) -> Sequence[Shelf]: ...
    def capsule(self, correlation: UUID) -> bytes:
        """All it takes to carry the wish out again."""

    def export(
        self, view: str, format: Format, out: Path | None, *, from_: str | None, to: str | None,
        since: datetime | None, told: Callable[[int, int], None],
    ) -> Written:
        """Write a documented view into a file, or to standard output; *told* hears how far it is."""

    def verify(self, *, whole: bool, progress: Callable[[int, int], None]) -> Verified: ...


class Desk(Protocol):
    """The shop, from where its operator sits. Numbers that are returned are exit codes."""

    def serve(self) -> int: ...
    def http(self) -> int: ...
    def background(self, parts: frozenset[str], only: frozenset[str] = frozenset()) -> int:
        """Run *parts*; of the read models, *only* those named."""

    def migrate(self) -> None: ...
    def roles_script(self) -> str:
        """The SQL an administrator runs where the shop may not make its roles."""

    def settings(self) -> tuple[list[Setting], list[str]]:
        """Every setting, and the faults in how they are set."""

    def wraps(self) -> Mapping[str, Any]:
        """By which secret the keys are wrapped."""

    def rewrap(self) -> Mapping[str, Any]:
        """Have today's secret wrap them; how many."""

    def checks(self) -> Iterable[Check]: ...
    def currency(self) -> str:
        """The currency the shop sells in."""

    def replay(self, capsule: bytes) -> Replayed:
        """Carry out again what is in a capsule, in a shop in memory."""

    def application(self) -> AbstractContextManager[Application]:
        """The application, for as long as one command takes."""


def pass_desk(command: Callable[Concatenate[Desk, P], None]) -> Callable[P, None]:
    """Hand the :class:`Desk` to *command* as its first argument."""
    return click.pass_obj(command)


as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for scripts.")
"""Give a command the flag --json."""


def print_json(answer: Any) -> None:
    """The one form in which commands answer scripts."""
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False))


def console(*, stderr: bool = False) -> Console:
    """Where people read: colours on a terminal, plain text elsewhere."""
    return Console(stderr=stderr, highlight=False, soft_wrap=not stderr)
