"""Goods in any number, made by code: the same ones for the same number."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

KINDS = ["Lamp", "Chair", "Kettle", "Mug", "Rug", "Shelf", "Clock", "Bowl", "Vase", "Towel", "Desk", "Stool", "Tray"]
MADE_OF = ["oak", "steel", "linen", "stoneware", "glass", "cork", "brass", "wool", "bamboo", "walnut", "copper", "jute"]
MANNERS = ["folding", "quiet", "tall", "round", "narrow", "woven", "striped", "heavy", "plain", "small", "matt", "deep"]
BRANDS = [f"{one} & {other}" for one in ("Hale", "Moor", "Finch", "Tarn", "Birk") for other in ("Sons", "Co", "Low")]

SYLLABLES = ["ka", "lo", "mi", "ter", "sun", "bra", "vel", "ost", "ner", "pli", "dor", "esh", "gan", "ruk", "wen"]
WORDS = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES[:12]]
"""What prose is made of: as in a language, few words are everywhere and most are rare."""
RARITY = [1 / rank for rank in range(1, len(WORDS) + 1)]


def products(number: int) -> Iterator[dict[str, object]]:
    """Rows of the import format."""
    chance = random.Random(number)
    for n in range(number):
        kind, made_of, manner = chance.choice(KINDS), chance.choice(MADE_OF), chance.choice(MANNERS)
        name = f"{manner.title()} {made_of} {kind.lower()} {n}"
        prose = " ".join(chance.choices(WORDS, RARITY, k=60))
        sizes = chance.randint(1, 4)
        yield {
            "key": f"bench-{n}", "slug": f"bench-{n}", "name": name, "brand": chance.choice(BRANDS),
            "category": [f"Room {n % 8}", f"{kind}s"], "description": prose,
            "attributes": {"Material": made_of, "Height": f"{chance.randint(2, 200)} cm"},
            "options": ["Size"] if sizes > 1 else [],
            "variants": [
                {"sku": f"BENCH-{n}-{s}", "price": f"{chance.randint(3, 900)}.90", "stock": 1_000_000,
                 "options": {"Size": f"No. {s}"} if sizes > 1 else {}}
                for s in range(sizes)
            ],
        }


def write(number: int, file: Path) -> None:
    with file.open("w") as out:
        for row in products(number):
            out.write(json.dumps(row) + "\n")
