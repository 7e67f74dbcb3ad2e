// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/value/currency.hpp>

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>

using namespace dollr;
using namespace dollr::literals;

TEST_CASE("the markets of the API and their minor units are known") {
    struct row {
        std::string_view code;
        int minor_units;
    };
    for (auto const& [code, decimals] :
         {row{"USD", 2}, row{"LRD", 2}, row{"EUR", 2}, row{"KES", 2}, row{"GHS", 2}, row{"NGN", 2},
          row{"RWF", 0}, row{"UGX", 0}, row{"XOF", 0}, row{"XAF", 0}, row{"GNF", 0}, row{"BIF", 0},
          row{"DJF", 0}, row{"KMF", 0}, row{"JPY", 0}, row{"KWD", 3}, row{"BHD", 3}, row{"TND", 3},
          row{"CLF", 4}, row{"SLE", 2}, row{"ZWG", 2}, row{"XCG", 2}}) {
        CAPTURE(code);
        auto const c = currency::try_parse(code);
        REQUIRE(c);
        CHECK(c->text() == code);
        CHECK(c->minor_units() == decimals);
        CHECK(c->is_listed());
        CHECK(currency::why_not(code) == "");
    }
}

TEST_CASE("metals, test codes and units of account are listed but have no minor units") {
    for (std::string_view code : {"XAU", "XTS", "XXX", "XDR"}) {
        CAPTURE(code);
        REQUIRE(currency::try_parse(code));
        CHECK_FALSE(currency::try_parse(code)->minor_units());
    }
}

TEST_CASE("withdrawn codes are not listed") {
    for (std::string_view code : {"HRK", "SLL", "ZWL", "CUC", "ANG", "DEM", "MRO", "BGN", "BYR"}) {
        CAPTURE(code);
        CHECK_FALSE(currency::try_parse(code));
        CHECK(currency::unlisted(code));
    }
}

TEST_CASE("of all three-letter texts exactly the listed ones are currencies") {
    std::map<std::string_view, int> listed;
    for (auto const& entry : detail::iso_4217) listed.emplace(entry.text(), entry.minor_units);
    std::size_t found = 0;
    for (char a = 'A'; a <= 'Z'; ++a) {
        for (char b = 'A'; b <= 'Z'; ++b) {
            for (char c = 'A'; c <= 'Z'; ++c) {
                char const code[] = {a, b, c};
                std::string_view const text{code, 3};
                auto const entry = listed.find(text);
                auto const parsed = currency::try_parse(text);
                auto const decimals = entry == listed.end() ? -1 : entry->second;
                if (parsed.has_value() != (entry != listed.end())) FAIL_CHECK(std::string{text});
                if (currency::why_not(text).empty() != parsed.has_value()) FAIL_CHECK(std::string{text});
                if (currency::unlisted(text)->minor_units().value_or(-1) != decimals) FAIL_CHECK(std::string{text});
                found += parsed ? 1 : 0;
            }
        }
    }
    CHECK(found == std::size(detail::iso_4217));
}

TEST_CASE("mistake 16: usd, US$ and USDT are refused, and the reason says what to write instead") {
    struct row {
        std::string_view text;
        std::string_view hint;
    };
    for (auto const& [text, hint] :
         {row{"usd", "upper case"}, row{"Usd", "upper case"}, row{"US$", "a code, not a symbol"},
          row{"$", "a code, not a symbol"}, row{"€", "a code, not a symbol"}, row{"USDT", "exactly three letters"},
          row{"US", "exactly three letters"}, row{"", "missing"}, row{"USX", "not an ISO 4217 currency"},
          row{"840", "a code, not a symbol"}, row{"US ", "a code, not a symbol"},
          row{{"US\0", 3}, "a code, not a symbol"}, row{" USD", "a code, not a symbol"}}) {
        CAPTURE(text);
        CHECK_FALSE(currency::try_parse(text));
        CHECK(currency::why_not(text).find(hint) != std::string_view::npos);
        auto const parsed = currency::parse(text);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().next == currency::why_not(text));
    }
}

TEST_CASE("a code that this library does not list yet has to be asked for by name") {
    auto const c = currency::unlisted("ABC");
    REQUIRE(c);
    CHECK(c->text() == "ABC");
    CHECK_FALSE(c->is_listed());
    CHECK_FALSE(c->minor_units());
    CHECK(currency::unlisted("USD") == "USD"_currency);
    for (std::string_view text : {"abc", "AB", "ABCD", "AB1", ""}) CHECK_FALSE(currency::unlisted(text));
}

TEST_CASE("no currency is the default, and different from every other") {
    CHECK(currency{}.is_empty());
    CHECK(currency{}.text() == "");
    CHECK_FALSE(currency{}.is_listed());
    CHECK_FALSE(currency{}.minor_units());
    CHECK(currency{} != "USD"_currency);
    CHECK("EUR"_currency < "USD"_currency);
    CHECK(std::unordered_set<currency>{"EUR"_currency, "USD"_currency, "EUR"_currency}.size() == 2);
}

static_assert("RWF"_currency.minor_units() == 0);
static_assert(std::is_trivially_copyable_v<currency> && sizeof(currency) == 3);
