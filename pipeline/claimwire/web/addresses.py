"""Addresses: a socket is made for those of the public internet alone, whatever name led to them."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from aiohappyeyeballs import AddrInfoType

_METADATA = frozenset({ip_address("168.63.129.16")})
"""Public addresses at which clouds answer their own machines."""
_UNICAST = IPv6Network("2000::/3")
"""All that is given out of IPv6: the lists of what is private in it change with each version of Python."""
_RESERVED = (IPv4Network("192.0.0.0/24"), IPv6Network("3fff::/20"))
"""What some of those versions do not know."""
_NAT64 = IPv6Network("64:ff9b::/96")
NOT_PUBLIC = "is not a public address"


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet, also where one is wrapped in another."""
    found = ip_address(address.partition("%")[0])
    return all(_is_global(inner) for inner in _unwrapped(found))


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    if not address.is_global or address.is_multicast or address in _METADATA:
        return False
    if any(address in network for network in _RESERVED):
        return False
    return isinstance(address, IPv4Address) or address in _UNICAST


def _unwrapped(address: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address, address.sixtofour)
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFF_FFFF),)
    return (address,)


class BlockedAddress(OSError):
    """A connection to an address that is not public."""


def public_socket(info: AddrInfoType) -> socket.socket:
    """Return a socket for a connection to a resolved address; raises `BlockedAddress` unless it is public.

    This sees the address that is really connected to, of each redirect too, whatever its name resolved to
    before.
    """
    family, kind, protocol, _, address = info
    if not is_public(str(address[0])):
        raise BlockedAddress(
            f"{address[0]} {NOT_PUBLIC}: --allow-private or CLAIMWIRE_ALLOW_PRIVATE=true allows it"
        )
    return socket.socket(family, kind, protocol)
