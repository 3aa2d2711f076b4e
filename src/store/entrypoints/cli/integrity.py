"""The command that says whether the log is what was written."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import rich_click as click
from msgspec import to_builtins
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from store.application.audit.integrity import Verified
from store.entrypoints.cli.desk import Desk, as_json, console, pass_desk, print_json


@click.command()
@click.option("--since-last", is_flag=True, help="Read only what came after the last checkpoint found true.")
@as_json
@pass_desk
def verify(desk: Desk, since_last: bool, as_json: bool) -> None:
    """Compare the log with the chains of hashes in it and with the checkpoints signed about it.

    The first fault is the one to look at: it names the thing, the version and the position. Exit code 1 if
    anything is wrong.
    """
    with desk.application() as shop, _bar(shown=not as_json) as progress:
        found = shop.verify(whole=not since_last, progress=progress)
    if as_json:
        print_json(to_builtins(found))
    else:
        _say_what_was_found(found)
    sys.exit(1 if found.faults else 0)


def _say_what_was_found(found: Verified) -> None:
    out = console()
    for fault in found.faults:
        out.print(f"[red]{fault.kind}[/red]: {fault.words}")
    if found.more:
        out.print(f"[red]and {found.more:,} more[/red]")
    faults = len(found.faults) + found.more
    held = f"{found.attested:,} of them under {found.checkpoints:,} signed checkpoints"
    out.print(
        f"{found.facts:,} facts in {found.streams:,} streams, {held}, {faults:,} faults.",
        style="red" if faults else "green",
    )


@contextmanager
def _bar(*, shown: bool) -> Iterator[Callable[[int, int], None]]:
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console(stderr=True), disable=not shown or not sys.stderr.isatty(),
    ) as progress:  # fmt: skip
        task = progress.add_task("Reading each fact twice", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
