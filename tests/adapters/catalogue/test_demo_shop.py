"""The demo shop: what it promises to whoever seeds a shop from it."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest

from store.adapters.catalogue.demo import ATTRIBUTES, draw, picture_names, products, slug_of
from store.domain.catalogue.attribute_values import conformed
from store.domain.catalogue.attributes import faults_of_definition

ROWS = list(products())
VARIANTS = [(row, variant) for row in ROWS for variant in row["variants"]]
PICTURES = [picture["name"] for row in ROWS for picture in row["pictures"]]
FIELDS = {
    "key": str, "slug": str, "name": str, "brand": str, "category": list, "description": str,
    "attributes": dict, "options": list, "variants": list, "pictures": list, "tags": list, "released": str,
}  # fmt: skip


def by_slug(row: dict[str, Any]) -> str:
    return str(row["slug"])


def test_the_shop_is_of_a_believable_size() -> None:
    roots = {row["category"][0] for row in ROWS}
    leaves = {tuple(row["category"]) for row in ROWS}
    assert 270 <= len(ROWS) <= 330
    assert 600 <= len(VARIANTS) <= 900
    assert 10 <= len(roots) <= 12
    assert all(3 <= len({leaf for leaf in leaves if leaf[0] == root}) <= 6 for root in roots)
    assert len({row["brand"] for row in ROWS}) >= 10
    assert sum(bool(row["options"]) for row in ROWS) >= len(ROWS) / 3


def test_no_two_things_share_a_key_a_slug_a_sku_or_a_picture() -> None:
    for names in (
        [row["key"] for row in ROWS], [row["slug"] for row in ROWS], [row["name"] for row in ROWS],
        [variant["sku"] for _, variant in VARIANTS], PICTURES,
    ):  # fmt: skip
        assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=by_slug)
def test_a_row_fits_the_documented_schema(row: dict[str, Any]) -> None:
    assert {name: type(value) for name, value in row.items()} == FIELDS
    assert row["slug"] == slug_of(row["name"])
    assert date.fromisoformat(row["released"])
    assert 4 <= len(row["attributes"]) <= 8
    assert all(isinstance(value, str | int | bool) for value in row["attributes"].values())
    assert row["options"] or len(row["variants"]) == 1
    shown = {picture["name"] for picture in row["pictures"]}
    choices = [tuple(variant["options"].items()) for variant in row["variants"]]
    assert len(set(choices)) == len(choices)
    for variant in row["variants"]:
        assert list(variant["options"]) == row["options"]
        assert re.fullmatch(r"\d+\.\d\d", variant["price"])
        assert Decimal(variant["price"]) > 0
        assert variant["list_price"] is None or Decimal(variant["list_price"]) > Decimal(variant["price"])
        assert variant["currency"] == "EUR"
        assert isinstance(variant["stock"], int)
        assert variant["stock"] >= 0
        assert variant["picture"] in shown
    assert all(picture["alt"].startswith(row["name"]) for picture in row["pictures"])


@pytest.mark.parametrize("row", ROWS, ids=by_slug)
def test_a_description_is_long_enough_to_be_read_and_short_enough_to_be_finished(row: dict[str, Any]) -> None:
    assert 60 <= len(row["description"].split()) <= 140


def test_no_sentence_is_used_twice() -> None:
    sentences = [part for row in ROWS for part in re.split(r"(?<=[.?!])\s+", row["description"]) if len(part) > 30]
    assert [sentence for sentence, count in Counter(sentences).items() if count > 1] == []


def test_stock_is_varied_and_exactly_one_sku_has_ten() -> None:
    stock = Counter(variant["stock"] for _, variant in VARIANTS)
    assert stock[10] == 1
    assert 5 <= stock[0] <= 60
    assert stock[1] + stock[2] + stock[3] >= 5


def test_some_things_are_reduced() -> None:
    reduced = {row["slug"] for row, variant in VARIANTS if variant["list_price"]}
    assert 20 <= len(reduced) <= 60


def test_every_picture_the_rows_name_can_be_drawn_and_so_can_every_category() -> None:
    categories = {f"category/{slug_of(name)}" for row in ROWS for name in row["category"]}
    assert set(picture_names()) == set(PICTURES) | categories
    assert sum(len(row["pictures"]) > 1 for row in ROWS) >= 50


def test_a_picture_nobody_named_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("a-unicorn")


@pytest.mark.parametrize("name", picture_names())
def test_a_picture_is_plain_svg(name: str) -> None:
    drawn = draw(name)
    root = ET.fromstring(drawn)  # noqa: S314 - drawn by ourselves a line above
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.attrib["viewBox"] == "0 0 800 800"
    text = drawn.decode()
    assert not re.search(r"<(script|image|text|use|foreignObject|style)|href|\son\w+=|url\((?!#)|nan|inf\b", text)
    defined = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
    assert set(re.findall(r"url\(#(\w+)\)", text)) <= defined
    assert len(drawn) < 30_000


def test_most_pictures_are_small() -> None:
    sizes = sorted(len(draw(name)) for name in picture_names())
    assert sizes[len(sizes) // 2] < 8_000
    assert sizes[len(sizes) * 9 // 10] < 12_000


def test_siblings_look_different() -> None:
    drawn = [draw(name) for name in PICTURES]
    assert len(set(drawn)) == len(drawn)


def test_another_process_gets_the_same_bytes() -> None:
    script = (
        "import hashlib, json; from store.adapters.catalogue.demo import draw, picture_names, products\n"
        "h = hashlib.sha256(json.dumps(list(products())).encode())\n"
        "for n in picture_names(): h.update(draw(n))\n"
        "print(h.hexdigest())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, text=True,
            env={"PYTHONPATH": "src", "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(prints) == 1


def test_rows_and_pictures_are_made_fast_enough_to_need_no_cache() -> None:
    begun = perf_counter()
    list(products())
    rows = perf_counter() - begun
    begun = perf_counter()
    for name in picture_names():
        draw(name)
    assert rows < 0.3
    assert perf_counter() - begun < 3


@pytest.mark.story("US-2.4", "attributes have types")
def test_what_the_goods_say_fits_what_their_categories_ask_for() -> None:
    """But for one, so that the page of its category shows what happens then."""
    stray = []
    for row in ROWS:
        path = tuple(row["category"])
        asked = [it for depth in range(1, len(path) + 1) for it in ATTRIBUTES.get(path[:depth], ())]
        assert not any(faults_of_definition(it) for it in asked)
        stray += [(row["name"], name) for name in conformed(row["attributes"], asked).faults(for_sale=True)]
    assert stray == [("Water carafe with oak stopper", "Dishwasher safe")]
    assert set(ATTRIBUTES) <= {tuple(row["category"])[:depth] for row in ROWS for depth in (1, 2)}
