"""A link of the home page is a page or an address, and an address is one of the web."""

import pytest
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Page

from home.blocks import HomeLink
from home.models import SiteIdentity

pytestmark = pytest.mark.django_db


def link(**fields) -> dict:
    block = HomeLink()
    return block.clean(block.to_python({"label": "x", **fields}))


def test_a_page_or_an_address_will_do() -> None:
    assert link(url="https://example.org/")["url"] == "https://example.org/"
    assert link(page=Page.objects.first().pk)["page"] == Page.objects.first()


@pytest.mark.parametrize(
    "fields", [{}, {"url": "ftp://example.org/"}, {"url": "javascript:alert(1)"}]
)
def test_other_links_are_refused(fields) -> None:
    with pytest.raises(StructBlockValidationError):
        link(**fields)


def test_both_are_refused() -> None:
    with pytest.raises(StructBlockValidationError):
        link(url="https://example.org/", page=Page.objects.first().pk)


@pytest.mark.parametrize(
    "number", ["+55 41 99999-0000", "123", "5541999990000\n", "٥٥٤١٩٩٩٩٩٠٠٠٠x"]
)
def test_a_number_that_whatsapp_cannot_open_is_refused(number) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        SiteIdentity(whatsapp_number=number).full_clean()
