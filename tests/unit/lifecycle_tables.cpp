// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/machine/attempt/lifecycle.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using namespace dollr;
using enum observed;

TEST_CASE("a poller skips states: PENDING to COMPLETED is an advance") {
    CHECK(observe(execution_status::pending, execution_status::completed) == advanced);
    CHECK(observe(execution_status::pending, execution_status::processing) == advanced);
    CHECK(observe(source_status::idle, source_status::paid) == advanced);
}

TEST_CASE("an old replica is stale, not a change") {
    CHECK(observe(execution_status::processing, execution_status::pending) == stale);
    CHECK(observe(execution_status::completed, execution_status::pending) == stale);
    CHECK(observe(source_status::paid, source_status::active) == stale);
}

TEST_CASE("what no history allows is impossible") {
    CHECK(observe(execution_status::completed, execution_status::failed) == impossible);
    CHECK(observe(execution_status::failed, execution_status::completed) == impossible);
    CHECK(observe(source_status::processing, source_status::canceled) == impossible);  // never cancel from PROCESSING
    CHECK(observe(source_status::paid, source_status::canceled) == impossible);
}

TEST_CASE("the same state is unchanged") {
    CHECK(observe(execution_status::failed, execution_status::failed) == unchanged);
    CHECK(observe(source_status::idle, source_status::idle) == unchanged);
}

TEST_CASE("only ends are final") {
    CHECK(is_final(execution_status::completed));
    CHECK(is_final(execution_status::failed));
    CHECK_FALSE(is_final(execution_status::processing));
    CHECK(is_final(source_status::paid));
    CHECK(is_final(source_status::canceled));
    CHECK_FALSE(is_final(source_status::active));
}

namespace {

template <class A, class B>
concept observable = requires(A a, B b) { observe(a, b); };

}  // namespace

// Mistake 9: the two lifecycles do not compare.
static_assert(observable<execution_status, execution_status>);
static_assert(!observable<execution_status, source_status>);
