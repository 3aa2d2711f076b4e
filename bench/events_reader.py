"""Tails the log in a process of its own while others write, and tells what it saw.

``python -m bench.events_reader URL``: reads until a line comes in, then what is left, then prints what it found.
"""

import json
import select
import sys
import time
from uuid import UUID

import psycopg

_PIECE = 5000
_NEXT = (
    "SELECT position, stream, version FROM log.events WHERE position > %s AND position < log.horizon()"
    " ORDER BY position LIMIT %s"
)


class Reader:
    """What was seen so far, below the horizon, by position alone."""

    def __init__(self, url: str) -> None:
        self._db = psycopg.connect(url, autocommit=True)
        self.at = self.seen = self.doubled = self.out_of_order = 0
        self._versions: dict[UUID, int] = {}

    def read(self) -> int:
        rows = self._db.execute(_NEXT, (self.at, _PIECE), prepare=True).fetchall()
        for position, stream, version in rows:
            self.doubled += position <= self.at
            self.out_of_order += version != self._versions.get(stream, 0) + 1
            self._versions[stream] = version
            self.at = position
        self.seen += len(rows)
        return len(rows)

    def told(self) -> dict[str, int]:
        ((there,),) = self._db.execute("SELECT count(*) FROM log.events").fetchall()
        return {
            "facts": there, "seen": self.seen, "missed": there - self.seen, "doubled": self.doubled,
            "out_of_order": self.out_of_order,
        }


def main() -> None:
    reader = Reader(sys.argv[1])
    while not select.select([sys.stdin], [], [], 0)[0]:
        if not reader.read():
            time.sleep(0.03)  # the pace at which projections look
    while reader.read():
        pass
    print(json.dumps(reader.told()))


if __name__ == "__main__":
    main()
