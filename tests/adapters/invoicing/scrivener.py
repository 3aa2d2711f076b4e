"""A process that writes papers until somebody kills it: its arguments are the database and where its files are."""

import sys
from functools import partial
from pathlib import Path

from projections.invoicing.owed import owed_papers
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.invoicing import Scrivener

if __name__ == "__main__":
    settings = Settings(database_url=sys.argv[1], data_dir=Path(sys.argv[2]), demo=False, log_level="error")
    with postgres_shop(settings) as shop:
        bus = shop.bus()

        class Telling:
            """Says after each few papers that there are more."""

            def do_all(self, wishes):
                for first in range(0, len(wishes), 3):
                    done = [*bus.do_all(wishes[first:first + 3])]
                    sys.stdout.write(f"{done}\n")
                    sys.stdout.flush()
                    yield from done

        while True:
            Scrivener(partial(owed_papers, pool=shop.pool()), Telling(), ahead=shop.journal().ahead)()
