"""What each field that a text may have stands for, in an editor's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEANINGS: Mapping[str, Promise] = {
    "nome": _("Primeiro nome da pessoa"),
    "curso": _("Curso que a pessoa escolheu"),
    "curso_fatos": _("Grau, turno e duração do curso"),
    "termo": _("O que a pessoa procura"),
    "cidade": _("Cidade que a pessoa disse"),
    "resposta": _("O que a pessoa acabou de escrever"),
    "opcoes": _("As opções que ela pode escolher"),
    "total": _("Quantas vagas foram achadas"),
    "atualizado": _("Há quanto tempo as vagas foram buscadas"),
    "titulo": _("Título da vaga"),
    "empresa": _("Empresa da vaga"),
    "local": _("Cidade da vaga"),
    "tipo": _("Estágio, emprego…"),
    "salario": _("Bolsa ou salário"),
    "fonte": _("Site de onde a vaga veio"),
    "publicada": _("Há quanto tempo foi publicada"),
    "link": _("Endereço da vaga"),
    "numero": _("Número da vaga na lista"),
    "fatos": _("Bolsa, horas e modalidade da vaga"),
    "porque": _("Por que a vaga combina com a pessoa"),
    "confirmada": _("Há quanto tempo a vaga foi vista aberta"),
    "marca": _("Se a pessoa guardou a vaga ou já se candidatou"),
}
