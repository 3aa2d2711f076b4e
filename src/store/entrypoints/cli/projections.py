"""Commands that look after read models."""

import sys

import rich_click as click
from msgspec import to_builtins
from rich.table import Table

from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json


@click.group()
def projections() -> None:
    """Look at read models, build them anew, let them go on."""


@projections.command("list")
@as_json
@pass_desk
def list_(desk: Desk, as_json: bool) -> None:
    """Show how far each read model is, and why one stopped."""
    with desk.application() as shop:
        found = shop.projections()
    if as_json:
        print_json(to_builtins(found))
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("Name", "State", "Position", "What is wrong"):
            table.add_column(column, overflow="fold")
        for one in found:
            going_on = "behind" if one.behind else "[green]up to date[/green]"
            state = "[red]stopped[/red]" if one.state == "stopped" else going_on
            table.add_row(one.name, state, one.position, one.error or "")
        console().print(table)
    sys.exit(1 if any(one.state == "stopped" for one in found) else 0)


@projections.command()
@click.argument("name")
@as_json
@pass_desk
def rebuild(desk: Desk, name: str, as_json: bool) -> None:
    """Forget what the read model NAME has learnt, and learn it again from the first fact."""
    with desk.application() as shop:
        shop.rebuild(name)
    _say(f"{name} is built anew.", as_json=as_json)


@projections.command()
@click.argument("name")
@as_json
@pass_desk
def resume(desk: Desk, name: str, as_json: bool) -> None:
    """Let the stopped read model NAME try again."""
    with desk.application() as shop:
        shop.resume(name)
    _say(f"{name} goes on.", as_json=as_json)


def _say(words: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"done": words})
    else:
        console().print(f"[green]{words}[/green]")
