"""Imports of files, put together: how they are read, and what works on them."""

import gzip
import io
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from store.application.catalogue.import_ports import ImportJob, Imports, UnreadableFile
from store.application.processes.importing_files import FileLine
from store.application.processes.standing_rights import StandingRights
from store.entrypoints.cli.checking_products import Check
from store.entrypoints.cli.product_files import read_each
from store.entrypoints.cli.product_lines import BadLine, Prices
from store.entrypoints.workers.importer import Importer
from store.entrypoints.workers.patience import patiently
from store.entrypoints.workers.pulse import Pulse

UNPACKED: Final = 100_000_000
"""Bytes of a file, whatever it was packed to."""
MOST_ROWS: Final = 100_000
IDLE: Final = 1.0
KEPT: Final = timedelta(days=90)
UNCONFIRMED: Final = timedelta(days=7)
"""Files that were looked through wait for so long to be taken in."""
_LAPSED: Final = "Nobody took it in within seven days, so the file was deleted. Send it again."


class ProductFileReader:
    """A :class:`~store.application.processes.importing_files.FileReader`: files as ``store import`` takes them."""

    def __init__(self, currency: str) -> None:
        self._prices = Prices(currency, None)

    def read(self, job: ImportJob, data: bytes) -> Iterator[FileLine]:
        """A file that is unpacked to more than anybody means to send is none."""
        check = Check(job.source)
        name = job.file.lower().removesuffix(".gz")
        with tempfile.TemporaryDirectory(prefix="store-import-") as folder:
            path = Path(folder) / f"products{name[name.rindex('.'):]}"
            path.write_bytes(unpacked(data) if job.file.lower().endswith(".gz") else data)
            try:
                for count, (line, row) in enumerate(read_each(path, self._prices, job.stock)):
                    if count == MOST_ROWS:
                        raise UnreadableFile(f"A file has {MOST_ROWS:,} products at most. Send it in parts.")
                    if isinstance(row, str):
                        yield FileLine(line, fault=row)
                    else:
                        yield FileLine(line, row, check.fault_of(line, row))
            except BadLine as fault:
                raise UnreadableFile(f"{str(fault).rstrip('.')}.") from fault


def unpacked(data: bytes) -> bytes:
    """What was packed, a piece at a time: a small file may claim to be a very large one.

    :raises UnreadableFile: if it does, or is damaged.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            plain = file.read(UNPACKED + 1)
    except (OSError, EOFError) as fault:
        raise UnreadableFile("The file is damaged, or not packed with gzip.") from fault
    if len(plain) > UNPACKED:
        raise UnreadableFile(f"Unpacked, the file is larger than {UNPACKED // 1_000_000} MB.")
    return plain


def importer(shop: Any, currency: str) -> Importer:
    """What works on the imports of *shop*."""
    rights = StandingRights(shop.journal())
    return Importer(shop.bus(), shop.imports(), ProductFileReader(currency), rights, shop.clock())


def forget_imports(imports: Imports, now: datetime) -> None:
    """Old ones, and the files of those that nobody began."""
    imports.lapse(now - UNCONFIRMED, _LAPSED)
    imports.forget(now - KEPT)


def import_files(shop: Any, currency: str, passing: tuple[type[Exception], ...], pulse: Pulse) -> None:
    """Work on imports until the process ends."""
    step = partial(importer(shop, currency).next, passing)
    patiently("imports", lambda: 0.0 if step() else IDLE, passing, pulse.halt, pulse.resting())
