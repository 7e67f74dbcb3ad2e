// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/journal/header.hpp>
#include <dollr/journal/record.hpp>
#include <dollr/journal/record_codec.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

// A journal outlives the program that wrote it: whoever changes one of these numbers reads old payments wrongly. A new
// enumerator takes a new number and gets a line here; a number that is given up stays in the list, under a comment.
using namespace dollr;

namespace {

template <class E>
struct pinned {
    E word;
    std::uint32_t number;
};

constexpr pinned<phase> phases[] = {
    {phase::none, 0},      {phase::recorded, 1}, {phase::sending, 2},    {phase::unknown, 3},
    {phase::live, 4},      {phase::action, 5},   {phase::confirming, 6}, {phase::parked, 7},
    {phase::completed, 8}, {phase::failed, 9},   {phase::rejected, 10},  {phase::not_executed, 11},
};

constexpr pinned<record_type> record_types[] = {
    {record_type::step, 1}, {record_type::attempt, 2}, {record_type::send, 3},       {record_type::unsent, 4},
    {record_type::seen, 5}, {record_type::verdict, 6}, {record_type::late_truth, 7}, {record_type::resolution, 8},
};

constexpr pinned<flow_kind> flow_kinds[] = {
    {flow_kind::none, 0},
    {flow_kind::execute, 1},
    {flow_kind::collect_by_invoice, 2},
    {flow_kind::payout, 3},
    {flow_kind::transfer, 4},
    {flow_kind::refund, 5},
    {flow_kind::collect_invoice, 6},
    {flow_kind::collect_order, 7},
};

constexpr pinned<operation_type> operations[] = {
    {operation_type::collection, 0},
    {operation_type::payout, 1},
    {operation_type::transfer, 2},
    {operation_type::refund, 3},
};

/// Stored as 1 + this, so that 0 says that none was seen.
constexpr pinned<execution_status> statuses[] = {
    {execution_status::pending, 0},
    {execution_status::processing, 1},
    {execution_status::completed, 2},
    {execution_status::failed, 3},
};

/// The number is the bit.
constexpr pinned<anomaly> anomalies[] = {
    {anomaly::stale_answer, 0},      {anomaly::unknown_status, 1},    {anomaly::wrong_reference_id, 2},
    {anomaly::wrong_operation, 3},   {anomaly::unreadable_answer, 4}, {anomaly::regression, 5},
    {anomaly::verdict_flip, 6},      {anomaly::late_truth, 7},        {anomaly::amount_mismatch, 8},
    {anomaly::fx_drift, 9},          {anomaly::vanished, 10},         {anomaly::action_without_secret, 11},
    {anomaly::unexpected_http, 12},  {anomaly::unauthorized, 13},     {anomaly::not_durable, 14},
    {anomaly::missing_sequence, 15}, {anomaly::unexpected_event, 16}, {anomaly::secret_refused, 17},
    {anomaly::refused, 18},          {anomaly::forbidden, 19},
};

template <class E, std::size_t N>
constexpr bool holds(pinned<E> const (&table)[N]) {
    return std::ranges::all_of(table,
                               [](auto const& row) { return static_cast<std::uint32_t>(row.word) == row.number; });
}

static_assert(holds(phases));
static_assert(holds(record_types));
static_assert(holds(flow_kinds));
static_assert(holds(operations));
static_assert(holds(statuses));
static_assert(std::ranges::all_of(anomalies, [](auto const& row) {
    return static_cast<std::uint32_t>(row.word) == 1u << row.number;
}));

static_assert(journal_version == 2);
static_assert(journal_block == 4096);
static_assert(record_version == 2);
static_assert(frame_tear == 0x80);  // beside the record types
static_assert(frame_size_max == 512);

/// No enumerator is missing in the table: every other number of a byte has no word.
template <class E, std::size_t N>
void check_whole(pinned<E> const (&table)[N]) {
    for (std::uint32_t n = 0; n < 256; ++n) {
        CAPTURE(n);
        CHECK(!to_text(static_cast<E>(n)).empty() == std::ranges::count(table, n, &pinned<E>::number));
    }
}

}  // namespace

TEST_CASE("every enumerator that a journal stores has its number in these tables") {
    check_whole(phases);
    check_whole(record_types);
    check_whole(flow_kinds);
    check_whole(operations);
    check_whole(statuses);
    for (std::uint32_t bit = 0; bit < 32; ++bit) {
        CAPTURE(bit);
        CHECK(!to_text(static_cast<anomaly>(1u << bit)).empty() ==
              std::ranges::count(anomalies, bit, &pinned<anomaly>::number));
    }
}

TEST_CASE("anomalies are named one by one, and what no version here knows is left out") {
    CHECK(to_text(anomaly::late_truth) == "LATE TRUTH");
    CHECK(to_text(anomaly::none).empty());
    CHECK(to_text(anomaly::regression | anomaly::vanished).empty());
    auto const names = names_of(anomaly::vanished | anomaly::regression | static_cast<anomaly>(1u << 31));
    REQUIRE(names.size() == 2);
    CHECK(names[0] == "status went back");
    CHECK(names[1] == "vanished for a while");
    CHECK(names_of(anomaly::none).empty());
}
