"""Labels: ours from their data, carriers' own as they came; whatever stands in an address is text and nothing else."""

import asyncio
import re

import pytest

from store.adapters.ordering.code128 import bars
from store.adapters.ordering.labels_typst import MOST_BYTES, TypstLabels
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


def test_bars_are_those_of_code_128():
    assert "".join(map(str, bars("PJJ123C"))) == (
        "211214" "313121" "112133" "112133" "123221" "223211" "221132" "131321" "311321" "2331112"
    ), "start B, P J J 1 2 3 C, the check, stop"
    assert bars("") == bars("é") == bars("\n") == []
    for letter in map(chr, range(32, 127)):
        widths = bars(letter)
        for mark in (widths[at : at + 6] for at in range(0, 18, 6)):
            assert (sum(mark), sum(mark[::2]) % 2) == (11, 0), "each mark is eleven modules wide, its bars evenly"
