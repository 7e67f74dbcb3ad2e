// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/client/settlement.hpp>
#include <dollr/machine/attempt/rules.hpp>

#include <doctest/doctest.h>

using namespace dollr;

// Whatever became of a payment, a program reads one answer, and no sentence says more than is known.

TEST_CASE(
    "a settlement answers one of its four questions with yes, and says that no money moved only where that is known") {
    for (auto i = 0; i < static_cast<int>(phase_count); ++i) {
        for (auto bits = 0; bits < 8; ++bits) {
            settlement s;
            s.verdict.outcome = static_cast<phase>(i);
            s.verdict.proven = (bits & 1) != 0;
            s.contradicted = (bits & 2) != 0;
            s.sent = (bits & 4) != 0;
            CAPTURE(i);
            CAPTURE(bits);
            CHECK(s.paid() + s.declined() + s.not_moved() + s.unknown() == 1);
            if (s.contradicted) CHECK(s.unknown());
            if (s.verdict.outcome == phase::rejected && !s.verdict.proven) CHECK(s.unknown());
            CHECK(s.advice().starts_with("no money moved") == (s.declined() || s.not_moved()));
            // To pay again without reattempt would be refused where a request of it may have left.
            if (s.not_moved() && s.sent) CHECK(s.advice().find("with reattempt") != s.advice().npos);
        }
    }
}
