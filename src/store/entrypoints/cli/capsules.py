"""Commands that pack a wish and carry it out again."""

import sys
from pathlib import Path
from uuid import UUID

import rich_click as click
from msgspec import to_builtins

from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json


@click.command()
@click.argument("correlation", type=click.UUID)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; - or none: to stdout.")
@pass_desk
def capsule(desk: Desk, correlation: UUID, out: Path | None) -> None:
    """Pack the wish CORRELATION, with all it takes to carry it out again elsewhere. Persons stay sealed.

    Every fact names its wish: see the history of a thing. Recordings are kept for a week.
    """
    with desk.application() as shop:
        text = shop.capsule(correlation)
    if out is None or str(out) == "-":
        click.echo(text, nl=False)
    else:
        out.write_bytes(text)
        console(stderr=True).print(f"[green]{out}: {len(text):,} bytes.[/green]")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@pass_desk
def replay(desk: Desk, file: Path, as_json: bool) -> None:
    """Carry out again what is in the capsule FILE, in a shop in memory, and compare. Exit code 1 if it differs."""
    found = desk.replay(file.read_bytes())
    if as_json:
        print_json(to_builtins(found))
    elif found.difference:
        console().print(f"[red]It differs.[/red] {found.difference}")
    else:
        console().print(f"[green]Reproduced[/green]: {found.commands:,} commands, {found.facts:,} facts.")
    sys.exit(1 if found.difference else 0)
