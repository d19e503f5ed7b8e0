"""The compression of VBA streams (MS-OVBA 2.4.1): chunks of 4,096 bytes with back references."""

from __future__ import annotations

__all__ = ["CompressionError", "compress"]

_CHUNK = 4096
_SHORTEST = 3
_SIGNATURE = 1
_COMPRESSED_CHUNK = 0xB000  # flag "compressed" and the fixed signature 0b011


class CompressionError(ValueError):
    """A chunk that does not get smaller: random bytes, never the source of a module."""


def compress(data: bytes) -> bytes:
    """Return a CompressedContainer of ``data``.

    Chunks are never stored raw: Excel is reported to refuse a module whose first chunk is, and no
    source text needs it. A chunk that would need it is a ``CompressionError``.
    """
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return bytes([_SIGNATURE]) + b"".join(_chunk(chunk) for chunk in chunks)


def _chunk(data: bytes) -> bytes:
    body = _tokens(data)
    if len(body) > _CHUNK:
        raise CompressionError(f"a chunk of {len(data)} bytes grows to {len(body)}")
    header = _COMPRESSED_CHUNK | (len(body) - 1)  # its length with the header, less three
    return header.to_bytes(2, "little") + body


def _tokens(data: bytes) -> bytes:
    """The token sequences of one chunk: a byte of eight flags, then up to eight tokens."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(data):
        flags = 0
        group = bytearray()
        for bit in range(8):
            if position >= len(data):
                break
            offset, length = _longest(data, position, seen)
            if length:
                flags |= 1 << bit
                group += _copy(position, offset, length)
            else:
                length = 1
                group.append(data[position])
            for at in range(position, position + length):
                seen.setdefault(data[at : at + _SHORTEST], []).append(at)
            position += length
        out.append(flags)
        out += group
    return bytes(out)


def _length_bits(position: int) -> int:
    """How many of the 16 bits of a copy token hold its length (MS-OVBA 2.4.1.3.19.1)."""
    return 16 - max((position - 1).bit_length(), 4)


def _longest(data: bytes, position: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """The (distance, length) of the longest earlier match, the nearest of equals; else (0, 0)."""
    most = min(len(data) - position, (1 << _length_bits(position)) + _SHORTEST - 1)
    best = (0, 0)
    if most < _SHORTEST:
        return best
    for start in reversed(seen.get(data[position : position + _SHORTEST], ())):
        length = _SHORTEST
        while length < most and data[start + length] == data[position + length]:
            length += 1
        if length > best[1]:
            best = (position - start, length)
            if length == most:
                break
    return best


def _copy(position: int, offset: int, length: int) -> bytes:
    token = (offset - 1) << _length_bits(position) | (length - _SHORTEST)
    return token.to_bytes(2, "little")
