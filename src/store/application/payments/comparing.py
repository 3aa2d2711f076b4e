"""What doesn't agree between what a gateway moved and what the shop wrote down: nothing is asked here, or done."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from store.application.payments.findings import Finding, Wrong
from store.application.payments.statements import Movement, Ours, Taken
from store.domain.payments.payment import Stage
from store.domain.payments.refund import Progress
from store.domain.shared.ids import follow_up

MAY_STILL_COME: Final = timedelta(seconds=90)
"""For so long a movement may be on its way into the shop's own books, or a payment on its way to the gateway."""
_OPEN: Final = frozenset((Stage.PROCESSING, Stage.REQUIRES_ACTION, Stage.AUTHORISED))
_GIVEN_UP: Final = frozenset((Stage.DECLINED, Stage.LET_GO, Stage.LOST))
_ROOT: Final = UUID("6f3d5a0e-3c42-4b0f-9a55-0f7cb25a1d11")


def compared(
    method: str, movements: Sequence[Movement], ours: Mapping[str, Ours], taken: Sequence[Taken], now: datetime
) -> Iterator[Finding]:
    """What doesn't agree. What is young may still be on its way, one way or the other."""
    settled = [it for it in movements if it.at <= now - MAY_STILL_COME]
    for it in settled:
        known = ours.get(str(it.payment_id))
        wrong, repair = _of_refund(it, known) if it.refund else _of_payment(it, known)
        if wrong:
            yield Finding(
                follow_up(_ROOT, f"{method}/{it.reference}/{wrong}"), wrong, method, it.reference, it.at, it.payment_id,
                known.number if known else None, it.amount, known.taken if known else None, repair,
            )
    there = {it.payment_id for it in movements if it.went and not it.refund}
    for one in taken:
        if one.payment_id not in there:
            yield Finding(
                follow_up(_ROOT, f"{method}/{one.reference}/{Wrong.MISSING}"), Wrong.MISSING, method, one.reference,
                one.at, one.payment_id, None, None, one.amount,
            )


def _of_payment(it: Movement, known: Ours | None) -> tuple[Wrong | None, str]:
    if not it.went:
        return None, ""
    if known is None:
        return Wrong.UNKNOWN, ""
    if known.stage in _OPEN:
        return Wrong.ORPHAN, "adopt"
    if known.stage in _GIVEN_UP:
        return Wrong.ORPHAN, "give_back"
    return (None, "") if known.stage == Stage.CAPTURED and known.taken == it.amount else (Wrong.DIFFERENT, "")


def _of_refund(it: Movement, known: Ours | None) -> tuple[Wrong | None, str]:
    progress = known.refunds.get(it.refund_id) if known and it.refund_id else None
    if it.failed:
        return (Wrong.RETURNED, "") if progress == Progress.MADE else (None, "")
    if it.went and progress in {None, Progress.FAILED}:
        return Wrong.UNKNOWN_REFUND, ""
    return None, ""
