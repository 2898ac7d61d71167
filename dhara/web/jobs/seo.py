"""A job as search engines read it (schema.org JobPosting)."""

from __future__ import annotations

from typing import Any, Final

from django.utils.html import escape
from django.utils.safestring import SafeString

from dhara.kit.currency import Money
from dhara.web.jobs.words import address
from dhara.web.storefront.addresses import absolute
from dhara.web.storefront.seo import block, name_of_site
from dhara.work.jobs.queries import Asker
from dhara.work.jobs.rules import HOURLY
from dhara.work.models import Job

# Work here is done wherever somebody lives; a country has to be named for work from home.
_FROM: Final = {"@type": "Country", "name": "Bangladesh"}


def posting(job: Job, title: str, text: str, asker: Asker) -> SafeString:
    """For an open job, with its posted text; `validThrough` is when it is closed unless somebody touches it."""
    said: dict[str, Any] = {
        "@type": "JobPosting",
        "title": title,
        "description": "".join(f"<p>{escape(each)}</p>" for each in text.split("\n") if each),
        "url": absolute(address(job.slug)),
        "identifier": {"@type": "PropertyValue", "name": name_of_site(), "value": str(job.pk)},
        "employmentType": "CONTRACTOR",
        "hiringOrganization": {"@type": "Organization", "name": asker.name},
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": _FROM,
        "directApply": True,
        "skills": ", ".join(each.name_en for each in job.skills.all()),
        "totalJobOpenings": job.wanted,
    }
    if job.posted_at and job.idle_at:
        said |= {"datePosted": job.posted_at.isoformat(), "validThrough": job.idle_at.isoformat()}
    if salary := _salary(job):
        said["estimatedSalary"] = salary
    return block({name: value for name, value in said.items() if value != ""})


def _salary(job: Job) -> dict[str, Any]:
    """What the whole work or an hour of it pays; empty where nothing is said."""
    ends = {"minValue": job.budget_least, "maxValue": job.budget_most}
    value = {name: str(Money(minor, job.currency).decimal()) for name, minor in ends.items() if minor}
    if not value:
        return {}
    if job.pay == HOURLY:
        value["unitText"] = "HOUR"
    return {"@type": "MonetaryAmount", "currency": job.currency, "value": {"@type": "QuantitativeValue", **value}}
