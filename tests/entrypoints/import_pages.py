"""Pages of imports: nothing yet, many, and one in each of its states."""

from uuid import UUID

from store.application.catalogue.imports import BUSY, FileImport, ImportRow, ImportRows, ImportState, RowResult
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import LONG, NOW

_RESULTS = {"new": 1201, "changed": 34, "same": 9, "refused": 2}


def _one(state, results, reached=0, error=""):
    return FileImport(
        UUID(int=len(state.value)), "autumn-2026.csv", "Kiln & Sons", state, NOW, sum(results.values()), reached,
        results, error,
    )


_ROWS = [
    ImportRow(2, "mug", "Harbour mug", RowResult.NEW), ImportRow(3, "bowl", LONG, RowResult.CHANGED),
    ImportRow(4, "cup", "Cup", RowResult.SAME),
    ImportRow(5, "saucer", "Saucer", RowResult.REFUSED, "the SKU 'SAUCER' is used on line 3 already"),
    ImportRow(6, "", "", RowResult.REFUSED, "'dear' is no amount"),
]
_BACK_AGAIN = [
    ImportRow(2, "mug", "Harbour mug", RowResult.TAKEN_OUT), ImportRow(3, "bowl", LONG, RowResult.AS_BEFORE),
    ImportRow(4, "cup", "Cup", RowResult.STAYED),
]


def _page(state, results, rows, **more):
    found = _one(state, results, **more)
    return ("backoffice/product_import.html", {
        **BACK, "found": found, "page": ImportRows(rows, "6" if rows else None), "busy": found.state in BUSY,
        "filters": {"result": "", "cursor": ""},
    })


IMPORT_PAGES: dict[str, PAGE] = {
    "office-imports": ("backoffice/product_imports.html", {**BACK, "imports": [], "form": {}, "errors": {}}),
    "office-imports-many": ("backoffice/product_imports.html", {
        **BACK, "imports": [_one(state, _RESULTS) for state in ImportState],
        "form": {"source": "Kiln", "stock": "many"},
        "errors": {"file": "Choose a file.", "stock": "A number of pieces, such as 0 or 20, in digits."},
    }),
    "office-import-checking": _page(ImportState.CHECKING, {}, []),
    "office-import-checked": _page(ImportState.CHECKED, _RESULTS, _ROWS),
    "office-import-nothing": _page(ImportState.CHECKED, {"same": 3}, _ROWS[2:3]),
    "office-import-running": _page(ImportState.IMPORTING, _RESULTS, _ROWS, reached=400),
    "office-import-done": _page(ImportState.DONE, _RESULTS, _ROWS, reached=1246),
    "office-import-undone": _page(ImportState.UNDONE, {"taken out": 1, "as before": 1, "stayed": 1}, _BACK_AGAIN),
    "office-import-lapsed": _page(
        ImportState.CALLED_OFF, _RESULTS, _ROWS,
        error="Nobody took it in within seven days, so the file was deleted. Send it again.",
    ),
    "office-import-failed": _page(ImportState.FAILED, {}, [], error="Line 1: unknown column 'what'."),
}
