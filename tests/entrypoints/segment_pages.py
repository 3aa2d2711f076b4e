"""The pages of segments in the back office, each with what it shows."""

from uuid import UUID

from store.application.pricing.segments import ListedAccount, SegmentView
from store.domain.pricing.segment_events import Listed, OrdersFrom, SpentFrom
from store.domain.shared.ids import AccountId
from store.entrypoints.backoffice.segment_form import SEGMENT_KINDS, typed_of_segment
from store.entrypoints.backoffice.segments import SegmentRow
from store.entrypoints.shared.segment_forms import whom
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import LONG, NOW

YES, NO = True, False
FRIENDS = SegmentView(UUID(int=1), 4, "Friends of the house", Listed(), NO)
_ALL = (
    SegmentView(UUID(int=3), 4, LONG[:120], SpentFrom({"EUR": 50_000}), NO),
    SegmentView(UUID(int=2), 4, "<b>", OrdersFrom(5), NO), FRIENDS,
)
_OVER = SegmentView(UUID(int=4), 5, "Long ago", Listed(), YES)
_AROUND = {**BACK, "errors": {}, "kinds": SEGMENT_KINDS, "manages": YES}


def _sheet(it, accounts=(), **more):
    form = typed_of_segment(it, "EUR")
    return _AROUND | {"it": it, "whom": whom(it.rule), "accounts": list(accounts), "form": form} | more


SEGMENT_PAGES: dict[str, PAGE] = {
    "office-segments": ("backoffice/segments.html", {
        **_AROUND, "rows": [SegmentRow(it, whom(it.rule)) for it in _ALL], "form": {"kind": "listed"},
    }),
    "office-segments-none": ("backoffice/segments.html", {**_AROUND, "rows": [], "form": {}, "manages": NO}),
    "office-segments-refused": ("backoffice/segments.html", {
        **_AROUND, "rows": [], "form": {"kind": "spent", "spent": "much", "name": "<b>"},
        "errors": {"spent": "An amount such as 500.00, for whoever spent so much."},
    }),
    "office-segment": ("backoffice/segment.html", _sheet(
        FRIENDS, [ListedAccount(AccountId(UUID(int=10**30 + n)), NOW) for n in range(3)],
    )),
    "office-segment-nobody": ("backoffice/segment.html", _sheet(
        FRIENDS, errors={"account": "There is no such account. Its number stands in the address of its page."},
    )),
    "office-segment-rule": ("backoffice/segment.html", _sheet(_ALL[0], manages=NO)),
    "office-segment-ended": ("backoffice/segment.html", _sheet(_OVER)),
}
