"""What the tests of the cluster share: one real cluster, and a messy office."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.issuing import issue_stage
from cli.merging import merge_workspace
from tests.cli.cluster.network import Cluster, cluster
from tests.cli.cluster.results import written
from tests.cli.office import AFTER, BEFORE, entry, intake, open_office, returned


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers on loopback, one of them with a nanny."""
    folder = tmp_path_factory.mktemp("cluster")
    with cluster(folder, True, False) as running:
        yield running


@pytest.fixture(scope="session")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns good, faulty, sent twice, broken, and no returns at all, in several folders."""
    root = tmp_path_factory.mktemp("office") / "dot"
    open_office(root, intake=intake("DD01", "DD02", "DD03"))
    issue_stage(root, "dang-ky", BEFORE)
    (root / "nhan-ve" / "dang-ky" / "sub").mkdir()
    good = returned(root, "DD01", [entry("Một cửa điện tử"), entry("Sổ tay số", ten="")])
    returned(root, "DD02", [entry("Họp không giấy")], "sub/DD02 lần 1.xlsx")
    returned(root, "DD02", [entry("Họp không giấy"), entry("Chợ văn minh")], "sub/DD02 lần 2.xlsx")
    folder = good.parent
    shutil.copy(good, folder / "bản sao.xlsx")
    (folder / "~$bản sao.xlsx").write_bytes(b"lock")
    (folder / "rỗng.xlsx").write_bytes(b"")
    (folder / "rác.xlsx").write_bytes(b"PK\x03\x04" + bytes(500))
    (folder / "cụt.xlsx").write_bytes(good.read_bytes()[:-400])
    (folder / "thư.txt").write_text("Kính gửi")
    (folder / "thư mục.xlsx").mkdir()
    (folder / "thư mục.xlsx" / "trong.xlsx").write_bytes(good.read_bytes()[:-1])
    return root


@pytest.fixture(scope="session")
def local(messy: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What this machine alone makes of the messy office."""
    root = Path(shutil.copytree(messy, tmp_path_factory.mktemp("local") / "dot"))
    merge_workspace(root, AFTER, cache=False)
    made = written(root)
    assert {"results.json", "Tong-hop.xlsx"} < made.keys()
    return made


@pytest.fixture
def office(messy: Path, tmp_path: Path) -> Path:
    """The messy office, to write into."""
    return Path(shutil.copytree(messy, tmp_path / "dot"))
