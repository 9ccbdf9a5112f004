"""A little bot with a picture, a menu, a persona and a test: something of everything."""

import json
from copy import deepcopy
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.images import ImageFile
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from bot_flows.exchange.document import Json, export
from bot_flows.models import ConversationTest, Flow, Persona, ReplyTemplate
from tests.factories import a_bot, a_flow, ask, branch, choice, go_to, menu, say, step

_PAPER: Json = {}


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture(db: None) -> Any:
    file = get_test_image_file(filename="campus.png")
    assert isinstance(file, ImageFile)
    return get_image_model().objects.create(title="O campus", description="Fachada", file=file)


@pytest.fixture
def bot(picture: Any) -> Flow:
    """A little bot; answers a flow of it that shows a picture."""
    shown = say("Este é o campus, {nome}.")
    shown["value"]["image"] = picture.pk
    flow = a_flow("O campus", shown, step("end", text="=1+1"), triggers="campus")
    shared = ReplyTemplate.objects.create(key="texto-rodape", title="Rodapé", text="Até breve.")
    searched = a_flow("Procura", ask("Qual semestre?", "semestre", "number"), go_to(flow))
    branched = a_flow("Caminho", branch("semestre", "3", searched, flow), triggers="caminho")
    ways = menu("O que procura?", choice("Campus", flow, "prédio"), choice("Procurar", searched))
    start, _release = a_bot(say(template=shared), ways, go_to(branched))
    persona = Persona.objects.create(
        title="Caloura",
        known=json.dumps([step("answer", name="semestre", value="1")]),
    )
    ConversationTest.objects.create(
        title="Diz oi",
        persona=persona,
        start=start,
        script=json.dumps([step("says", text="oi"), step("expects_flow", flow=start.pk)]),
    )
    return flow


@pytest.fixture
def document(bot: Flow) -> Json:
    return export()


@pytest.fixture
def paper(request: pytest.FixtureRequest, db: None) -> Json:
    """The same document, where no bot need be there: it is made once and copied."""
    if not _PAPER:
        _PAPER.update(request.getfixturevalue("document"))
    return deepcopy(_PAPER)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("revisora"))
    return client
