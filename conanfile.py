# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
#     conan create .                                          the core and dollr::client with what it needs
#     conan create . -o "dollr/*:client=False"                the core alone, which is headers
#     conan create . -o "dollr/*:postgresql=True"             one adapter more
from os.path import join
from re import search

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir

required_conan_version = ">=2.0"

# Each adapter is an option and a component: what it links of ours, and of others. cmake/dollr_components.cmake has the
# same table for CMake; tests/package/recipes.py holds the two against each other.
ADAPTERS = {
    "system": (["core"], ["openssl::crypto"]),
    "file": (["core", "system"], []),
    "sqlite": (["core", "system"], ["sqlite3::sqlite3"]),
    "postgresql": (["core"], ["libpq::libpq"]),
    "curl": (["core"], ["libcurl::libcurl"]),
    "asio": (["core"], ["openssl::openssl"]),
    "loopback": (["core"], []),
    "compiled": (["core"], []),
    "testing": (["core", "compiled"], []),
    "runtime": (["core", "compiled", "system", "file"], []),
    "client": (["core", "runtime", "curl"], []),
    "asio_client": (["core", "runtime", "asio"], []),
}
# What an adapter links where it is built, and does without where it is not.
IF_BUILT = {"runtime": ["sqlite", "postgresql"]}
HEADERS_ONLY = ["testing"]
DEFINES = {"compiled": ["DOLLR_SEPARATE_COMPILATION"]}
THREADS = ["asio", "loopback", "runtime"]
PACKAGES = {
    "openssl": "openssl/[>=3.0 <4]",
    "sqlite3": "sqlite3/[>=3.37 <4]",
    "libpq": "libpq/[>=14]",
    "libcurl": "libcurl/[>=7.85 <9]",
}


class DollrConan(ConanFile):
    name = "dollr"
    description = "Payments through the Dollr Open API, each exactly once"
    license = "BSL-1.0"
    homepage = "https://docs.heydollr.app"
    topics = ("payments", "mobile-money", "state-machine")
    package_type = "static-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {adapter: [True, False] for adapter in ADAPTERS}
    default_options = {adapter: adapter == "client" for adapter in ADAPTERS}
    exports_sources = "CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "adapters/*"
    test_package_folder = join("tests", "package", "consumer")

    def set_version(self):
        text = load(self, join(self.recipe_folder, "CMakeLists.txt"))
        self.version = search(r"project\(dollr VERSION ([0-9.]+)", text).group(1)

    def layout(self):
        cmake_layout(self)

    def _built(self, options):
        """The adapters that are asked for and those that they link, in the order of the table."""
        built = [adapter for adapter in ADAPTERS if options.get_safe(adapter)]
        for adapter in reversed(ADAPTERS):
            if adapter in built:
                built += [other for other in ADAPTERS[adapter][0] if other != "core"]
        return [adapter for adapter in ADAPTERS if adapter in built]

    def requirements(self):
        # Boost.JSON is a library to link, so this is not Boost's header-only form.
        self.requires("boost/[>=1.81 <2]", transitive_headers=True, transitive_libs=True)
        needed = {package.split("::")[0] for adapter in self._built(self.options) for package in ADAPTERS[adapter][1]}
        for package in sorted(needed):
            self.requires(PACKAGES[package])

    def validate(self):
        check_min_cppstd(self, 20)
        if "system" in self._built(self.options) and self.settings.os != "Linux":
            raise ConanInvalidConfiguration("dollr::system, and what links it, is for Linux; the core is for others too")

    def package_id(self):
        # Asked for or brought by another, an adapter is the same; and headers are the same for every compiler.
        built = self._built(self.info.options)
        if not built:
            self.info.clear()
        for adapter in built:
            setattr(self.info.options, adapter, True)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["DOLLR_ADAPTERS"] = ";".join(self._built(self.options))
        toolchain.cache_variables["DOLLR_INSTALL"] = "ON"
        toolchain.generate()
        CMakeDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, join(self.package_folder, "licenses"))
        # Conan writes its own, from what follows.
        rmdir(self, join(self.package_folder, "lib", "cmake"))
        rmdir(self, join(self.package_folder, "share"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "dollr")
        self.cpp_info.set_property("cmake_target_name", "dollr::all")
        core = self.cpp_info.components["core"]
        core.set_property("cmake_target_name", "dollr::dollr")
        core.requires = ["boost::headers", "boost::json"]
        core.bindirs = []
        core.libdirs = []
        built = self._built(self.options)
        for adapter in built:
            ours, theirs = ADAPTERS[adapter]
            component = self.cpp_info.components[adapter]
            component.set_property("cmake_target_name", f"dollr::{adapter}")
            component.requires = ours + [other for other in IF_BUILT.get(adapter, []) if other in built] + theirs
            component.bindirs = []
            component.defines = DEFINES.get(adapter, [])
            if adapter in HEADERS_ONLY:
                component.libdirs = []
            else:
                component.libs = [f"dollr_{adapter}"]
            if adapter in THREADS:
                component.system_libs = ["pthread"]
