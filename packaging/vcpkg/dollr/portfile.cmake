# An overlay port: it builds the checkout that it lies in. Each feature is an adapter.
#
#     vcpkg install dollr --overlay-ports=packaging/vcpkg            the core and dollr::client with what it needs
#     vcpkg install "dollr[core]" --overlay-ports=packaging/vcpkg    the core alone, which is headers
get_filename_component(SOURCE_PATH "${CURRENT_PORT_DIR}/../../.." ABSOLUTE)
set(adapters ${FEATURES})
list(REMOVE_ITEM adapters core)
list(TRANSFORM adapters REPLACE "-" "_")  # a feature's name takes no underscore

set(libraries ${adapters})
list(REMOVE_ITEM libraries testing)
if(libraries)
  vcpkg_check_linkage(ONLY_STATIC_LIBRARY)
else()
  set(VCPKG_BUILD_TYPE release)  # header-only
endif()

vcpkg_cmake_configure(SOURCE_PATH "${SOURCE_PATH}" OPTIONS "-DDOLLR_ADAPTERS=${adapters}" -DDOLLR_INSTALL=ON)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/dollr)

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
if(NOT libraries)
  file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/lib")
endif()
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
