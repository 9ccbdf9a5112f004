"""The "Bot" menu of the dashboard: its name, and the order of what is in it."""

from enum import IntEnum

BOT_MENU = "register_bot_menu_item"


class Order(IntEnum):
    """From what is written every day to what is looked at once a month."""

    FLOWS = 10
    REPLIES = 20
    SIMULATOR = 30
    TESTS = 40
    MAP = 50
    PROBLEMS = 60
    NOT_UNDERSTOOD = 70
    LEAVING = 80
    RELEASES = 90
    EXCHANGE = 100
    PERSONAS = 110
    SETTINGS = 120
    INBOUND = 130
    OUTBOUND = 140
