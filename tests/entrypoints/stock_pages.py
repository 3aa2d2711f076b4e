"""The pages of the stock room, each with what it shows."""

from store.application.inventory.messages import StockLevel
from store.domain.shared.ids import Sku
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import LONG
from tests.entrypoints.page_orders import history

_SHEET = {**BACK, "moment": None, "history": history(kind="inventory"), "act": "", "form": {}, "errors": {}}
STOCK_PAGES: dict[str, PAGE] = {
    "office-stock-sheet": ("backoffice/stock_sheet.html", {
        **_SHEET, "level": StockLevel(Sku("MUG-SAG-S"), 12, 2, 10),
    }),
    "office-stock-sheet-low": ("backoffice/stock_sheet.html", {
        **_SHEET, "level": StockLevel(Sku(LONG.upper().replace(" ", "-")[:60]), 3, 3, 0, 9, 5, low=True),
        "act": "adjust", "form": {"pieces": "0", "reason": ""},
        "errors": {"pieces": "Write how many pieces: a whole number from 1 to 1,000,000.", "reason": "Say why."},
    }),
}
