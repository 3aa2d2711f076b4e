"""Tests reach servers on this machine and nothing beyond it."""

import socket

import pytest

from tests.servers import free_port


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_connecting_to_another_machine_is_refused_before_a_packet_leaves(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as outward, pytest.raises(RuntimeError, match="tests stay on this machine"):
        outward.connect(address)


def test_other_names_are_not_even_looked_up():
    with pytest.raises(RuntimeError, match=r"something asked for 'shop\.example'"):
        socket.getaddrinfo("shop.example", 443)


def test_this_machine_can_be_reached():
    port = free_port()
    with socket.create_server(("127.0.0.1", port)), socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
