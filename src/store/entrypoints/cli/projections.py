"""Commands that look after read models."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import rich_click as click
from msgspec import to_builtins
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from store.application.shared.errors import BadValue
from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json

NEXT: Final = "read_next"
KEPT: Final = "read_kept"
_where = click.option("--schema", default=NEXT, show_default=True, help="Where the other copy stands.")


@click.group()
def projections() -> None:
    """Look at read models, build them anew beside the old ones, switch, go back, let them go on."""


@projections.command("list")
@as_json
@pass_desk
def list_(desk: Desk, as_json: bool) -> None:
    """Show how far each copy of each read model is, and why one stopped."""
    with desk.application() as shop:
        found = shop.projections()
    if as_json:
        print_json(to_builtins(found))
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("Name", "Schema", "State", "Position", "What is wrong"):
            table.add_column(column, overflow="fold")
        for one in found:
            going_on = "behind" if one.behind else "[green]up to date[/green]"
            state = {"stopped": "[red]stopped[/red]", "finished": "as it was then"}.get(one.state, going_on)
            table.add_row(one.name, one.schema, state, one.position, one.error or "")
        console().print(table)
    sys.exit(1 if any(one.state == "stopped" for one in found) else 0)


@projections.command()
@click.argument("name")
@click.option("--as-of", metavar="INSTANT", help="Take in what was recorded up to then (in UTC).")
@click.option("--switch", is_flag=True, help="Let people read it as soon as it has caught up.")
@as_json
@pass_desk
def rebuild(desk: Desk, name: str, as_of: str | None, switch: bool, as_json: bool) -> None:
    """Build the read model NAME anew from the first fact, beside the one that people read.

    The old one serves and keeps up meanwhile. With --as-of it is for looking at, in a schema of its own, and is never
    switched in.
    """
    instant = _instant(as_of) if as_of else None
    if instant and switch:
        raise click.UsageError("what shows an instant of the past is never switched in")
    with desk.application() as shop, _bar(name, shown=not as_json) as told:
        schema, state = shop.rebuild(name, as_of=instant, switch=switch, told=told)
    if state == "stopped":
        _say(f"{name} met a fact it can't take in: `store projections list` says which.", as_json=as_json, good=False)
        sys.exit(1)
    words = f"{name} is built anew" + (" and shown." if schema == "read" else f", in the schema {schema}.")
    _say(words, as_json=as_json, schema=schema)


@projections.command()
@click.argument("name")
@_where
@click.option("--share", type=click.IntRange(1, 100), default=100, show_default=True, help="Rows of a hundred.")
@as_json
@pass_desk
def compare(desk: Desk, name: str, schema: str, share: int, as_json: bool) -> None:
    """Compare what people read with another copy of NAME, row by row, as both stood at one position.

    Exit code 1 if they differ.
    """
    with desk.application() as shop:
        found = shop.compare(name, schema, share)
    if as_json:
        print_json(to_builtins(found))
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("Table", "Rows", "Rows there", "Differing", "Such as", "Columns of one alone"):
            table.add_column(column, overflow="fold")
        for one in found:
            table.add_row(
                one.table, f"{one.rows:,}", f"{one.other_rows:,}", f"{one.differing:,}", " ".join(one.examples),
                " ".join(one.columns_apart),
            )
        console().print(table)
    sys.exit(1 if any(one.differing for one in found) else 0)


@projections.command()
@click.argument("name")
@as_json
@pass_desk
def switch(desk: Desk, name: str, as_json: bool) -> None:
    """Let people read the new copy of NAME, and keep the old one up to date for going back."""
    with desk.application() as shop:
        shop.switch(name)
    _say(f"The new {name} is shown.", as_json=as_json)


@projections.command()
@click.argument("name")
@as_json
@pass_desk
def back(desk: Desk, name: str, as_json: bool) -> None:
    """Let people read NAME as it was before the last switch; it is brought up to date first."""
    with desk.application() as shop:
        shop.back(name)
    _say(f"{name} is as it was before.", as_json=as_json)


@projections.command()
@click.argument("name")
@click.option("--schema", default=KEPT, show_default=True, help="Where the copy stands.")
@as_json
@pass_desk
def drop(desk: Desk, name: str, schema: str, as_json: bool) -> None:
    """Throw away a copy of NAME that people don't read."""
    with desk.application() as shop:
        shop.drop(name, schema)
    _say(f"{name} in {schema} is gone.", as_json=as_json)


@projections.command()
@click.argument("name")
@click.option("--schema", default="read", show_default=True, help="Where the copy stands.")
@as_json
@pass_desk
def resume(desk: Desk, name: str, schema: str, as_json: bool) -> None:
    """Let the stopped read model NAME try again."""
    with desk.application() as shop:
        shop.resume(name, schema)
    _say(f"{name} goes on.", as_json=as_json)


def _instant(text: str) -> datetime:
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        raise BadValue("as-of", "write it as 2026-12-31T23:59") from None
    return said if said.tzinfo else said.replace(tzinfo=UTC)


@contextmanager
def _bar(name: str, *, shown: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar for those who watch: how much of the log is taken in."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), disable=not shown, transient=True) as progress:
        task = progress.add_task(name, total=None)

        def told(at: int, till: int) -> None:
            progress.update(task, completed=at, total=max(till, 1))

        yield told


def _say(words: str, *, as_json: bool, good: bool = True, **more: str) -> None:
    if as_json:
        print_json({"done" if good else "failed": words} | more)
    else:
        console().print(f"[{'green' if good else 'red'}]{words}[/]")
