"""The shop from its operator's desk: what the commands of ``store`` do, put together here."""

import os
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from store.entrypoints.cli.desk import Application, Check, Replayed, Setting
from store.entrypoints.wiring.reading_settings import default, examine, read_settings, shown, variable
from store.entrypoints.wiring.settings_guide import GUIDE


class OperatorsDesk:
    """A :class:`~store.entrypoints.cli.desk.Desk`. Each import waits until its command is called for."""

    def serve(self) -> int:
        from store.entrypoints.wiring.serve import serve

        return serve(read_settings())

    def http(self) -> int:
        from store.entrypoints.wiring.http_process import main
        from store.entrypoints.wiring.reachable_database import reachable_database

        with reachable_database(read_settings()) as settings:
            return main(settings)

    def background(self, parts: frozenset[str], only: frozenset[str] = frozenset()) -> int:
        from store.entrypoints.wiring.background_process import main
        from store.entrypoints.wiring.reachable_database import reachable_database

        with reachable_database(read_settings()) as settings:
            return main(settings, parts, only)

    def migrate(self) -> None:
        from store.entrypoints.wiring.migrate import migrate
        from store.entrypoints.wiring.reachable_database import reachable_database

        with reachable_database(read_settings()) as settings:
            migrate(settings)

    def roles_script(self) -> str:
        from store.entrypoints.wiring.migrate import roles_script

        return roles_script(read_settings())

    def settings(self) -> tuple[list[Setting], list[str]]:
        settings, faults = examine()
        return [
            Setting(
                variable=variable(field),
                value=shown(settings, field),
                default=default(field),
                unit=about.unit,
                what=about.what if not about.refused else f"{about.what} ({about.refused})",
                right=about.right,
                is_set=bool(os.environ.get(variable(field))),
            )
            for field, about in GUIDE.items()
            if not about.inside
        ], faults

    def wraps(self) -> Mapping[str, Any]:
        from store.entrypoints.wiring.keys import standing

        return standing(read_settings())

    def rewrap(self) -> Mapping[str, Any]:
        from store.entrypoints.wiring.keys import rewrap

        settings = read_settings()
        return rewrap(settings, settings.signing_secret())

    def checks(self) -> Iterable[Check]:
        from store.entrypoints.wiring.doctor import examine_installation

        return examine_installation()

    def currency(self) -> str:
        return read_settings().currency

    def replay(self, capsule: bytes) -> Replayed:
        from store.adapters.audit.capsule import from_text
        from store.entrypoints.wiring.replaying import replay

        return replay(from_text(capsule))

    def application(self) -> AbstractContextManager[Application]:
        from store.entrypoints.wiring.operating import opened

        return opened(read_settings())
