"""What proofs cost: a whole log signed at once, verified from the first fact on, and verified from its newest part on.

    python -m bench.proofs [--events 1000000]

The log is that of `bench.projections`: facts of orders, encoded, sealed and hashed as the shop does it.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.projections import fill, measured
from store.adapters.audit.verifier import Verifier
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.adapters.drivers.eventlog.checkpoint_files import CheckpointFiles
from store.adapters.drivers.eventlog.notary import Notary
from store.adapters.drivers.pools import pool
from store.adapters.drivers.world import SystemClock
from store.application.audit.integrity import Verified
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings

RESULTS = Path(__file__).parent / "results" / "proofs.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    events: int = parser.parse_args().events
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="store-bench-"))
        stack.callback(shutil.rmtree, folder)
        url = stack.enter_context(EmbeddedPostgres(folder / "postgres")).url()
        migrate(Settings(database_url=url, data_dir=folder))
        db = stack.enter_context(closing(psycopg.connect(url, autocommit=True)))
        fill(events, db)
        db.execute("VACUUM ANALYZE log.events")
        found = prove(url, folder / "checkpoints", events, stack)
    for name, figure in found.items():
        print(f"{name:<24} {figure}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1))


def prove(url: str, folder: Path, events: int, stack: ExitStack) -> dict[str, Any]:
    """Sign all there is, verify all of it, then what came after the last checkpoint but one."""
    key, files, clock = Ed25519PrivateKey.generate(), CheckpointFiles(folder), SystemClock(ZoneInfo("UTC"))
    notary = Notary(stack.enter_context(pool(url, 2)), key, files, clock)
    verifier = Verifier(url, files, key.public_key(), {})
    answers: list[tuple[Verified, int | None]] = []
    made: list[int] = []
    signed = measured(lambda: made.append(notary.sign(at_once=True)))
    before = _megabytes()
    verified = measured(lambda: answers.append(verifier.verify()))
    grown = _megabytes() - before
    last = answers[0][1] or 0
    newest = measured(lambda: answers.append(verifier.verify(since=last - 1)))
    whole = answers[0][0]
    if whole.faults or whole.facts != events:
        raise SystemExit(f"not what was written: {whole}")
    return {
        "facts": whole.facts, "streams": whole.streams, "checkpoints": made[0], "signed_s": round(signed, 1),
        "verified_s": round(verified, 1), "verified_facts_a_second": round(events / verified),
        "newest_checkpoint_s": round(newest, 2), "memory_grown_mb": round(grown), "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(), "cores": os.cpu_count(),
    }


def _megabytes() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
