"""Commands that move what is old out of the way of what is new."""

import rich_click as click
from msgspec import to_builtins
from rich.table import Table

from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json


@click.group()
def archive() -> None:
    """Pack what is old, so that what is new is found fast. Everything stays where people look for it."""


@archive.command()
@click.option("--before", type=click.IntRange(1970, 9999), metavar="YEAR", help="Archive the years before this one.")
@click.option("--look", is_flag=True, help="Change nothing: show what there is.")
@as_json
@pass_desk
def orders(desk: Desk, before: int | None, look: bool, as_json: bool) -> None:
    """Archive years of orders that are over: without --before as STORE_ARCHIVE_ORDERS_AFTER says.

    People go on reading and buying meanwhile. Breaking it off does no harm, and building the read model `orders` anew
    undoes it. Prints every year, how many orders it has, and the bytes that they and their indexes take up.
    """
    with desk.application() as shop:
        done = []
        for year in () if look else shop.archive_orders(before):
            done.append(year)
            if not as_json:
                console(stderr=True).print(f"{year} is archived.")
        found = shop.years_of_orders()
    if as_json:
        print_json({"archived": done, "years": to_builtins(found)})
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("Year", "Stands", "Orders", "Bytes", "Of indexes"):
        table.add_column(column, justify="left" if column in {"Year", "Stands"} else "right")
    for one in found:
        table.add_row(
            str(one.year), "archived" if one.archived else "as new", f"{one.orders:,}", f"{one.bytes:,}",
            f"{one.index_bytes:,}",
        )
    console().print(table)
