"""Whoever measures again can compare: every bench prints a table, and leaves its figures in a file of its name."""

import json
import re
from pathlib import Path

import pytest

import bench.written
from bench.history import show
from bench.people_search import _told as people_told
from bench.recording import told as recording_told
from bench.same_time import _told as door_told
from bench.search import Score
from bench.search import _told as search_told

pytestmark = [pytest.mark.requirement("R4.2")]
BENCHES = sorted(Path(bench.written.__file__).parent.glob("*.py"))
OF_OTHERS = {"events_reader", "events_trouble", "events_writers"}
"""Processes that a bench starts for itself."""


@pytest.mark.parametrize(
    "file", [it for it in BENCHES if "__main__" in it.read_text() and it.stem not in OF_OTHERS], ids=lambda it: it.stem
)
def test_every_bench_writes_a_file_of_its_name(file):
    text = file.read_text()
    by_hand = "RESULTS" in text and f"{file.stem}.json" in text
    assert by_hand or re.search(rf'write_down\("{file.stem}"', text)


def test_what_is_written_takes_the_place_of_what_was(tmp_path, monkeypatch):
    monkeypatch.setattr(bench.written, "RESULTS", tmp_path / "results")
    for figure in (1.5, 2.5):
        bench.written.write_down("kettles", {"a kettle (ms)": figure})
    assert json.loads((tmp_path / "results" / "kettles.json").read_text()) == {"a kettle (ms)": 2.5}


def test_a_table_has_a_head_and_says_what_it_is_measured_in(capsys):
    show({"newest (ms)": 1234.5, "read model learnt (facts/s)": 5.0})
    head, newest, learnt = capsys.readouterr().out.splitlines()
    assert head.split() == ["what", "figure"]
    assert re.split(r"\s{2,}", newest) == ["newest", "1,234.5 ms"]
    assert re.split(r"\s{2,}", learnt) == ["read model learnt", "5.0 facts/s"]


def test_what_is_printed_is_what_is_written(capsys):
    assert people_told(9, {"id": ([0.001] * 20, 7)})["id"] == {
        "median_ms": 1.0, "p95_ms": pytest.approx(1.0), "among_the_first_ten": 7, "searches": 20,
    }
    assert recording_told({"off": [(1.0, 0.5), (3.0, 1.5)]}) == {"off": {"process": 2.0, "its_thread": 1.0}}
    assert door_told("office", {"known": [0.3], "unknown": [0.31]}) == pytest.approx(
        {"known_ms": 300, "unknown_ms": 310, "apart_ms": 10}
    )
    found = search_told("Postgres", [Score("mug", 0.5, 1.0, 0.1), Score("kettle", 0.7, 0.8, 0.3)], 0)
    assert found["means"]["Postgres"] == pytest.approx({"all": 0.6, "judged": 0.9, "share": 0.2, "queries": 2})
    assert [it["query"] for it in found["queries"]] == ["mug", "kettle"]
    told = capsys.readouterr().out
    assert all(words in told for words in ("7 of 20", "2.00 ms", "10.00 ms", "nDCG@10 0.600"))
