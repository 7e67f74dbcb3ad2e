# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# What there is to ask for: an adapter of the build is a component of the installed package, under the same name. This
# file is read by both, and by the test of the Conan recipe and the vcpkg port.

# dollr_package(<name for find_package> <least version or ""> <what people call it> <Debian package that brings it>)
function(dollr_package name version words debian)
  set(dollr_${name}_version "${version}" PARENT_SCOPE)
  set(dollr_${name}_words "${words}" PARENT_SCOPE)
  set(dollr_${name}_debian "${debian}" PARENT_SCOPE)
endfunction()

# dollr_component(<name> [NEEDS <component>...] [IF_BUILT <component>...] [PACKAGES <package>...])
#
# IF_BUILT are linked where they are built and done without where they are not.
function(dollr_component name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "NEEDS;IF_BUILT;PACKAGES")
  set(dollr_components ${dollr_components} "${name}" PARENT_SCOPE)
  set(dollr_${name}_needs "${arg_NEEDS}" PARENT_SCOPE)
  set(dollr_${name}_if_built "${arg_IF_BUILT}" PARENT_SCOPE)
  set(dollr_${name}_packages "${arg_PACKAGES}" PARENT_SCOPE)
endfunction()

dollr_package(CLI11 2.1 "CLI11" libcli11-dev)
dollr_package(CURL 7.85 "libcurl" libcurl4-openssl-dev)
dollr_package(OpenSSL 3.0 "OpenSSL" libssl-dev)
dollr_package(PostgreSQL 14 "PostgreSQL (libpq)" libpq-dev)
dollr_package(SQLite3 3.37 "SQLite" libsqlite3-dev)
dollr_package(Threads "" "threads" libc6-dev)
dollr_package(fmt 9 "fmt" libfmt-dev)

# One line each, after all that it names.
set(dollr_components "")
dollr_component(system PACKAGES OpenSSL)
dollr_component(file NEEDS system)
dollr_component(sqlite NEEDS system PACKAGES SQLite3)
dollr_component(postgresql PACKAGES PostgreSQL)
dollr_component(curl PACKAGES CURL)
dollr_component(asio PACKAGES OpenSSL Threads)
dollr_component(loopback PACKAGES Threads)
dollr_component(compiled)
dollr_component(testing NEEDS compiled)
dollr_component(runtime NEEDS compiled system file IF_BUILT sqlite postgresql PACKAGES Threads)
dollr_component(client NEEDS runtime curl)
dollr_component(asio_client NEEDS runtime asio)
dollr_component(cli NEEDS curl loopback runtime PACKAGES CLI11 fmt)

# dollr_closure(<variable> <component>...): these and all that they link, in the order of the table. dollr_built lists
# what is built.
function(dollr_closure result)
  set(wanted ${ARGN})
  set(closure "")
  set(later_first ${dollr_components})
  list(REVERSE later_first)
  foreach(component IN LISTS later_first)
    if(component IN_LIST wanted)
      list(PREPEND closure "${component}")
      list(APPEND wanted ${dollr_${component}_needs})
      foreach(other IN LISTS dollr_${component}_if_built)
        if(other IN_LIST dollr_built)
          list(APPEND wanted "${other}")
        endif()
      endforeach()
    endif()
  endforeach()
  set(${result} "${closure}" PARENT_SCOPE)
endfunction()

# dollr_find_packages(<variable> <component>...): finds every package of these and of all that they link. The variable
# becomes empty, or says what is missing and what brings it.
function(dollr_find_packages result)
  dollr_closure(closure ${ARGN})
  set(missing "")
  foreach(component IN LISTS closure)
    foreach(package IN LISTS dollr_${component}_packages)
      find_package(${package} ${dollr_${package}_version} QUIET)
      if(NOT ${package}_FOUND)
        set(words "${dollr_${package}_words}")
        if(dollr_${package}_version)
          string(APPEND words " ${dollr_${package}_version} or newer")
        endif()
        list(APPEND missing "${words}: install ${dollr_${package}_debian}")
      endif()
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES missing)
  list(JOIN missing ", and " missing)
  set(${result} "${missing}" PARENT_SCOPE)
endfunction()
