#!/usr/bin/env python3
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""Holds conanfile.py and the vcpkg port against CMakeLists.txt and cmake/dollr_components.cmake, without Conan and vcpkg.

The recipe is loaded over a stand-in for Conan's API and walked with each option alone and with all. Then each of MISTAKES
is made in a copy of the files, and must be found.
"""
import json
import re
import subprocess
import sys
import tempfile
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CMAKE = "CMakeLists.txt"
TABLE = "cmake/dollr_components.cmake"
RECIPE = "conanfile.py"
PORT = "packaging/vcpkg/dollr/vcpkg.json"

# The same package as CMake, Conan and vcpkg call it. Threads come with the C library.
CONAN = {"OpenSSL": "openssl", "SQLite3": "sqlite3", "PostgreSQL": "libpq", "CURL": "libcurl"}
VCPKG = {"OpenSSL": "openssl", "SQLite3": "sqlite3", "PostgreSQL": "libpq", "CURL": "curl"}
# The program is built by ./dev, not packaged.
NOT_PACKAGED = "cli"

MISTAKES = [
    (CMAKE, "project(dollr VERSION ", "project(dollr VERSION 9"),
    (TABLE, "dollr_component(compiled)", "dollr_component(compiled)\ndollr_component(another)"),
    (TABLE, "dollr_component(sqlite NEEDS system", "dollr_component(sqlite NEEDS system file"),
    (TABLE, "dollr_package(CURL 7.85", "dollr_package(CURL 8.5"),
    (RECIPE, '"sqlite": (["core", "system"]', '"sqlite": (["core"]'),
    (RECIPE, '["libpq::libpq"]', "[]"),
    (RECIPE, '["openssl::crypto"]', '["openssl::crypto", "sqlite3::sqlite3"]'),
    (RECIPE, "openssl/[>=3.0", "openssl/[>=1.1"),
    (RECIPE, 'IF_BUILT = {"runtime": ["sqlite", "postgresql"]}', "IF_BUILT = {}"),
    (RECIPE, 'THREADS = ["asio", "loopback", "runtime"]', 'THREADS = ["asio", "runtime"]'),
    (RECIPE, '"boost/[', '"booost/['),
    (RECIPE, "setattr(self.info.options, adapter, True)", "pass"),
    (RECIPE, 'f"dollr_{adapter}"', 'f"dollr-{adapter}"'),
    (RECIPE, 'adapter == "client"', 'adapter == "curl"'),
    (PORT, '"version": "', '"version": "9.'),
    (PORT, '["libpq"]', '["libpqxx"]'),
    (PORT, '"features": ["compiled", "file", "system"]', '"features": ["compiled", "file"]'),
    (PORT, '"default-features": ["client"]', '"default-features": ["curl"]'),
    (PORT, '"description": "dollr::file: a journal in a file",\n      "supports": "linux"', '"description": ""'),
    (PORT, '"asio-client": {', '"asio_client": {'),
]


class Options(dict):
    """Conan's options, as far as the recipe uses them."""

    def get_safe(self, name):
        return self.get(name)

    def __setattr__(self, name, value):
        self[name] = value


class CppInfo:
    def __init__(self):
        self.requires, self.libs, self.system_libs, self.properties = [], [], [], {}
        self.components = {}

    def set_property(self, name, value):
        self.properties[name] = value


class Components(dict):
    def __missing__(self, name):
        return self.setdefault(name, CppInfo())


def load_recipe(text, root):
    """The module that conanfile.py is, with the stand-ins for what it imports."""
    names = {
        "conan": {"ConanFile": type("ConanFile", (), {})},
        "conan.errors": {"ConanInvalidConfiguration": type("ConanInvalidConfiguration", (Exception,), {})},
        "conan.tools": {},
        "conan.tools.build": {"check_min_cppstd": lambda *_: None},
        "conan.tools.cmake": dict.fromkeys(("CMake", "CMakeDeps", "CMakeToolchain", "cmake_layout")),
        "conan.tools.files": {"copy": None, "rmdir": None, "load": lambda _, path: root[Path(path).name]},
    }
    for name, members in names.items():
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__dict__.update(members)
    module = types.ModuleType("conanfile")
    exec(compile(text, RECIPE, "exec"), module.__dict__)
    return module


def read_table(text):
    """({component: (needs, if_built, packages)}, {package: version})"""
    with tempfile.NamedTemporaryFile("w", suffix=".cmake") as table:
        table.write(text)
        table.flush()
        out = subprocess.run(["cmake", f"-DTABLE={table.name}", "-P", str(Path(__file__).with_name("table.cmake"))],
                             check=True, capture_output=True, text=True).stdout
    components, packages = {}, {}
    for line in out.splitlines():
        kind, name, *fields = line.split("|")
        fields = [[one for one in field.split(";") if one] for field in fields]
        if kind == "package":
            packages[name] = "".join(fields[0])
        elif name != NOT_PACKAGED:
            components[name] = fields
    return components, packages


def closure(components, *wanted):
    found = set(wanted)
    for name in reversed(components):
        if name in found:
            found.update(components[name][0])
    return found


def described(recipe, wanted):
    """What the recipe requires, its components, and the options that tell its packages apart, with these options on."""
    instance = recipe.DollrConan()
    instance.recipe_folder = "."
    instance.options = Options({name: name in wanted for name in recipe.DollrConan.options})
    instance.required = []
    instance.requires = lambda reference, **_: instance.required.append(reference)
    instance.cpp_info = CppInfo()
    instance.cpp_info.components = Components()
    instance.requirements()
    instance.package_info()
    distinct = Options(instance.options)
    instance.info = types.SimpleNamespace(options=distinct, clear=distinct.clear)
    instance.package_id()
    return instance.required, dict(instance.cpp_info.components), {name for name, on in distinct.items() if on}


def of_recipe(recipe, version, components, packages):
    instance = recipe.DollrConan()
    instance.recipe_folder = "."
    instance.set_version()
    if instance.version != version:
        yield f"the recipe's version is {instance.version}"
    if list(recipe.DollrConan.options) != list(components):
        yield f"the recipe's options are {list(recipe.DollrConan.options)}"
        return
    for wanted in [[], *([name] for name in components), list(components)]:
        built = closure(components, *wanted)
        required, made, distinct = described(recipe, wanted)
        if distinct != built:
            yield f"with {wanted} the recipe tells packages apart by {sorted(distinct)}"
        if set(made) != built | {"core"}:
            yield f"with {wanted} the recipe has the components {sorted(made)}"
            continue
        needed = {CONAN[one] for name in built for one in components[name][2] if one in CONAN} | {"boost"}
        if {reference.split("/")[0] for reference in required} != needed:
            yield f"with {wanted} the recipe requires {required}"
        for name in built:
            needs, if_built, uses = components[name]
            ours = {"core", *needs, *(other for other in if_built if other in built)}
            theirs = {CONAN[one] for one in uses if one in CONAN}
            component = made[name]
            if {one for one in component.requires if "::" not in one} != ours:
                yield f"with {wanted} the component {name} requires {component.requires}"
            if {one.split("::")[0] for one in component.requires if "::" in one} != theirs:
                yield f"with {wanted} the component {name} requires {component.requires}"
            if component.libs != ([] if name in recipe.HEADERS_ONLY else [f"dollr_{name}"]):
                yield f"the component {name} has the libraries {component.libs}"
            if ("Threads" in uses) != ("pthread" in component.system_libs):
                yield f"the component {name} has the system libraries {component.system_libs}"
            if component.properties.get("cmake_target_name") != f"dollr::{name}":
                yield f"the component {name} is the target {component.properties}"
    for package, name in CONAN.items():
        if f"/[>={packages[package]}" not in recipe.PACKAGES[name]:
            yield f"the recipe takes {recipe.PACKAGES[name]}, and CMake {package} {packages[package]}"


def of_port(port, version, components):
    if port["version"] != version:
        yield f"the port's version is {port['version']}"
    features = port["features"]
    if [name.replace("-", "_") for name in features] != list(components) or any("_" in name for name in features):
        yield f"the port's features are {list(features)}"
        return
    for name, (needs, _, uses) in components.items():
        feature = features[name.replace("_", "-")]
        ours, theirs = set(), set()
        for one in feature.get("dependencies", []):
            one = {"name": one} if isinstance(one, str) else one
            if one["name"] == "dollr":
                ours.update(one["features"])
                if one.get("default-features") is not False:
                    yield f"the feature {name} brings the port's default features"
            elif not one["name"].startswith("boost-"):
                theirs.add(one["name"])
        if {one.replace("-", "_") for one in ours} != set(needs):
            yield f"the feature {name} needs {sorted(ours)}"
        if theirs != {VCPKG[one] for one in uses if one in VCPKG}:
            yield f"the feature {name} depends on {sorted(theirs)}"
        if feature.get("supports") != ("linux" if "system" in closure(components, name) else None):
            yield f"the feature {name} supports {feature.get('supports')}"


def complaints(files):
    version = re.search(r"project\(dollr VERSION ([0-9.]+)", files[CMAKE]).group(1)
    components, packages = read_table(files[TABLE])
    recipe = load_recipe(files[RECIPE], files)
    port = json.loads(files[PORT])
    yield from of_recipe(recipe, version, components, packages)
    yield from of_port(port, version, components)
    defaults = [name for name, on in recipe.DollrConan.default_options.items() if on]
    if defaults != ["client"] or port["default-features"] != ["client"]:
        yield f"by default the recipe builds {defaults}, and the port {port['default-features']}"


def main():
    files = {name: (ROOT / name).read_text() for name in (CMAKE, TABLE, RECIPE, PORT)}
    found = list(complaints(files))
    for complaint in found:
        print(complaint)
    unseen = 0
    for name, right, wrong in MISTAKES:
        if right not in files[name]:
            print(f"a mistake cannot be made: {name} has no '{right}'")
            unseen += 1
        elif not list(complaints({**files, name: files[name].replace(right, wrong, 1)})):
            print(f"not found in {name}: '{wrong}' for '{right}'")
            unseen += 1
    print(f"{len(found)} complaints; {len(MISTAKES) - unseen} of {len(MISTAKES)} deliberate mistakes were found")
    return 1 if found or unseen else 0


if __name__ == "__main__":
    sys.exit(main())
