"""Commands that look at facts."""

from datetime import datetime

import rich_click as click
from msgspec import to_builtins
from rich.table import Table

from store.application.audit.messages import GetHistory, HistoryView
from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json


class _Instant(click.ParamType[datetime]):
    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no instant such as 2026-05-31T12:00:00Z", param, ctx)
        if instant.tzinfo is None:
            self.fail(f"{value!r} needs a time zone, such as the Z in 2026-05-31T12:00:00Z", param, ctx)
        return instant


@click.command()
@click.argument("kind")
@click.argument("id")
@click.option("--version", type=click.IntRange(min=1), help="Show it as it stood after so many facts.")
@click.option("--at", type=_Instant(), help="Show it as it stood at an instant.")
@as_json
@pass_desk
def history(desk: Desk, kind: str, id: str, version: int | None, at: datetime | None, as_json: bool) -> None:
    """Tell the life of one thing: order, cart, inventory, payment, product, category, address or staff.

    ID is what people call it: an order number, a SKU, or the id in addresses.
    """
    with desk.application() as shop:
        found = shop.ask(GetHistory(kind=kind, id=id, version=version, at=at))
    if as_json:
        print_json(to_builtins(found))
    else:
        _tell(found)


def _tell(found: HistoryView) -> None:
    out = console()
    out.print(f"[bold]{found.kind} {found.id}[/bold], version {found.version} of {found.latest_version}\n")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("Version", "When", "Fact", "Who"):
        table.add_column(column, overflow="fold")
    for fact in found.facts:
        style = None if fact.version <= found.version else "dim"
        when = f"{fact.recorded_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(
            str(fact.version), when, f"{fact.title} [dim]({fact.tag})[/dim]", fact.actor, style=style
        )
    out.print(table)
    out.print("\n[bold]As it stood then[/bold]")
    for name, value in found.state.items():
        out.print(f"  {name}: {value}", markup=False)
