"""A bell beside a socket: whoever listens to the socket hears it, too."""

import os
import select
from typing import Final

_READ: Final = 512


class Bell:
    """For one who listens to *socket* while others may have something for him that doesn't come over it."""

    def __init__(self, socket: int) -> None:
        self.socket: Final = socket
        self._ear, self._button = os.pipe()

    def ring(self) -> None:
        """Have whoever listens look again, now or as soon as he does."""
        os.write(self._button, b".")

    def wait(self, *, till_writable: bool = False) -> None:
        """Until there is something to be read, or the bell was rung, or, if *till_writable*, the socket takes more."""
        ears = select.poll()
        ears.register(self._ear, select.POLLIN)
        ears.register(self.socket, select.POLLIN | (select.POLLOUT if till_writable else 0))
        if any(heard == self._ear for heard, _ in ears.poll()):
            os.read(self._ear, _READ)

    def close(self) -> None:
        """Nobody may listen any more."""
        os.close(self._ear)
        os.close(self._button)
