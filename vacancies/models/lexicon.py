"""The words that vacancies are made of: what a mistyped search is corrected by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LexiconWord(models.Model):
    """``word`` is folded, ``shown`` as vacancies mostly write it; ``count`` vacancies have it."""

    word = models.CharField(max_length=30, unique=True)
    shown = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("palavra das vagas")
        verbose_name_plural = _("palavras das vagas")

    def __str__(self) -> str:
        return self.shown


class LexiconKey(models.Model):
    """A word and its sound, whole and with any one letter left out (``search.sounds``)."""

    key = models.CharField(max_length=30)
    word = models.ForeignKey(LexiconWord, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key", "word"], name="lexicon_key_once"),)

    def __str__(self) -> str:
        return self.key


class LexiconMark(models.Model):
    """How far the vacancies were read: one row, locked while words are learnt."""

    vacancy_id = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.vacancy_id)
