"""The back office's pages about erasures, each with what it shows."""

from datetime import timedelta
from uuid import UUID

from msgspec import structs

from store.application.privacy.proofs import FORM, Checked, Fault, Head, Proof, Removed, Unreadable
from store.application.privacy.views import ErasurePage, ErasureRow, ErasureView, PartView, Put
from store.domain.privacy.events import Because, LostKey
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import LONG, NOW
from tests.entrypoints.page_orders import history

ID, ACCOUNT, SUBJECT = (UUID(f"{n}f3c1a52-77aa-5a55-9a4e-1f6a52c0d0e1") for n in "012")
ROW = ErasureRow(ID, "account", ACCOUNT, "requested", NOW, NOW + timedelta(days=14))
ROWS = [
    ROW, *(
        structs.replace(ROW, id=UUID(int=20 + number), about=about, state=state, next_at=None)
        for number, (about, state) in enumerate((
            ("order", "deferred"), ("account", "under_way"), ("account", "completed"), ("order", "withdrawn"),
        ))
    ),
]
WAITING = [
    Put(SUBJECT, Because.RETENTION, NOW + timedelta(days=3900), "HF-7Q2M-4KDX"),
    Put(UUID(int=4), Because.OPEN_ORDER, None, "HF-9W5D-7PXY"), Put(UUID(int=5), Because.LEGAL_HOLD, None, None),
]
VIEW = ErasureView(
    ID, "account", ACCOUNT, None, "requested", "asked", f"By letter, {LONG}", NOW, NOW + timedelta(days=14), None, [],
    [], [], held=False,
)
KEYS = (LostKey(SUBJECT, "9f86d081884c7d659a2feaa0c55ad015"), LostKey(UUID(int=6), ""))
PROOF = Proof(
    FORM, ID, 1, "account", ACCOUNT, "asked", NOW, "1-79560704", KEYS, tuple(
        Unreadable(ACCOUNT, version, "1-79560704", tag, fields) for version, (tag, fields) in enumerate((
            ("identity/registered-1", ("email", "family_name", "given_name")),
            ("customers/address-added-1", ("address",)),
            ("notifications/phone-given-1", ("phone",)), ("privacy/erasure-requested-1", ("reason",)),
        ), 1)
    ), (Head(ACCOUNT, 9, "a46a3f5f" * 8),), (
        Removed("pictures", 4), Removed("read.person_grams", 61), Removed("read_kept.person_grams", 61),
        Removed("work.credentials", 1), Removed("work.idempotency", 0),
    ), (),
)
DONE = structs.replace(
    VIEW, state="deferred", keys=list(KEYS), waiting=WAITING, reason=None, held=True,
    parts=[PartView(1, NOW, 2, 4, PROOF.rows, PROOF.digest)],
)
SOUND = Checked(1, 2, 4, [])
WRONG = Checked(1, 2, 4, [
    Fault(1, f"the key of {SUBJECT} is there"), Fault(1, f"the chain of {ACCOUNT} is not the one that was proven"),
])


def _list(**more: object) -> PAGE:
    return "backoffice/erasures.html", {
        **BACK, "page": ErasurePage(ROWS, "next"), "filters": {"status": "", "cursor": ""}, "form": {}, "errors": {},
        "may_erase": True, **more,
    }


def _sheet(view: ErasureView, **more: object) -> PAGE:
    return "backoffice/erasure.html", {
        **BACK, "erasure": view, "proofs": [], "checked": None, "history": history(kind="erasure"), **more,
    }


ERASURE_PAGES: dict[str, PAGE] = {
    "erasures": _list(),
    "erasures-none": _list(page=ErasurePage([], None), filters={"status": "deferred", "cursor": ""}, may_erase=False),
    "erasures-refused": _list(
        form={"number": "X", "email": "nobody"}, errors={"email": "Write the address.", "sure": "Tick the box."},
    ),
    "erasure-requested": _sheet(VIEW),
    "erasure-proven": _sheet(DONE, proofs=[PROOF], checked=SOUND),
    "erasure-guest": _sheet(structs.replace(
        DONE, about="order", number="HF-7Q2M-4KDX", state="completed", completed_at=NOW, waiting=[], ground=None,
    ), proofs=[PROOF], checked=WRONG),
}
