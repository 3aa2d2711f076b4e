"""What commands need, and how they answer. The wiring hands in a :class:`Desk`; they know no more of it."""

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, Concatenate, Literal, ParamSpec, Protocol

import rich_click as click
from msgspec import Struct
from rich.console import Console

from store.application.shared.bus import Bus

P = ParamSpec("P")


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


class Desk(Protocol):
    """The shop, from where its operator sits. Numbers that are returned are exit codes."""

    def serve(self) -> int: ...
    def http(self) -> int: ...
    def background(self, parts: frozenset[str]) -> int: ...
    def migrate(self) -> None: ...
    def settings(self) -> tuple[list[Setting], list[str]]:
        """Every setting, and the faults in how they are set."""

    def checks(self) -> Iterable[Check]: ...
    def bus(self) -> AbstractContextManager[Bus]:
        """The application over a database that answers, for as long as one command takes."""


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
