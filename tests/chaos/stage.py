"""A shop whose every part can be got at: a Postgres and a Redis of the test's own, wires between all of them."""

import contextlib
import os
import shutil
import signal
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg

from store.adapters.drivers.embedded_postgres import EmbeddedPostgres, PostgresFailed
from store.adapters.drivers.process_tree import spawn, stop
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.chaos.clock import Clock
from tests.chaos.volume import Volume, volume
from tests.chaos.wire import Wire
from tests.race.busy_shop import KEY
from tests.servers import await_port, free_port, redis_program
from tests.serving import Serving

_SETTINGS = {"STORE_RATE_LIMIT_KEYS": KEY, "STORE_LOG_LEVEL": "error"}
SECONDS_TO_RECOVER = 90


class Stage:
    """The shop and what it stands on."""

    def __init__(self, disk: Volume, notes: Path) -> None:
        self.disk, self.folder = disk, disk.place / "data"
        self.clock = Clock(notes)
        port = free_port()
        self._postgres = EmbeddedPostgres(
            disk.place / "postgres", settings={"listen_addresses": "127.0.0.1", "port": str(port)}
        )
        self._redis_port, self._redis = free_port(), None
        self._shop_port = free_port()
        self.direct = f"postgresql://postgres@127.0.0.1:{port}/store"
        self.wires = {
            "database": Wire("database", port), "redis": Wire("redis", self._redis_port),
            "shop": Wire("shop", self._shop_port),
        }
        self.serving: Serving | None = None
        self._notes = notes

    @property
    def address(self) -> str:
        """Where customers come in: through a wire of their own."""
        return f"http://127.0.0.1:{self.wires['shop'].port}/api/v1"

    @property
    def books(self) -> Path:
        """What the sandbox gateway knows."""
        return self.folder / "sandbox" / "gateway.sqlite3"

    def open(self) -> None:
        """Start everything that isn't running."""
        self.start_postgres()
        self.start_redis()
        self.start_shop()

    def start_postgres(self) -> None:
        """Start Postgres; it may need a while to recover."""
        self._postgres.start()

    def postgres_runs(self) -> bool:
        """Whether the postmaster is still there."""
        return self._postgres.process is not None and self._postgres.process.poll() is None

    def stop_postgres(self, how: signal.Signals) -> None:
        """Send *how* to the postmaster and wait for its end."""
        process = self._postgres.process
        assert process is not None
        process.send_signal(how)
        process.wait(30)

    def start_redis(self) -> None:
        """Start Redis, with nothing in it."""
        command = [redis_program(), "--port", str(self._redis_port), "--bind", "127.0.0.1", "--save", ""]
        with (self._notes / "redis.log").open("ab") as log:
            self._redis = spawn(command, environment=os.environ, output=log)
        await_port(self._redis_port, self._redis)

    def kill_redis(self) -> None:
        """All that stood in it is gone."""
        assert self._redis is not None
        self._redis.kill()
        self._redis.wait()

    def start_shop(self) -> None:
        """`store serve`, seeing database and Redis through their wires, and the clock we turn."""
        through = {name: self.wires[name].port for name in ("database", "redis")}
        self.serving = Serving(
            self.folder, self._shop_port, **_SETTINGS, **self.clock.environment,
            STORE_DATABASE_URL=f"postgresql://postgres@127.0.0.1:{through['database']}/store",
            STORE_REDIS_URL=f"redis://127.0.0.1:{through['redis']}/0",
        )
        self.serving.opened()

    def kill_shop(self) -> None:
        """The supervisor goes; what it started goes with it."""
        assert self.serving is not None
        self.serving.process.kill()
        self.serving.process.wait()
        self.serving.log.close()

    def close(self) -> None:
        """End everything."""
        for wire in self.wires.values():
            wire.mend()
        if self.serving:
            self.serving.close()
        if self._redis:
            stop(self._redis, (signal.SIGTERM, 5))
        self._postgres.stop()
        for wire in self.wires.values():
            wire.close()

    def sells(self, **stock: int) -> None:
        """Put goods up for sale at 10 euros each, and wait until shoppers see them."""
        rows = tuple(
            ProductRow(key=sku, name=sku, brand="Chaos", category=("Chaos",), slug=sku.lower(),
                       variants=(VariantRow(sku, Money(1000, "EUR"), pieces),))
            for sku, pieces in stock.items()
        )
        with postgres_shop(Settings(database_url=self.direct, data_dir=self.folder)) as shop:
            shop.bus().do(ImportProducts(source="chaos", rows=rows), Caller(actor="system:chaos", correlation=uuid4()))
            shop.runner().catch_up()

    def answers(self) -> bool:
        """Whether a customer would find the shop open."""
        with contextlib.suppress(OSError), urllib.request.urlopen(
            f"http://127.0.0.1:{self.wires['shop'].port}/health/ready", timeout=5
        ) as answer:
            return answer.status == 200
        return False

    def recovered(self) -> None:
        """Return once the shop is open again, all by itself."""
        assert self.serving is not None
        self.serving.until(self.answers, "an open shop", SECONDS_TO_RECOVER)

    def backends(self) -> list[int]:
        """The process ids of Postgres' connections to the shop."""
        with psycopg.connect(self.direct, autocommit=True) as db:
            return [pid for (pid,) in db.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )]

    def restart_postgres(self, seconds: float = 30) -> None:
        """Start it until it stays: a disk that was full a moment ago may still refuse the first try."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return self.start_postgres()
            except PostgresFailed:
                if time.monotonic() > deadline:
                    raise


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """An open shop, and everything gone afterwards."""
    notes = Path(tempfile.mkdtemp(prefix="store-chaos-notes-"))
    try:
        with volume() as disk:
            shop = Stage(disk, notes)
            try:
                shop.open()
                yield shop
            finally:
                shop.close()
    finally:
        shutil.rmtree(notes)
