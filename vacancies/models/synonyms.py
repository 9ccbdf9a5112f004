"""Words that mean the same, as editors keep them: "dev, desenvolvedor, programador"."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from vacancies import words

LONGEST_WORD = 60
LONGEST_KEPT = 120  # folded: signs like "c#" become words
MOST_WORDS = 20


class SynonymGroup(models.Model):
    """A search for one of its words looks for all of them. ``words`` is written with commas."""

    words = models.CharField(_("palavras"), max_length=600)
    updated_at = models.DateTimeField(_("mudou em"), default=timezone.now, editable=False)

    panels = [
        FieldPanel(
            "words",
            help_text=_(
                "Separe com vírgulas: “dev, desenvolvedor, programador”. Pode ter mais de uma "
                "palavra: “TI, tecnologia da informação”. Acentos, maiúsculas e plurais não "
                "fazem diferença."
            ),
        )
    ]

    class Meta:
        verbose_name = _("grupo de sinônimos")
        verbose_name_plural = _("sinônimos")
        ordering = ("words",)

    def __str__(self) -> str:
        return self.words

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """The group and its words, together."""
        said = split(self.words)
        self.words, self.updated_at = ", ".join(said), timezone.now()
        super().save(*args, **kwargs)
        self.members.all().delete()
        rows = {key_of(word): words.index(word).strip() for word in said}
        SynonymWord.objects.bulk_create(
            SynonymWord(group=self, key=key, text=text[:LONGEST_KEPT])
            for key, text in rows.items()
            if 0 < len(key) <= LONGEST_KEPT
        )

    members: Any


class SynonymWord(models.Model):
    """One way of saying it: ``key`` is what searches are compared by, ``text`` what is found."""

    group = models.ForeignKey(SynonymGroup, on_delete=models.CASCADE, related_name="members")
    key = models.CharField(max_length=LONGEST_KEPT, unique=True)
    text = models.CharField(max_length=LONGEST_KEPT)

    class Meta:
        verbose_name = _("sinônimo")
        verbose_name_plural = _("palavras dos sinônimos")

    def __str__(self) -> str:
        return self.text


def split(written: str) -> list[str]:
    """The words between the commas, each once, as they were written."""
    parts = (words.line(part, LONGEST_WORD * 2) for part in written.split(","))
    return list({words.fold(part): part for part in reversed([*parts]) if part}.values())[::-1]


def key_of(text: str) -> str:
    """The same for all forms of a word: ``desenvolvedora`` and ``Desenvolvedores``."""
    return " ".join(words.stem(word) for word in words.significant(text))


def taken(keys: list[str], but: int | None) -> dict[str, SynonymGroup]:
    """Which of these keys stand in another group, and in which."""
    rows = SynonymWord.objects.filter(~Q(group=but) if but else Q(), key__in=keys)
    return {row.key: row.group for row in rows.select_related("group")}
