"""Units, types and the other words of declarations, in the language in use."""

import re

from qvgraph.language import declared, say


def unit(name: str) -> str:
    """A unit as people write it."""
    return {
        "": "–",
        "1": say("without unit"),
        "count": say("count"),
        "employees": say("employees"),
        "euros": say("euros"),
        "euros per month": say("euros per month"),
        "euros per year": say("euros per year"),
        "flag": "–",
        "fte": say("full-time posts"),
        "hours": say("hours"),
        "hours per month": say("hours per month"),
        "log-odds": say("log-odds"),
        "months": say("months"),
        "participants": say("participants"),
        "persons": say("persons"),
        "ratio": say("ratio"),
        "share": say("share"),
        "standard deviations": say("standard deviations"),
        "ties": say("ties"),
        "units of stock": say("units of stock"),
    }.get(name, name)


def type_of_value(name: str, classes: tuple[str, ...]) -> str:
    """What kind of value a parameter takes."""
    those = ", ".join(classes)
    return {
        "flag": say("true or false"),
        "count": say("whole number"),
        "number": say("number"),
        "by_size": say("a number for each size class: {classes}", classes=those),
        "by_head_count": say("a number for each class of head counts: {classes}", classes=those),
    }[name]


def confidence(name: str) -> str:
    """How sure an assumption is."""
    return {"low": say("low"), "medium": say("medium"), "high": say("high")}[name]


def better(name: str | None) -> str:
    """Whether more or less of an outcome is better."""
    return {"higher": say("more"), "lower": say("less")}.get(name or "", say("neither"))


def table(name: str) -> str:
    """What a table of a network holds."""
    return {
        "organisations": say("firms, associations and institutions"),
        "managers": say("persons on the management posts"),
        "ties": say("directed ties: source asks target for advice"),
        "contacts": say("the managers' personal contacts"),
        "memberships": say("who belongs to which association or institution"),
        "trainings": say("courses on offer or still to be developed"),
        "skills": say("the catalogue of skills"),
        "levels": say("how much of a skill a firm needs, and has"),
    }[name]


def whose(subject: str) -> str:
    """Whose event a chance is, or what its index counts: a word, or several in brackets."""
    words = {
        "candidate": say("candidate"),
        "firm": say("firm"),
        "member": say("member"),
        "organisation": say("organisation"),
        "partner": say("partner"),
        "partner's partner": say("partner's partner"),
        "person": say("person"),
        "region": say("region"),
        "sector": say("sector"),
        "skill": say("skill"),
        "source": say("source"),
        "target": say("target"),
        "training": say("training"),
        "try": say("try"),
        "worker": say("worker"),
    }
    return re.sub(r"[a-z]['a-z ]*", lambda match: words.get(match[0], match[0]), subject)


def level(name: str) -> str:
    """For what a metric has a value."""
    return {
        "node": say("each node"),
        "group": say("each region and all together"),
        "network": say("the whole network"),
    }[name]


def level_in_short(name: str) -> str:
    """The same in a word."""
    return {"node": say("node"), "group": say("region"), "network": say("network")}[name]


def cited(source: str) -> str:
    """Where a figure or formula comes from."""
    return say("a plain count") if source == "count" else declared(source)
