# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""oracle.py JUDGE [--bodies N] [--requests N] [--seed N] [--contract openapi.json]

Puts the same bodies to FastAPI's validation and to our reader (JUDGE, the built contract_judge), and the same requests
to a FastAPI app, and compares the sets of `loc` that they refuse. Closes with a line of counts; exit code 1 if anything was not as it must be.
"""
import argparse
import json
import subprocess
import sys
from collections import Counter
from typing import Any, Dict, FrozenSet, List, Tuple

from fastapi.utils import create_response_field

import document
import routes
from bodies import Generator, Request
from reasons import REASONS, Place, TextFloat, reason_of
from shapes import Shape, models, places_of, root_shape

Locs = FrozenSet[Tuple]
SHOWN_MAX = 20


def asked_of_fastapi(fields: Dict[str, Any], name: str, text: str) -> Tuple[Any, Locs]:
    """As FastAPI does for a body: a field of the model's type, and loc[0] is "body"."""
    value = parsed(text)
    if value is None:
        return value, frozenset({("body",)})  # a required body
    _, errors = fields[name].validate(value, {}, loc=("body",))
    return value, frozenset(flattened(errors))


def parsed(text: str) -> Any:
    return json.loads(text, parse_float=TextFloat)


def flattened(errors: Any, prefix: Tuple = ()) -> List[Tuple]:
    from pydantic.error_wrappers import ErrorWrapper, ValidationError

    if errors is None:
        return []
    if isinstance(errors, list):
        return [loc for error in errors for loc in flattened(error, prefix)]
    assert isinstance(errors, ErrorWrapper)
    here = prefix + errors.loc_tuple()
    return flattened(errors.exc.raw_errors, here) if isinstance(errors.exc, ValidationError) else [here]


def asked_of_us(judge: str, questions: List[str]) -> List[Any]:
    done = subprocess.run([judge], input="\n".join(questions) + "\n", capture_output=True, text=True, check=True)
    answers = done.stdout.split("\n")[:-1]
    assert len(answers) == len(questions), f"{len(questions)} questions and {len(answers)} answers"
    return [json.loads(answer) for answer in answers]


def loc_set(answer: Any) -> Locs:
    return frozenset(tuple(issue["loc"]) for issue in answer["detail"])


class Tally:
    def __init__(self, silent: bool = False) -> None:
        self.silent = silent
        self.bodies = self.requests = self.good = self.mismatches = 0
        self.reasons: Counter = Counter()
        self.schemas: set = set()

    def mismatch(self, text: str) -> None:
        self.mismatches += 1
        if self.mismatches <= SHOWN_MAX and not self.silent:
            print("    " + text)

    def compare(self, name: str, text: str, value: Any, theirs: Locs, ours: Locs) -> None:
        self.bodies += 1
        self.schemas.add(name.removesuffix("[]"))
        self.good += not theirs and not ours
        expected = self.as_ours(root_shape(name), value, theirs)
        for loc in expected ^ ours:
            side = "our reader" if loc in ours else "the oracle"
            self.mismatch(f"{name}: only {side} refuses {'.'.join(map(str, loc))} of {text[:300]}")

    def compare_request(self, request: Request, theirs: Locs, ours: Locs) -> None:
        self.requests += 1
        expected = set()
        for loc, shape in request.shapes.items():
            text = request.values[loc]
            expected |= self.as_ours_at(Place(shape, text is not None, text, ours=loc not in theirs), loc)
        if request.model:
            expected |= self.as_ours(Shape(model=request.model), parsed(request.body), theirs)
        for loc in expected ^ ours:
            side = "our reader" if loc in ours else "the oracle"
            self.mismatch(f"only {side} refuses {'.'.join(map(str, loc))} of {request.method} {request.target} {request.body}")

    def as_ours(self, shape: Shape, value: Any, theirs: Locs) -> Locs:
        """What pydantic refuses, and every reasoned difference put in: both that it is there and that it is no more."""
        expected = {loc for loc in theirs if loc[0] == "body"}
        for path, member, there, what in places_of(shape, value):
            loc = ("body",) + path
            refused = self.as_ours_at(Place(member, there, what, ours=loc not in theirs), loc)
            expected = expected - {loc} | refused
        return frozenset(expected)

    def as_ours_at(self, place: Place, loc: Tuple) -> Locs:
        reason = reason_of(place)
        if reason:
            self.reasons[reason.name] += 1
        return frozenset({loc} if place.ours == bool(reason) else ())


def compare_bodies(judge: str, generator: Generator, wanted: int, tally: Tally) -> Tally:
    """Also gives a control: what we say of one body is not what is due of another of its schema."""
    names = asked_of_us(judge, ["schemas"])[0]
    for missing in sorted(set(models) - {name.removesuffix("[]") for name in names}):
        tally.mismatch(f"{missing}: our side does not know this schema")
    names = sorted(name for name in names if name.removesuffix("[]") in models)
    fields = {}
    for name in names:
        model = models[name.removesuffix("[]")]
        fields[name] = create_response_field(name="body", type_=List[model] if name.endswith("[]") else model)

    of_bodies = [names[i % len(names)] for i in range(wanted)]
    questions = [(name, generator.body(root_shape(name))) for name in of_bodies]
    answers = [loc_set(answer) for answer in asked_of_us(judge, [f"schema\t{name}\t{text}" for name, text in questions])]
    control = Tally(silent=True)
    for i, (name, text) in enumerate(questions):
        value, theirs = asked_of_fastapi(fields, name, text)
        tally.compare(name, text, value, theirs, answers[i])
        if i >= len(names):
            control.compare(name, text, value, theirs, answers[i - len(names)])
    return control


def compare_requests(judge: str, generator: Generator, wanted: int, tally: Tally) -> None:
    requests = [generator.request(*routes.ROUTES[i % len(routes.ROUTES)]) for i in range(wanted)]
    theirs_of = routes.answers([(r.method, r.target, r.body) for r in requests])
    ours_of = asked_of_us(judge, [f"request\t{r.method} {r.target}\t{r.body}" for r in requests])
    for request, (status, answer), ours in zip(requests, theirs_of, ours_of):
        theirs = frozenset() if status == 200 else loc_set(json.loads(answer))
        tally.compare_request(request, theirs, loc_set(ours))


def why_vacuous(tally: Tally, control: Tally) -> List[str]:
    """A comparison that finds nothing must have been able to find something."""
    out = [f"no body came under the reason '{r.name}'" for r in REASONS if not tally.reasons[r.name]]
    if not tally.bodies // 10 < tally.good < tally.bodies // 2:
        out.append(f"{tally.good} of {tally.bodies} bodies are good")
    if control.mismatches < tally.bodies // 4:
        out.append(f"the control found only {control.mismatches} mismatches")
    return out


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("judge")
    parser.add_argument("--bodies", type=int, default=24_000)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--contract", default="")
    options = parser.parse_args()

    tally, generator = Tally(), Generator(options.seed)
    slips = document.differences(options.contract)
    control = compare_bodies(options.judge, generator, options.bodies, tally)
    compare_requests(options.judge, generator, options.requests, tally)
    vacuous = why_vacuous(tally, control)

    for reason in REASONS:
        print(f"    {tally.reasons[reason.name]:6} x {reason.name}: {reason.why}")
    for line in (slips or []) + vacuous:
        print("    not a fair trial: " + line)
    compared = "skipped (no contract document)" if slips is None else len(slips)
    print(f"oracle: model_differences={compared} schemas={len(tally.schemas)}/{len(models)} bodies={tally.bodies} "
          f"requests={tally.requests} good={tally.good} reasoned={sum(tally.reasons.values())} classes={len(REASONS)} "
          f"control_mismatches={control.mismatches} mismatches={tally.mismatches}")
    return 1 if tally.mismatches or slips or vacuous else 0


if __name__ == "__main__":
    sys.exit(main())
