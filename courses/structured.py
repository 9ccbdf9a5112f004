"""A course in the words of schema.org."""

from typing import Any

from django.conf import settings

from courses.models import CoursePage, Modality

_MODES = {
    Modality.IN_PERSON: "Onsite",
    Modality.DISTANCE: "Online",
    Modality.HYBRID: "Blended",
}


def course(page: CoursePage, path: str, institution: str) -> dict[str, Any]:
    """What a search engine may show of a course that ``institution`` offers."""
    home = f"{settings.PUBLIC_URL}/"
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": page.title,
        "description": page.summary or page.title,
        "courseCode": page.code,
        "educationalLevel": page.get_level_display(),
        "inLanguage": "pt-BR",
        "url": f"{settings.PUBLIC_URL}{path}",
        "timeRequired": f"P{6 * page.duration_semesters}M",
        "provider": {"@type": "CollegeOrUniversity", "name": institution, "url": home},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": _MODES.get(Modality(page.modality), "Onsite"),
            "location": page.campus,
        },
    }
