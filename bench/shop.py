"""A `store serve` to measure, filled with a number of goods, and the bare route to compare it with."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.goods import write
from bench.load import KEY

API = "/api/v1"


class Shop:
    """One `store serve`, filled with a number of goods."""

    def __init__(self, products: int, keep: Path | None) -> None:
        self.products = products
        self._kept = keep is not None
        self.place = keep / f"{products}" if keep else Path(tempfile.mkdtemp(prefix="store-bench-"))
        self.place.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("STORE_")},
            "STORE_DATA_DIR": str(self.place / "data"), "STORE_PORT": str(self.port), "STORE_DEMO": "0",
            "STORE_RATE_LIMIT_KEYS": KEY,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise LookupError("not started")
        return self._process.pid

    def start(self) -> float:
        """Seconds until it answers that it is ready."""
        began = time.perf_counter()
        with (self.place / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "store.entrypoints.wiring.cli", "serve"], env=self._environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )
        await_ready(self.port, self._process)
        return time.perf_counter() - began

    @property
    def is_filled(self) -> bool:
        return (self.place / "filled").exists()

    def fill(self) -> float:
        """Seconds until all goods are imported and stand in lists."""
        goods = self.place / "goods.jsonl"
        write(self.products, goods)
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "store.entrypoints.wiring.cli", "import", str(goods)], env=self._environment,
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        while not is_there(self.port, f"{API}/products/bench-{self.products - 1}"):
            time.sleep(0.2)
        (self.place / "filled").touch()
        return time.perf_counter() - began

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)

    def clear(self) -> None:
        self.stop()
        if not self._kept:
            shutil.rmtree(self.place)


@contextmanager
def ceiling(body: bytes) -> Iterator[tuple[int, int]]:
    """Port and process id of the bare route."""
    port = free_port()
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        process = subprocess.Popen([sys.executable, "-m", "bench.ceiling", str(port), file.name])
        try:
            await_ready(port, process, "/")
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def read(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        body: bytes = answer.read()
        return body


def is_there(port: int, path: str) -> bool:
    with suppress(urllib.error.HTTPError):
        return bool(read(port, path))
    return False


def await_ready(port: int, process: subprocess.Popen[bytes], path: str = "/health/ready") -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            read(port, path)
            return
        time.sleep(0.02)
    raise TimeoutError(f"nothing answers on port {port}")
