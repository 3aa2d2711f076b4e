"""Commands of ``store`` on a database of their own, and files of products for them."""

import gzip
import json
import os

import pytest
from click.testing import CliRunner

from store.entrypoints.wiring.cli import store as cli


@pytest.fixture
def run(tmp_path, monkeypatch, migrated_url):
    """Run a command on a migrated database of its own."""
    for name in [name for name in os.environ if name.startswith("STORE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STORE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("STORE_DATABASE_URL", migrated_url)
    return lambda *arguments: CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def lines(tmp_path):
    """A JSON Lines file of these products."""

    def write(*products, name="goods.jsonl"):
        path = tmp_path / name
        text = "".join(json.dumps(product) + "\n" for product in products).encode()
        path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
        return path

    return write
