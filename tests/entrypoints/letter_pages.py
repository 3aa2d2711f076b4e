"""The back office's pages about letters, each with what it shows."""

from datetime import timedelta
from uuid import UUID

from msgspec import structs

from store.application.notifications.duties import DutyRow, DutyRows, State
from store.application.notifications.occasions import WAYS
from store.application.notifications.ports import Occasion
from store.application.processes.previewing_letters import LetterPreview
from store.domain.notifications.kinds import Channel
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import LONG, NOW

SENT = DutyRow(
    UUID(int=1), Occasion.CONFIRMED, UUID(int=8), UUID(int=9), State.SENT, NOW, 1, None, None, NOW, None, None,
)
FAILED = structs.replace(
    SENT, id=UUID(int=2), state=State.FAILED, tries=7, failed_at=NOW + timedelta(hours=2), kind=Occasion.SHIPPED_SMS,
    failure=f"NotTaken: The mail was not taken ({LONG}); it has to be tried again.",
)
ROWS = [
    SENT, FAILED, *(
        structs.replace(SENT, id=UUID(int=10 + number), kind=kind, state=state)
        for number, (kind, state) in enumerate(zip(Occasion, list(State) * 3, strict=False))
    ),
    structs.replace(SENT, id=UUID(int=3), state=State.DUE, again_at=NOW, again_by="staff:1"),
]
NONE = {"status": "", "cursor": ""}
LETTER_PAGES: dict[str, PAGE] = {
    "letters": ("backoffice/letters.html", {
        **BACK, "page": DutyRows(ROWS, "next", {State.FAILED: 1, State.DUE: 2}), "filters": NONE, "ways": WAYS,
    }),
    "letters-none": ("backoffice/letters.html", {
        **BACK, "page": DutyRows([], None, {}), "filters": {**NONE, "status": "failed"}, "ways": WAYS,
    }),
    "letter-templates": ("backoffice/letter_templates.html", {**BACK, "ways": WAYS}),
    "letter-template": ("backoffice/letter_template.html", {
        **BACK, "letter": LetterPreview(Occasion.CONFIRMED, Channel.EMAIL, "Your order", "<p>…</p>", "Thank you\n"),
    }),
    "letter-template-text": ("backoffice/letter_template.html", {
        **BACK, "letter": LetterPreview(Occasion.SHIPPED_SMS, Channel.SMS, "", "", "It is on its way"),
    }),
}
