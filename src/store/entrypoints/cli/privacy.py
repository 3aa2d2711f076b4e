"""Commands about persons who were forgotten."""

import sys
from uuid import UUID

import rich_click as click
from msgspec import to_builtins

from store.application.privacy.messages import CheckProofs, GetProofs, ListErasures
from store.application.privacy.proofs import Checked
from store.domain.shared.ids import ErasureId
from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json


@click.group()
def privacy() -> None:
    """See who is to be forgotten, and what became unreadable."""


@privacy.command("list")
@click.option("--state", type=click.Choice(["requested", "deferred", "under_way", "withdrawn", "completed"]))
@as_json
@pass_desk
def listing(desk: Desk, state: str | None, as_json: bool) -> None:
    """The newest fifty: by account or order, never by name."""
    with desk.application() as shop:
        shop.catch_up()
        page = shop.ask(ListErasures(state=state))
    if as_json:
        print_json(to_builtins(page))
        return
    for row in page.items:
        click.echo(f"{row.id}  {row.state:<10}  {row.requested_at:%Y-%m-%d %H:%M}  {row.about} {row.about_id}")


@privacy.command()
@click.argument("id", type=click.UUID)
@pass_desk
def proof(desk: Desk, id: UUID) -> None:
    """What became unreadable, as JSON: to hand out, or to keep elsewhere. It names nobody."""
    with desk.application() as shop:
        print_json(to_builtins(shop.ask(GetProofs(erasure_id=ErasureId(id)))))


@privacy.command()
@click.argument("id", type=click.UUID)
@as_json
@pass_desk
def verify(desk: Desk, id: UUID, as_json: bool) -> None:
    """Look whether all that still is as it was proven. Exit code 1 if it isn't."""
    with desk.application() as shop:
        found = shop.ask(CheckProofs(erasure_id=ErasureId(id)))
    if as_json:
        print_json(to_builtins(found))
    else:
        _say(found)
    sys.exit(1 if found.faults else 0)


def _say(found: Checked) -> None:
    out = console()
    for fault in found.faults:
        out.print(f"[red]proof {fault.piece}[/red]: {fault.words}")
    gone = f"{found.keys:,} keys gone, {found.facts:,} facts unreadable"
    colour = "red" if found.faults else "green"
    out.print(f"{found.parts:,} proofs: {gone}, {len(found.faults):,} faults.", style=colour)
