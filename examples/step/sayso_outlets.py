"""A step for sayso: where a report does not say who published it, the host of its address does."""

from urllib.parse import urlsplit

from msgspec.structs import replace

from sayso import Reading

OUTLETS = {
    "courier.example": "Harbourton Courier",
    "gazette.example": "Larkfield Gazette",
}


def name_outlet(reading: Reading) -> Reading:
    """The reading with its outlet named, where its host is one that we know."""
    report = reading.report
    host = urlsplit(report.url or "").hostname or ""
    outlet = report.outlet or OUTLETS.get(host.removeprefix("www."))
    return replace(reading, report=replace(report, outlet=outlet))
