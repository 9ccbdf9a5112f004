"""What is stored about vacancies."""

from .links import LinkSite
from .postings import Posting, VacancyMatch
from .reports import VacancyReport
from .searches import Search, SearchRun, VacancySettings
from .vacancy import Vacancy

__all__ = [
    "LinkSite",
    "Posting",
    "Search",
    "SearchRun",
    "Vacancy",
    "VacancyMatch",
    "VacancyReport",
    "VacancySettings",
]
