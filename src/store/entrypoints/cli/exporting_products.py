"""``store export-products``: goods as a file that ``store import`` takes again."""

import sys
from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from store.application.catalogue.exporting import ExportProducts
from store.entrypoints.cli.desk import Application, Desk, as_json, console, pass_desk, print_json
from store.entrypoints.shared.product_lines import FORMS, heading, lines


@click.command("export-products")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--format", "form", type=click.Choice(list(FORMS)), help="By default, what FILE ends in.")
@as_json
@pass_desk
def export_products(desk: Desk, file: Path, form: str | None, as_json: bool) -> None:
    """Write all products that are for sale into FILE: JSON Lines or CSV, - for standard output.

    Importing the file changes only what was changed in it. In CSV a cell that a spreadsheet would take for a formula
    gets an apostrophe before it, which the import takes off.
    """
    chosen = form or file.suffix.lstrip(".").lower()
    if chosen not in FORMS:
        raise click.UsageError(f"Say which kind of file it is to be: --format {'|'.join(FORMS)}.")
    count = 0
    with desk.application() as shop:
        out = sys.stdout.buffer if str(file) == "-" else file.open("wb")
        try:
            out.write(heading(chosen))
            for number, part in _parts(shop, chosen):
                count += number
                out.write(part)
        finally:
            out.flush() if out is sys.stdout.buffer else out.close()
    if as_json:
        print_json({"products": count, "format": chosen, "out": str(file)})
    elif str(file) != "-":
        console(stderr=True).print(f"[green]{count:,} products in {file}.[/green]")


def _parts(shop: Application, form: str) -> Iterator[tuple[int, bytes]]:
    cursor = None
    while True:
        page = shop.ask(ExportProducts(cursor=cursor))
        yield len(page.items), lines(form, page.items)
        cursor = page.next_cursor
        if cursor is None:
            return
