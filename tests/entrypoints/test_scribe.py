"""Lines of the log are written in batches, in order, and all of them."""

import subprocess
import sys
from threading import Event, Thread

import pytest

from store.entrypoints.wiring.scribe import Scribe

pytestmark = pytest.mark.requirement("R9.4")


class Paper:
    """A stream that remembers what was written in one piece, and says when a word is there."""

    def __init__(self, awaited=""):
        self.pieces, self.seen, self._awaited = [], Event(), awaited

    def write(self, piece):
        self.pieces.append(piece)
        if self._awaited in piece:
            self.seen.set()

    def flush(self):
        pass


def test_everyday_lines_come_in_order_and_few_pieces():
    paper = Paper("line 299")
    scribe = Scribe(paper)
    for n in range(300):
        scribe.info(f"line {n}")
    assert paper.seen.wait(5)
    assert "".join(paper.pieces) == "".join(f"line {n}\n" for n in range(300))
    assert len(paper.pieces) < 30


def test_what_matters_is_there_at_once_with_all_before_it():
    paper = Paper()
    scribe = Scribe(paper)
    scribe.info("before")
    scribe.error("fire")
    assert "".join(paper.pieces) == "before\nfire\n"


def test_no_piece_is_larger_than_a_pipe_takes_whole():
    paper = Paper()
    scribe = Scribe(paper)
    for n in range(200):
        scribe.info(str(n) * 100)
    scribe.write()
    assert max(len(piece) for piece in paper.pieces) <= 4096
    assert all(piece.endswith("\n") for piece in paper.pieces)


def test_no_line_is_lost_or_torn_whoever_writes():
    paper = Paper()
    scribe = Scribe(paper)
    writers = [
        Thread(target=lambda me=me: [scribe.warning(f"{me} {n}") if n % 7 else scribe.info(f"{me} {n}")
                                     for n in range(500)])
        for me in range(4)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    scribe.write()
    assert sorted("".join(paper.pieces).splitlines()) == sorted(f"{me} {n}" for me in range(4) for n in range(500))


def test_what_was_said_last_is_written_before_the_process_ends():
    code = "import sys; from store.entrypoints.wiring.scribe import Scribe; Scribe(sys.stderr).info('last words')"
    here = {"PYTHONPATH": "src:."}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=here)
    assert ran.stderr == "last words\n"


def test_work_goes_on_where_nobody_reads(tmp_path):
    closed = (tmp_path / "log").open("w")
    closed.close()
    Scribe(closed).error("is anybody there?")
