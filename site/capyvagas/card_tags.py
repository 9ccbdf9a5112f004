"""The address of a page's picture, for its template."""

from django import template

from home.structured import address

from . import cards

register = template.Library()


@register.simple_tag
def share_card(subject: cards.Subject = None) -> str:
    """The whole address of the picture of a vacancy, a page, or the site."""
    return address(cards.address_of(subject or None))
