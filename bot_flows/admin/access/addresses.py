"""Where the review of a piece is, inside the dashboard and for guests."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from bot_flows.models import Flow, ReplyTemplate, ReviewLink

type Piece = Flow | ReplyTemplate

KINDS: dict[str, type[Piece]] = {"fluxo": Flow, "resposta": ReplyTemplate}
NAMES = {model: kind for kind, model in KINDS.items()}
SIGNER = Signer(salt="bot_flows.review")


def address(piece: Piece, view: str = "piece") -> str:
    return reverse(f"bot_review:{view}", args=[NAMES[type(piece)], piece.pk])


def find(kind: str, pk: int) -> Piece:
    """The stored piece. Raises Http404."""
    if kind not in KINDS:
        raise Http404
    return get_object_or_404(KINDS[kind], pk=pk)


def guest_address(link: ReviewLink) -> str:
    """What is given to somebody without an account: whole, to be sent on."""
    path = reverse("bot-review-guest", args=[SIGNER.sign(link.nonce)])
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def of_token(token: str) -> ReviewLink:
    """The link of a signed address. Raises Http404 where nobody of ours signed it."""
    try:
        nonce = SIGNER.unsign(token)
    except BadSignature:
        raise Http404 from None
    links = ReviewLink.objects.select_related("revision")
    return get_object_or_404(links, nonce=nonce)
