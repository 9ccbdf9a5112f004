"""What is stored about vacancies."""

from .lexicon import LexiconKey, LexiconMark, LexiconWord
from .links import LinkSite
from .marks import VacancyMark
from .missed import MissedSearch
from .pairs import VacancyPair
from .postings import Posting, VacancyMatch
from .reports import VacancyReport
from .rules import RuleHit, VacancyRule
from .searches import Search, SearchRun, VacancySettings
from .sites import SiteState, Visit
from .submissions import Submission
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
    "RuleHit",
    "Search",
    "SearchRun",
    "SiteState",
    "Submission",
    "SynonymGroup",
    "SynonymWord",
    "Vacancy",
    "VacancyMark",
    "VacancyMatch",
    "VacancyPair",
    "VacancyReport",
    "VacancyRule",
    "VacancySettings",
    "Visit",
]
