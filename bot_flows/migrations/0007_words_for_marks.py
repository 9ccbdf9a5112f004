"""Words for filters from the site, saved vacancies and what is done with them, in a bot that is
there already: without them nothing could be published. A new installation gets them from its
own content."""

from django.db import migrations

NEW = {
    "found_filtered": (
        "Encontrei com o filtro",
        "🔎 *{termo}*: {total}\n_Atualizado {atualizado}._",
    ),
    "nothing_filtered": (
        "Nada com o filtro",
        "Nenhuma vaga guardada combina com *{termo}*.\nTente com menos filtros, ou volte daqui a alguns dias.",
    ),
    "saved": ("Minhas vagas", "⭐ *Suas vagas guardadas*: {total}"),
    "nothing_saved": (
        "Nenhuma vaga guardada",
        "Você ainda não guardou vagas. Numa lista, escreva *salvar* e o número da vaga.",
    ),
    "mark_saved": (
        "Guardei a vaga",
        "⭐ Guardei: vaga {numero}. Escreva *minhas vagas* para ver todas, ou *desfazer*.",
    ),
    "mark_applied": (
        "Anotei a candidatura",
        "🍀 Anotei que você se candidatou: vaga {numero}. Boa sorte! Engano? Escreva *desfazer*.",
    ),
    "mark_hidden": (
        "Escondi a vaga",
        "🙈 Escondi: vaga {numero}. Não mostro mais. Foi sem querer? Escreva *desfazer*.",
    ),
    "mark_broken": ("Link quebrado", "🔧 Obrigada por avisar! Vou conferir o link: vaga {numero}."),
    "mark_removed": (
        "Tirei das guardadas",
        "Tirei da sua lista: vaga {numero}. Foi sem querer? Escreva *desfazer*.",
    ),
    "mark_undone": ("Desfeito", "Desfeito! 🦫"),
    "mark_nothing": ("Nada para desfazer", "Não há nada para desfazer. 🦫"),
    "mark_which": (
        "Não há esse número",
        "Não achei esse número na lista. Escreva com o número da vaga, como *salvar 2*.",
    ),
    "mark_help": (
        "O que fazer com uma vaga",
        "Escreva o que fazer e o número da vaga:\n*salvar 2* guarda a vaga\n*candidatei 2* anota que você se candidatou\n*esconder 2* não mostra mais\n*link quebrado 2* avisa a equipe\n*minhas vagas* mostra as guardadas; *tirar 2* tira da lista",
    ),
    "option_mark": ("Opção: salvar ou esconder", "Salvar ou esconder"),
}


def add_words(apps, schema_editor):
    replies = apps.get_model("bot_flows", "ReplyTemplate").objects
    there = set(replies.values_list("key", flat=True))
    if "not_understood" not in there:
        return
    for key, (title, text) in NEW.items():
        if key not in there:
            replies.create(key=key, title=title, text=text, live=True)


class Migration(migrations.Migration):
    dependencies = [("bot_flows", "0006_rights")]
    operations = [migrations.RunPython(add_words, migrations.RunPython.noop)]
