"""A writer that is slow, changes its mind and gets killed: facts written beside all the others.

``python -m bench.events_trouble URL``: writes until somebody kills it.
"""

import random
import sys
import time
from uuid import uuid4

import psycopg

from store.adapters.drivers.eventlog.insertion import APPENDED, LAST, rows
from store.adapters.drivers.eventlog.rows import Fact

MIND_CHANGED = 0.4


def main() -> None:
    with psycopg.connect(sys.argv[1], autocommit=True) as db:
        while True:
            stream = uuid4()
            with db.transaction() as transaction:
                facts = [Fact(stream, n, "bench/trouble-1", b"{}", b"{}", b"-") for n in range(1, random.randint(2, 6))]
                db.execute(APPENDED + LAST, rows(facts))
                time.sleep(random.random() * 0.02)
                if random.random() < MIND_CHANGED:
                    raise psycopg.Rollback(transaction)
            time.sleep(0.01)


if __name__ == "__main__":
    main()
