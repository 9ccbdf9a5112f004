"""axe finds nothing on the pages of duplicated vacancies, in both lights, narrow and wide."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page

from tests.vacancies.test_merging import an_unsure_pair

from .accessible import assert_accessible, assert_fits
from .test_admin_axe import LOOKS

LIST = "/dashboard/vagas/duplicadas/"


@pytest.mark.browser
@pytest.mark.drill
@pytest.mark.timeout(600)
def test_pairs_are_read_and_decided_by_everybody(live_server: Any, page: Page) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("ana", "ana@exemplo.com.br", "x"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    pair = an_unsure_pair()
    for address in (LIST, f"{LIST}{pair.pk}/juntar/"):
        page.goto(f"{live_server.url}{address}")
        for scheme, width in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            assert_accessible(page)
            assert_fits(page)
    page.get_by_role("button", name="Juntar").click()
    page.get_by_role("link", name="Desfazer").wait_for()
