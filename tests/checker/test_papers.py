"""The checker can fail about papers: each kind of fault is planted by hand, and it names the fact."""

import json
from uuid import UUID

import pytest

from tests.checker.papers import check_papers, unwritten
from tests.checker.reading import Fact

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.requirement("R2.6")]
FIRST, SECOND = UUID(int=1), UUID(int=2)


def money(minor):
    return {"minor": minor, "currency": "EUR"}


def fact(place, tag, stream=FIRST, version=1, **said):
    """One that is written in the transaction of that *place*."""
    return Fact(stream, version, place << 16, tag, json.dumps(said), "{}", b"")


def bought(place, order, minor):
    return [
        fact(place, "ordering/placed-1", order, totals={"total": money(minor)}),
        fact(place + 1, "ordering/confirmed-1", order, 2),
    ]


def paper(place, order, counter, minor, *, cause=2, series="HF", credit=False):
    about = {"credit": {"total": money(minor)}} if credit else {"sale": {"total": money(minor)}}
    number = f"{series}-{counter:06}"
    return [
        fact(place, "invoicing/number-given-1", UUID(int=9), counter, series=series, counter=counter, number=number),
        fact(place, f"invoicing/{'credit-note' if credit else 'invoice'}-issued-1", UUID(int=order.int + 100),
             order_id=str(order), cause=cause, number=number, **about),
    ]


CANCELLED = fact(9, "ordering/cancelled-1", FIRST, 3, share={"goods": money(300), "shipping": money(0)})
SOUND = [
    *bought(1, FIRST, 500), *bought(3, SECOND, 700), *paper(5, FIRST, 1, 500), *paper(6, SECOND, 2, 700), CANCELLED,
    *paper(10, FIRST, 1, 300, cause=3, series="HF-C", credit=True),
]


def test_what_is_sound_is_found_sound():
    assert [*check_papers(SOUND), *unwritten(SOUND)] == []


@pytest.mark.parametrize(("facts", "words"), [
    ([*bought(1, FIRST, 500), *paper(5, FIRST, 2, 500)], "number 1 of its series should be next"),
    ([*SOUND, *paper(11, SECOND, 2, 700, series="HF")], "number 3 of its series should be next"),
    ([*SOUND, paper(11, SECOND, 3, 1)[0]], "a number was given, and no paper written with it"),
    ([*SOUND, paper(11, SECOND, 2, 1, credit=True)[1]], "two papers have one number"),
    ([*SOUND, *paper(11, SECOND, 3, 700)], "an order has two invoices"),
    ([*bought(1, FIRST, 500), *paper(5, FIRST, 1, 499)], "the invoice is not about what was paid"),
    ([bought(1, FIRST, 500)[0], *paper(5, FIRST, 1, 500)], "the invoice is not about what was paid"),
    ([*SOUND, *paper(11, FIRST, 2, 201, cause=4, series="HF-C", credit=True)], "more is credited than was invoiced"),
])
def test_a_fault_is_named(facts, words):
    assert words in {offence.words for offence in check_papers(facts)}


@pytest.mark.parametrize("missing", ["invoicing/invoice-issued-1", "invoicing/credit-note-issued-1"])
def test_what_is_still_to_be_written_is_named(missing):
    found = list(unwritten([it for it in SOUND if it.tag != missing]))
    assert {offence.fact.tag for offence in found} == {
        "ordering/confirmed-1" if "invoice-" in missing else "ordering/cancelled-1"
    }
