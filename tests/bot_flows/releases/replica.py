"""Another process of the site, for a test: answers each line of its input by the webhook, and
keeps its releases in a memory of its own."""

import json
import sys

import django
from django.db import connection


def main() -> None:
    django.setup()
    from bot_flows.models import OutboundMessage
    from tests.bot_flows.test_views import message, post

    print("ready", flush=True)
    for number, line in enumerate(sys.stdin):
        before = OutboundMessage.objects.count()
        who = "5541999990077@c.us"
        answer = post(message(line.strip(), id=f"false_{who}_R{number:05d}", **{"from": who}))
        assert answer.status_code == 200
        texts = OutboundMessage.objects.order_by("pk").values_list("text", flat=True)
        print(json.dumps(list(texts)[before:]), flush=True)
        connection.close()


if __name__ == "__main__":
    main()
