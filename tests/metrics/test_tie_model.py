"""The model of ties beside plain loops: its features, its equations, and what is drawn from it."""

from itertools import permutations
from math import exp, log
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import nets
from test_silent import surveyed
from twins import Net

from qvgraph.kernels.distributions import pairs, uniforms
from qvgraph.kernels.draws import bits, draw_key, subject
from qvgraph.metrics.unsure.answers import DETAIL, KIND, LEVEL, Answers
from qvgraph.metrics.unsure.silent import TIE, TOPIC, _coefficients, ties_drawn
from qvgraph.metrics.unsure.tie_model import learn
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network

Row = dict[str, Any]


def network_of(net: Net, quiet: str) -> Network:
    """Organisations of several kinds, sizes and sectors, of which some told nothing."""
    frames = surveyed(net, quiet)
    n = len(net.nodes)
    firm = frames["organisations"]["kind"] == "firm"
    some = {
        "sector": [("metal", "wood", None)[i % 3] for i in range(n)],
        "size": [("micro", "small", "large", "micro", None)[i % 5] for i in range(n)],
    }
    frames["organisations"] = frames["organisations"].with_columns(
        *(pl.when(firm).then(pl.Series(name, values, dtype=pl.String)).alias(name)
          for name, values in some.items()),
        member=pl.when(firm).then(pl.Series([i % 2 == 0 for i in range(n)])),
    )  # fmt: skip
    if n > 4:
        members = [net.nodes[0], net.nodes[2]]
        frames["memberships"] = pl.DataFrame(
            {"organisation": members, "association": [net.nodes[3]] * 2}
        )
    return check_frames("small", frames)


class Plain:
    """The same survey as dicts and sets."""

    def __init__(self, network: Network) -> None:
        assert network.ties is not None
        self.rows = {row["id"]: row for row in network.organisations.iter_rows(named=True)}
        self.ids = sorted(self.rows)
        self.silent = {i for i in self.ids if self.rows[i]["responded"] is False}
        self.told = set(network.ties.select("source", "target").rows())
        self.belongs = set()
        if network.memberships is not None:
            self.belongs = set(network.memberships.select("organisation", "association").rows())
        self.regions = sorted({row["region"] for row in self.rows.values()})
        self.sizes = sorted({row["size"] for row in self.rows.values()} - {None})

    def asked(self, i: str) -> float:
        """The logarithm of how often others name somebody."""
        others = [k for k in self.ids if k != i and k not in self.silent]
        return log((sum((k, i) in self.told for k in others) + 0.5) / (len(others) + 1))

    def features(self, i: str, j: str) -> dict[str, float]:
        """All that is not 0."""
        a, b = self.rows[i], self.rows[j]
        found = {"level": 1.0}
        if a["kind"] != "firm":
            found[f"asks: {a['kind']}"] = 1
        if b["kind"] != "firm":
            found[f"is asked: {b['kind']}"] = 1
        if "firm" not in (a["kind"], b["kind"]):
            found[f"kinds: {a['kind']}, {b['kind']}"] = 1
        if len(self.regions) > 1 and a["region"] == b["region"]:
            found["one region"] = 1
            found[f"region {self.regions.index(a['region'])}"] = 1
        for column in ("district", "sector", "size"):
            if a[column] is not None and a[column] == b[column]:
                found[f"alike: {column}"] = 1
        if a["size"]:
            found[f"asks: size {self.sizes.index(a['size'])}"] = 1
        found["asks: member"] = float(bool(a["member"]))
        found["members"] = float(bool(a["member"] and b["member"]))
        found["belongs"] = float((i, j) in self.belongs)
        mean = sum(map(self.asked, self.ids)) / len(self.ids)
        found["asks: asked"] = self.asked(i) - mean
        shared = [
            k
            for k in self.ids
            if (k, i) in self.told and ((k, j) in self.told or (j, k) in self.told)
        ]
        found["shared"] = log(1 + len(shared))
        return {name: value for name, value in found.items() if value}


def surveys(net: Net, quiet: set[str]) -> Network | None:
    """A network in which somebody answered and somebody did not."""
    silent = "".join(sorted(quiet & set(net.nodes)))
    return network_of(net, silent) if 0 < len(silent) < len(net.nodes) else None


@settings(max_examples=15)
@given(nets(), st.sets(st.sampled_from("abcdefgh"), min_size=1))
def test_the_features_are_those_of_plain_loops(net: Net, quiet: set[str]) -> None:
    if (network := surveys(net, quiet)) is None:
        return
    answers, plain = Answers.of(network), Plain(network)
    n = len(plain.ids)
    i, j = np.divmod(np.arange(n * n), n)
    i, j = i[i != j], j[i != j]
    design = answers.design(i, j).toarray()
    for row, (one, other) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
        expected = plain.features(plain.ids[one], plain.ids[other])
        found = dict(zip(answers.names, design[row].tolist(), strict=False))
        assert {name: v for name, v in found.items() if v} == pytest.approx(expected)
        assert design[row, len(answers.names) :].tolist() == [float(k == other) for k in range(n)]


Numbers = dict[str, float]


def slopes(
    plain: Plain, value: Numbers, active: Numbers, popular: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """How the likelihood changes with each coefficient, activity and popularity."""

    def logit(i: str, j: str) -> float:
        features = plain.features(i, j)
        return sum(value[name] * x for name, x in features.items()) + active[i] + popular[j]

    slope = dict.fromkeys(value, 0.0)
    asking, asked = dict.fromkeys(plain.ids, 0.0), dict.fromkeys(plain.ids, 0.0)
    for i, j in permutations(plain.ids, 2):
        if i in plain.silent:
            continue
        features, here = plain.features(i, j), logit(i, j)
        if j in plain.silent:
            back = logit(j, i)
            here += log((1 + exp(back + value["returned"])) / (1 + exp(back)))
        elif (j, i) in plain.told:
            features["returned"] = 1.0
            here += value["returned"]
        error = ((i, j) in plain.told) - 1 / (1 + exp(-here))
        for name, x in features.items():
            slope[name] += error * x
        asking[i] += error
        asked[j] += error
    return slope, asking, asked


@settings(max_examples=12)
@given(nets(most=8), st.sets(st.sampled_from("abcdefgh"), min_size=1, max_size=3))
def test_what_is_learnt_solves_the_equations_of_the_model(net: Net, quiet: set[str]) -> None:
    """The slope is 0 in each coefficient; activity and popularity pull with one variance each."""
    if (network := surveys(net, quiet)) is None:
        return
    answers, plain = Answers.of(network), Plain(network)
    model, ids = learn(answers), plain.ids
    names = [*answers.names, "returned"]
    value = dict(zip(names, model.common.tolist(), strict=False))
    popular = dict(zip(ids, model.common[len(names) :].tolist(), strict=True))
    active = dict.fromkeys(ids, 0.0) | dict(
        zip([ids[k] for k in model.active], model.activity.tolist(), strict=True)
    )

    slope, asking, asked = slopes(plain, value, active, popular)
    prior = dict.fromkeys(names, DETAIL) | {"level": LEVEL, "one region": LEVEL, "returned": LEVEL}
    for name in names:
        if name.startswith(("asks: assoc", "asks: inst", "is asked")):
            prior[name] = KIND
        assert slope[name] == pytest.approx(value[name] / prior[name] ** 2, abs=0.02)
    for effects, errors in ((active, asking), (popular, asked)):
        big = max(effects, key=lambda i: abs(effects[i]))
        if abs(effects[big]) > 0.05:
            variance = effects[big] / errors[big]
            assert 0 < variance < 10
            for i, error in errors.items():
                assert effects[i] == pytest.approx(variance * error, abs=0.03)


@settings(max_examples=10)
@given(nets(), st.sets(st.sampled_from("abcdefgh"), min_size=1), st.integers(0, 99))
def test_ties_are_drawn_one_by_one_as_the_model_says(
    net: Net, quiet: set[str], number: int
) -> None:
    if (network := surveys(net, quiet)) is None:
        return
    plain, model = Plain(network), learn(Answers.of(network))
    key, ids, names = np.uint64(bits(draw_key(1, number), TOPIC)), plain.ids, model.answers.names
    common, activity = _coefficients(model, key)
    value, returned = dict(zip(names, common, strict=False)), common[len(names)]
    popular = dict(zip(ids, common[len(names) + 1 :], strict=True))
    active = dict(zip(sorted(plain.silent), activity, strict=True))

    def logit(i: str, j: str) -> float:
        features = plain.features(i, j)
        return sum(value[name] * x for name, x in features.items()) + active[i] + popular[j]

    def happens(i: str, j: str, chance: float) -> bool:
        luck = uniforms(key, TIE, pairs(np.array([subject(i)]), np.array([subject(j)])))[0]
        return bool(luck < 1 / (1 + exp(-chance)))

    expected = set()
    for i in sorted(plain.silent, key=subject):
        for j in set(ids) - {i}:
            if j not in plain.silent:
                chance = logit(i, j) + returned * ((j, i) in plain.told)
            elif subject(i) < subject(j):
                back = logit(j, i)
                chance = logit(i, j) + log((1 + exp(back + returned)) / (1 + exp(back)))
            else:
                chance = logit(i, j) + returned * ((j, i) in expected)
            if happens(i, j, chance):
                expected.add((i, j))
    i, j = ties_drawn(model, key)
    assert {(ids[a], ids[b]) for a, b in zip(i, j, strict=True)} == expected
