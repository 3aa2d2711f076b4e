"""The ledger at the desk: balances on any day, entries with the fact behind each, and a file that adds up."""

import csv
import io
import re

import pytest

from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.domain.ordering.events import Canceller

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.4", "everything is refunded")]
HERE = "/backoffice/ledger"


@pytest.fixture
def cancelled(desk):
    desk.back_room.do(CancelOrder(call_off=CallOff(number=desk.number, by=Canceller.STAFF, reason="x")))
    desk.settle()
    return desk


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_balances_are_balanced_on_any_day_and_empty_before_the_first(cancelled):
    page = cancelled.get(HERE).text
    assert "Balanced" in page
    assert "Not balanced" not in page
    assert "1360" in page
    assert "1360" not in cancelled.get(HERE, params={"at": "1999-12-31"}).text.partition("Entries")[0]


def test_each_entry_leads_to_the_fact_behind_it(cancelled):
    page = cancelled.get(HERE, params={"q": cancelled.number.lower()}).text
    for tag in ("Confirmed", "Captured", "Cancelled", "Refunded"):
        assert f">{tag} <span" in page
    [path] = set(re.findall(r'"(/backoffice/history/order/[^"]+version=2)"', page))
    assert cancelled.get(path).status_code == 200


def test_the_file_adds_up_for_each_fact_and_order(cancelled):
    rows = rows_of(cancelled.get(f"{HERE}.csv", params={"q": cancelled.number}))
    sums = {}
    for row in rows:
        for key in ((row["position"],), (row["name"], "account")):
            sums[key] = sums.get(key, 0) + round(100 * (float(row["debit"] or 0) - float(row["credit"] or 0)))
    assert len(rows) > 8
    assert set(sums.values()) == {0}


def test_entries_are_narrowed_down_and_what_is_no_day_or_no_account_says_so(cancelled):
    def tags(**filters):
        return {row["fact"] for row in rows_of(cancelled.get(f"{HERE}.csv", params={"q": cancelled.number} | filters))}

    assert tags(account="gateway") == {"payments/captured-1", "payments/refunded-1"}
    assert tags(until="1999-01-01") == tags(q="AAAAA-99999") == set()
    for wrong in ({"since": "soon"}, {"at": "2026-13-01"}, {"account": "petty cash"}):
        assert cancelled.get(HERE, params=wrong).status_code == 422


def test_it_is_paged(cancelled, monkeypatch):
    from store.entrypoints.shared import csv_files

    whole = rows_of(cancelled.get(f"{HERE}.csv", params={"q": cancelled.number}))
    monkeypatch.setattr(csv_files, "AT_ONCE", 3)
    assert rows_of(cancelled.get(f"{HERE}.csv", params={"q": cancelled.number})) == whole
