"""Commands that look after the installation."""

import sys
from collections.abc import Sequence

import rich_click as click
from msgspec import to_builtins
from rich.table import Table

from store.entrypoints.cli.desk import Check, Desk, Setting, as_json, console, pass_desk, print_json


@click.command()
@as_json
@pass_desk
def config(desk: Desk, as_json: bool) -> None:
    """Show every setting: its variable, value, default and meaning. Secrets are never shown."""
    settings, faults = desk.settings()
    if as_json:
        print_json({"settings": to_builtins(settings), "faults": faults})
    else:
        console().print(_settings_table(settings))
        for fault in faults:
            console(stderr=True).print(f"[red]{fault}[/red]")
    sys.exit(2 if faults else 0)


@click.command()
@as_json
@pass_desk
def doctor(desk: Desk, as_json: bool) -> None:
    """Examine the installation and say what to do about what is wrong."""
    found: list[Check] = []
    for check in desk.checks():
        found.append(check)
        if not as_json:
            _print_check(check)
    if as_json:
        print_json(to_builtins(found))
    sys.exit(1 if any(check.state == "failed" for check in found) else 0)


@click.command()
@click.option("--print-roles", is_flag=True, help="Print what an administrator of the database runs once, and stop.")
@as_json
@pass_desk
def migrate(desk: Desk, as_json: bool, print_roles: bool) -> None:
    """Bring the database up to date with this version.

    The roles of the database are made on the way. Where STORE_DATABASE_URL names an account that may not do that,
    an administrator runs what --print-roles prints, as superuser and in that database.
    """
    if print_roles:
        said = desk.roles_script()
        print_json({"sql": said}) if as_json else print(said)
        return
    desk.migrate()
    if as_json:
        print_json({"migrated": True})
    else:
        console().print("[green]The database is up to date.[/green]")


def _settings_table(settings: Sequence[Setting]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False, leading=1)
    table.add_column("Variable", no_wrap=True, style="cyan")
    table.add_column("Value", overflow="fold", min_width=12)
    table.add_column("What it does", overflow="fold")
    for setting in settings:
        value = f"[bold]{setting.value}[/bold]" if setting.is_set else setting.value or "-"
        unit = f", in {setting.unit}" if setting.unit else ""
        meaning = f"{setting.what}\n[italic]{setting.right}{unit}[/italic]"
        table.add_row(setting.variable, value, meaning)
    return table


def _print_check(check: Check) -> None:
    colour = {"ok": "green", "warning": "yellow", "failed": "red"}[check.state]
    out = console()
    out.print(f"[{colour}]{check.state:<7}[/{colour}]  {check.name}: {check.found}")
    if check.advice:
        out.print(f"         [italic]{check.advice}[/italic]")
