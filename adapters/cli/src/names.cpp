// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "names.hpp"

namespace dollr::cli {

std::string_view phase_hint(phase p) noexcept {
    switch (p) {
        case phase::none:
        case phase::recorded:
            return "nothing was sent";
        case phase::sending:
        case phase::unknown:
        case phase::confirming:
            return "may have been sent";
        case phase::live:
        case phase::action:
            return "sent, not finished";
        case phase::parked:
            return "not known whether money moved";
        case phase::completed:
        case phase::failed:
        case phase::rejected:
        case phase::not_executed:
            break;
    }
    return {};
}

}  // namespace dollr::cli
