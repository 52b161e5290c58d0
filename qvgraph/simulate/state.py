"""Everything that changes during a run: one array a line.

This is the whole replicate. A copy of it is a snapshot; a run from a copy goes on as the run it
was copied from. Shapes use the letters of `qvgraph.model.world`; K is the number of skills.
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from qvgraph.kernels.rows import SLOTS
from qvgraph.model.network import Network
from qvgraph.model.world import World, bits_of, ordered, words_for

NEVER = -(10**6)
"""A month before all others: not active yet."""


class State(NamedTuple):
    """The mutable arrays of one replicate."""

    # firms
    need: np.ndarray  # (N, K)
    stock: np.ndarray  # (N, K)
    identified: np.ndarray  # (N, V) uint64: gaps the firm knows of
    knows_support: np.ndarray  # (N,)
    person_alpha: np.ndarray  # (N,) reputation of the manager as a person
    person_beta: np.ndarray  # (N,)
    institution_alpha: np.ndarray  # (N,) reputation of the host
    institution_beta: np.ndarray  # (N,)
    member: np.ndarray  # (N,)
    joined: np.ndarray  # (N,) month of joining, -1 for members from the data
    benefit: np.ndarray  # (N,) euros per month
    last_active: np.ndarray  # (N,) month
    tie_count: np.ndarray  # (N,)
    tie_partner: np.ndarray  # (N, 16)
    tie_strength: np.ndarray  # (N, 16) infinite in empty slots
    tie_trust: np.ndarray  # (N, 16)
    # organisations
    aware: np.ndarray  # (N, W) uint64: trainings it knows of
    contact: np.ndarray  # (N,)
    # regions
    active: np.ndarray  # (R, W) uint64: trainings on offer
    balance: np.ndarray  # (R,) euros
    open: np.ndarray  # (R,) a paid post existed last month
    # persons
    empty_until: np.ndarray  # (M,) month
    carried: np.ndarray  # (M, 2) hours for non-members, for the others
    # inside one month
    post: np.ndarray  # (R, 3) nominal FTE of public money, fees, host
    hours: np.ndarray  # (R,) the manager's hours
    present: np.ndarray  # (R,) persons on the post
    gained: np.ndarray  # (N,) euros gained this month
    members: np.ndarray  # (N,) members as a phase found them, region by region
    first_member: np.ndarray  # (R + 1,)
    visited: np.ndarray  # (N,) last month with a visit
    trust_found: np.ndarray  # (N,) trust before this month's visits, or at its end
    trust_means: np.ndarray  # (2, N) mean reputation of person and host
    size_sums: np.ndarray  # (2, 4) needs and gaps of the firms of each size class
    slot_times: np.ndarray  # (16,) race times of a firm's partners
    luck: np.ndarray  # (N,) one uniform number for each organisation
    times: np.ndarray  # (2, N) race times of the two groups of visits
    rows: np.ndarray  # (2, N) their organisations
    times_candidates: np.ndarray  # (2, 5) the same for who might be introduced, here and elsewhere
    rows_candidates: np.ndarray  # (2, 5)
    log_firm: np.ndarray  # (N,) what a phase writes at its end: whose
    log_partner: np.ndarray  # (N,) tie to whom
    log_slot: np.ndarray  # (N,) slot of the partner talked to
    log_skill: np.ndarray  # (N,) skill learnt, -1: none
    log_stock: np.ndarray  # (N,)
    log_strength: np.ndarray  # (N,)
    log_trust: np.ndarray  # (N,)
    log_referred: np.ndarray  # (N,) trust of the tie to the one referred to
    log_aware: np.ndarray  # (N, W) uint64
    log_identified: np.ndarray  # (N, V) uint64
    root: np.ndarray  # (N,) components: who stands for whom
    weight: np.ndarray  # (N,) components: firms under a root


def build_state(network: Network, world: World) -> State:
    """The state before month 0 of a complete network, all values as its tables say.

    `benefit` of members without a value in the tables is NaN until the first run sets it to
    their own cost (see `qvgraph.simulate.run`).
    """
    assert network.skills is not None
    n, m, r = len(world.key), len(world.person_key), len(world.region_key)
    skills = network.skills["id"].to_list()
    words, skill_words = world.own.shape[1], words_for(len(skills))
    frame = ordered(network)
    row = {name: i for i, name in enumerate(frame["id"])}
    member = frame["member"].fill_null(value=False).to_numpy()
    need, stock = _levels(network, row, skills)
    ties = _ties(network, world, row)
    state = State(
        need=need,
        stock=stock,
        identified=np.zeros((n, skill_words), np.uint64),
        knows_support=frame["knows_support"].fill_null(value=False).cast(pl.UInt8).to_numpy(),
        person_alpha=np.ones(n),
        person_beta=np.ones(n),
        institution_alpha=np.ones(n),
        institution_beta=np.ones(n),
        member=member.astype(np.uint8),
        joined=np.full(n, -1, np.int64),
        benefit=frame["benefit"].fill_null(np.nan).to_numpy(),
        last_active=np.where(member, 0, NEVER),
        tie_count=ties[0],
        tie_partner=ties[1],
        tie_strength=ties[2],
        tie_trust=ties[3],
        aware=world.own.copy(),
        contact=_contacts(network, row),
        active=_active(network, world),
        balance=np.zeros(r),
        open=np.zeros(r, np.uint8),
        empty_until=np.full(m, -(10**9), np.int64),
        carried=np.zeros((m, 2)),
        post=np.zeros((r, 3)),
        hours=np.zeros(r),
        present=np.zeros(r, np.int64),
        gained=np.zeros(n),
        members=np.zeros(n, np.int64),
        first_member=np.zeros(r + 1, np.int64),
        visited=np.full(n, -1, np.int64),
        trust_found=np.zeros(n),
        trust_means=np.zeros((2, n)),
        size_sums=np.zeros((2, 4)),
        slot_times=np.zeros(SLOTS),
        luck=np.zeros(n),
        times=np.zeros((2, n)),
        rows=np.zeros((2, n), np.int64),
        times_candidates=np.zeros((2, 5)),
        rows_candidates=np.zeros((2, 5), np.int64),
        log_firm=np.zeros(n, np.int64),
        log_partner=np.zeros(n, np.int64),
        log_slot=np.zeros(n, np.int64),
        log_skill=np.zeros(n, np.int64),
        log_stock=np.zeros(n),
        log_strength=np.zeros(n),
        log_trust=np.zeros(n),
        log_referred=np.zeros(n),
        log_aware=np.zeros((n, words), np.uint64),
        log_identified=np.zeros((n, skill_words), np.uint64),
        root=np.zeros(n, np.uint64),
        weight=np.zeros(n, np.int64),
    )
    return copy_state(state)  # some came from frames, which lend read-only memory


def copy_state(state: State) -> State:
    """A snapshot; all arrays are writable."""
    return State(*(np.array(array) for array in state))


def reset_state(state: State, start: State) -> None:
    """Put `state` back to `start` without new memory."""
    for array, source in zip(state, start, strict=True):
        np.copyto(array, source)


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
    n = len(row)
    count = np.zeros(n, np.int64)
    partner = np.zeros((n, SLOTS), np.uint32)
    strength, trust = np.full((n, SLOTS), np.inf), np.zeros((n, SLOTS))
    kept = network.ties.sort("source", -pl.col("strength"), "target")
    for source, target, w, q in kept.select("source", "target", "strength", "trust").iter_rows():
        i, l = row[source], row[target]
        d = count[i]
        if world.size[i] >= 0 and world.size[l] >= 0 and d < SLOTS:
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


def _active(network: Network, world: World) -> np.ndarray:
    assert network.trainings is not None
    on_offer = network.trainings["active"].to_list()
    return np.array(
        [
            bits_of([b for b, j in enumerate(those) if j >= 0 and on_offer[j]], world.own.shape[1])
            for those in world.listed
        ],
        np.uint64,
    ).reshape(world.hosted.shape)
