"""Files that spreadsheets open: no text in them is a formula, and numbers are numbers."""

from decimal import Decimal

import pytest

from store.entrypoints.shared.csv_lines import csv_line

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.3", "export as CSV")]


@pytest.mark.parametrize(("cell", "written"), [
    ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-1", "'-1"), ("@sum", "'@sum"), ("\t=1", "'\t=1"),
    ("\r=1", '"\'\r=1"'), ("a=1", "a=1"), ('=cmd|"/c"!A1', '"\'=cmd|""/c""!A1"'), (Decimal("-12.50"), "-12.50"),
])
def test_what_could_be_a_formula_begins_with_an_apostrophe(cell, written):
    assert csv_line([cell, "x"]).decode() == f"{written},x\r\n"
