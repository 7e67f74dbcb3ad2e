// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/value/amount.hpp>

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_set>

using namespace dollr;
using namespace dollr::literals;

namespace {

std::string const nines(38, '9');

std::string text_of(std::optional<amount> a) { return a ? a->to_string() : "none"; }

}  // namespace

TEST_CASE("an amount keeps the decimals it was written with") {
    for (auto const* text : {"0", "0.00", "1", "25.00", "25.0", "-3.50", "0.01", "1000000", "18446744073709551615",
                             "18446744073709551616.5", "-0.00000000000000000000000000000000000001"}) {
        CAPTURE(text);
        CHECK(text_of(amount::try_parse(text)) == text);
        CHECK(text_of(amount::try_parse_json(text)) == text);
        CHECK(amount::why_not(text) == "");
    }
}

TEST_CASE("38 digits fit, wherever the point is") {
    for (std::size_t decimals = 0; decimals < 38; ++decimals) {
        auto text = nines;
        if (decimals != 0) text.insert(38 - decimals, ".");
        CHECK(text_of(amount::try_parse(text)) == text);
        CHECK(text_of(amount::try_parse("-" + text)) == "-" + text);
    }
    CHECK(text_of(amount::try_parse("0." + nines)) == "0." + nines);
    CHECK(text_of(amount::try_parse("-0." + nines)) == "-0." + nines);
    CHECK(("-0." + nines).size() == amount::text_max);
    CHECK_FALSE(amount::try_parse("1" + nines));
    CHECK_FALSE(amount::try_parse("0.0" + nines));
    CHECK(amount::why_not("1" + nines) == "an amount has at most 38 digits");
}

TEST_CASE("what is not plain decimal text is refused, and the reason says what to write instead") {
    struct row {
        std::string_view text;
        std::string_view hint;
    };
    for (auto const& [text, hint] : {
             row{"", "such as 25.00"},
             row{"+25.00", "leave the plus sign out"},
             row{"2.5e3", "without an exponent"},
             row{"1E2", "without an exponent"},
             row{"1.e2", "without an exponent"},
             row{"1e400", "without an exponent"},
             row{"1,5", "with a decimal point and without grouping"},
             row{"1,234.50", "without grouping"},
             row{"1 234", "without grouping"},
             row{"1'234", "without grouping"},
             row{"1_000", "without grouping"},
             row{".5", "a digit before the decimal point"},
             row{"-.5", "a digit before the decimal point"},
             row{"1.", "digits after the decimal point"},
             row{"00", "leading zeros"},
             row{"007", "leading zeros"},
             row{"-01.5", "leading zeros"},
             row{"00.5", "leading zeros"},
             row{"-0", "zero has no sign"},
             row{"-0.00", "zero has no sign"},
             row{"-", "digits with at most one decimal point"},
             row{".", "digit"},
             row{"1.2.3", "at most one decimal point"},
             row{"--1", "digits with at most one decimal point"},
             row{"NaN", "such as 25.00"},
             row{"nan", "such as 25.00"},
             row{"Infinity", "such as 25.00"},
             row{"-inf", "such as 25.00"},
             row{"0x10", "such as 25.00"},
             row{"$25.00", "such as 25.00"},
             row{"25.00 USD", "such as 25.00"},
             row{"25e", "such as 25.00"},
             row{" 25.00", "such as 25.00"},
             row{"25.00\n", "such as 25.00"},
             row{std::string_view{"25.00\0", 6}, "such as 25.00"},
             row{"٢٥", "such as 25.00"},
             row{"25.00000000000000000000000000000000000000000000000000000000000000", "at most 38 digits"},
         }) {
        CAPTURE(text);
        CHECK_FALSE(amount::try_parse(text));
        CHECK(amount::why_not(text) != "");
        CHECK(amount::why_not(text).find(hint) != std::string_view::npos);
        auto const parsed = amount::parse(text);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().kind == error_kind::invalid);
        CHECK(parsed.error().moved == money_moved::no);
        CHECK(parsed.error().next == amount::why_not(text));
    }
}

TEST_CASE("a JSON number is read exactly, exponent and all, or not at all") {
    struct row {
        std::string_view text;
        std::string_view value;
    };
    for (auto const& [text, value] : {
             row{"1E2", "100"},
             row{"1e+2", "100"},
             row{"1e-2", "0.01"},
             row{"1.00e1", "10.0"},
             row{"1.50e0", "1.50"},
             row{"25e-2", "0.25"},
             row{"-12.5e1", "-125"},
             row{"1e05", "100000"},
             row{"1e37", "10000000000000000000000000000000000000"},
             row{"1e-38", "0.00000000000000000000000000000000000001"},
             row{"10e-39", "0.00000000000000000000000000000000000001"},
             row{"-0", "0"},
             row{"-0.0", "0.0"},
             row{"0e99999", "0"},
             row{"0e-99999", "0.00000000000000000000000000000000000000"},
             row{"1.000000000000000000000000000000000000000000", "1.0000000000000000000000000000000000000"},
         }) {
        CAPTURE(text);
        CHECK(text_of(amount::try_parse_json(text)) == value);
    }
    for (std::string_view text : {"",
                                  "-",
                                  "+1",
                                  "00",
                                  "01",
                                  "-01",
                                  ".5",
                                  "1.",
                                  "1.e2",
                                  "1e",
                                  "1e+",
                                  "1e-",
                                  "1e1.5",
                                  "1e 2",
                                  "e5",
                                  "NaN",
                                  "nan",
                                  "Infinity",
                                  "-Infinity",
                                  "1e38",
                                  "1e400",
                                  "1e99999999999999999999",
                                  "-1e400",
                                  "1e-39",
                                  "1e-400",
                                  "0x1",
                                  "1f",
                                  "1 ",
                                  " 1",
                                  "\"1\"",
                                  "0.100000000000000000000000000000000000001",
                                  "100000000000000000000000000000000000001"}) {
        CAPTURE(text);
        CHECK_FALSE(amount::try_parse_json(text));
    }
    CHECK_FALSE(amount::try_parse_json("0." + std::string(63, '0')));  // 65 characters
    CHECK(amount::try_parse_json("0." + std::string(62, '0')));
}

TEST_CASE("a zero never has a sign") {
    CHECK_FALSE(amount{}.is_negative());
    CHECK_FALSE((-amount{}).is_negative());
    CHECK_FALSE(amount::try_parse_json("-0.00")->is_negative());
    CHECK_FALSE(amount::checked_subtract("1.5"_amount, "1.5"_amount)->is_negative());
    CHECK_FALSE(amount::checked_multiply("-1.5"_amount, 0)->is_negative());
    CHECK_FALSE("-0.4"_amount.rounded(0, rounding::down)->is_negative());
    CHECK((-"1"_amount).is_negative());
}

TEST_CASE("amounts compare as numbers, across all scales and without overflow") {
    CHECK("100"_amount == "100.00"_amount);
    CHECK("0"_amount == *amount::try_parse_json("0e-38"));
    CHECK("-1.50"_amount == "-1.5"_amount);
    CHECK("1.50"_amount != "-1.50"_amount);
    CHECK(*amount::try_parse(nines) > *amount::try_parse("0." + nines));
    CHECK(*amount::try_parse("-" + nines) < *amount::try_parse("-0." + nines));

    constexpr std::array ascending{
        "-100"_amount,          "-99.99"_amount,  "-1"_amount,
        "-0.0000000001"_amount, "0"_amount,       "0.00000000000000000000000000000000000001"_amount,
        "0.1"_amount,           "0.10001"_amount, "1"_amount,
        "9.99"_amount,          "10"_amount,      "99999999999999999999999999999999999999"_amount};
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            CAPTURE(ascending[i].to_string());
            CAPTURE(ascending[j].to_string());
            CHECK((ascending[i] < ascending[j]) == (i < j));
            CHECK((ascending[i] == ascending[j]) == (i == j));
            CHECK((ascending[i] > ascending[j]) == (i > j));
        }
    }
}

TEST_CASE("equal amounts hash alike, so they are one key") {
    std::unordered_set<amount> const seen{"100"_amount, "100.00"_amount, "100.0000000000000000000000"_amount};
    CHECK(seen.size() == 1);
    CHECK(seen.contains(*amount::try_parse_json("1e2")));
    CHECK(std::hash<amount>{}("0"_amount) == std::hash<amount>{}("0.000"_amount));
    CHECK(std::hash<amount>{}("1"_amount) != std::hash<amount>{}("-1"_amount));
    CHECK(std::hash<amount>{}("1"_amount) != std::hash<amount>{}("10"_amount));
}

TEST_CASE("minor units are counted with the decimals of the currency") {
    CHECK(text_of(minor_units(2500, "USD"_currency)) == "25.00");
    CHECK(text_of(minor_units(2500, "RWF"_currency)) == "2500");
    CHECK(text_of(minor_units(2500, "KWD"_currency)) == "2.500");
    CHECK(text_of(minor_units(-1, "USD"_currency)) == "-0.01");
    CHECK(text_of(minor_units(0, "USD"_currency)) == "0.00");
    CHECK(text_of(minor_units(std::numeric_limits<std::int64_t>::min(), "USD"_currency)) == "-92233720368547758.08");
    CHECK_FALSE(minor_units(1, currency{}));
    CHECK_FALSE(minor_units(1, "XAU"_currency));
    CHECK_FALSE(minor_units(1, *currency::unlisted("ABC")));

    CHECK("25.00"_amount.minor_units("USD"_currency) == 2500);
    CHECK("25"_amount.minor_units("USD"_currency) == 2500);
    CHECK("25.000"_amount.minor_units("USD"_currency) == 2500);
    CHECK("2500.00"_amount.minor_units("RWF"_currency) == 2500);
    CHECK("-25.5"_amount.minor_units("USD"_currency) == -2550);
    CHECK("-92233720368547758.08"_amount.minor_units("USD"_currency) == std::numeric_limits<std::int64_t>::min());
    CHECK("92233720368547758.07"_amount.minor_units("USD"_currency) == std::numeric_limits<std::int64_t>::max());
    CHECK_FALSE("92233720368547758.08"_amount.minor_units("USD"_currency));
    CHECK_FALSE("-92233720368547758.09"_amount.minor_units("USD"_currency));
    CHECK_FALSE("25.005"_amount.minor_units("USD"_currency));
    CHECK_FALSE("0.5"_amount.minor_units("RWF"_currency));
    CHECK_FALSE("1"_amount.minor_units(currency{}));
    CHECK_FALSE("99999999999999999999999999999999999999"_amount.minor_units("USD"_currency));
}

TEST_CASE("what is sent has no more decimals than its currency, and the reason says how to write it") {
    struct row {
        amount value;
        currency in;
        std::string_view hint;  // empty: may be sent
    };
    for (auto const& [value, in, hint] : {
             row{"25.00"_amount, "USD"_currency, ""},
             row{"25"_amount, "USD"_currency, ""},
             row{"25.001"_amount, "USD"_currency, "two decimals"},
             row{"10.000"_amount, "USD"_currency, "two decimals"},  // ten, or ten thousand?
             row{"2500"_amount, "RWF"_currency, ""},
             row{"2500.00"_amount, "RWF"_currency, "whole number"},
             row{"2.500"_amount, "KWD"_currency, ""},
             row{"2.5000"_amount, "KWD"_currency, "three decimals"},
             row{"2.50000"_amount, "CLF"_currency, "more decimals than its currency"},
             row{"2.50000"_amount, *currency::unlisted("ABC"), ""},
             row{"1"_amount, currency{}, "needs its currency"},
             row{"9999999999999.99"_amount, "USD"_currency, ""},
             row{"99999999999999.99"_amount, "USD"_currency, "at most 15 digits"},
         }) {
        CAPTURE(value.to_string());
        CAPTURE(in.text());
        auto const why = value.why_not_sendable(in);
        CHECK(why.empty() == hint.empty());
        CHECK(why.find(hint) != std::string_view::npos);
    }
    CHECK("1.00"_amount.fits("USD"_currency));
    CHECK_FALSE("1.000"_amount.fits("USD"_currency));
    CHECK_FALSE("1"_amount.fits(currency{}));
}

TEST_CASE("a server's amount can be written with the currency's decimals if its value allows") {
    CHECK(text_of("2500.00"_amount.exact_in("RWF"_currency)) == "2500");
    CHECK(text_of("25"_amount.exact_in("USD"_currency)) == "25.00");
    CHECK(text_of("25.500"_amount.exact_in("USD"_currency)) == "25.50");
    CHECK_FALSE("25.505"_amount.exact_in("USD"_currency));
    CHECK_FALSE("99999999999999999999999999999999999999"_amount.exact_in("USD"_currency));
    CHECK(text_of("25.505"_amount.exact_in(*currency::unlisted("ABC"))) == "25.505");
    CHECK_FALSE("1"_amount.rescaled(-1));
    CHECK_FALSE("0"_amount.rescaled(39));
    CHECK(text_of("0"_amount.rescaled(2)) == "0.00");
}

TEST_CASE("rounding is asked for by name and says which way") {
    struct row {
        amount value;
        std::string_view down, up, half_up, half_even;
    };
    for (auto const& [value, down, up, half_up, half_even] : {
             row{"2.344"_amount, "2.34", "2.35", "2.34", "2.34"},
             row{"2.345"_amount, "2.34", "2.35", "2.35", "2.34"},
             row{"2.355"_amount, "2.35", "2.36", "2.36", "2.36"},
             row{"2.3450001"_amount, "2.34", "2.35", "2.35", "2.35"},
             row{"-2.345"_amount, "-2.34", "-2.35", "-2.35", "-2.34"},
             row{"2.340"_amount, "2.34", "2.34", "2.34", "2.34"},
             row{"2.3"_amount, "2.30", "2.30", "2.30", "2.30"},
             row{"0.9999"_amount, "0.99", "1.00", "1.00", "1.00"},
         }) {
        CAPTURE(value.to_string());
        CHECK(text_of(value.rounded(2, rounding::down)) == down);
        CHECK(text_of(value.rounded(2, rounding::up)) == up);
        CHECK(text_of(value.rounded(2, rounding::half_up)) == half_up);
        CHECK(text_of(value.rounded(2, rounding::half_even)) == half_even);
    }
    CHECK(text_of(amount::try_parse("9." + std::string(37, '9'))->rounded(0, rounding::up)) == "10");
}

TEST_CASE("sums and products are exact or absent") {
    CHECK(text_of(amount::checked_add("0.1"_amount, "0.2"_amount)) == "0.3");
    CHECK(text_of(amount::checked_add("25.00"_amount, "1"_amount)) == "26.00");
    CHECK(text_of(amount::checked_add("25.00"_amount, "-30"_amount)) == "-5.00");
    CHECK(text_of(amount::checked_subtract("1"_amount, "0.01"_amount)) == "0.99");
    CHECK(text_of(amount::checked_multiply("19.99"_amount, 3)) == "59.97");
    CHECK(text_of(amount::checked_multiply("19.99"_amount, -3)) == "-59.97");
    CHECK(text_of(amount::checked_multiply("19.99"_amount, std::numeric_limits<std::int64_t>::min())) ==
          "-184375207016726968401.92");
    CHECK(text_of(amount::checked_multiply("1"_amount, std::numeric_limits<std::uint64_t>::max())) ==
          "18446744073709551615");
    CHECK(text_of(amount::checked_multiply("250.00"_amount, "0.025"_amount)) == "6.25000");

    auto const most = *amount::try_parse(nines);
    auto const least = *amount::try_parse("0." + std::string(37, '0') + "1");
    CHECK_FALSE(amount::checked_add(most, "1"_amount));
    CHECK_FALSE(amount::checked_add(most, least));
    CHECK(text_of(amount::checked_add(most, "0.00"_amount)) == nines);
    CHECK(text_of(amount::checked_subtract(most, most)) == "0");
    CHECK(text_of(amount::checked_subtract("1"_amount, least)) == "0." + nines);
    CHECK_FALSE(amount::checked_add("1"_amount, least));
    CHECK_FALSE(amount::checked_multiply(most, 2));
    CHECK_FALSE(amount::checked_multiply(least, "0.5"_amount));
    CHECK(text_of(amount::checked_multiply(least, 10)) == "0." + std::string(36, '0') + "10");
}

TEST_CASE("an amount can be kept as plain integers") {
    for (auto const a : {"0.00"_amount, "-3.50"_amount, *amount::try_parse(nines), *amount::try_parse("-0." + nines)}) {
        auto const back = amount::from_parts(a.parts());
        REQUIRE(back);
        CHECK(back->to_string() == a.to_string());
    }
    CHECK_FALSE(amount::from_parts({~std::uint64_t{0}, 0, 0, false}));  // more than 38 digits
    CHECK_FALSE(amount::from_parts({0, 1, 39, false}));
    CHECK_FALSE(amount::from_parts({0, 0, 0, true}));  // minus zero
}

TEST_CASE("digits are counted as written") {
    CHECK("0"_amount.significant_digits() == 1);
    CHECK("0.01"_amount.significant_digits() == 1);
    CHECK("1.00"_amount.significant_digits() == 3);
    CHECK("99999999999999999999999999999999999999"_amount.significant_digits() == 38);
    CHECK("25.00"_amount.scale() == 2);
}

static_assert(amount::try_parse("25.00") == minor_units(2500, "USD"_currency));
static_assert(amount::checked_add("0.1"_amount, "0.2"_amount) == "0.3"_amount);
static_assert(std::is_trivially_copyable_v<amount> && sizeof(amount) == 24);
static_assert([] {
    char text[amount::text_max]{};
    return std::string_view{text, static_cast<std::size_t>("-12.30"_amount.write(text) - text)} == "-12.30";
}());
