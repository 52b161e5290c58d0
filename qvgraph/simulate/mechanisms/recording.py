"""The record (phase 12): what the month left behind, per region."""

import numpy as np

from qvgraph.kernels.jit import inline, kernel

ACTIVE_MONTHS = 12
"""A member counts as active for so many months after an open talk."""


@kernel
def step(p, world, state, record, now):
    """Count members and ties, average trust and contact, relate gaps to needs."""
    for r in range(p.shape[0]):
        row = record[r]
        _averages(r, world, state, row, now)
        _ties(r, world, state, row)
        row.balance = state.balance[r]
        row.participants = np.nan
        row.gap_micro = row.unmet_micro / row.need_micro
        row.gap_small = row.unmet_small / row.need_small
        row.gap_medium = row.unmet_medium / row.need_medium
        row.gap_large = row.unmet_large / row.need_large
        row.gap = (row.unmet_micro + row.unmet_small + row.unmet_medium + row.unmet_large) / (
            row.need_micro + row.need_small + row.need_medium + row.need_large
        )


@inline
def _averages(r, world, state, row, now):
    """Means of trust and contact; over nobody they are missing (0/0)."""
    members = 0
    active = 0
    both, person, institution, contact = 0.0, 0.0, 0.0, 0.0
    both_all, person_all, institution_all, contact_all = 0.0, 0.0, 0.0, 0.0
    for i in range(world.first[r], world.firms_end[r]):
        a = state.person_alpha[i] / (state.person_alpha[i] + state.person_beta[i])
        b = state.institution_alpha[i] / (state.institution_alpha[i] + state.institution_beta[i])
        together = np.sqrt(a * b)
        both_all += together
        person_all += a
        institution_all += b
        contact_all += state.contact[i]
        if state.member[i]:
            members += 1
            active += now.month - state.last_active[i] < ACTIVE_MONTHS
            both += together
            person += a
            institution += b
            contact += state.contact[i]
    firms = world.firms_end[r] - world.first[r]
    row.members = members
    row.active_members = active
    row.trust = both / members
    row.trust_person = person / members
    row.trust_institution = institution / members
    row.contact = contact / members
    row.trust_firms = both_all / firms
    row.trust_person_firms = person_all / firms
    row.trust_institution_firms = institution_all / firms
    row.contact_firms = contact_all / firms


@inline
def _ties(r, world, state, row):
    """Count advice ties; join firms along those inside the region into components."""
    first, end = world.first[r], world.firms_end[r]
    root, weight = state.root, state.weight
    ties = 0
    for i in range(first, end):
        root[i] = i
        weight[i] = 1
        ties += state.tie_count[i]
    row.advice_ties = ties
    largest = 1
    for i in range(first, end):
        if largest == end - first:
            break  # all firms hang together already
        for d in range(state.tie_count[i]):
            l = state.tie_partner[i, d]
            if l < first or l >= end:
                continue
            a, b = _root(i, root), _root(l, root)
            if a != b:
                if weight[a] < weight[b]:
                    a, b = b, a
                root[b] = a
                weight[a] += weight[b]
                largest = max(largest, weight[a])
    row.largest_component_share = largest / (end - first) if end > first else np.nan


@inline
def _root(i, root):
    """Who stands for the component of i; shortens the way for the next time."""
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i
