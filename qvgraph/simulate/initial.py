"""The state before the first month, all values as the tables of a complete network say."""

import numpy as np
import polars as pl

from qvgraph.kernels.rows import SLOTS, bits_of, words_for
from qvgraph.model.network import Network
from qvgraph.model.world import World, ordered, records_of, trainings_of
from qvgraph.simulate.state import FIRM, LOG, PERSON, REGION, TRAINING, State, copy_state

LONG = 120
"""Hours beyond which there is statutory support for a course."""

NEVER = -(10**6)
"""A month before all others: not active yet."""

ALWAYS_PRESENT = -(10**9)


def build_state(network: Network, world: World) -> State:
    """Lay out what a run starts from.

    `benefit` of members without a value in the tables is NaN until the first run sets it to
    their own cost (see `qvgraph.simulate.run`).
    """
    assert network.skills is not None
    n, m, r = len(world.key), len(world.person_key), len(world.region)
    most = int((world.region["end"] - world.region["first"]).max())
    skills = network.skills["id"].to_list()
    trainings = trainings_of(network)
    words, skill_words = world.own.shape[1], words_for(len(skills))
    frame = ordered(network)
    row = {name: i for i, name in enumerate(frame["id"])}
    need, stock = _levels(network, row, skills)
    ties = _ties(network, world, row)
    state = State(
        firm=_firms(frame, trainings),
        need=need,
        stock=stock,
        identified=np.zeros((n, skill_words), np.uint64),
        reputation=np.ones((4, n)),
        tie_count=ties[0],
        tie_partner=ties[1],
        tie_strength=ties[2],
        tie_trust=ties[3],
        aware=_aware(trainings, world),
        contact=_contacts(network, row),
        region=records_of(REGION, r, developing=np.full(r, -1)),
        active=_active(trainings, world),
        teaching=_teaching(trainings, skills, world),
        person=records_of(PERSON, m, empty_until=np.full(m, ALWAYS_PRESENT)),
        training=records_of(
            TRAINING,
            len(trainings),
            price=trainings["price_euros"].fill_null(0.0).to_numpy(),
            long=(trainings["hours"].fill_null(0.0) > LONG).to_numpy(),
        ),
        training_skills=_skills_taught(trainings, skills),
        members=np.zeros(n, np.int64),
        first_member=np.zeros(r + 1, np.int64),
        trust_found=np.zeros(n),
        trust_means=np.zeros((2, n)),
        size_sums=np.zeros((2, 4)),
        asked=np.zeros(len(skills), np.int64),
        fitting=np.zeros(words, np.uint64),
        slot_times=np.zeros(SLOTS),
        luck=np.zeros(n),
        times=np.zeros((2, n)),
        rows=np.zeros((2, n), np.int64),
        times_candidates=np.zeros((2, 5)),
        rows_candidates=np.zeros((2, 5), np.int64),
        log=records_of(LOG, n),
        log_aware=np.zeros((n, words), np.uint64),
        log_identified=np.zeros((n, skill_words), np.uint64),
        root=np.zeros(n, np.uint64),
        weight=np.zeros(n, np.int64),
        luck_bits=np.zeros(most, np.uint64),
        gone=np.zeros(most, np.uint64),
        aware_word=np.zeros(most, np.uint64),
        accounts=np.zeros(most),
        shares=np.zeros((2, most)),
        taught=np.zeros((2, most), np.uint64),
    )
    return copy_state(state)  # some came from frames, which lend read-only memory


def _firms(frame: pl.DataFrame, trainings: pl.DataFrame) -> np.recarray:
    member = frame["member"].fill_null(value=False).to_numpy()
    place = {name: j for j, name in enumerate(trainings["id"])}
    return records_of(
        FIRM,
        len(frame),
        benefit=frame["benefit"].fill_null(np.nan).to_numpy(),
        account=frame["account_euros"].fill_null(0.0).to_numpy(),
        joined=np.full(len(frame), -1),
        last_active=np.where(member, 0, NEVER),
        last_course=np.full(len(frame), NEVER),
        visited=np.full(len(frame), -1),
        waiting=np.array([place.get(name, -1) for name in frame["waiting"]], np.int64),
        member=member,
        knows_support=frame["knows_support"].fill_null(value=False).to_numpy(),
    )


def _levels(
    network: Network, row: dict[str, int], skills: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    assert network.levels is not None
    need, stock = np.zeros((2, len(row), len(skills)))
    column = {name: k for k, name in enumerate(skills)}
    levels = network.levels
    i = [row[name] for name in levels["organisation"]]
    k = [column[name] for name in levels["skill"]]
    need[i, k] = levels["need"]
    stock[i, k] = levels["stock"]
    return need, stock


def _ties(network: Network, world: World, row: dict[str, int]) -> tuple[np.ndarray, ...]:
    """Advice ties between firms; of more than 16 the strongest (equal ones: lower id)."""
    assert network.ties is not None
    n, size = len(row), world.organisation["size_class"]
    count = np.zeros(n, np.int64)
    partner = np.zeros((n, SLOTS), np.uint32)
    strength, trust = np.full((n, SLOTS), np.inf), np.zeros((n, SLOTS))
    kept = network.ties.sort("source", -pl.col("strength"), "target")
    for source, target, w, q in kept.select("source", "target", "strength", "trust").iter_rows():
        i, l = row[source], row[target]
        d = count[i]
        if size[i] >= 0 and size[l] >= 0 and d < SLOTS:
            partner[i, d], strength[i, d], trust[i, d] = l, w, q
            count[i] += 1
    return count, partner, strength, trust


def _contacts(network: Network, row: dict[str, int]) -> np.ndarray:
    """Strength of the manager's contact to each organisation; the strongest where several are."""
    assert network.contacts is not None
    contact = np.zeros(len(row))
    for name, strength in network.contacts.select("organisation", "strength").iter_rows():
        contact[row[name]] = max(contact[row[name]], 1.0 if strength is None else strength)
    return contact


def _aware(trainings: pl.DataFrame, world: World) -> np.ndarray:
    """A provider knows its own trainings, once they are there."""
    born = trainings["born"].to_list()
    words = world.own.shape[1]
    there = [
        bits_of([b for b, j in enumerate(those) if j >= 0 and born[j]], words)
        for those in world.listed
    ]
    known: np.ndarray = world.own & np.array(there, np.uint64)[world.organisation["region"]]
    return known


def _active(trainings: pl.DataFrame, world: World) -> np.ndarray:
    on_offer = (trainings["born"] & trainings["active"]).to_list()
    return np.array(
        [
            bits_of([b for b, j in enumerate(those) if j >= 0 and on_offer[j]], world.own.shape[1])
            for those in world.listed
        ],
        np.uint64,
    ).reshape(world.hosted.shape)


def _taught(trainings: pl.DataFrame, skills: list[str]) -> list[list[int]]:
    """The skills of each training; one that is not developed yet has none."""
    column = {name: k for k, name in enumerate(skills)}
    return [[column[k] for k in (names or "").split(";") if k] for names in trainings["skills"]]


def _skills_taught(trainings: pl.DataFrame, skills: list[str]) -> np.ndarray:
    words = words_for(len(skills))
    masks = [bits_of(those, words) for those in _taught(trainings, skills)]
    return np.array(masks, np.uint64).reshape(len(trainings), words)


def _teaching(trainings: pl.DataFrame, skills: list[str], world: World) -> np.ndarray:
    taught = _taught(trainings, skills)
    teaching = np.zeros((len(world.listed), len(skills), world.own.shape[1]), np.uint64)
    for r, those in enumerate(world.listed):
        for b, j in enumerate(those):
            for k in taught[j] if j >= 0 else ():
                teaching[r, k] |= bits_of([b], world.own.shape[1])
    return teaching
