"""Moments on the command line, and facts as people read them there."""

from datetime import datetime

import rich_click as click
from rich.table import Table

from store.application.audit.messages import FactView


class Instant(click.ParamType[datetime]):
    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no instant such as 2026-05-31T12:00:00Z", param, ctx)
        if instant.tzinfo is None:
            self.fail(f"{value!r} needs a time zone, such as the Z in 2026-05-31T12:00:00Z", param, ctx)
        return instant


class Moment(Instant):
    name = "version or instant"

    def convert(  # type: ignore[override]  # a version is an int
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | datetime:
        text = str(value)
        return int(text) if text.isascii() and text.isdecimal() else super().convert(value, param, ctx)


persons = click.option("--persons", is_flag=True, help="Open what belongs to persons; otherwise it stays sealed.")


def fact_table(facts: list[FactView], *, upto: int | None = None, about: bool = False) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("Version", "When", *(("About",) if about else ()), "What happened", "Why"):
        table.add_column(column, overflow="fold")
    for fact in facts:
        style = "dim" if upto is not None and fact.version > upto else None
        cells = [str(fact.version), f"{fact.recorded_at:%Y-%m-%d %H:%M:%S}", *([fact.kind] if about else [])]
        said = f"{_plain(fact.sentence)} [dim]({fact.tag})[/dim]"
        table.add_row(*cells, said, _plain(fact.reason or ""), style=style)
    return table


def _plain(text: str) -> str:
    return text.replace("[", r"\[")
