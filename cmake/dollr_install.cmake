# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# The package `dollr`: the core always, and each adapter that was built as a component of its name.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/dollr")
set(generated_dir "${PROJECT_BINARY_DIR}/package")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" TYPE INCLUDE FILES_MATCHING PATTERN "*.hpp")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" TYPE DOC)
install(TARGETS dollr EXPORT dollr-targets)
install(EXPORT dollr-targets NAMESPACE dollr:: DESTINATION "${package_dir}")

set(dollr_components_installed "")
foreach(adapter IN LISTS dollr_built)
  get_target_property(type dollr_${adapter} TYPE)
  if(type STREQUAL EXECUTABLE)
    install(TARGETS dollr_${adapter})
  else()
    list(APPEND dollr_components_installed "${adapter}")
    set_target_properties(dollr_${adapter} PROPERTIES EXPORT_NAME "${adapter}")
    if(EXISTS "${PROJECT_SOURCE_DIR}/adapters/${adapter}/include")
      install(DIRECTORY "${PROJECT_SOURCE_DIR}/adapters/${adapter}/include/" TYPE INCLUDE FILES_MATCHING PATTERN "*.hpp")
    endif()
    install(TARGETS dollr_${adapter} EXPORT dollr-${adapter}-targets)
    install(EXPORT dollr-${adapter}-targets NAMESPACE dollr:: DESTINATION "${package_dir}")
  endif()
endforeach()

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/dollr-config.cmake.in" "${generated_dir}/dollr-config.cmake"
                              INSTALL_DESTINATION "${package_dir}")
# The core alone is headers, the same for every architecture. Before 1.0 a minor version may change the interface.
set(any_architecture ARCH_INDEPENDENT)
if(dollr_built)
  set(any_architecture "")
endif()
write_basic_package_version_file("${generated_dir}/dollr-config-version.cmake" COMPATIBILITY SameMinorVersion
                                 ${any_architecture})
install(FILES "${generated_dir}/dollr-config.cmake" "${generated_dir}/dollr-config-version.cmake"
              "${CMAKE_CURRENT_LIST_DIR}/dollr_components.cmake"
        DESTINATION "${package_dir}")
