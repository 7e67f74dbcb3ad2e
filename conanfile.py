# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
#     conan create .          the header-only core; tests/package/consumer is its test package
from os.path import join
from re import search

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout

required_conan_version = ">=2.0"


class DollrConan(ConanFile):
    name = "dollr"
    description = "Payments through the Dollr Open API, each exactly once: the header-only core"
    license = "BSL-1.0"
    homepage = "https://docs.heydollr.app"
    topics = ("payments", "mobile-money", "state-machine", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    exports_sources = "CMakeLists.txt", "LICENSE", "include/*"
    no_copy_source = True
    test_package_folder = join("tests", "package", "consumer")

    def set_version(self):
        text = load(self, join(self.recipe_folder, "CMakeLists.txt"))
        self.version = search(r"project\(dollr VERSION ([0-9.]+)", text).group(1)

    def layout(self):
        basic_layout(self)

    def requirements(self):
        # Boost.JSON is a library to link, so this is not Boost's header-only form.
        self.requires("boost/[>=1.81 <2]", transitive_headers=True, transitive_libs=True)

    def validate(self):
        check_min_cppstd(self, 20)

    def package_id(self):
        self.info.clear()

    def package(self):
        copy(self, "LICENSE", self.source_folder, join(self.package_folder, "licenses"))
        copy(self, "*.hpp", join(self.source_folder, "include"), join(self.package_folder, "include"))

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "dollr")
        self.cpp_info.set_property("cmake_target_name", "dollr::dollr")
        self.cpp_info.requires = ["boost::headers", "boost::json"]
