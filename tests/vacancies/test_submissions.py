"""The public form: what it takes, what it refuses, what its sender sees, what is forgotten."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vacancies import decisions, submissions
from vacancies.models import RuleHit, Submission, Vacancy
from vacancies.submission_forms import SALT
from vacancies.submissions import Offer, Sender

pytestmark = pytest.mark.django_db
ADDRESS = "/vagas/enviar/"
M = Vacancy.Moderation


def begun(seconds: int = 60) -> str:
    """The mark of a form that was opened so long ago."""
    signer = signing.TimestampSigner(salt=SALT)
    signer.timestamp = lambda: signing.b62_encode(  # type: ignore[method-assign]
        int(timezone.now().timestamp()) - seconds
    )
    return signer.sign("envio")


def filled(**changes: Any) -> dict[str, Any]:
    data = {
        "title": "Estágio em robótica",
        "company": "Laboratório de Robótica",
        "kind": "estagio",
        "city": "Curitiba",
        "state": "PR",
        "description": "Programar robôs.\nVinte horas por semana.",
        "how": "Escreva para lab@exemplo.br",
        "name": "Rita",
        "email": "rita@exemplo.br",
        "organisation": "DAINF",
        "relation": "professor",
        "consent": "on",
        "inicio": begun(),
        "enviar": "1",
    }
    return {k: v for k, v in {**data, **changes}.items() if v is not None}


def send(client: Client, **changes: Any) -> Any:
    return client.post(ADDRESS, filled(**changes))


def test_a_vacancy_is_sent_and_waits_for_a_person(client: Client) -> None:
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    response = send(client)
    assert response.status_code == 302, response.context["form"].errors
    vacancy, sent = Vacancy.objects.get(), Submission.objects.get()
    assert (vacancy.origin, vacancy.moderation, vacancy.listed) == ("form", M.WAITING, False)
    assert "Como se candidatar: Escreva para lab@exemplo.br" in vacancy.description
    assert (sent.vacancy, sent.name, sent.known_before) == (vacancy, "Rita", False)
    assert "rita" not in vacancy.search_text
    assert "Estágio em robótica" not in client.get("/vagas/").content.decode()
    assert client.get(vacancy.get_absolute_url()).status_code == 404


def test_the_receipt_says_what_became_of_it_to_its_sender_alone(client: Client, admin_user) -> None:
    receipt = send(client).url
    sent = Submission.objects.get()
    said = client.get(receipt).content.decode()
    assert "Em revisão" in said
    assert sent.code in said
    assert "noindex" in said
    assert "rita@exemplo.br" not in said
    decisions.decide([sent.vacancy_id], "recusar", admin_user, "Falta <b>dizer</b> a bolsa.")
    said = client.get(receipt).content.decode()
    assert "Recusada" in said
    assert "Falta &lt;b&gt;dizer&lt;/b&gt; a bolsa." in said
    decisions.decide([sent.vacancy_id], "liberar", admin_user)
    said = client.get(receipt).content.decode()
    assert "Publicada" in said
    assert sent.vacancy.get_absolute_url() in said
    Vacancy.objects.update(closed_at=timezone.now())
    assert "Encerrada" in client.get(receipt).content.decode()
    assert len(sent.token) >= 30
    for guess in ("1", sent.code, "x" * 5000, "%00"):
        assert client.get(f"{ADDRESS}{guess}/").status_code == 404


def test_a_vacancy_that_we_know_is_not_made_again(client: Client) -> None:
    link = "https://exemplo.com.br/vaga/1"
    known = Vacancy.objects.create(title="Estágio em robótica", link=link)
    response = send(client, link=f"{link}?utm_source=x", how=None)
    assert Vacancy.objects.get() == known
    assert Submission.objects.get().known_before
    assert "Esta vaga já estava aqui." in client.get(response.url).content.decode()


def test_the_same_words_are_the_same_vacancy(client: Client) -> None:
    send(client)
    send(client, title="ESTÁGIO em Robótica!")
    assert Vacancy.objects.count() == 1
    assert Submission.objects.count() == 2


def test_what_is_sent_is_held_against_the_rules_and_still_waits(client: Client) -> None:
    send(client, description="Pague a taxa de inscrição antes.")
    assert RuleHit.objects.get().rule.pattern == "taxa de inscrição"
    assert Vacancy.objects.get().moderation == M.WAITING


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "\u202e\u200b\x00"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "data:text/html,x"}, "link"),
        ({"link": "//exemplo.com"}, "link"),
        ({"link": "https://ana:senha@exemplo.com"}, "link"),
        ({"link": "https://exemplo.com/\"onload='x"}, "link"),
        ({"how": None}, "link"),
        ({"email": "rita"}, "email"),
        ({"email": "rita@exemplo.br\r\nBcc: todos@exemplo.br"}, "email"),
        ({"email": "rita@exemplo.br\nX: y"}, "email"),
        ({"description": "<script>alert(1)</script>"}, "description"),
        ({"description": "<img src=x onerror=alert(1)>"}, "description"),
        ({"description": "x" * 15_001}, "description"),
        ({"how": "<a href='javascript:x'>aqui</a>"}, "how"),
        ({"consent": None}, "consent"),
        ({"relation": "chefe"}, "relation"),
        ({"kind": "golpe"}, "kind"),
        ({"state": "XX"}, "state"),
        ({"apply_by": "31/02/2026"}, "apply_by"),
        ({"telefone2": "41"}, "__all__"),
        ({"inicio": None}, "__all__"),
        ({"inicio": "forjado:1:2"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    client: Client, changes: dict[str, Any], field: str
) -> None:
    response = send(client, **changes)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Vacancy.objects.exists()
    assert not Submission.objects.exists()
    if changes.get("title") != " ":
        assert "Rita" in response.content.decode()  # nothing that was typed is lost


@pytest.mark.parametrize(("seconds", "kept"), [(1, 0), (30, 1), (90_000, 0)])
def test_nobody_fills_it_in_within_a_second(client: Client, seconds: int, kept: int) -> None:
    send(client, inicio=begun(seconds))
    assert Submission.objects.count() == kept


def test_markup_in_a_line_is_shown_as_text(client: Client, admin_user) -> None:
    title = "<script>alert(1)</script> Robótica"
    send(client, title=title, company="<b>Lab</b>", salary="<i>R$ 1</i>\u202e")
    vacancy = Vacancy.objects.get()
    decisions.decide([vacancy.pk], "liberar", admin_user)
    pages = [ADDRESS + Submission.objects.get().token + "/", vacancy.get_absolute_url(), "/vagas/"]
    for page in pages:
        said = client.get(page).content.decode()
        assert "<script>alert" not in said
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said
    assert "\u202e" not in vacancy.salary


def test_headers_cannot_be_put_into_a_name(client: Client) -> None:
    send(client, name="Rita\r\nBcc: todos@exemplo.br", organisation="A\nB\x00")
    sent = Submission.objects.get()
    assert (sent.name, sent.organisation) == ("Rita Bcc: todos@exemplo.br", "A B")


def test_ten_megabytes_are_turned_away(client: Client) -> None:
    response = send(client, description="x" * 10_000_000)
    assert response.status_code in (400, 413)
    assert not Vacancy.objects.exists()


def test_a_thousand_posts_from_one_address_keep_five(client: Client) -> None:
    now = timezone.now()
    sender = Sender("Rita", "rita@exemplo.br", "", "other", "a" * 32)
    kept, told = 0, set()
    for n in range(1000):
        try:
            submissions.submit(Offer(f"Vaga {n}", f"E{n}", "estagio"), sender, now=now)
            kept += 1
        except submissions.TooMany as error:
            told.add(str(error))
    assert kept == Submission.objects.count() == Vacancy.objects.count() == 5
    assert told == {"Por hoje já recebemos muitos envios daqui. Volte amanhã."}


def test_the_sixth_of_a_day_is_told_so_and_loses_nothing(client: Client) -> None:
    for n in range(5):
        assert send(client, title=f"Vaga {n}").status_code == 302
    refused = send(client, title="Vaga seis")
    assert refused.status_code == 429
    assert "Volte amanhã" in refused.content.decode()
    assert "Vaga seis" in refused.content.decode()
    other = client.post(ADDRESS, filled(title="De outra"), REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302
    Submission.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    assert send(client, title="Vaga seis").status_code == 302


@pytest.fixture
def one_proxy(settings) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}


def key_of(rf, peer: str, said: str = "") -> str:
    more = {"HTTP_X_FORWARDED_FOR": said} if said else {}
    return submissions.address_key(rf.get("/", REMOTE_ADDR=peer, **more), timezone.now())


def test_behind_our_proxy_each_visitor_counts_and_none_can_pretend(rf, one_proxy) -> None:
    proxy = "172.18.0.2"
    assert key_of(rf, proxy, "9.9.9.9") != key_of(rf, proxy, "8.8.8.8")
    assert key_of(rf, proxy, "1.1.1.1, 8.8.8.8") == key_of(rf, proxy, "8.8.8.8")


def test_without_a_proxy_nobody_is_believed(rf) -> None:
    assert key_of(rf, "172.18.0.2", "9.9.9.9") == key_of(rf, "172.18.0.2")
    assert key_of(rf, "8.8.8.8", "1.2.3.4") == key_of(rf, "8.8.8.8")
    assert key_of(rf, "8.8.8.8") != key_of(rf, "8.8.8.9")
    tomorrow = timezone.now() + timedelta(days=1)
    request = rf.get("/", REMOTE_ADDR="8.8.8.8")
    assert key_of(rf, "8.8.8.8") != submissions.address_key(request, tomorrow)


def test_all_together_are_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "MOST_IN_ALL", 3)
    for n in range(3):
        sender = Sender("R", "r@exemplo.br", "", "other", str(n))
        submissions.submit(Offer(f"V{n}", f"E{n}", "estagio"), sender, now=timezone.now())
    sender = Sender("R", "r@exemplo.br", "", "other", "9")
    with pytest.raises(submissions.TooMany):
        submissions.submit(Offer("V9", "E9", "estagio"), sender, now=timezone.now())


def test_who_sent_it_is_forgotten_after_the_days_of_the_settings(client: Client) -> None:
    receipt = send(client).url
    assert submissions.forget(timezone.now() + timedelta(days=89)) == 0
    assert submissions.forget(timezone.now() + timedelta(days=91)) == 1
    sent = Submission.objects.get()
    assert (sent.name, sent.email, sent.organisation, sent.address_key) == ("", "", "", "")
    assert sent.forgotten_at is not None
    assert submissions.forget(timezone.now() + timedelta(days=95)) == 0
    assert client.get(receipt).status_code == 200


def test_a_link_that_is_none_is_said_and_what_was_typed_stays(client: Client) -> None:
    data = {"preencher": "1", "colado": "javascript:alert(1)", "title": "Minha vaga"}
    response = client.post(ADDRESS, data)
    said = response.content.decode()
    assert response.status_code == 422
    assert "não parece um endereço da web" in said
    assert 'value="Minha vaga"' in said
    empty = client.post(ADDRESS, {"preencher": "1", "colado": ""})
    assert "Cole o endereço da página da vaga." in empty.content.decode()


def test_the_enter_key_in_the_link_reads_it_and_elsewhere_sends(client: Client) -> None:
    read = client.post(ADDRESS, {"enviar": "1", "colado": "nada"}).content.decode()
    assert "não parece um endereço da web" in read
    assert send(client, colado="").status_code == 302


def test_links_are_read_so_often_in_an_hour(client: Client) -> None:
    for _n in range(10):
        client.post(ADDRESS, {"preencher": "1", "colado": "nada"})
    response = client.post(ADDRESS, {"preencher": "1", "colado": "nada"})
    assert "muitos links nesta hora" in response.content.decode()
    cache.clear()


def test_the_form_is_found_from_every_page(client: Client) -> None:
    assert ADDRESS in client.get("/vagas/").content.decode()
    assert reverse("vacancies:submit") == ADDRESS


def test_every_field_has_a_label_and_no_script_is_needed(client: Client) -> None:
    said = client.get(ADDRESS).content.decode()
    ids = set(re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="(\w+)"', said))
    assert ids
    assert ids <= set(re.findall(r'<label for="(\w+)"', said))
    assert "<script" not in said


def test_a_token_of_the_form_is_needed() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADDRESS, filled()).status_code == 403
