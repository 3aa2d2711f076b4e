"""The pages of the stock room, each with what it shows."""

from store.application.inventory.locations import LocationView, PiecesThere
from store.application.inventory.messages import LocationLevel, StockLevel, StockPage, StockRow
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.ids import Sku
from store.entrypoints.backoffice.locations import PlaceRow
from store.entrypoints.backoffice.stock_file import Shown
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import LONG
from tests.entrypoints.page_orders import history

SHED, LOFT = LocationCode("SHED"), LocationCode("LOFT-2")
_PLACES = [
    LocationView(MAIN, "Main", 1, "1 Main Street, Dublin", open=True),
    LocationView(SHED, LONG[:60], 2, "", open=True), LocationView(LOFT, "The loft", 3, "", open=False),
]
_LEVELS = (
    LocationLevel(MAIN, 1_200, 2, 1_198), LocationLevel(SHED, 34, 34, 0, 3, low=True), LocationLevel(LOFT, 2, 0, 2),
)
_SHEET = {
    **BACK, "press": "p", "moment": None, "history": history(kind="inventory"), "act": "", "form": {}, "errors": {},
    "places": _PLACES[:1], "known": {},
}
_SEVERAL = {
    **_SHEET, "places": _PLACES, "known": {at.location: at for at in _LEVELS},
    "level": StockLevel(Sku("MUG-SAG-S"), 1_236, 36, 1_200, locations=_LEVELS),
}
_FILE = {**BACK, "moment": None, "done": 0, "csv": "", "key": "", "was_done": False}
STOCK_PAGES: dict[str, PAGE] = {
    "office-stock-sheet": ("backoffice/stock_sheet.html", {
        **_SHEET, "level": StockLevel(Sku("MUG-SAG-S"), 12, 2, 10),
    }),
    "office-stock-sheet-vendor": ("backoffice/stock_sheet.html", {
        **_SHEET, "level": StockLevel(Sku("MUG-SAG-S"), 12, 2, 10), "rail": {"products", "stock"},
        "may_look_back": False,
    }),
    "office-stock-sheet-low": ("backoffice/stock_sheet.html", {
        **_SHEET, "level": StockLevel(Sku(LONG.upper().replace(" ", "-")[:60]), 3, 3, 0, 9, 5, low=True),
        "act": "adjust", "form": {"pieces": "0", "reason": ""},
        "errors": {"pieces": "Write how many pieces: a whole number from 1 to 1,000,000.", "reason": "Say why."},
    }),
}
STOCK_PAGES |= {
    "office-stock-sheet-several": ("backoffice/stock_sheet.html", _SEVERAL),
    "office-stock-sheet-moving": ("backoffice/stock_sheet.html", {
        **_SEVERAL, "act": "transfer", "form": {"quantity": "", "origin": "SHED", "destination": "MAIN"},
        "errors": {"quantity": "Write how many came in: a whole number from 1 to 1,000,000.", "reason": "Say why."},
    }),
    "office-stock-several": ("backoffice/stock.html", {
        **BACK, "moment": None, "press": "p", "open": None, "act": None, "form": {}, "errors": {}, "arranges": True,
        "filters": {"q": "", "low": False, "cursor": ""}, "page": StockPage([
            StockRow(Sku("MUG-SAG-S"), "Harbour mug", "harbour-mug", {}, 1_236, 36, 1_200, locations=list(_LEVELS)),
            StockRow(Sku("MUG-SAG-M"), LONG, "harbour-mug", {}, 4, 0, 4, 5, low=True),
        ], None),
    }),
    "office-locations": ("backoffice/locations.html", {
        **BACK, "form": {}, "errors": {}, "place": "", "places": [
            PlaceRow(it, PiecesThere(it.code, n, n * 40, n * 2), it.code == MAIN)
            for it, n in zip(_PLACES, (30, 2, 0), strict=True)
        ],
    }),
    "office-locations-wrong": ("backoffice/locations.html", {
        **BACK, "form": {"code": "a b", "name": "", "priority": "0"}, "place": "",
        "errors": {"code": "Up to 20 letters, digits and dashes, such as SHED.", "priority": "A whole number from 1."},
        "places": [PlaceRow(_PLACES[0], PiecesThere(MAIN, 30, 1_200, 60), stays=True)],
    }),
    "office-stock-file": ("backoffice/stock_file.html", {**_FILE, "rows": []}),
    "office-stock-file-tried": ("backoffice/stock_file.html", {
        **_FILE, "done": 2, "csv": "sku,on_hand\r\nMUG,3\r\n", "key": "k",
        "rows": [
            Shown(2, "MUG-SAG-S", "done", 12, 40, ""), Shown(3, "MUG-SAG-M", "unchanged", 4, 4, ""),
            Shown(4, "", "refused", None, None, "No SKU stands in it."),
            Shown(5, LONG.upper()[:60], "refused", 9, None, "9 of them are promised to orders.", "SHED"),
        ],
    }),
    "office-stock-file-done": ("backoffice/stock_file.html", {
        **_FILE, "was_done": True, "rows": [Shown(2, "MUG-SAG-S", "done", None, 40, "")],
    }),
}
