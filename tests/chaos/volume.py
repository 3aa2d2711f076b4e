"""A small disk that can be filled, where the machine allows it."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

MEGABYTES = 700


class Volume:
    """A folder, on a disk of its own if *small*."""

    def __init__(self, place: Path, *, small: bool) -> None:
        self.place, self.small = place, small
        self._ballast = place / "ballast"

    def fill(self, leave: int = 0) -> None:
        """Take all the room there is but *leave* bytes."""
        piece = bytes(1 << 20)
        with self._ballast.open("wb", buffering=0) as ballast:
            with contextlib.suppress(OSError):  # that there is no more room is the aim
                while ballast.write(piece) == len(piece):
                    pass
            ballast.truncate(max(0, ballast.tell() - leave))

    def free(self) -> None:
        """Give it back."""
        self._ballast.unlink(missing_ok=True)


@contextlib.contextmanager
def volume() -> Iterator[Volume]:
    """A disk in memory where one may be mounted, else a folder like any other."""
    place = Path(tempfile.mkdtemp(prefix="store-chaos-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", str(place)]
    small = os.geteuid() == 0 and not subprocess.run(mount, check=False, capture_output=True).returncode
    try:
        yield Volume(place, small=small)
    finally:
        if small:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
        shutil.rmtree(place)
