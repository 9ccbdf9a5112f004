"""One public page, and nobody can talk us into an internal address. Real sockets, a DNS of ours."""

import time
from collections.abc import Iterator

import pytest

from tests.vacancies.website import LOOPBACK, Website, a_website, moved, packed, page, raw
from vacancies.fetching import Fault, FetchError, Page, Rules, fetch, is_public

MEGABYTE = 1024 * 1024
PUBLIC = ("8.8.8.8", "200.17.97.1", "1.1.1.1", "2001:4860:4860::8888", "2804:14c::1")
NOT_PUBLIC = (
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.8.9.10",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "",
    "example.org",
    "0177.0.0.1",
    "2130706433",
)


@pytest.fixture
def site() -> Iterator[Website]:
    with a_website() as found:
        yield found


def fault(url: str, rules: Rules) -> Fault:
    with pytest.raises(FetchError) as failed:
        fetch(url, rules)
    return failed.value.fault


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_that_everybody_may_visit(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_nobody_outside_may_visit(address: str) -> None:
    assert not is_public(address)


def test_a_page_and_who_asks_for_it(site: Website) -> None:
    site.pages["/vaga"] = page("<p>Estágio em Química, é já</p>")
    found = fetch(site.url("/vaga?id=1&q=pão"), site.rules())
    assert found == Page(
        site.url("/vaga?id=1&q=pão"), 200, "text/html", "<p>Estágio em Química, é já</p>"
    )
    assert site.hits == ["/vaga?id=1&q=p%C3%A3o"]
    sent = site.headers[0]
    assert sent["Host"] == f"vagas.example.org:{site.port}"
    assert sent["User-Agent"] == "CapyVagas/1.0 (+https://vagas.example.org)"
    assert "Cookie" not in sent


def test_we_say_who_we_are(settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.org"
    assert Rules().agent == "CapyVagas/1.0 (+https://vagas.example.org)"
    assert Rules().local == frozenset()


@pytest.mark.parametrize("status", [200, 403, 404, 410, 429, 500, 503])
def test_the_status_is_told_and_only_a_good_page_is_read(site: Website, status: int) -> None:
    site.pages["/"] = page("texto", status, Retry_After="120")
    found = fetch(site.url(), site.rules())
    assert (found.status, found.text, found.retry_after) == (
        status,
        "texto" if status == 200 else "",
        "120",
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site: Website, status: int) -> None:
    site.pages |= {"/velha": moved("/nova vaga/ção", status), "/nova%20vaga/%C3%A7%C3%A3o": page()}
    found = fetch(site.url("/velha"), site.rules())
    assert found.status == 200
    assert site.hits[-1] == "/nova%20vaga/%C3%A7%C3%A3o"


def test_five_redirects_and_no_more(site: Website) -> None:
    site.pages |= {f"/{n}": moved(f"/{n + 1}") for n in range(1, 9)}
    site.pages["/9"] = page()
    assert fetch(site.url("/4"), site.rules()).status == 200
    assert fault(site.url("/1"), site.rules()) == Fault.REDIRECTS


def test_a_redirect_loop_ends(site: Website) -> None:
    site.pages["/"] = moved("/")
    assert fault(site.url(), site.rules()) == Fault.REDIRECTS
    assert len(site.hits) == 6


INNER = (
    "http://127.0.0.1/",
    "http://localhost/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.0x1/",
    "http://0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fe80::1%25eth0]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/",
    "http://[fd00:ec2::254]/latest/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://ⓛocalhost/",
    "http://localhost./",
    "http://10.0.0.8:80/",
)
STRANGE = (
    "",
    "/vagas/1/",
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://example.org/",
    "javascript:alert(1)",
    "data:text/html,<p>",
    "http:///caminho",
    "http://",
    "http://user:senha@example.org/",
    "http://example.org@127.0.0.1/",
    "http://@example.org/",
    "http://example.org:22/",
    "http://example.org:6379/",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://example.org:porta/",
    "http://example.org\\@127.0.0.1/",
    "http://exa mple.org/",
    "http://example.org/\r\nHost: interno",
    "http://example.org/\x00",
    "http://example.org/\u202e",
    "http://[::1/",
    "http://" + "a" * 64 + ".org/",
    "http://example..org/",
    "http://example.org/" + "a" * 2000,
)


@pytest.mark.parametrize("url", INNER)
def test_an_internal_address_is_never_asked(url: str) -> None:
    """With the real resolver: what it makes of these names is refused, whatever it is."""
    names = {"localhost": [LOOPBACK, "::1"]}

    def resolve(host: str, port: int) -> list[str]:
        return names[host]

    assert fault(url, Rules(resolve=resolve)) == Fault.FORBIDDEN


@pytest.mark.parametrize("url", INNER)
def test_a_redirect_to_an_internal_address_is_not_followed(site: Website, url: str) -> None:
    site.pages["/"] = moved(url)
    site.names["localhost"] = [LOOPBACK]
    assert fault(site.url(), site.rules()) == Fault.FORBIDDEN
    assert site.hits == ["/"]


@pytest.mark.parametrize("url", STRANGE)
def test_what_is_not_a_plain_web_address_is_refused_unasked(url: str) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["8.8.8.8"]

    assert fault(url, Rules(resolve=resolve)) == Fault.FORBIDDEN
    assert not asked


def test_the_real_resolver_says_localhost_and_it_is_refused() -> None:
    assert fault("http://localhost/", Rules()) == Fault.FORBIDDEN


def test_one_private_address_among_public_ones_spoils_them_all(site: Website) -> None:
    site.names["meio.example.org"] = ["8.8.8.8", "10.0.0.1"]
    assert fault(site.url(host="meio.example.org"), site.rules()) == Fault.FORBIDDEN


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_that_is_visited(site) -> None:
    """Rebinding: the second answer would be another one, and nobody asks for it."""
    answers = [[LOOPBACK], ["10.0.0.1"], ["10.0.0.1"]]
    site.pages["/"] = page()
    rules = site.rules(resolve=lambda host, port: answers.pop(0))
    assert fetch(site.url(), rules).status == 200
    assert len(answers) == 2


def test_each_hop_is_resolved_and_checked_anew(site: Website) -> None:
    site.names["dentro.example.org"] = ["192.168.0.10"]
    site.pages["/"] = moved(site.url("/", "dentro.example.org"))
    assert fault(site.url(), site.rules()) == Fault.FORBIDDEN
    assert site.asked == ["vagas.example.org", "dentro.example.org"]


def test_the_allowance_of_tests_is_for_one_port_alone(site: Website) -> None:
    site.pages["/"] = moved("http://127.0.0.1/")
    assert fault(site.url(), site.rules()) == Fault.FORBIDDEN
    assert fault(site.url(), Rules(resolve=site.resolve)) == Fault.FORBIDDEN


def test_a_name_that_does_not_exist(site: Website) -> None:
    assert fault(f"http://nada.example.org:{site.port}/", site.rules()) == Fault.UNKNOWN_NAME
    empty = site.rules(resolve=lambda host, port: [])
    assert fault(site.url(), empty) == Fault.UNKNOWN_NAME


def test_nobody_listens_there() -> None:
    with a_website() as gone:
        url, rules = gone.url(), gone.rules()
    assert fault(url, rules) == Fault.UNREACHABLE


def test_the_second_address_is_tried_when_the_first_is_down(site: Website) -> None:
    site.pages["/"] = page()
    site.names["dois.example.org"] = ["127.0.0.9", LOOPBACK]
    local = frozenset([("127.0.0.9", site.port), (LOOPBACK, site.port)])
    assert fetch(site.url(host="dois.example.org"), site.rules(local=local)).status == 200


def test_proxies_of_the_environment_are_not_asked(site: Website, monkeypatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.pages["/"] = page()
    assert fetch(site.url(), site.rules()).status == 200


SLOW = {
    "headers that drip": raw(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", pause=0.05, times=200),
    "one header without end": raw(b"HTTP/1.1 200 OK\r\nX: ", *[b"a"] * 400, pause=0.02),
    "silence": raw(b"", pause=3),
    "a body that drips": raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", *[b"a"] * 400, pause=0.02
    ),
    "continue, continue": raw(b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.02, times=400),
}


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW)
def test_a_visit_has_an_end(site: Website, answer) -> None:
    site.pages["/"] = answer
    began = time.monotonic()
    assert fault(site.url(), site.rules(total_time=0.5)) == Fault.TIMED_OUT
    assert time.monotonic() - began < 2


def test_the_end_counts_over_all_redirects(site: Website) -> None:
    def slowly(handler) -> None:
        time.sleep(0.2)
        moved("/")(handler)

    site.pages["/"] = slowly
    assert fault(site.url(), site.rules(total_time=0.5)) == Fault.TIMED_OUT


def test_a_silent_site_is_not_waited_for_longer_than_a_read_may_take(site: Website) -> None:
    site.pages["/"] = raw(b"", pause=3)
    began = time.monotonic()
    assert fault(site.url(), site.rules(read_time=0.3, total_time=20.0)) == Fault.TIMED_OUT
    assert time.monotonic() - began < 2


def test_an_endless_body_is_cut(site: Website) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    site.pages["/"] = raw(head, *[b"a" * MEGABYTE] * 50)
    found = fetch(site.url(), site.rules())
    assert (len(found.text), found.cut) == (2 * MEGABYTE, True)


def test_endless_chunks_are_cut(site: Website) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    site.pages["/"] = raw(head, *[b"10000\r\n" + b"a" * 65536 + b"\r\n"] * 200)
    found = fetch(site.url(), site.rules())
    assert (len(found.text), found.cut) == (2 * MEGABYTE, True)


def test_a_gzip_bomb_unpacks_to_no_more_than_the_limit(site: Website) -> None:
    site.pages["/"] = packed(b"0" * (64 * MEGABYTE))
    found = fetch(site.url(), site.rules(most_bytes=100_000))
    assert (len(found.text), found.cut) == (100_000, True)


def test_a_packed_page_is_unpacked(site: Website) -> None:
    site.pages["/"] = packed("Vaga de estágio".encode())
    found = fetch(site.url(), site.rules())
    assert (found.text, found.cut) == ("Vaga de estágio", False)


@pytest.mark.parametrize(
    "answer",
    [
        page(b"isto nao e gzip", Content_Encoding="gzip"),
        raw(b"SSH-2.0-OpenSSH_9.9\r\n"),
        raw(b"HTTP/1.1 duzentos OK\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n"),
        raw(b"\x16\x03\x01\x02\x00\x01\x00"),
    ],
)
def test_what_is_not_http(site: Website, answer) -> None:
    site.pages["/"] = answer
    assert fault(site.url(), site.rules()) == Fault.BROKEN


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/zip", "text/css"])
def test_only_text_is_read(site: Website, kind: str) -> None:
    site.pages["/"] = page(b"%PDF-1.7", kind=kind)
    found = fetch(site.url(), site.rules())
    assert (found.status, found.content_type, found.text) == (200, kind, "")


def test_an_encoding_that_we_did_not_ask_for_is_not_read(site: Website) -> None:
    site.pages["/"] = page(b"\x0b\x02\x80", Content_Encoding="br")
    assert fetch(site.url(), site.rules()).text == ""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("estágio já".encode(), "text/html; charset=utf-8"),
        ("estágio já".encode(), "text/html"),
        ("estágio já".encode(), "text/html; charset=rot13"),
        ("estágio já".encode(), "text/html; charset=nunca-vi"),
        ("estágio já".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("estágio já".encode("latin-1"), "text/html"),
        ("estágio já".encode("cp1252"), 'text/html; charset="windows-1252"'),
    ],
)
def test_accents_survive_what_sites_say_of_them(site: Website, body: bytes, kind: str) -> None:
    site.pages["/"] = page(body, kind=kind)
    assert fetch(site.url(), site.rules()).text == "estágio já"


def test_a_page_cut_in_the_middle_of_a_letter_is_still_utf_8(site: Website) -> None:
    site.pages["/"] = page("é" * 1000)
    assert fetch(site.url(), site.rules(most_bytes=101)).text == "é" * 50


def test_https_by_its_name_though_visited_by_its_address() -> None:
    with a_website("vagas.example.org") as site:
        site.pages["/"] = page()
        assert fetch(site.url(), site.rules()).status == 200


def test_a_certificate_for_another_name_is_refused() -> None:
    with a_website("outro.example.org") as site:
        site.pages["/"] = page()
        assert fault(site.url(), site.rules()) == Fault.CERTIFICATE
        assert not site.hits


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with a_website("vagas.example.org") as site:
        site.pages["/"] = page()
        assert fault(site.url(), site.rules(authority=None)) == Fault.CERTIFICATE
        assert not site.hits


def test_a_handshake_that_never_comes_is_not_waited_for(site: Website) -> None:
    """A plain server that says nothing, asked with https."""
    url = site.url().replace("http://", "https://")
    began = time.monotonic()
    found = fault(url, site.rules(total_time=0.5))
    assert found in {Fault.TIMED_OUT, Fault.UNREACHABLE}
    assert time.monotonic() - began < 2
