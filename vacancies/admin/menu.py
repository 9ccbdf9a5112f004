"""The "Vagas" menu of the dashboard: its name, and the order of what is in it."""

from enum import IntEnum

VACANCIES_MENU = "register_vacancies_menu_item"


class Order(IntEnum):
    """From what is looked at every day to what is set once."""

    VACANCIES = 10
    MODERATION = 20
    SUBMISSIONS = 30
    REPORTS = 35
    PAIRS = 40
    SEARCHES = 50
    MISSED = 60
    RULES = 70
    SYNONYMS = 80
    LOG = 90
    SETTINGS = 100
