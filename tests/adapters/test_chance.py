"""Random bytes are drawn once, by one thread of one process."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from store.adapters.drivers.chance import chance, random_id
from store.adapters.drivers.world import RandomIds

pytestmark = pytest.mark.requirement("R3.1")


def test_no_bytes_are_given_twice():
    together = Barrier(4)

    def draw(_):
        together.wait()
        return [chance(16) for _ in range(2000)]

    with ThreadPoolExecutor(4) as threads:
        drawn = [one for its in threads.map(draw, range(4)) for one in its]
    assert len({*drawn}) == 8000
    assert {len(one) for one in drawn} == {16}


@pytest.mark.parametrize("count", [0, 1, 4095, 4096, 4097, 100_000])
def test_as_many_are_given_as_were_asked_for(count):
    assert len(chance(count)) == count


def test_a_process_that_was_split_off_draws_its_own():
    chance(1)
    heard, said = os.pipe()
    if not (child := os.fork()):
        os.write(said, chance(16))
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(heard, 16) != chance(16)
    os.close(heard)
    os.close(said)


def test_ids_are_of_the_random_kind():
    ids = {random_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {(id.version, id.variant) for id in ids} == {(4, "specified in RFC 4122")}


def test_numbers_can_be_read_to_one_another_and_use_all_letters_alike():
    numbers = [RandomIds().number() for _ in range(3000)]
    assert len({*numbers}) == 3000
    letters = "".join(numbers).replace("-", "")
    assert all(len(number) == 11 and number[5] == "-" for number in numbers)
    assert {*letters} == {*"23456789ABCDEFGHJKMNPQRSTVWXYZ"}
    assert all(800 < letters.count(letter) < 1200 for letter in {*letters})
