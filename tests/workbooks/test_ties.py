"""Entries tied across cuts, found once for a run: as one search through every cut finds them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appraisal.outcome import AwardResult, Place
from workbooks.ties import Ties

IDS = st.sampled_from([f"DD{k:02d}" for k in range(1, 8)])
CUTS = st.lists(st.lists(IDS, max_size=4, unique=True).map(tuple), max_size=4)


def _award(award: str, cuts: list[tuple[str, ...]]) -> AwardResult:
    places = tuple(
        Place(
            partition=str(number),
            base=None,
            exact=None,
            slots=1,
            taken=1,
            candidates=len(cut),
            tied_at_cut=cut,
        )
        for number, cut in enumerate(cuts)
    )
    return AwardResult(award=award, places=places, nominations=(), referred=())


@given(CUTS, CUTS, IDS, st.lists(st.sampled_from(["a", "b", "c"]), max_size=3))
def test_ties_are_those_of_every_cut_that_names_the_entry(
    one: list[tuple[str, ...]], two: list[tuple[str, ...]], entry: str, awards: list[str]
) -> None:
    cuts = (one if "a" in awards else []) + (two if "b" in awards else [])
    wanted = tuple(sorted({tied for cut in cuts if entry in cut for tied in cut}))
    assert Ties([_award("a", one), _award("b", two)]).across(entry, awards) == wanted
