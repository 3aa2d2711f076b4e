"""Labels: ours from their data, carriers' own as they came; whatever stands in an address is text and nothing else."""

import asyncio
import re

import pytest
from msgspec import structs

from store.adapters.drivers.typesetting import Unset, picture
from store.adapters.ordering.code128 import bars
from store.adapters.ordering.labels_apart import MOST_PAGES, TEMPLATE, set_apart
from store.adapters.ordering.labels_typst import _WORDS, MOST_BYTES, TypstLabels, _label
from store.application.ordering.carrier_ports import LabelPage, TheirLabel
from store.application.ordering.errors import LabelsTooLarge, UnreadableLabel
from store.application.ordering.messages import AddressView
from store.domain.shared.ids import OrderNumber
from tests.harness.pdf import pages_of

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.3", "print packing slips")]
HOSTILE = (
    '#image("/etc/passwd")', '#read("http://127.0.0.1:1/x")', '] #import "@preview/cetz:0.3.0" [', "*bold* _x_ $ 1/0 $",
    "\\u{202e} \u202e", "<script>", "%PDF-1.4 (x) Tj", "💥" * 40, "\x00", "a" * 100,
)


def page(text="Lindenweg 4", tracking="SBX1", to=True):
    address = AddressView(text, text, text, text, text, text, "DE") if to else None
    return LabelPage("Post", tracking, OrderNumber("AAAAA-00001"), "Hearth & Field", "MAIN", "standard", address)


def printed(*labels):
    return asyncio.run(TypstLabels().pdf(labels))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_set_as_it_is_and_nothing_is_fetched(text):
    pdf = printed(page(text, tracking=text))
    [said] = pages_of(pdf)
    if text.isascii() and text.isprintable() and "_" not in text:
        assert text.split()[0] in said.replace("\n", "")
    assert "root:" not in said
    assert not re.search(rb"/(JavaScript|Launch|URI|EmbeddedFile)\b", pdf)


def test_each_is_a_page_of_a6_and_one_of_nobody_says_so():
    pdf = printed(page(), page(to=False))
    first, second = pages_of(pdf)
    assert "Lindenweg 4" in first
    assert "The address was erased on request." in second
    [width, height] = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert (round(width), round(height)) == (298, 420)


def test_a_carriers_own_is_set_beside_ours_and_garbage_is_refused():
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed(page(), TheirLabel(printed(page()))))) == 2
    for garbage in (b"%PDF-1.7 garbage", b"%PDF-", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj"):
        with pytest.raises(UnreadableLabel):
            printed(page(), TheirLabel(garbage))
    with pytest.raises(LabelsTooLarge):
        printed(*[TheirLabel(b"%PDF-" + b" " * (MOST_BYTES // 5))] * 5)


def pdf(*objects):
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, len(out)
    )


def with_pages(count, more=b""):
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]%s>>" % more
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[page] * count)


def test_every_page_of_a_carriers_own_is_set_and_one_with_too_many_is_none():
    assert len(pages_of(printed(TheirLabel(with_pages(2)), page(), TheirLabel(with_pages(1))))) == 4
    with pytest.raises(UnreadableLabel):
        printed(TheirLabel(with_pages(MOST_PAGES + 1)))


def chain(length):
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(length)]
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/MediaBox[0 0 298 420]>>")


@pytest.mark.parametrize("hostile", [
    with_pages(1, b"/X " + b"[" * 150_000 + b"]" * 150_000), chain(12_000),
], ids=["nested", "chained"])
def test_what_kills_whoever_reads_it_kills_a_process_of_its_own(hostile):
    with pytest.raises(UnreadableLabel):
        printed(page(), TheirLabel(hostile))
    assert pages_of(printed(page(), TheirLabel(with_pages(1))))


def test_setting_labels_is_waited_for_no_longer_than_it_may_take():
    with pytest.raises(Unset):
        set_apart({"words": {}, "labels": []}, seconds=0.001)


def test_the_longest_address_fits_with_its_country_and_region():
    long = " ".join(["Hohenwart"] * 12)
    to = AddressView(long, long, long, long, "Nordrhein-Westfalen", "53940", "DE")
    data = {"words": _WORDS, "labels": [_label(structs.replace(page(), to=to))]}
    assert picture(TEMPLATE, data, 60) != picture(TEMPLATE, _without_country(data), 60), "the last line is on the paper"


def _without_country(data):
    [label] = data["labels"]
    return {**data, "labels": [{**label, "address": [*label["address"][:-1], "\u00a0"]}]}


def test_bars_are_those_of_code_128():
    assert "".join(map(str, bars("PJJ123C"))) == (
        "211214" "313121" "112133" "112133" "123221" "223211" "221132" "131321" "311321" "2331112"
    ), "start B, P J J 1 2 3 C, the check, stop"
    assert bars("") == bars("é") == bars("\n") == []
    for letter in map(chr, range(32, 127)):
        widths = bars(letter)
        for mark in (widths[at : at + 6] for at in range(0, 18, 6)):
            assert (sum(mark), sum(mark[::2]) % 2) == (11, 0), "each mark is eleven modules wide, its bars evenly"
