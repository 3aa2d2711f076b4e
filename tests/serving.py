"""A whole shop as a process tree, started by tests and watched from outside."""

import contextlib
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from tests import servers

SECONDS_TO_OPEN, SECONDS_TO_CLOSE = 60, 10


class Serving:
    """One `store serve`, watched from outside."""

    def __init__(self, folder, port, **settings):
        self.folder, self.port = folder, port
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115  # lives as long as the process
        known = {"STORE_DATA_DIR": str(folder), "STORE_PORT": str(port), "STORE_DEMO": "0"}
        self.process = servers.store("serve", output=self.log, **known | settings)

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def until(self, condition, what, seconds=SECONDS_TO_OPEN):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := condition():
                return found
            time.sleep(0.05)
        raise AssertionError(f"{what}: not within {seconds} s. It said:\n{self.said()}")

    def opened(self):
        self.until(lambda: "is open" in self.said() or self.process.poll() is not None, "an open shop")
        assert "is open" in self.said(), self.said()
        return self

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def tree(self):
        """Process ids of everything below, itself first."""
        found = [self.process.pid]
        for pid in found:
            found += children(pid)
        return found

    def part(self, name):
        return next((pid for pid in self.tree() if name in command(pid)), None)

    def ended(self, seconds=SECONDS_TO_CLOSE):
        return self.process.wait(seconds)

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(2 * SECONDS_TO_CLOSE)
            self.process.kill()
        self.process.wait()
        self.log.close()


def children(pid):
    with contextlib.suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def command(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def alive(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    return False


def await_end(pids, seconds=5):
    deadline = time.monotonic() + seconds
    while left := [command(pid) for pid in pids if alive(pid)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
