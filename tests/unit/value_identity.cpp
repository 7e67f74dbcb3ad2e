// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/value/digest.hpp>
#include <dollr/value/ids.hpp>
#include <dollr/value/intent_key.hpp>
#include <dollr/value/phone.hpp>
#include <dollr/value/reference_id.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>

using namespace dollr;

namespace {

constexpr std::string_view sample = "f47ac10b-58cc-4372-a567-0e02b2c3d479";

std::string with(std::string_view text, std::size_t at, char c) {
    std::string out{text};
    out[at] = c;
    return out;
}

}  // namespace

TEST_CASE("mistake 15: a phone that is a word, has a plus, or is local is refused with what to write instead") {
    struct row {
        std::string_view text;
        std::string_view hint;
    };
    for (auto const& [text, hint] : {
             row{"", "missing"},
             row{"unknown", "digits only, country code first"},
             row{"+231771234567", "phone::from_e164"},
             row{"+231 77 123 4567", "leave the plus and any spaces out"},
             row{"0771234567", "put the country code in place of the first 0"},
             row{"00231771234567", "international prefix 00"},
             row{"231 77 123 4567", "leave spaces and punctuation out"},
             row{"231-77-1234567", "leave spaces and punctuation out"},
             row{"(231)771234567", "leave spaces and punctuation out"},
             row{"2317712", "at least 8 digits"},
             row{"2317712345678901", "at most 15 digits"},
             row{"23177123456x", "digits only"},
             row{"２３１７７１２３４５６７", "digits only"},
             row{{"23177123\0", 9}, "digits only"},
             row{"231771234567\n", "digits only"},
         }) {
        CAPTURE(text);
        CHECK_FALSE(phone::try_parse(text));
        CHECK(phone::why_not(text).find(hint) != std::string_view::npos);
        auto const parsed = phone::parse(text);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().next == phone::why_not(text));
    }
}

TEST_CASE("a phone has 8 to 15 digits and does not begin with 0") {
    std::string const digits = "987654321098765432";
    for (std::size_t size = 0; size <= digits.size(); ++size) {
        auto const text = digits.substr(0, size);
        auto const p = phone::try_parse(text);
        CHECK(p.has_value() == (size >= 8 && size <= 15));
        if (p) CHECK(p->text() == text);
        CHECK_FALSE(phone::try_parse("0" + text));
    }
}

TEST_CASE("every byte at every place of a phone is seen, and the fast check agrees with the grammar") {
    for (std::size_t size = 8; size <= 15; ++size) {
        std::string const good(size, '1');
        for (std::size_t at = 0; at < size; ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                auto const text = with(good, at, static_cast<char>(byte));
                bool const valid = byte >= (at == 0 ? '1' : '0') && byte <= '9';
                if (detail::is_phone(text) != valid || detail::is_phone_by_loop(text) != valid) FAIL_CHECK(text);
            }
        }
    }
}

TEST_CASE("the plus form has its own way in") {
    auto const p = phone::from_e164("+231771234567");
    REQUIRE(p.has_value());
    CHECK(p->text() == "231771234567");
    for (std::string_view text : {"231771234567", "+0771234567", "+231 77 123 4567", "++231771234567", "+", ""}) {
        CAPTURE(text);
        CHECK(phone::from_e164(text).has_error());
    }
}

TEST_CASE("a phone is a regular value, empty by default") {
    CHECK(phone{}.is_empty());
    CHECK(phone{}.text() == "");
    auto const a = *phone::try_parse("231771234567");
    auto const b = *phone::try_parse("231771234568");
    CHECK(a != b);
    CHECK(a < b);
    CHECK(std::unordered_set<phone>{a, b, a}.size() == 2);
    CHECK(std::is_trivially_copyable_v<phone>);
}

TEST_CASE("a reference_id is read in either case and written in lower case") {
    for (std::string_view text : {sample, std::string_view{"F47AC10B-58CC-4372-A567-0E02B2C3D479"},
                                  std::string_view{"f47AC10b-58cc-4372-A567-0e02b2C3D479"}}) {
        auto const id = reference_id::try_parse(text);
        REQUIRE(id);
        CHECK(id->to_string() == sample);
        CHECK(reference_id::why_not(text) == "");
    }
    CHECK(reference_id::try_parse(sample)->bytes()[0] == 0xF4);
    CHECK(reference_id::try_parse(sample)->bytes()[15] == 0x79);
}

TEST_CASE("every byte at every place of a reference_id is seen, and the fast reader agrees with the grammar") {
    for (std::size_t at = 0; at < sample.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            auto const text = with(sample, at, static_cast<char>(byte));
            bool const dash = sample[at] == '-';
            bool const hex =
                (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
            bool valid = dash ? byte == '-' : hex;
            if (detail::read_uuid(text).valid != valid) FAIL_CHECK(text);
            if (detail::read_uuid(text) != detail::read_uuid_by_loop(text)) FAIL_CHECK(text);
            if (at == 14) valid = byte == '4';
            if (at == 19) valid = std::string_view{"89abAB"}.find(static_cast<char>(byte)) != std::string_view::npos;
            if (reference_id::try_parse(text).has_value() != valid) FAIL_CHECK(text);
        }
    }
}

TEST_CASE("what is not a UUID of version 4 is refused, and the reason says why") {
    struct row {
        std::string_view text;
        std::string_view hint;
    };
    for (auto const& [text, hint] : {
             row{"", "missing"},
             row{"f47ac10b58cc4372a5670e02b2c3d479", "with its dashes"},
             row{"{f47ac10b-58cc-4372-a567-0e02b2c3d479}", "36 characters alone"},
             row{"urn:uuid:f47ac10b-58cc-4372-a567-0e02b2c3d479", "36 characters alone"},
             row{"f47ac10b-58cc-4372-a567-0e02b2c3d47", "8-4-4-4-12"},
             row{"f47ac10b-58cc-4372-a567-0e02b2c3d4790", "8-4-4-4-12"},
             row{"f47ac10b-58cc-4372-a567-0e02b2c3d47g", "8-4-4-4-12"},
             row{"00000000-0000-0000-0000-000000000000", "nil UUID"},
             row{"f47ac10b-58cc-1372-a567-0e02b2c3d479", "version 4"},
             row{"f47ac10b-58cc-4372-c567-0e02b2c3d479", "version 4"},
             row{"ORDER-12345", "8-4-4-4-12"},
         }) {
        CAPTURE(text);
        CHECK_FALSE(reference_id::try_parse(text));
        CHECK(reference_id::why_not(text).find(hint) != std::string_view::npos);
        CHECK(reference_id::parse(text).error().next == reference_id::why_not(text));
    }
}

TEST_CASE("chance becomes an id of version 4 by setting six bits and keeping the others") {
    reference_id::bytes_type ones{};
    ones.fill(0xFF);
    CHECK(reference_id::from_random({}).to_string() == "00000000-0000-4000-8000-000000000000");
    CHECK(reference_id::from_random(ones).to_string() == "ffffffff-ffff-4fff-bfff-ffffffffffff");
    CHECK_FALSE(reference_id::from_random({}).is_nil());
}

TEST_CASE("bytes of a stored id come back, and damaged ones do not") {
    auto const id = *reference_id::try_parse(sample);
    CHECK(reference_id::from_bytes(id.bytes()) == id);
    CHECK(reference_id::from_bytes({}) == reference_id{});
    auto damaged = id.bytes();
    damaged[6] ^= 0x10;
    CHECK_FALSE(reference_id::from_bytes(damaged));
    CHECK(reference_id{}.is_nil());
    CHECK(reference_id{}.to_string() == "00000000-0000-0000-0000-000000000000");
    CHECK(std::unordered_set<reference_id>{id, id, reference_id{}}.size() == 2);
}

TEST_CASE("a key is up to 64 bytes of UTF-8 without control characters, and nothing in it is changed") {
    for (std::string_view text : {"a", "order-1", " spaces kept ", "Größe/№ 7", "\xF0\x9F\x92\xB8"}) {
        CAPTURE(text);
        auto const key = intent_key::try_parse(text);
        REQUIRE(key);
        CHECK(key->text() == text);
    }
    CHECK(intent_key::try_parse(std::string(64, 'k')));
    struct row {
        std::string text;
        std::string_view hint;
    };
    for (auto const& [text, hint] : {
             row{"", "missing"},
             row{std::string(65, 'k'), "at most 64 bytes"},
             row{"a\tb", "control characters"},
             row{"a\n", "control characters"},
             row{std::string{"a\0b", 3}, "control characters"},
             row{"\x7F", "control characters"},
             row{"\xC2\x85", "control characters"},
             row{"\xC0\x80", "UTF-8"},
             row{"\xED\xA0\x80", "UTF-8"},
             row{"caf\xE9", "UTF-8"},
         }) {
        CAPTURE(text);
        CHECK_FALSE(intent_key::try_parse(text));
        CHECK(intent_key::why_not(text).find(hint) != std::string_view::npos);
        CHECK(intent_key::parse(text).error().next == intent_key::why_not(text));
    }
}

TEST_CASE("keys are the same only if their bytes are, and are ordered as text") {
    auto const key = [](std::string_view text) { return *intent_key::try_parse(text); };
    CHECK(key("a") != key("A"));
    CHECK(key("\xC3\xA9") != key("e\xCC\x81"));  // composed and decomposed: never normalised
    CHECK(key("a") < key("aa"));
    CHECK(key("aa") < key("b"));
    CHECK(intent_key{} < key("a"));
    CHECK(intent_key{}.is_empty());
    CHECK(std::unordered_set<intent_key>{key("a"), key("b"), key("a")}.size() == 2);
    CHECK(std::is_trivially_copyable_v<intent_key>);
}

TEST_CASE("an id is a positive integer, in text without zeros in front") {
    CHECK(invoice_id::try_parse("42") == invoice_id{42});
    CHECK(invoice_id::try_parse("9223372036854775807")->value == INT64_MAX);
    CHECK(invoice_id{42}.to_string() == "42");
    for (std::string_view text : {"", "0", "007", "-1", "+1", "1.0", "1e3", " 1", "1 ", "9223372036854775808",
                                  "99999999999999999999", "١", "INV-2025-0042"}) {
        CAPTURE(text);
        CHECK_FALSE(invoice_id::try_parse(text));
    }
    CHECK_FALSE(invoice_id{});
    CHECK(invoice_id{1});
    CHECK(invoice_id{1} < invoice_id{2});
    CHECK(source_of(invoice_id{7}) == source_id{7});
    CHECK(std::unordered_set<order_id>{{1}, {2}, {1}}.size() == 2);
}

template <class A, class B>
concept comparable = requires(A a, B b) { a == b; };

static_assert(!std::is_convertible_v<invoice_id, order_id>);
static_assert(!std::is_constructible_v<invoice_id, order_id>);
static_assert(!std::is_convertible_v<invoice_id, bool> && !std::is_convertible_v<int, invoice_id>);
static_assert(!comparable<invoice_id, order_id> && !comparable<session_id, payment_account_id>);

TEST_CASE("a digest is shown in hexadecimal and read back") {
    digest d;
    for (std::size_t i = 0; i < d.bytes.size(); ++i) d.bytes[i] = static_cast<std::uint8_t>(i * 7 + 1);
    CHECK(digest{}.to_hex() == std::string(64, '0'));
    CHECK(d.to_hex().substr(0, 8) == "01080f16");
    CHECK(digest::from_hex(d.to_hex()) == d);
    CHECK_FALSE(digest::from_hex(d.to_hex() + "0"));
    CHECK_FALSE(digest::from_hex(with(d.to_hex(), 63, 'x')));
    CHECK_FALSE(digest::from_hex(""));
}

// The same answers at compile time, where the vectors are not used.
static_assert(reference_id::try_parse("F47AC10B-58CC-4372-A567-0E02B2C3D479")->bytes()[15] == 0x79);
static_assert(!reference_id::try_parse("f47ac10b-58cc-4372-a567-0e02b2c3d47g"));
static_assert([] {
    char text[reference_id::text_size]{};
    reference_id::try_parse(sample)->write(text);
    return std::string_view{text, sizeof text} == sample;
}());
static_assert(phone::try_parse("231771234567")->text() == "231771234567");
static_assert(intent_key::try_parse("order-1")->text() == "order-1");
