"""What is stored about vacancies."""

from .pairs import VacancyPair
from .postings import Posting, VacancyMatch
from .searches import Search, SearchRun, VacancySettings
from .vacancy import Vacancy

__all__ = [
    "Posting",
    "Search",
    "SearchRun",
    "Vacancy",
    "VacancyMatch",
    "VacancyPair",
    "VacancySettings",
]
