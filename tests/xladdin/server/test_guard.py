"""Whatever is sent to the server, it answers with a status and a sentence, soon, and lives on."""

from __future__ import annotations

import asyncio
import copy
import gzip
import json
import socket
import time
from contextlib import suppress
from functools import cache
from typing import Any

import pytest

from tests.workbooks.issued import registration
from tests.xladdin.server.client import Answer, Client
from tests.xladdin.server.excel_model import model_of, payload_of
from xladdin.refusal import sentence
from xladdin.server.door import ACTIONS
from xladdin.server.guard import Guard
from xladdin.server.payload import MOST_BYTES

CALL = "/xlwings/custom-scripts-call/check"
JSON = {"Content_Type": "application/json"}


@cache
def _payload() -> dict[str, Any]:
    return payload_of(model_of(registration()))


def payload() -> dict[str, Any]:
    """A request that is in order, to be spoiled."""
    return copy.deepcopy(_payload())


def told(answer: Answer) -> tuple[int, str]:
    """Status and sentence; nothing of Python in what goes out."""
    assert b"Traceback" not in answer.body
    assert b".py" not in answer.body
    return answer.status, answer.json["words"]


BAD = (400, sentence("ADD-172"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"client": "Office.js", "args": [NaN]}',
        b'{"client": "Office.js"}',
        b'{"client": "VBA", "args": [{}], "version": "1", "sheets": []}',
        b"9" * 100_000,
    ],
)
def test_garbage_is_refused(body: bytes, server: Client) -> None:
    assert told(server.ask("POST", CALL, body, **JSON)) == BAD


def _put(path: str, value: object) -> Any:
    """A request with one value replaced; the path is made of keys and numbers."""
    found = payload()
    at: Any = found
    *way, last = (int(part) if part.lstrip("-").isdigit() else part for part in path.split("/"))
    for part in way:
        at = at[part]
    at[last] = value
    return found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("sheets", {}),
        ("sheets", []),
        ("sheets/0", None),
        ("sheets/0/name", 5),
        ("sheets/0/name", ""),
        ("sheets/0/name", "x" * 300),
        ("sheets/0/name", "Đăng ký"),
        ("sheets/0/name", "\ud800"),
        ("sheets/0/visibility", "Gone"),
        ("sheets/1/values", "A1"),
        ("sheets/1/values", [[1], [1, 2]]),
        ("sheets/1/values", [[{}]]),
        ("sheets/1/values", [[None]]),
        ("sheets/1/values", [[10**400]]),
        ("sheets/1/values", [["x" * 40_000]]),
        ("sheets/1/values", [[0] * 1_000] * 400),
        ("book", None),
        ("book/name", None),
        ("book/active_sheet_index", -1),
        ("book/active_sheet_index", 99),
        ("book/active_sheet_index", True),
        ("book/active_sheet_index", 0.5),
        ("book/selection", "=1+1"),
        ("version", None),
        ("args", []),
        ("args", [1, 2]),
        ("args/0", "seen"),
        ("args/0/version", 2),
        ("args/0/sheets", []),
        ("args/0/agreed", 5),
        ("args/0/locked", "no"),
        ("args/0/sheets/Đăng ký", 5),
        ("args/0/sheets/Đăng ký/formulas", [[0, 0, 0]]),
        ("args/0/sheets/Đăng ký/formulas", [[5, 0, 4, 0]]),
        ("args/0/sheets/Đăng ký/formulas", [[0, 0, 1_048_575, 16_383]]),
        ("args/0/sheets/Đăng ký/formulas", [["0", 0, 0, 0]]),
        ("args/0/sheets/Đăng ký/dates", [[0, 0, 99_999, 9]]),
        ("args/0/sheets/Đăng ký/fills", [["red", []]]),
        ("args/0/sheets/Đăng ký/fills", [["1;;255;;", [[0, 0, 1_048_575, 16_383]]]]),
        ("args/0/sheets/Đăng ký/fonts", [["\n", []]]),
        ("args/0/sheets/Đăng ký/notes", [["here", "text"]]),
        ("args/0/sheets/Đăng ký/notes", [["A1"]]),
        ("args/0/sheets/Đăng ký/threads", ["A1:B2:C3"]),
        ("args/0/sheets/Đăng ký/hidden_rows", [[3, 2]]),
        ("args/0/sheets/Đăng ký/protected", 1),
    ],
)
def test_a_request_of_wrong_types_is_refused(path: str, value: object, server: Client) -> None:
    body = json.dumps(_put(path, value)).encode("utf-8", "surrogatepass")
    assert told(server.ask("POST", CALL, body, **JSON)) == BAD


def test_fifty_megabytes_are_refused_at_once(server: Client) -> None:
    begun = time.monotonic()
    answer = server.ask("POST", CALL, None, Content_Length=str(50_000_000), **JSON)
    assert told(answer) == (413, sentence("ADD-173"))
    assert time.monotonic() - begun < 5


def test_too_much_without_a_length_is_refused(server: Client) -> None:
    chunk = b"x" * 1_000_000
    lines = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for _ in range(MOST_BYTES // 10**6 + 1))
    answer = server.ask("POST", CALL, lines + b"0\r\n\r\n", Transfer_Encoding="chunked", **JSON)
    assert told(answer) == (413, sentence("ADD-173"))


@pytest.mark.parametrize(
    "script",
    ["hello_world", "__doc__", "check/x", "..%2fcheck", "Check", "check?x=1%00", "annotations", ""],
)
def test_no_other_script_runs(script: str, server: Client) -> None:
    answer = server.press(script, payload())
    assert answer.status in (200, 404) and (answer.status == 404 or script.startswith("check?"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", CALL, 404),
        ("PUT", CALL, 405),
        ("DELETE", "/", 404),
        ("POST", "/", 404),
        ("POST", "/xlwings/custom-functions-call", 404),
        ("GET", "/xlwings/alert?prompt=x&title=x&buttons=ok&mode=&callback=", 404),
        ("GET", "/socket.io/", 404),
        ("GET", "/docs", 404),
        ("GET", "/openapi.json", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/%2e%2e/app.py", 404),
        ("GET", "/static/js/thidua.js%00", 404),
        ("GET", "/thidua/icons/check-99.png", 404),
        ("OPTIONS", CALL, 405),
    ],
)
def test_other_addresses_do_not_exist(method: str, path: str, status: int, server: Client) -> None:
    assert told(server.ask(method, path)) == (status, sentence("ADD-172"))


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", ""])
def test_another_host_is_refused(host: str, server: Client) -> None:
    assert server.ask("GET", "/taskpane.html", Host=host).status in (400, 421)


def test_another_origin_is_refused(server: Client) -> None:
    body = json.dumps(payload()).encode()
    answer = server.ask("POST", CALL, body, Origin="https://evil.example", **JSON)
    assert told(answer) == (403, sentence("ADD-172"))
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_form_of_a_web_page_is_refused(server: Client) -> None:
    body = json.dumps(payload()).encode()
    assert server.ask("POST", CALL, body, Content_Type="text/plain").status == 415


def test_a_text_that_looks_like_a_formula_stays_a_text(server: Client) -> None:
    found = payload()
    (form,) = [sheet for sheet in found["sheets"] if sheet["name"] == "Đăng ký"]
    evil = '=HYPERLINK("http://evil.example","x")'
    for row in form["values"]:
        row[2:5] = [evil if value == "" else value for value in row[2:5]]
    actions = server.press("check", found).json["actions"]
    blocks = [a["values"] for a in actions if a["func"] == "setValues" and len(a["values"][0]) == 6]
    cells = [cell for block in blocks for row in block[4:] for cell in (*row[:3], *row[4:])]
    assert cells
    assert [cell for cell in cells if str(cell).startswith("=")] == []
    looks = [a["args"] for a in actions if a["func"] == "setNumberFormat"]
    assert ["@"] in looks


def test_the_sheet_names_of_a_stranger_do_no_harm(server: Client) -> None:
    found = payload()
    found["sheets"][0]["name"] = "__proto__"
    found["sheets"].append(
        {"name": "xlwings.conf", "visibility": "Visible", "values": [["A", "B"]]}
    )
    assert server.press("check", found).status == 200


def test_headers_have_an_end(server: Client) -> None:
    """Whoever sends headers without end is cut off long before the memory is full."""
    sent = 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as flood:
        flood.sendall(f"GET /taskpane.html HTTP/1.1\r\nHost: localhost:{server.port}\r\n".encode())
        with suppress(OSError):  # that is what it is about
            while sent < 20_000_000:
                flood.sendall(b"X-Long: " + b"x" * 100_000 + b"\r\n")
                sent += 100_000
    assert sent < 20_000_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zip"])
def test_a_packed_body_is_not_unpacked(coding: str, server: Client) -> None:
    """Ten megabytes of blanks in ten kilobytes."""
    packed = gzip.compress(json.dumps(payload()).encode() + b" " * 10_000_000)
    assert told(server.ask("POST", CALL, packed, Content_Encoding=coding, **JSON)) == BAD


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%5c..%5capp.py",
        "/static/....//....//main.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/js/%252e%252e/%252e%252e/main.py",
        "//evil.example/static/js/thidua.js",
        "/xlwings/custom-functions-code.js",
        "/xlwings/custom-functions-meta.json",
        "/xlwings/health",
        "/health",
        "/redoc",
        "/manifest",
        "/socket.io/?EIO=4&transport=polling",
        "/xlwings/custom-scripts-call/check/../hello_world",
    ],
)
def test_no_way_round_leads_to_what_stands_behind(path: str, server: Client) -> None:
    assert server.ask("GET", path).status in (400, 404)
    assert server.ask("POST", path, b"{}", **JSON).status in (400, 404, 405)


def test_no_line_of_the_log_is_written_by_a_stranger(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("Ka Đô")

    async def nothing(*_: Any) -> Any:
        return {"type": "http.disconnect"}

    guard = Guard(fail, url="http://localhost:8000", hosts=["localhost:8000"])
    path = "/static/a" + "b" * 5_000
    scope = {"type": "http", "method": "GET", "headers": [(b"host", b"localhost:8000")]}
    asyncio.run(guard({**scope, "path": path}, nothing, nothing))
    asyncio.run(guard({**scope, "path": "/static/a\nERROR forged"}, nothing, nothing))
    (line,) = caplog.messages
    assert (len(line) < 300, "Ka Đô" in line, "\n" in line) == (True, False, False)


def test_the_server_lives_on(server: Client) -> None:
    answer = server.press("check", payload())
    assert answer.status == 200
    assert [action["func"] for action in answer.json["actions"]][-1] == "runMacro"


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.script], ids=lambda a: a.script)
def test_every_button_has_its_script(action: Any, server: Client) -> None:
    assert server.press(action.script, payload()).status == 200
