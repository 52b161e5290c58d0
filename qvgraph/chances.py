"""Every kind of random event, with its number.

A chance is one kind of event ("the talk is open"), not a mechanism. Its number goes into the
key of its draws, so a number, once given, belongs to its event for good: it is never given to
another event, not even after the event has gone. A new event takes a new number and moves
nobody else's luck. The constants are plain integers, so that compiled code can use them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chance:
    """One kind of random event: its number, what happens, whose event it is."""

    number: int
    event: str
    subject: str
    index: str


CHANCES: dict[int, Chance] = {}
"""All chances by number."""


def _chance(number: int, event: str, *, subject: str, index: str = "") -> int:
    assert number not in CHANCES, f"the number {number} belongs to “{CHANCES[number].event}”"
    CHANCES[number] = Chance(number, event, subject, index)
    return number


# Drawn once per network draw, before the first month.
SIZE_CLASS = _chance(1, "the size class of a firm", subject="organisation")
EMPLOYEES = _chance(2, "the head count of a firm", subject="organisation")
SECTOR = _chance(3, "the sector of a firm", subject="organisation")
DISTRICT = _chance(4, "the district of an organisation", subject="organisation")
ASSOCIATION = _chance(5, "the association of a firm", subject="organisation")
ALIGNED = _chance(6, "a firm belongs to the host", subject="organisation")
WILLING = _chance(7, "the willingness of a firm", subject="organisation")
KNOWS_SUPPORT = _chance(8, "a firm knows the statutory support", subject="organisation")
NEED = _chance(9, "the need of a firm for a skill", subject="organisation", index="skill")
STOCK_A_NORMAL = _chance(
    10, "stock: first gamma, normal", subject="(organisation, skill)", index="try"
)
STOCK_A_ACCEPT = _chance(
    11, "stock: first gamma, acceptance", subject="(organisation, skill)", index="try"
)
STOCK_B_NORMAL = _chance(
    12, "stock: second gamma, normal", subject="(organisation, skill)", index="try"
)
STOCK_B_ACCEPT = _chance(
    13, "stock: second gamma, acceptance", subject="(organisation, skill)", index="try"
)
INITIAL_TIE = _chance(14, "an advice tie at the start", subject="(source, target)")
TIE_STRENGTH = _chance(15, "the strength of a tie at the start", subject="(source, target)")
PORTFOLIO = _chance(16, "lottery for the person in charge", subject="(organisation, person)")
TWO_SKILLS = _chance(17, "a training has two skills", subject="training")
TRAINING_SKILL = _chance(18, "lottery for the skills of a training", subject="(training, skill)")
HOST_PROVIDES = _chance(19, "the host provides a training", subject="training")
PROVIDER = _chance(20, "lottery for another provider", subject="(training, organisation)")
LONG_TRAINING = _chance(21, "a training is long", subject="training")

# Turnover.
PERSON_LEAVES = _chance(32, "a person leaves the post", subject="person")

# Visits.
VISITED = _chance(48, "lottery for visits", subject="organisation")
HOST_FAIR = _chance(49, "the host is seen to be fair", subject="organisation")
TALK_WITH_MANAGER = _chance(50, "the talk with the manager is open", subject="organisation")
DIAGNOSED = _chance(51, "the largest unknown gap is recognised", subject="organisation")
ADVICE_FAIR = _chance(52, "the advice is in the firm's interest", subject="organisation")
TOLD = _chance(53, "a training is mentioned to a firm", subject="organisation", index="training")
INTRODUCED = _chance(54, "the firm is introduced to a member", subject="organisation")
ACROSS_REGIONS = _chance(
    55, "a candidate comes from another region", subject="organisation", index="candidate"
)
CANDIDATE = _chance(56, "lottery for the candidates", subject="(firm, member)")
JOINS = _chance(57, "a firm joins the network", subject="organisation")
TOLD_PARTNER = _chance(
    58,
    "a training is mentioned to an association or institution",
    subject="organisation",
    index="training",
)

# Exchange.
MEETS = _chance(64, "a firm meets a partner", subject="organisation")
PARTNER = _chance(65, "lottery for the partner", subject="(firm, partner)")
TALK_WITH_PARTNER = _chance(66, "the talk with the partner is open", subject="organisation")
LEAK = _chance(67, "what was told leaks", subject="organisation")
REFERRAL = _chance(68, "the partner passes the firm on", subject="organisation")
REFERRED_TO = _chance(69, "lottery for the referral", subject="(firm, partner's partner)")

# Forgetting.
FORGETS = _chance(80, "a training is forgotten", subject="organisation", index="training")

# Membership.
LEAVES = _chance(96, "a member leaves the network", subject="organisation")
