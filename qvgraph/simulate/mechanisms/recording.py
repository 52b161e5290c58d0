"""The record (phase 12): what the month left behind, per region."""

import numpy as np

from qvgraph.kernels.jit import inner, kernel, part
from qvgraph.kernels.rows import span
from qvgraph.simulate.mechanisms.obstacles import count_obstacles
from qvgraph.simulate.mechanisms.reputation import (
    INSTITUTION_ALPHA,
    INSTITUTION_BETA,
    PERSON_ALPHA,
    PERSON_BETA,
)

ACTIVE_MONTHS = 12
"""A member counts as active for so many months after an open talk, a course or a placement."""


@kernel
def step(p, world, state, record, now):
    """Count members and ties, average trust and contact, relate gaps to needs."""
    for r in range(p.shape[0]):
        row = record[r]
        _averages(r, world, state, row, now)
        _ties(r, world, state, row)
        row.balance = state.region[r].balance
        count_obstacles(r, p[r], world, state, row)
        row.gap_micro = _ratio(row.unmet_micro, row.need_micro)
        row.gap_small = _ratio(row.unmet_small, row.need_small)
        row.gap_medium = _ratio(row.unmet_medium, row.need_medium)
        row.gap_large = _ratio(row.unmet_large, row.need_large)
        unmet = row.unmet_micro + row.unmet_small + row.unmet_medium + row.unmet_large
        need = row.need_micro + row.need_small + row.need_medium + row.need_large
        row.gap = _ratio(unmet, need)


@inner
def _ratio(part, whole):
    """A share, missing where there is nothing to share."""
    return part / whole if whole > 0 else np.nan


@part
def _averages(r, world, state, row, now):
    """Means of trust and contact; over nobody they are missing (0/0)."""
    first, end = world.region[r].first, world.region[r].firms_end
    person_mean, host_mean = state.trust_means[0], state.trust_means[1]
    _means(
        state.reputation[PERSON_ALPHA, first:end],
        state.reputation[PERSON_BETA, first:end],
        person_mean,
    )
    _means(
        state.reputation[INSTITUTION_ALPHA, first:end],
        state.reputation[INSTITUTION_BETA, first:end],
        host_mean,
    )
    _geometric(person_mean, host_mean, state.trust_found[first:end])
    members = 0
    active = 0
    both, person, institution, contact = 0.0, 0.0, 0.0, 0.0
    both_all, person_all, institution_all, contact_all = 0.0, 0.0, 0.0, 0.0
    trust, contacts = state.trust_found[first:end], state.contact[first:end]
    member, last_active = state.firm.member[first:end], state.firm.last_active[first:end]
    for n in range(trust.shape[0]):
        both_all += trust[n]
        person_all += person_mean[n]
        institution_all += host_mean[n]
        contact_all += contacts[n]
        if member[n]:
            members += 1
            active += now.month - last_active[n] < ACTIVE_MONTHS
            both += trust[n]
            person += person_mean[n]
            institution += host_mean[n]
            contact += contacts[n]
    _count_trained(first, end, world, state, row, now)
    firms = end - first
    row.members = members
    row.active_members = active
    row.trust = _ratio(both, members)
    row.trust_person = _ratio(person, members)
    row.trust_institution = _ratio(institution, members)
    row.contact = _ratio(contact, members)
    row.trust_firms = _ratio(both_all, firms)
    row.trust_person_firms = _ratio(person_all, firms)
    row.trust_institution_firms = _ratio(institution_all, firms)
    row.contact_firms = _ratio(contact_all, firms)


@part
def _count_trained(first, end, world, state, row, now):
    """Firms with a course in the last 12 months, by size class."""
    sums = state.size_sums[0]
    sums[:] = 0.0
    for i in span(first, end):
        sums[world.organisation[i].size_class] += np.float64(
            now.month - state.firm[i].last_course < ACTIVE_MONTHS
        )
    row.trained_micro, row.trained_small = sums[0], sums[1]
    row.trained_medium, row.trained_large = sums[2], sums[3]


@inner
def _means(alphas, betas, means):
    for n in range(alphas.shape[0]):
        means[n] = alphas[n] / (alphas[n] + betas[n])


@inner
def _geometric(first, second, means):
    for n in range(means.shape[0]):
        means[n] = np.sqrt(first[n] * second[n])


@part
def _ties(r, world, state, row):
    """Count advice ties; join firms along those inside the region into components."""
    first, end = world.region[r].first, world.region[r].firms_end
    root, weight = state.root, state.weight
    ties = 0
    for i in span(first, end):
        root[i] = i
        weight[i] = 1
        ties += state.tie_count[i]
    row.advice_ties = ties
    largest = 1
    for i in span(first, end):
        if largest == end - first:
            break  # all firms hang together already
        a = _root(i, root)
        for d in span(0, state.tie_count[i]):
            l = state.tie_partner[i, d]
            if l < first or l >= end or root[l] == a:
                continue
            b = _root(l, root)
            if a != b:
                if weight[a] < weight[b]:
                    a, b = b, a
                root[b] = a
                weight[a] += weight[b]
                largest = max(largest, weight[a])
    row.largest_component_share = _ratio(largest, end - first)


@inner
def _root(i, root):
    """Who stands for the component of i; shortens the way for the next time."""
    k = np.uint64(i)
    while root[k] != k:
        root[k] = root[root[k]]
        k = root[k]
    return k
