"""The obfuscated properties of a VBA project (MS-OVBA 2.4.3): CMG, DPB and GC.

It hides nothing: the seed stands in front. Excel reads from it whether the project is locked.
"""

from __future__ import annotations

__all__ = ["obfuscate", "project_key"]

_VERSION = 2


def project_key(project_id: str) -> int:
    """The key of a project: the sum of the bytes of its id in braces, modulo 256."""
    return sum(project_id.encode("ascii")) & 0xFF


def obfuscate(data: bytes, *, seed: int, key: int, filler: bytes = b"") -> str:
    """Return ``data`` as Excel writes it into the PROJECT stream, in hexadecimal.

    ``seed`` (0 to 255) also tells how many bytes of ``filler`` are skipped: ``(seed & 6) / 2``.
    """
    if len(filler) != (seed & 6) // 2:
        raise ValueError(f"a seed of {seed} asks for {(seed & 6) // 2} bytes of filler")
    out = bytearray([seed, seed ^ _VERSION, seed ^ key])
    plain = key
    for byte in filler + len(data).to_bytes(4, "little") + data:
        out.append(byte ^ ((out[-2] + plain) & 0xFF))
        plain = byte
    return out.hex().upper()
