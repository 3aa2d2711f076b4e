"""Commands about the secret of the shop: another takes its place while the shop is open."""

import secrets

import rich_click as click

from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json


@click.group()
def secret() -> None:
    """Replace STORE_SECRET while the shop is open (docs/operations.md, "Another secret")."""


@secret.command()
def new() -> None:
    """Print a secret that nobody can guess, and nothing else. It is kept nowhere."""
    click.echo(secrets.token_urlsafe(48))


@secret.command()
@as_json
@pass_desk
def status(desk: Desk, as_json: bool) -> None:
    """By which secret the keys are wrapped: STORE_SECRET, one of STORE_SECRET_ALSO, or none of these."""
    found = desk.wraps()
    if as_json:
        print_json(found)
        return
    click.echo(f"by STORE_SECRET         {found['ours']}")
    click.echo(f"by STORE_SECRET_ALSO    {found['others']}")
    click.echo(f"by a secret not given   {found['lost']}")
    console().print(
        "[green]The keys open with STORE_SECRET alone.[/green]" if found["alone"] else
        "[yellow]STORE_SECRET_ALSO is needed to open them: `store secret rewrap` ends that.[/yellow]"
    )


@secret.command()
@as_json
@pass_desk
def rewrap(desk: Desk, as_json: bool) -> None:
    """Wrap all keys by STORE_SECRET, so that they open without the former one. The shop may be open meanwhile.

    Every server has to know the new secret before: one that doesn't could not read whoever comes from here on.
    """
    done = desk.rewrap()
    if as_json:
        print_json(done)
    else:
        console().print(f"[green]{done['keys']} keys were wrapped anew; they open with STORE_SECRET alone.[/green]")
