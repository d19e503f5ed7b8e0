"""The obfuscated properties: Excel's own strings, made again from their seed and filler."""

from __future__ import annotations

import pytest

from xladdin.xlam.vba.obfuscation import obfuscate, project_key

# From two new workbooks of Excel, not locked and without a password: the id of the project, what
# is hidden, the filler bytes (found by decoding) and the string that Excel wrote.
FIRST = "{BDFF0F99-EFC5-4DB0-830D-4C8BFEE87599}"
SECOND = "{E73B243E-09A5-4CB0-B261-A37357B461D3}"


@pytest.mark.parametrize(
    ("project", "hidden", "filler", "written"),
    [
        (FIRST, "00000000", "dddd", "DDDF94F5ACD6B0D6B0D6B0D6B0"),
        (FIRST, "00", "dd", "BAB8F3DCD1DDD1DDD1"),
        (FIRST, "ff", "dddddd", "9795DE03663D423E423EBD"),
        (SECOND, "00000000", "dfdfdf", "DFDD63469DFA78FE78FE78FE78FE"),
        (SECOND, "00", "dfdfdf", "BEBC02A73E591C5A1C5A1C"),
        (SECOND, "ff", "dfdf", "9D9F2184DF62E062E09D"),
    ],
)
def test_the_strings_of_excel_come_out(
    project: str, hidden: str, filler: str, written: str
) -> None:
    seed = int(written[:2], 16)
    made = obfuscate(
        bytes.fromhex(hidden), seed=seed, key=project_key(project), filler=bytes.fromhex(filler)
    )
    assert made == written


def test_filler_must_fit_the_seed() -> None:
    with pytest.raises(ValueError, match="a seed of 6 asks for 3 bytes of filler"):
        obfuscate(b"\0", seed=6, key=0, filler=b"ab")
