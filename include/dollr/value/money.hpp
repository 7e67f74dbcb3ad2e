// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_MONEY_HPP
#define DOLLR_VALUE_MONEY_HPP

#include <dollr/value/amount.hpp>
#include <dollr/value/currency.hpp>

namespace dollr {

/// An amount in its currency.
struct money {
    dollr::amount amount;
    dollr::currency currency;

    friend bool operator==(money const&, money const&) = default;
};

}  // namespace dollr

#endif
