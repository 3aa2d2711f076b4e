"""``store export``: the file holds what the view holds, all of one instant, whatever its size."""

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime

import psycopg
import pytest
from click.testing import CliRunner

from store.adapters.drivers.roles import DatabaseRole, as_role
from store.adapters.insight.columns import plain
from store.adapters.insight.exporting import export
from store.adapters.insight.sheets import cell
from store.application.insight.messages import Format, Kind
from store.application.shared.errors import BadValue, NoSuch
from store.entrypoints.wiring.cli import store
from store.entrypoints.wiring.reading_settings import to_environment
from tests.insight.test_views import VIEWS

FACTS = 120_000


@pytest.fixture
def url(traded):
    return as_role(traded.url, DatabaseRole.APP)


def rows_of(traded, view):
    with traded.analyst() as db:
        cursor = db.execute(f"SELECT * FROM insight.{view}")  # noqa: S608 - one of ours
        return [column.name for column in cursor.description], cursor.fetchall()


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_read_back_is_the_view(traded, url, view, tmp_path):
    from arro3.io import read_parquet

    names, expected = rows_of(traded, view)
    for format in Format:
        assert export(url, view, format, tmp_path / f"it.{format}").rows == len(expected)
    lines = [json.loads(line) for line in (tmp_path / "it.jsonl").read_text().splitlines()]
    assert sorted(map(str, (list(line.values()) for line in lines))) == sorted(
        str([plain(value) for value in row]) for row in expected)
    with (tmp_path / "it.csv").open(newline="") as file:
        read = list(csv.reader(file))
    assert read[0] == names
    assert sorted(read[1:]) == sorted(
        [cell(Kind.DECIMAL if isinstance(value, int) else Kind.TEXT, value) for value in row] for row in expected)
    table = read_parquet(tmp_path / "it.parquet").read_all()
    assert [field.name for field in table.schema] == names
    columns = [table.column(place).to_pylist() for place in range(len(names))]
    assert sorted(str([plain(value) for value in row]) for row in zip(*columns, strict=True)) == sorted(
        str([plain(value) for value in row]) for row in expected)


def test_facts_go_on_where_the_last_export_ended(traded, url, tmp_path):
    positions = [position for (position,) in traded.asks("SELECT position FROM insight.facts ORDER BY position")]
    middle, file = positions[len(positions) // 2], tmp_path / "facts.jsonl"

    def exported(**bounds):
        done = export(url, "facts", Format.JSONL, file, **bounds)
        return [json.loads(line)["position"] for line in file.read_text().splitlines()], done.next

    first, goes_on = exported(to=f"1-{middle}")
    second, end = exported(from_=goes_on)
    assert first + second == positions
    assert end == str(positions[-1] + 1)
    assert exported(from_=end) == ([], None)
    late = datetime(2026, 6, 10, tzinfo=UTC)
    query = "SELECT position FROM insight.facts WHERE recorded_at >= %s ORDER BY position"
    since = [position for (position,) in traded.asks(query, late)]
    assert 0 < len(since) < len(positions)
    assert exported(since=late)[0] == since


def test_what_can_not_be_exported_is_said(url, tmp_path):
    out = tmp_path / "x.csv"
    with pytest.raises(NoSuch):
        export(url, "events", Format.CSV, out)
    with pytest.raises(NoSuch):
        export(url, 'orders"; DROP TABLE log.events; --', Format.CSV, out)
    with pytest.raises(BadValue, match="only facts"):
        export(url, "orders", Format.CSV, out, to="5")
    with pytest.raises(BadValue, match="no position"):
        export(url, "facts", Format.CSV, out, from_="soon")
    assert list(tmp_path.iterdir()) == [], "no file, and no half of one"


def test_a_fact_on_its_way_is_left_for_the_next_time(traded, url, tmp_path):
    """Its place is below those of facts that are there already: the next export must not begin beyond it."""
    fact = (
        "INSERT INTO log.events (stream, version, position, tag, state, metadata, hash) VALUES (gen_random_uuid(), 1,"
        " log.first_position(), 'test/slow-1', '{}', '{\"recorded_at\": \"2026-06-30T00:00:00Z\"}', '')"
    )
    known = export(url, "facts", Format.CSV, tmp_path / "a.csv").rows
    with psycopg.connect(url) as slow:
        slow.execute(fact)
        with psycopg.connect(url) as quick:
            quick.execute(fact)
            quick.commit()
            assert export(url, "facts", Format.CSV, tmp_path / "b.csv").rows == known
        slow.rollback()
    with psycopg.connect(traded.url) as db:
        db.execute("ALTER TABLE log.events DISABLE TRIGGER facts_stay")
        db.execute("DELETE FROM log.events WHERE tag = 'test/slow-1'")
        db.execute("ALTER TABLE log.events ENABLE TRIGGER facts_stay")


@pytest.mark.slow
@pytest.mark.parametrize("format", Format)
def test_many_facts_cost_little_memory(postgres, migrated_template, format, tmp_path):
    from tests.conftest import _database

    with _database(postgres, migrated_template) as url:
        with psycopg.connect(url) as db:
            db.execute(
                "INSERT INTO log.events SELECT gen_random_uuid(), 1, n, 'cart/opened-1',"
                " json_build_object('at', now(), 'currency', 'EUR', 'words', repeat('x', 300)),"
                " '{\"recorded_at\": \"2026-06-30T00:00:00Z\", \"actor\": \"guest:1\"}', ''"
                " FROM generate_series(1, %s) n", (FACTS,),
            )
            db.execute("UPDATE log.incarnations SET base = 1000000000")
        script = (
            "import resource, sys; from pathlib import Path\n"
            "from store.adapters.insight.exporting import export\n"
            "from store.application.insight.messages import Format\n"
            "url, format, out, most = sys.argv[1:]\n"
            "export(url, 'facts', Format(format), Path(out), to='100')\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "done = export(url, 'facts', Format(format), Path(out))\n"
            "print(done.rows, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)\n"
        )
        ran = subprocess.run(
            [sys.executable, "-c", script, as_role(url, DatabaseRole.APP), format, tmp_path / "out", "0"],
            capture_output=True, text=True, check=True,
        )
    rows, megabytes = map(int, ran.stdout.split())
    assert rows == FACTS
    assert (tmp_path / "out").stat().st_size > 1_000_000
    assert megabytes < 48, "as much for many facts as for few, but for the buffers of one row group"


def test_the_command_writes_says_and_chooses_by_the_name(traded, tmp_path, monkeypatch):
    for name, value in to_environment(traded.settings).items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "orders.csv"
    ran = CliRunner().invoke(store, ["export", "orders", "--out", str(out), "--json"])
    assert ran.exit_code == 0, ran.output
    said = json.loads(ran.stdout)
    assert said == {"view": "orders", "format": "csv", "out": str(out), "rows": said["rows"], "next": None}
    assert len(out.read_text().splitlines()) == said["rows"] + 1
    ran = CliRunner().invoke(store, ["export", "facts", "--format", "jsonl", "--out", "-", "--since", "2026-06-01"])
    assert ran.exit_code == 0, ran.output
    assert "go" not in ran.stdout[:1]
    assert json.loads(ran.stdout.splitlines()[0])["version"] >= 1
    unknown = CliRunner().invoke(store, ["export", "orders", "--out", str(tmp_path / "orders.xls")])
    assert unknown.exit_code == 2
    assert "--format csv|jsonl|parquet" in unknown.output
