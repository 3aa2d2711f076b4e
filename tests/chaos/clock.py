"""What time the shop's processes believe it is. The database keeps the true one."""

import mmap
import shutil
import struct
import subprocess
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path


class Clock:
    """Turned by the test, seen by every process that was started with :attr:`environment`."""

    def __init__(self, folder: Path) -> None:
        self._says = folder / "clock"
        self._says.write_bytes(struct.pack("q", 0))
        self._library = folder / "clock.so"
        compiler = shutil.which("cc")
        self.turns = compiler is not None
        """Whether this machine can make the library: it needs a C compiler."""
        if compiler:
            source = Path(__file__).with_suffix(".c")
            subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", self._library, source], check=True)
        self.ahead = timedelta()

    def turn(self, ahead: timedelta) -> None:
        """Have every process be *ahead* of the true time from now on."""
        self.ahead = ahead
        with self._says.open("r+b") as file, mmap.mmap(file.fileno(), 8) as said:
            said[:] = struct.pack("q", round(ahead.total_seconds()))

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process needs to believe it."""
        return {"LD_PRELOAD": str(self._library), "CHAOS_CLOCK": str(self._says)} if self.turns else {}
