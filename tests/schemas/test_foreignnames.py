"""Names with letters of Latin-1 are not taken for an old code; texts of an old code are."""

from __future__ import annotations

import pytest

from schemas.cell import text_cell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.oldfonts import Code, decoded_cell, is_certain, suspected
from schemas.rules.judge import judge_rows
from tests.schemas.oldtyped import typed_in

FONTS = ("Times New Roman", "")

HIGHLANDS = """
    Ðắk Lắk|Ðà Lạt|Y Ñuê|H'Ðăn|K'Sor|Ybăn|Čư Kuin|Cư Kuin|Buôn Đôn|Krông Pắc|Ŭ|Krông Bŭk|Čư M'gar
    Ea H'leo|Êa Súp|Y Bhĭm Niê|H'Nguôm Ayŭn|Y Ñuê Buôn Krông|Ama Thuôt|Kpă Klơng|Rơ Châm Nhí
    Siu Blôh|Rmah H'Blen|Đinh Núp|Y Ngông Niê Kđăm|Y Ñhuĕ|Ñôl|Pŭih|Mnông Gar|Bu Prăng
    K'Ho Srê|Cil Ha Krẽ
    Liêng Hót Ha|Jơng|Klă|K'Brêm|Ka Să H'Điêu|Jarai Čŏr|Bŏk Wừu|Hlăi|Hrê|Giẻ Triêng|Xơ Đăng|Rơ Măm
    Brâu|Čing Kram|Ŏ|Ĭ|hđeh čư|Êđê|Ê-đê Kpă|Bih|Mdhur|Ñŭ|buôn Ñal|Y Tlam Kbuôr|H'Mŭn Êban|H'Ñen
    Y Ñut Ñai|Y Kpă Ñai|Y Pôt Niê|Ba Na Tơ-lô|Gia Rai Kơ Pa|Plei Ơi|Ơi Nŭ|T'rưng|Nơ Trang Lơng
    N'Trang Gưh|Khing Jŭ|Ya Đờn|Touprong|Ma Bó|Păng Tiêng|Bon Đưng|Kơ Să Ha Thương|Touneh Hàn Đăng
    Ma Lé|Rơ Ô Bhung|R'Ô H'Phương|S'tiêng Bù Lơ|Y Jŭt Hwing|Chơ Ro|Păcô|Cơ Tu|Tà Ôi|Đạ Tẻh|Próh
"""

FOREIGN = """
    Citroën|Noël|São Paulo|Müller|Curaçao|Señor|Åse|Zürich|Ångström|Ærø|Århus|Malmö|Göteborg|Tromsø
    København|Øresund|Ålesund|Þingvellir|Björk|Guðmundur|Łódź|Kraków|Dvořák|Škoda|Győr|Erdős|Köln
    München|Düsseldorf|Nürnberg|Lübeck|Königsberg|Straße|Weißbier|Groß|Fußball|Gödel|Schrödinger
    Hölderlin|Röntgen|Österreich|Über|Äpfel|Mädchen|Häagen-Dazs|Löwenbräu|Bäcker|Jäger|Nestlé|Hermès
    L'Oréal|Rhône-Poulenc|Châteauneuf|Besançon|François|Françoise|Provençal|garçon|façade|naïve
    Anaïs|Moïse|Israël|Raphaël|Gaëlle|Joël|Michaël|Saône|Œuvre|cœur|El Niño|España|Muñoz|Peña|Ibáñez
    José María García|Córdoba|Málaga|Bogotá|Medellín|Asunción|México|Potosí|Güell|Camagüey|pingüino
    São Tomé|João|Brasília|Conceição|Coração|Magalhães|Guimarães|Camões|Goiânia|Não|Põe|Mãe|Città
    Perché|Caffè|Università|Forlì|Türkiye|Atatürk|Çanakkale|Gül|Çelik|Öztürk|Gökçe|Õnne|Pärnu|Tõnu
    Jyväskylä|Kärcher|Sjögren|Västerås|Örebro|Skåne|Växjö|Söderström|Sørensen|Kierkegaard Søren
    Håkon|Île|Aïda|Zoé|Zoë|Chloë|Brontë|Beyoncé|Pokémon|Motörhead|Mötley Crüe|Möbius
    Poincaré|Fréchet
    25 °C|m² và m³|10 µg/m³|±2|½ ha|§5|© 2024|®|1 × 2|«Chợ xanh»|¿Qué?|¡Hola!|Crème brûlée|Pâté
    Kế hoạch hợp tác với Citroën|Chuyên gia Müller dạy cà phê ở Đạ Ròn|Nhạc Noël ở giáo xứ Ka Đô
"""

OPEN = ("Thaï", "Loïc", "Naïm", "Ông Loïc, chuyên gia cà phê", "Heß", "Stockholms län")
"""Words that are a syllable in an old code: told, but nothing has to be mended."""

CERTAIN = (
    *("Phường Hòa Bình", "Đảng ủy xã Ka Đô", "Nguyễn Văn An", "Lê Thị Hương", "Hội Phụ nữ thôn 2"),
    *("Đường hoa thôn Ka Đô Mới", "Mô hình tiết kiệm điện", "Vườn rau sạch", "Trường học xanh"),
)


def names(listed: str) -> list[str]:
    return [name.strip() for line in listed.split("\n") for name in line.split("|") if name.strip()]


def judged(text: str, font: str) -> list[tuple[str, bool]]:
    """The codes told of a text in a field, and whether each is a warning."""
    field = Field(id="o", label="Ô", kind=FieldKind.TEXT, blocks=("x",))
    (row,) = judge_rows((field,), [{"o": (decoded_cell(text_cell(text), [(text, font)]),)}])
    assert row.complete is all(fault.warning for fault in row.faults)
    return [(fault.code, fault.warning) for fault in row.faults]


def test_there_are_names_enough() -> None:
    assert len(set(names(HIGHLANDS))) >= 80
    assert len(set(names(FOREIGN))) >= 150


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("name", [*names(HIGHLANDS), *names(FOREIGN)])
def test_a_name_is_a_name(name: str, font: str) -> None:
    assert judged(name, font) == []


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("text", OPEN)
def test_one_word_that_reads_both_ways_is_a_warning(text: str, font: str) -> None:
    assert judged(text, font) == [("FLD-055", True)]


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("text", CERTAIN)
def test_a_text_of_an_old_code_is_an_error(text: str, code: Code) -> None:
    assert judged(typed_in(text, code), "Times New Roman") == [("FLD-043", False)]


@pytest.mark.parametrize(
    ("stored", "certain"),
    [
        ("§¶ng", True),  # two letters of the code in one word
        ("Hoµng Lan", True),  # a sign inside a word that no name has
        ("N·m", False),  # a unit of torque
        ("ViÖt", False),
        ("ViÖt Thaï", True),
        ("trường ViÖt hßa", False),  # Unicode stands beside them: three are asked for
        ("trường ViÖt hßa b×nh", True),
    ],
)
def test_what_makes_it_certain(stored: str, certain: bool) -> None:
    assert (suspected(stored) != "", is_certain(stored)) == (True, certain)
