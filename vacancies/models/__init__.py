"""What is stored about vacancies."""

from .postings import Posting, VacancyMatch
from .rules import RuleHit, VacancyRule
from .searches import Search, SearchRun, VacancySettings
from .sites import SiteState, Visit
from .submissions import Submission
from .vacancy import Vacancy

__all__ = [
    "Posting",
    "RuleHit",
    "Search",
    "SearchRun",
    "SiteState",
    "Submission",
    "Vacancy",
    "VacancyMatch",
    "VacancyRule",
    "VacancySettings",
    "Visit",
]
