"""The pages of the stock room, each with what it shows."""

from store.application.inventory.messages import StockLevel
from store.domain.shared.ids import Sku
from store.entrypoints.backoffice.stock_file import Shown
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import LONG
from tests.entrypoints.page_orders import history

_SHEET = {**BACK, "moment": None, "history": history(kind="inventory"), "act": "", "form": {}, "errors": {}}
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
    "office-stock-file": ("backoffice/stock_file.html", {**_FILE, "rows": []}),
    "office-stock-file-tried": ("backoffice/stock_file.html", {
        **_FILE, "done": 2, "csv": "sku,on_hand\r\nMUG,3\r\n", "key": "k",
        "rows": [
            Shown(2, "MUG-SAG-S", "done", 12, 40, ""), Shown(3, "MUG-SAG-M", "unchanged", 4, 4, ""),
            Shown(4, "", "refused", None, None, "No SKU stands in it."),
            Shown(5, LONG.upper()[:60], "refused", 9, None, "9 of them are promised to orders."),
        ],
    }),
    "office-stock-file-done": ("backoffice/stock_file.html", {
        **_FILE, "was_done": True, "rows": [Shown(2, "MUG-SAG-S", "done", None, 40, "")],
    }),
}
