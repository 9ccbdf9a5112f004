"""What is stored about vacancies."""

from .lexicon import LexiconKey, LexiconMark, LexiconWord
from .links import LinkSite
from .missed import MissedSearch
from .postings import Posting, VacancyMatch
from .reports import VacancyReport
from .searches import Search, SearchRun, VacancySettings
from .synonyms import SynonymGroup, SynonymWord
from .vacancy import Vacancy
from .waiting import MatchWait

__all__ = [
    "LexiconKey",
    "LexiconMark",
    "LexiconWord",
    "LinkSite",
    "MatchWait",
    "MissedSearch",
    "Posting",
    "Search",
    "SearchRun",
    "SynonymGroup",
    "SynonymWord",
    "Vacancy",
    "VacancyMatch",
    "VacancyReport",
    "VacancySettings",
]
