# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""Are the models what the contract document says? A slip of the hand in them would make them a bad judge."""
import json
from typing import Any, Dict, List, Optional

from kinds import Phone
from shapes import Shape, members_of, models

BOUNDS = ("minLength", "maxLength", "minimum", "pattern", "format", "enum")


def of_contract(schema: Dict[str, Any]) -> List[Dict[str, Any]]:
    """The branches of a member, each as what validates; null is one of them."""
    out = []
    for branch in schema.get("anyOf", [schema]):
        if "$ref" in branch:
            out.append({"object": branch["$ref"].rsplit("/", 1)[1]})
        elif branch["type"] == "array":
            out.append({"list": of_contract(branch["items"])})
        else:
            kept = {k: v for k, v in branch.items() if k in BOUNDS or k == "type"}
            if kept.get("format") == "password":
                del kept["format"]
            out.append(kept)
    return sorted(out, key=lambda branch: json.dumps(branch, sort_keys=True))


def of_model(shape: Shape, schema: Dict[str, Any]) -> List[Dict[str, Any]]:
    if shape.model:
        out = [{"object": shape.model.__name__}]
    elif shape.element:
        out = [{"list": of_model(shape.element, schema.get("items", {}))}]
    else:
        out = []
        for branch in schema.get("anyOf", [schema]):
            kept = {k: v for k, v in branch.items() if k in BOUNDS or k == "type"}
            if kept.get("pattern") == Phone.regex:
                kept["pattern"] = r"^[1-9]\d{7,14}$"
            out.append(kept)
    return sorted(out + ([{"type": "null"}] if shape.nullable else []), key=lambda branch: json.dumps(branch, sort_keys=True))


def differences(path: str) -> Optional[List[str]]:
    """What the models and the document do not agree on; None where there is no document."""
    try:
        with open(path, encoding="utf-8") as file:
            schemas = json.load(file)["components"]["schemas"]
    except FileNotFoundError:
        return None
    found = [f"only in one of the two: {name}" for name in sorted(set(schemas) ^ set(models))]
    for name in sorted(set(schemas) & set(models)):
        theirs, members = schemas[name].get("properties", {}), members_of(models[name])
        ours = models[name].schema()["properties"]
        required = {m for m, shape in members.items() if shape.required}
        if set(theirs) != set(members):
            found.append(f"{name}: other members: {sorted(set(theirs) ^ set(members))}")
        if set(schemas[name].get("required", [])) != required:
            found.append(f"{name}: other required members: {sorted(set(schemas[name].get('required', [])) ^ required)}")
        for member in set(theirs) & set(members):
            contract, model = of_contract(theirs[member]), of_model(members[member], ours[member])
            if contract != model:
                found.append(f"{name}.{member}: {model} is not the contract's {contract}")
    return found


if __name__ == "__main__":
    import sys

    print(differences(sys.argv[1]))
