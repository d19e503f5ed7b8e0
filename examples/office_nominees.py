"""Who is proposed for what: the nominees of every unit, and what each is there to show."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NOMINEES", "Nominee"]

FLAG, CERTIFICATE, OWN = "co-thi-dua", "bang-khen", "giay-khen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """One line of a unit's list.

    ``name`` is that of a collective; people get an invented one. ``goal``: the total that the
    council has in mind. ``votes``: for it, of all members of the council; ``None``: no vote yet.
    ``size`` of a collective, ``direct`` worker or not. ``like``: the line of the same nominee.
    """

    form: str
    goal: str
    name: str = ""
    votes: int | None = None
    size: int = 9
    direct: bool = False
    like: int = 0


def _flag(name: str, goal: str, votes: int | None, size: int = 30) -> Nominee:
    return Nominee(form=FLAG, goal=goal, name=name, votes=votes, size=size)


def _team(name: str, goal: str, votes: int | None, size: int = 9, like: int = 0) -> Nominee:
    return Nominee(form=CERTIFICATE, goal=goal, name=name, votes=votes, size=size, like=like)


def _person(goal: str, votes: int | None, direct: bool = False) -> Nominee:
    return Nominee(form=CERTIFICATE, goal=goal, votes=votes, direct=direct)


def _own(goal: str, name: str = "", direct: bool = False) -> Nominee:
    return Nominee(form=OWN, goal=goal, name=name, direct=direct)


NOMINEES: dict[str, tuple[Nominee, ...]] = {
    "LC01": (  # the town had the flag of 2021: no flag, but a certificate for the same collective
        _flag("Văn phòng HĐND và UBND thành phố Lào Cai", "95.5", 5, 34),
        _team("Văn phòng HĐND và UBND thành phố Lào Cai", "95", 5, 34, like=1),
        _person("95", 4),
        _person("91.5", 4),
        _own("85"),
        _own("77", "Phòng Quản lý đô thị thành phố Lào Cai"),
    ),
    "LC02": (  # one form per achievement; a vote short of two thirds
        _flag("Phòng Nội vụ thị xã Sa Pa", "96", 4, 11),
        _team("Phòng Nội vụ thị xã Sa Pa", "96", 4, 11, like=1),
        _team("UBND phường Cầu Mây", "92.5", 3, 21),
        _person("95", 2),
        _person("91.5", 3),
        _own("84", direct=True),
    ),
    "LC03": (  # exactly two thirds; no vote; a department had the flag of 2021
        _person("93", 2),
        _team("UBND thị trấn Phố Lu", "92", None, 20),
        _flag("Bộ phận Một cửa huyện Bảo Thắng", "94", 3, 12),
    ),
    "LC04": (  # a dossier mended by a second return
        _team("UBND thị trấn Phố Ràng", "92", 3, 22),
        _person("93", 3),
        _own("82.5"),
    ),
    "LC05": (  # parts that lack, one kind each
        _team("Phòng Tư pháp huyện Văn Bàn", "93", 4, 5),
        _person("95", 5),
        _flag("Văn phòng HĐND và UBND huyện Văn Bàn", "94", 5, 26),
        _own("84"),
        _person("91.5", 4),
        _own("86", "Phòng Văn hóa và Thông tin huyện Văn Bàn"),
    ),
    "LC06": (  # sent by e-mail
        _team("Phòng Dân tộc huyện Bát Xát", "93", 4, 6),
        _own("83.5"),
    ),
    "LC07": (  # the paper set never came
        _person("92", 3),
        _own("88", "UBND xã Lùng Khấu Nhin"),
    ),
    "LC08": (_team("Phòng Nội vụ huyện Bắc Hà", "92", 3, 8), _own("82")),  # late
    "LC10": (  # commended in 2022 for certain; one flag per unit
        _person("95", 5),
        _person("91.5", 4),
        _flag("Phòng Quản lý ngân sách Sở Tài chính", "95.5", 5, 10),
        _flag("Phòng Quản lý giá và công sản Sở Tài chính", "92", 5, 8),
    ),
    "LC11": (_person("92", 3), _own("83")),  # a namesake of another unit, born in the same year
    "LC12": (  # another person of the same name; a name without tone marks
        _person("93", 4),
        _team("Phòng Nghiệp vụ Y Sở Y tế", "92", 4, 12),
        _own("86", direct=True),
    ),
    "LC13": (  # no year of birth in the register; declared, but in no register
        _person("93", 3),
        _team("Văn phòng Sở Giáo dục và Đào tạo", "92", 3, 13),
    ),
    "LC14": (  # the small collective and the direct worker are preferred
        _team("Phòng Phổ biến, giáo dục pháp luật Sở Tư pháp", "93", 4, 14),
        _team("Thanh tra Sở Tư pháp", "93", 4, 6),
        _person("92.5", 3),
        _person("92.5", 3, direct=True),
    ),
    "LC15": (  # tied across the cut: once open, once settled
        _team("Chi cục Kiểm lâm tỉnh", "93", 4, 15),
        _team("Chi cục Thủy lợi tỉnh", "93", 4, 15),
        _person("92.5", 5, direct=True),
        _person("92.5", 4, direct=True),
        _own("81.5"),
    ),
    "LC16": (  # a movement that is on no list
        _person("93", 3),
        _team("Phòng Công nghệ thông tin Sở TT&TT", "92", 4, 7),
    ),
    "LC17": (  # on hold for a complaint
        _person("95", 4),
        _person("91.5", 3),
        _own("87", "Văn phòng Đăng ký đất đai tỉnh"),
    ),
    "LC18": (_person("93", 3), _own("85")),  # one of three members is silent: no quorum
    "LC19": (_person("93", 3), _own("86")),  # two votes that differ
    "LC20": (  # one collective or one person: left to the council
        _team("Phòng Hành chính – Lưu trữ Văn phòng Tỉnh ủy", "94", 3, 9),
        _person("93", 3),
    ),
    "LC21": (  # the same, settled; and one below the first of its kind
        _team("Phòng Tổ chức đảng, đảng viên", "95", 3, 7),
        _person("93", 3),
        _team("Văn phòng Ban Tổ chức Tỉnh ủy", "91.5", 3, 8),
    ),
    "LC22": (_person("92", 3), _own("84", direct=True)),
    "LC24": (_own("86", "Ban Phong trào Ủy ban MTTQ tỉnh"), _own("81.5")),  # own authority only
    "LC26": (_person("93", 3), _own("82")),  # no minutes
    "LC28": (  # no date on the Tờ trình; declared and in the register
        _team("Phòng Đào tạo Trường Cao đẳng Lào Cai", "93", 3, 11),
        _person("92", 3),
    ),
    "LC29": (  # a blank summary
        _team("Phòng Thời sự Đài PT-TH tỉnh", "94", 4, 16),
        _team("Phòng Kỹ thuật Đài PT-TH tỉnh", "92.5", 4, 18),
        _own("83"),
    ),
    "LC30": (  # says it proposes nobody, and does
        _team("Phòng Kế hoạch – Kỹ thuật Ban Quản lý dự án", "92", 3, 9),
        _own("84"),
    ),
}
