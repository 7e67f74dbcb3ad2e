# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""What a model's member is, read off its annotation: which leaves, a list of what, and whether it may be null or absent."""
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Dict, Iterator, Optional, Tuple, Union, get_args, get_origin, get_type_hints

import answered
import asked
from kinds import Schema

models: Dict[str, type] = {
    name: model
    for module in (asked, answered)
    for name, model in vars(module).items()
    if isinstance(model, type) and issubclass(model, Schema) and model not in (Schema, answered.Receipt)
}


@dataclass(frozen=True)
class Shape:
    leaves: Tuple[type, ...] = ()  # one of these, or
    model: Optional[type] = None  # an object of this, or
    element: Optional["Shape"] = None  # a list of that
    nullable: bool = False
    required: bool = True


def shape_of(annotation: Any, required: bool = True) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Union:
        nullable = type(None) in arguments
        rest = [a for a in arguments if a is not type(None)]
        if len(rest) == 1:
            inner = shape_of(rest[0])
            return Shape(inner.leaves, inner.model, inner.element, nullable, required)
        return Shape(tuple(rest), nullable=nullable, required=required)
    if origin is list:
        return Shape(element=shape_of(arguments[0]), required=required)
    if isinstance(annotation, type) and issubclass(annotation, Schema):
        return Shape(model=annotation, required=required)
    return Shape((annotation,), required=required)


@lru_cache(maxsize=None)
def members_of(model: type) -> Dict[str, Shape]:
    hints = get_type_hints(model)
    return {name: shape_of(hints[name], bool(field.required)) for name, field in model.__fields__.items()}


def root_shape(name: str) -> Shape:
    """"PartyResponse", or "PartyResponse[]" for a list of it"""
    model = Shape(model=models[name.removesuffix("[]")])
    return Shape(element=model) if name.endswith("[]") else model


def places_of(shape: Shape, value: Any, path: Tuple = ()) -> Iterator[Tuple[Tuple, Shape, bool, Any]]:
    """Every member and element that a body has or could have: its path, its shape, whether it is there, and what is."""
    yield path, shape, True, value
    if shape.model is not None and isinstance(value, dict):
        for name, member in members_of(shape.model).items():
            if name in value:
                yield from places_of(member, value[name], path + (name,))
            else:
                yield path + (name,), member, False, None
    if shape.element is not None and isinstance(value, list):
        for i, element in enumerate(value):
            yield from places_of(shape.element, element, path + (i,))
