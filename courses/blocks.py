"""What an editor can put in the body of a course page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class Quote(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Citação"), max_length=600)
    author = blocks.CharBlock(label=_("Quem disse"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Citação")


class CourseBody(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Título"), icon="title", max_length=120)
    paragraph = blocks.RichTextBlock(
        label=_("Parágrafo"), icon="pilcrow", features=["bold", "italic", "link"]
    )
    list = blocks.ListBlock(
        blocks.CharBlock(label=_("Item"), max_length=240), label=_("Lista"), icon="list-ul"
    )
    image = ImageBlock(label=_("Imagem"), icon="image")
    quote = Quote()
