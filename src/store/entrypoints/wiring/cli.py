"""The command ``store``, put together: commands from ``entrypoints.cli``, the desk they work at from here."""

import sys
from typing import Final

import rich_click as click
from rich_click.utils import CommandGroupDict

from store import __version__
from store.adapters.audit.capsule import NotACapsule
from store.adapters.drivers.data_folder import InUse
from store.adapters.drivers.embedded_postgres import PostgresFailed
from store.adapters.drivers.granting import RolesMissing
from store.adapters.drivers.postgres_account import NoAccount
from store.adapters.privacy.master_key import AnotherSecret
from store.domain.shared.errors import StoreError
from store.entrypoints.cli import (
    archiving,
    capsules,
    catalogue,
    export,
    exporting_products,
    history,
    integrity,
    privacy,
    projections,
    running,
    secret,
    staff,
    stock,
    trying,
    undoing_imports,
    upkeep,
)
from store.entrypoints.wiring.desk import OperatorsDesk
from store.entrypoints.wiring.reading_settings import Misconfigured

WRONG_SETTINGS: Final = 2

_SECTIONS: Final[list[CommandGroupDict]] = [
    {"name": "Run the shop", "commands": ["serve", "http", "background", "projector", "worker", "scheduler"]},
    {"name": "Goods and facts", "commands": [
        "import", "undo-import", "export-products", "stock", "what-if", "staff", "history", "verify", "export",
        "capsule", "replay", "projections", "privacy",
    ]},
    {"name": "Look after it", "commands": ["migrate", "archive", "doctor", "config", "secret"]},
]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.rich_config(help_config={"command_groups": {"store": _SECTIONS}, "max_width": 100})
@click.version_option(__version__, prog_name="store")
@click.pass_context
def store(context: click.Context) -> None:
    """An online shop in which every figure can be traced to the facts behind it.

    `store serve` runs all of it. Settings are STORE_* variables; `store config` lists them.
    """
    context.obj = context.obj or OperatorsDesk()


_COMMANDS: Final = [
    *(running.serve, running.http, running.background, running.projector, running.worker, running.scheduler),
    *(capsules.capsule, capsules.replay),
    *(catalogue.import_products, undoing_imports.undo_import, exporting_products.export_products),
    *(history.history, integrity.verify, projections.projections, staff.staff),
    *(privacy.privacy, stock.stock, trying.what_if),
    *(export.export, upkeep.migrate, archiving.archive, upkeep.doctor, upkeep.config, secret.secret),
]
for command in _COMMANDS:
    store.add_command(command)


def main() -> None:
    """Run ``store``. Foreseeable failures are sentences, not tracebacks."""
    try:
        store(prog_name="store")
    except Misconfigured as wrong:
        _complain(wrong.faults)
        sys.exit(WRONG_SETTINGS)
    except (AnotherSecret, InUse, PostgresFailed, NoAccount, RolesMissing, NotACapsule, StoreError) as reason:
        _complain([str(reason)])
        sys.exit(1)


def _complain(sentences: list[str]) -> None:
    for sentence in sentences:
        click.secho(f"store: {sentence}", fg="red", err=True)


if __name__ == "__main__":
    main()
