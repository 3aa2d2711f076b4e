"""Commands that bring goods in."""

import itertools
import sys
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from uuid import UUID, uuid4

import rich_click as click
from msgspec import Struct, to_builtins
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from store.application.processes.import_rows import Imported, ImportProducts
from store.application.shared.bus import Caller
from store.domain.shared.errors import StoreError, readable
from store.entrypoints.cli.checking_products import check_products
from store.entrypoints.cli.desk import Application, Desk, as_json, console, pass_desk, print_json
from store.entrypoints.cli.product_files import read_products
from store.entrypoints.cli.product_lines import BadLine, Prices

IMPORTER = "system:import"
_BATCH = 250
_MOST_TOLD = 20


class _Rate(click.ParamType[Decimal]):
    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            rate = Decimal(str(value))
        except InvalidOperation:
            rate = Decimal(0)
        if not (rate.is_finite() and rate > 0):
            self.fail(f"{value!r} is not a rate such as 0.92", param, ctx)
        return rate


class RowAstray(Struct, frozen=True):
    """A product that was taken in, and what of it doesn't fit the attributes of its category, by name."""

    line: int
    key: str
    faults: dict[str, str]


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", help="Where the goods come from; the same source and key is the same product."
              " [default: the file's name]")  # fmt: skip
@click.option("--stock", type=click.IntRange(0, 1_000_000), default=20, show_default=True,
              help="First stock of variants that say nothing of it.")  # fmt: skip
@click.option("--rate", type=_Rate(), help="What one unit of the file's currency is worth in the shop's."
              " Icecat's dollars count one to one without it.")  # fmt: skip
@click.option("--check", is_flag=True, help="Only read the file and say what is wrong with it.")
@as_json
@pass_desk
def import_products(
    desk: Desk, file: Path, source: str | None, stock: int, rate: Decimal | None, check: bool, as_json: bool
) -> None:
    """Take in products from FILE: JSON Lines or CSV, gzipped or not.

    The whole file is read and checked before anything changes. Importing it again changes only what differs.
    """
    prices = Prices(desk.currency(), rate, "; --rate converts it")
    source = source or file.name.split(".")[0]
    try:
        total = check_products(read_products(file, prices, stock), source)
    except BadLine as fault:
        raise click.ClickException(f"{file.name}, {str(fault).rstrip('.')}. Nothing was imported.") from fault
    if check:
        _answer(Imported(), total, as_json=as_json, checked_only=True)
        return
    import_id = uuid4()
    with desk.application() as shop:
        done, astray = _take_in(shop, file, prices, stock, source, total, quiet=as_json, import_id=import_id)
        shop.catch_up()
    _answer(done, total, as_json=as_json, checked_only=False, import_id=import_id, astray=astray)


def _take_in(
    shop: Application, file: Path, prices: Prices, stock: int, source: str, total: int, *, quiet: bool, import_id: UUID
) -> tuple[Imported, list[RowAstray]]:
    caller = Caller(actor=IMPORTER, correlation=import_id, reason=f"import of {source}")
    done, astray = Imported(), list[RowAstray]()
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console(stderr=True), disable=quiet or not sys.stderr.isatty(),
    ) as progress:  # fmt: skip
        task = progress.add_task("Importing", total=total)
        lines = read_products(file, prices, stock)
        while numbered := tuple(itertools.islice(lines, _BATCH)):
            batch = tuple(row for _, row in numbered)
            try:
                part = shop.do(ImportProducts(source=source, rows=batch), caller).outcome
            except StoreError as refused:
                raise click.ClickException(
                    f"{refused} So the products from {batch[0].key} to {batch[-1].key} were not taken in;"
                    " those before are."
                ) from refused
            done = Imported(
                done.listed + part.listed, done.revised + part.revised, done.unchanged + part.unchanged
            )
            line = {row.key: number for number, row in numbered}
            astray += [RowAstray(line[it.key], it.key, it.faults) for it in part.misfits]
            progress.advance(task, len(batch))
    return done, astray


def _answer(
    done: Imported, total: int, *, as_json: bool, checked_only: bool, import_id: UUID | None = None,
    astray: Sequence[RowAstray] = (),
) -> None:
    if as_json:
        told = {"import": str(import_id)} if import_id else {}
        rows = {"misfits": to_builtins(astray)}
        print_json({"products": total, **to_builtins(done), **rows, "checked_only": checked_only, **told})
    elif checked_only:
        console().print(f"[green]{total:,} products, nothing wrong with them.[/green]")
    else:
        console().print(
            f"[green]{total:,} products:[/green] {done.listed:,} new, {done.revised:,} changed,"
            f" {done.unchanged:,} as they were."
        )
        _tell_astray(astray)
        if done.listed + done.revised:
            console().print(f"To put them back: store undo-import {import_id}")


def _tell_astray(astray: Sequence[RowAstray]) -> None:
    if not astray:
        return
    many = "1 product says" if len(astray) == 1 else f"{len(astray):,} products say"
    console().print(f"[yellow]{many} what doesn't fit the attributes of their category.[/yellow]")
    for row in astray[:_MOST_TOLD]:
        said = "; ".join(f"{readable(name)}: {readable(words)}" for name, words in row.faults.items())
        console().print(f"  line {row.line} ({readable(row.key)}): {said}", markup=False, highlight=False)
    if len(astray) > _MOST_TOLD:
        console().print(f"  and {len(astray) - _MOST_TOLD:,} more, which --json tells")
    console().print("They were taken in as they are written, and the page of their category lists them.")
