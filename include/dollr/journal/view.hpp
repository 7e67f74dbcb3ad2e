// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_VIEW_HPP
#define DOLLR_JOURNAL_VIEW_HPP

#include <dollr/journal/header.hpp>
#include <dollr/journal/record.hpp>

#include <vector>

namespace dollr {

/// A journal looked at without taking it: whose it is, and the newest record of every intent.
struct journal_view {
    journal_header header;
    std::vector<record> newest;
};

}  // namespace dollr

#endif
