"""The page about the log itself, in each of its states."""

from datetime import timedelta
from uuid import UUID

from msgspec import structs

from store.application.audit.integrity import (
    Fault,
    FaultKind,
    Integrity,
    LastCheckpoint,
    Verification,
    Verified,
)
from store.entrypoints.backoffice.integrity import where
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import NOW

STREAM = UUID("0f3c1a52-77aa-5a55-9a4e-1f6a52c0d0e1")
SOUND = Verified(facts=41_003, streams=9_120, checkpoints=52, attested=40_991, faults=[])
DONE = Verification(
    id=UUID(int=1), whole=True, state="done", asked_at=NOW, checked=82_006, total=82_006, finished_at=NOW,
    checkpoint=52, result=SOUND, error=None,
)
RUNNING = structs.replace(DONE, state="running", checked=30_000, finished_at=None, result=None)
CHECKPOINT = LastCheckpoint(52, NOW - timedelta(minutes=3), "1-76349442", 40_991, 12)
FAULTS = [
    Fault(
        kind=FaultKind.REWRITTEN, stream=STREAM, version=2, position="1-7634944", of="order", name="HF-7Q2M-4KDX",
        words="order HF-7Q2M-4KDX, version 2, position 1-7634944: it was rewritten after it was signed, and the chain"
        " of its stream made to fit", checkpoint=3,
    ),
    Fault(
        kind=FaultKind.VANISHED, stream=STREAM, version=1, position="1-7634951", of="payment", exists=False,
        words=f"payment {STREAM}, version 1, position 1-7634951: the whole stream is gone", checkpoint=3,
    ),
    Fault(
        kind=FaultKind.CHECKPOINT_REMOVED, words="checkpoint 7: it was taken out of the database; the file outside"
        " still has it", checkpoint=7, exists=False,
    ),
]


def _page(integrity: Integrity) -> PAGE:
    return "backoffice/integrity.html", {**BACK, "integrity": integrity, "where": where}


INTEGRITY_PAGES: dict[str, PAGE] = {
    "office-integrity": _page(Integrity(None, DONE, DONE, CHECKPOINT)),
    "office-integrity-faults": _page(Integrity(
        None, structs.replace(DONE, result=structs.replace(SOUND, faults=FAULTS, more=3)), DONE, CHECKPOINT
    )),
    "office-integrity-running": _page(Integrity(RUNNING, DONE, DONE, CHECKPOINT)),
    "office-integrity-asked": _page(Integrity(
        structs.replace(RUNNING, state="asked", whole=False, total=0, checked=0), None, None, None
    )),
    "office-integrity-failed": _page(Integrity(
        None, structs.replace(DONE, state="failed", result=None, error="OperationalError: the server went away"),
        DONE, CHECKPOINT,
    )),
    "office-integrity-empty": _page(Integrity(None, None, None, None)),
}
