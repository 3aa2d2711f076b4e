"""One OpenSearch node for a whole run of tests, however many workers there are."""

import fcntl
import os
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.servers import free_port

HERE = Path(__file__).parent
JARS = HERE.parents[1] / "build/opensearch/lib"
PATIENCE = 180
"""Seconds: a node begins slowly, and so much slower where others work."""


def shared_node(folder: Path) -> str:
    """The address of a real node: the one that ``TEST_OPENSEARCH_URL`` names, else one of our own.

    The first worker to come starts it; it ends by itself when the run does. *folder* is one that all workers know.
    """
    if given := os.environ.get("TEST_OPENSEARCH_URL"):
        return given
    java = shutil.which("java")
    if java is None or not JARS.is_dir():
        pytest.skip("no OpenSearch node: `make opensearch-jars` fetches one (needs Maven and a JDK)")
    with (folder / "opensearch.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = folder / "opensearch.url"
        if not known.exists():
            known.write_text(_start(java, folder))
        return known.read_text()


def _start(java: str, folder: Path) -> str:
    port, log = free_port(), (folder / "opensearch.log")
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    with log.open("wb") as output:
        node = subprocess.Popen(
            [java, "-Xms512m", "-Xmx512m", "-cp", f"{JARS}/*", str(HERE / "Node.java"), str(port),
             str(folder / "opensearch"), str(run)],
            stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True,
        )
    url, deadline = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
    while time.monotonic() < deadline and node.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=yellow", timeout=5):  # noqa: S310 - our own node
                node.returncode = 0  # it ends with the run, not with this worker: nobody is to wait for it
                return url
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no OpenSearch node: {log.read_text()[-2000:]}")
