// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/value/amount.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/open_enum.hpp>
#include <dollr/value/time.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <type_traits>

// What real integrations got wrong and the value types alone make impossible. Mistakes 8, 15, 16 and 21 are tested
// beside their types (value_words, value_identity, value_currency, value_secret); what must not compile is in
// compile_fail.
using namespace dollr;
using namespace dollr::literals;

TEST_CASE("mistake 1: cents become an amount only together with their currency") {
    CHECK(minor_units(2500, "USD"_currency)->to_string() == "25.00");
    CHECK(minor_units(2500, "RWF"_currency)->to_string() ==
          "2500");                                        // no minor units: the same count is a hundred times as much
    CHECK(amount::parse("2500")->to_string() == "2500");  // text means what it says: whole units
    CHECK("25.00"_amount.minor_units("USD"_currency) == 2500);
}

TEST_CASE("mistake 2: a tenth and two tenths are three tenths, and nothing finer than the currency is sent") {
    CHECK(*amount::checked_add("0.1"_amount, "0.2"_amount) == "0.3"_amount);
    auto const computed_in_binary = "0.30000000000000004"_amount;  // 0.1 + 0.2 as a double prints
    CHECK(computed_in_binary != "0.3"_amount);
    CHECK(computed_in_binary.why_not_sendable("USD"_currency).find("two decimals") != std::string_view::npos);
    CHECK(amount::try_parse_json("0.30000000000000004")->to_string() ==
          "0.30000000000000004");                                                     // but kept exactly when read
    CHECK_FALSE("1234567890123456"_amount.why_not_sendable("RWF"_currency).empty());  // 16 digits
    CHECK("123456789012345"_amount.why_not_sendable("RWF"_currency).empty());
    static_assert(!std::is_convertible_v<amount, double> && !std::is_constructible_v<double, amount>);
    static_assert(!std::is_convertible_v<amount, long long> && !std::is_convertible_v<amount, bool>);
}

TEST_CASE("mistake 9: the two sets that both know PROCESSING are different types") {
    CHECK(wire_name(execution_status::processing) == wire_name(source_status::processing));
    static_assert(!std::is_same_v<execution_status, source_status>);
    static_assert(!std::is_convertible_v<execution_status, source_status>);
    static_assert(!std::is_convertible_v<source_status, open_enum<execution_status>>);
}

TEST_CASE("mistake 10: a lifetime carries its unit, so minutes and seconds cannot be taken for each other") {
    duration const access_token = std::chrono::minutes{60};
    duration const realtime_key = std::chrono::seconds{60};
    CHECK(access_token == 60 * realtime_key);
    CHECK(access_token.count() == 3'600'000);
    static_assert(!std::is_convertible_v<int, duration> && !std::is_convertible_v<int, std::chrono::minutes>);
    static_assert(!std::is_convertible_v<duration, int>);
    static_assert(!std::is_convertible_v<steady_time, server_time>);  // nor a timer for a wall clock
}

TEST_CASE("mistake 13: kinds and modes are enumerators, and an invented word is never one") {
    for (auto const* text : {"invoice", "online", "checkout", "Invoice", "INVOICES"})
        CHECK_FALSE(enum_from_wire<source_type>(text));
    CHECK(enum_from_wire<source_type>("INVOICE") == source_type::invoice);
    static_assert(!std::is_convertible_v<char const*, source_type>);
}
