// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "say.hpp"
#include "verbs.hpp"

#include <dollr/api/openapi.hpp>

namespace dollr::cli {

exit_code print_openapi() {
    say(stdout, "{}", api::openapi());
    return exit_code::all_completed;
}

}  // namespace dollr::cli
