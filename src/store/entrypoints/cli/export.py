"""``store export``: documented views and facts as files."""

import json
import sys
from datetime import datetime
from pathlib import Path

import rich_click as click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from store.application.insight.messages import Format
from store.entrypoints.cli.desk import Desk, console, pass_desk

_FORMATS = [str(format) for format in Format]


@click.command()
@click.argument("view")
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="Kind of file; by default, what FILE ends in.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), required=True,
              help="File to write; - writes to standard output.")
@click.option("--from", "from_", metavar="POSITION", help="Facts alone: from this position on.")
@click.option("--to", metavar="POSITION", help="Facts alone: up to this position, itself included.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"]), metavar="DATE",
              help="Facts alone: recorded at this instant of UTC or later.")
@click.option("--json", "as_json", is_flag=True, help="Say in JSON what was written.")
@pass_desk
def export(
    desk: Desk, view: str, format_: str | None, out: Path, from_: str | None, to: str | None, since: datetime | None,
    as_json: bool,
) -> None:
    """Write VIEW, or all facts (VIEW is `facts`), into a file, as they stand at one instant.

    Amounts are whole numbers of the smallest coin beside their currency; in CSV a text that a spreadsheet would take
    for a formula gets an apostrophe before it. Views and their columns are in docs/schema.md.
    """
    chosen = format_ or out.suffix.lstrip(".").lower()
    if chosen not in _FORMATS:
        raise click.UsageError(f"Say which kind of file it is to be: --format {'|'.join(_FORMATS)}.")
    with desk.application() as shop, Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console(stderr=True),
        disable=not sys.stderr.isatty(), transient=True,
    ) as progress:
        task = progress.add_task(view, total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        done = shop.export(
            view, Format(chosen), None if str(out) == "-" else out, from_=from_, to=to, since=since, told=told
        )
    said = {"view": view, "format": chosen, "out": str(out), "rows": done.rows, "next": done.next}
    if as_json:
        print(json.dumps(said), file=sys.stderr if str(out) == "-" else sys.stdout)
    else:
        more = f" The next facts begin with --from {done.next}." if done.next else ""
        console(stderr=True).print(f"[green]{done.rows:,} rows of {view} in {out}.[/green]{more}")
