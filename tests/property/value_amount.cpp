// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/value/amount.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <boost/multiprecision/cpp_int.hpp>

#include <string>
#include <string_view>

// Amounts against a second implementation: integers of any size, scaled by powers of ten.
using namespace dollr;
using namespace dollr::literals;
using big = boost::multiprecision::cpp_int;

namespace {

big power(int exponent) { return boost::multiprecision::pow(big{10}, static_cast<unsigned>(exponent)); }

struct exact {
    big units;
    int scale;

    explicit exact(amount a) : scale(a.scale()) {
        auto const parts = a.parts();
        units = (big{parts.high} << 64) + parts.low;
        if (parts.negative) units = -units;
    }
    exact(big u, int s) : units(std::move(u)), scale(s) {}
    /// Can 38 digits with at most 38 decimals hold it?
    bool holds() const {
        auto v = units;
        auto s = scale;
        while (s > 0 && v % 10 == 0) {
            v /= 10;
            --s;
        }
        return s <= 38 && abs(v) < power(38);
    }
    friend bool operator==(exact const& a, exact const& b) {
        return a.units * power(b.scale) == b.units * power(a.scale);
    }
    friend bool operator<(exact const& a, exact const& b) {
        return a.units * power(b.scale) < b.units * power(a.scale);
    }
};

bool agrees(std::optional<amount> got, exact const& expected) {
    return got ? exact{*got} == expected : !expected.holds();
}

/// All shapes: few and many digits, small and large scales, trailing zeros, the edges of 64 and 128 bits.
rc::Gen<amount> amounts() {
    return rc::gen::exec([]() -> amount {
        auto const digits = *rc::gen::inRange(1, 39);
        std::string text;
        for (int i = 0; i < digits; ++i) text += *rc::gen::element('0', '9', '1', '5', '7', '0', '9');
        auto const zeros = *rc::gen::weightedElement<int>({{3, 0}, {1, digits / 2}});
        for (int i = 0; i < zeros; ++i) text[text.size() - 1 - static_cast<std::size_t>(i)] = '0';
        big value{"0"};
        for (char const c : text) value = value * 10 + (c - '0');
        auto const scale = *rc::gen::inRange(0, 39);
        auto const mask = (big{1} << 64) - 1;
        return *amount::from_parts({static_cast<std::uint64_t>(value >> 64), static_cast<std::uint64_t>(value & mask),
                                    static_cast<std::uint8_t>(scale), value != 0 && *rc::gen::arbitrary<bool>()});
    });
}

/// Text near the grammar: most of it is almost a number.
rc::Gen<std::string> number_like() {
    return rc::gen::container<std::string>(rc::gen::elementOf(std::string("00123456789..--+eE ,x")));
}

}  // namespace

TEST_CASE("what is written is read back with value and decimals, strictly and as JSON") {
    CHECK(rc::check([] {
        auto const a = *amounts();
        auto const text = a.to_string();
        RC_ASSERT(text.size() <= amount::text_max);
        auto const strict = amount::try_parse(text);
        auto const json = amount::try_parse_json(text);
        RC_ASSERT(strict && json);
        RC_ASSERT(strict->parts() == a.parts());
        RC_ASSERT(json->parts() == a.parts());
    }));
}

TEST_CASE("the order is that of exact rational numbers, and equal amounts hash alike") {
    CHECK(rc::check([] {
        auto const a = *amounts();
        auto const b =
            *rc::gen::weightedOneOf<amount>({{3, amounts()}, {1, rc::gen::just(a.rescaled(38).value_or(a))}});
        RC_ASSERT((a < b) == (exact{a} < exact{b}));
        RC_ASSERT((b < a) == (exact{b} < exact{a}));
        RC_ASSERT((a == b) == (exact{a} == exact{b}));
        if (a == b) RC_ASSERT(std::hash<amount>{}(a) == std::hash<amount>{}(b));
    }));
}

TEST_CASE("a sum or difference is exact, and absent only if 38 digits do not hold it") {
    CHECK(rc::check([] {
        auto const a = *amounts();
        auto const b = *rc::gen::weightedOneOf<amount>({{3, amounts()}, {1, rc::gen::just(-a)}});
        auto const scale = a.scale() > b.scale() ? a.scale() : b.scale();
        big const x = exact{a}.units * power(scale - a.scale());
        big const y = exact{b}.units * power(scale - b.scale());
        RC_ASSERT(agrees(amount::checked_add(a, b), exact(big{x + y}, scale)));
        RC_ASSERT(agrees(amount::checked_subtract(a, b), exact(big{x - y}, scale)));
    }));
}

TEST_CASE("a sum keeps the larger number of decimals where it fits") {
    CHECK(rc::check([](std::int64_t x, std::int64_t y) {
        auto const a = *amount::try_parse_json(std::to_string(x) + "e-2");
        auto const b = *amount::try_parse_json(std::to_string(y) + "e-5");
        RC_ASSERT(amount::checked_add(a, b)->scale() == 5);
    }));
}

TEST_CASE("a product is exact, and absent only if 38 digits do not hold it") {
    CHECK(rc::check([] {
        auto const a = *amounts();
        auto const b = *amounts();
        RC_ASSERT(
            agrees(amount::checked_multiply(a, b), exact(big{exact{a}.units * exact{b}.units}, a.scale() + b.scale())));
        auto const n = *rc::gen::arbitrary<std::int64_t>();
        RC_ASSERT(agrees(amount::checked_multiply(a, n), exact(big{exact{a}.units * n}, a.scale())));
        auto const u = *rc::gen::arbitrary<std::uint64_t>();
        RC_ASSERT(agrees(amount::checked_multiply(a, u), exact(big{exact{a}.units * u}, a.scale())));
    }));
}

TEST_CASE("rounding lands on the neighbour that its name says") {
    CHECK(rc::check([] {
        auto const a = *amounts();
        auto const scale = *rc::gen::inRange(0, a.scale() + 1);
        big const factor = power(a.scale() - scale);
        big const whole = abs(exact{a}.units) / factor;
        big const rest = abs(exact{a}.units) % factor;
        auto const expect = [&](bool away) {
            return exact((a.is_negative() ? -1 : 1) * big{whole + (away ? 1 : 0)}, scale);
        };
        RC_ASSERT(exact{*a.rounded(scale, rounding::down)} == expect(false));
        RC_ASSERT(exact{*a.rounded(scale, rounding::up)} == expect(rest != 0));
        RC_ASSERT(exact{*a.rounded(scale, rounding::half_up)} == expect(2 * rest >= factor));
        RC_ASSERT(exact{*a.rounded(scale, rounding::half_even)} ==
                  expect(2 * rest > factor || (2 * rest == factor && whole % 2 == 1)));
        RC_ASSERT(a.rescaled(scale).has_value() == (rest == 0));
    }));
}

TEST_CASE("minor units and amounts are two spellings of one value") {
    CHECK(rc::check([](std::int64_t count) {
        for (auto const in : {"USD"_currency, "RWF"_currency, "KWD"_currency, "CLF"_currency}) {
            auto const a = minor_units(count, in);
            RC_ASSERT(a.has_value());
            RC_ASSERT(a->scale() == *in.minor_units());
            RC_ASSERT(a->minor_units(in) == count);
            RC_ASSERT(a->fits(in));
            RC_ASSERT(a->rescaled(15)->minor_units(in) == count);
        }
    }));
}

TEST_CASE("strict text is a part of JSON text, with the same value, and a reason exists exactly for what is refused") {
    CHECK(rc::check([] {
        auto const text = *number_like();
        auto const strict = amount::try_parse(text);
        auto const json = amount::try_parse_json(text);
        RC_ASSERT(strict.has_value() == amount::why_not(text).empty());
        if (strict) {
            RC_ASSERT(json.has_value());
            RC_ASSERT(strict->parts() == json->parts());
            RC_ASSERT(strict->to_string() == text);
        }
    }));
}

TEST_CASE("a JSON number with an exponent is exactly digits times a power of ten, or absent") {
    CHECK(rc::check([] {
        auto const a = *amounts();
        auto const exponent = *rc::gen::inRange(-45, 46);
        auto const mark = *rc::gen::element<std::string>("e", "E");
        auto const sign = exponent < 0 ? "-" : *rc::gen::element<std::string>("", "+");
        auto const text = a.to_string() + mark + sign + std::to_string(exponent < 0 ? -exponent : exponent);
        auto const expected = exponent >= a.scale() ? exact(big{exact{a}.units * power(exponent - a.scale())}, 0)
                                                    : exact(exact{a}.units, a.scale() - exponent);
        RC_ASSERT(agrees(amount::try_parse_json(text), expected));
    }));
}
