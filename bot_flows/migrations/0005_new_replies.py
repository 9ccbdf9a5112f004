"""What the engine has learnt to say gets words in a bot that is there already: without them
nothing could be published. A new installation gets them from its own content."""

from django.db import migrations

NEW = {
    "vote_lost": (
        "Voto que não chegou",
        "O WhatsApp não me contou o que você tocou. 🙈 Responda com o *número*:",
    ),
    "error_ra": (
        "Resposta inválida: RA",
        "Não reconheci esse RA. São só os números, como *2345678*.",
    ),
    "error_period": (
        "Resposta inválida: período",
        "Não entendi o período. Responda com o número dele, como *3* ou *3º*.",
    ),
    "error_option": (
        "Resposta inválida: opção",
        "“{resposta}” não é uma das opções. Responda com o *número* de uma delas:",
    ),
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
    dependencies = [("bot_flows", "0004_review")]
    operations = [migrations.RunPython(add_words, migrations.RunPython.noop)]
