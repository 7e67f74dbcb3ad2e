// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/value/result.hpp>
#include <dollr/value/text.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace dollr;

namespace {

std::string utf8_of(std::uint32_t c) {
    auto const byte = [](std::uint32_t b) { return static_cast<char>(b); };
    if (c < 0x80) return {byte(c)};
    if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 63))};
    if (c < 0x10000) return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63))};
    return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 63)), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63))};
}

issue finding(issue_location loc, std::string msg) { return {std::move(loc), std::move(msg), "value_error"}; }

}  // namespace

TEST_CASE("every code point is well-formed but NUL and the surrogates") {
    for (std::uint32_t c = 0; c <= 0x110000; ++c) {
        bool const valid = c != 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
        if (is_utf8_without_nul(utf8_of(c)) != valid) FAIL_CHECK(c);
    }
}

TEST_CASE("overlong, cut off and stray bytes are not UTF-8") {
    for (std::string_view text : {
             std::string_view{"\xC0\x80", 2},          // overlong NUL
             std::string_view{"\xC0\xAF", 2},          // overlong slash
             std::string_view{"\xC1\xBF", 2},          //
             std::string_view{"\xE0\x80\xAF", 3},      //
             std::string_view{"\xE0\x9F\xBF", 3},      //
             std::string_view{"\xF0\x80\x80\xAF", 4},  //
             std::string_view{"\xF0\x8F\xBF\xBF", 4},  //
             std::string_view{"\xED\xA0\x80", 3},      // lone surrogate
             std::string_view{"\xF4\x90\x80\x80", 4},  // above U+10FFFF
             std::string_view{"\xF8\x88\x80\x80\x80", 5}, std::string_view{"\xFE", 1}, std::string_view{"\xFF", 1},
             std::string_view{"\x80", 1}, std::string_view{"\xC3", 1}, std::string_view{"\xE2\x82", 2},
             std::string_view{"\xF0\x9F\x92", 3}, std::string_view{"\xE2\x28\xA1", 3},
             std::string_view{"caf\xE9 au lait", 12},  // Latin-1
         }) {
        CAPTURE(escaped(text));
        CHECK_FALSE(is_utf8_without_nul(text));
        CHECK_FALSE(is_utf8_without_nul("eight characters before it " + std::string{text}));
        CHECK_FALSE(is_utf8_without_nul(std::string{text} + " eight characters after it"));
    }
}

TEST_CASE("a NUL is found wherever it is") {
    CHECK(is_utf8_without_nul(""));
    for (std::size_t size = 1; size < 40; ++size) {
        std::string text(size, 'x');
        CHECK(is_utf8_without_nul(text));
        for (std::size_t at = 0; at < size; ++at) {
            text[at] = '\0';
            if (is_utf8_without_nul(text)) FAIL_CHECK(at);
            text[at] = 'x';
        }
    }
}

TEST_CASE("server text is shown without anything that moves the cursor or turns the line") {
    CHECK(escaped("plain text, Größe, 💸") == "plain text, Größe, 💸");
    CHECK(escaped("a\nb\r\tc") == "a\\nb\\r\\tc");
    CHECK(escaped("\x1b[2Jgone\x7f") == "\\x1b[2Jgone\\x7f");
    CHECK(escaped({"a\0b", 3}) == "a\\x00b");
    CHECK(escaped("\xC2\x9B") == "\\u{9b}");             // C1: another way to begin an escape sequence
    CHECK(escaped("\xE2\x80\xAE") == "\\u{202e}");       // right-to-left override
    CHECK(escaped("\xE2\x80\x8B") == "\\u{200b}");       // zero width
    CHECK(escaped("\xF3\xA0\x81\x81") == "\\u{e0041}");  // tag
    CHECK(escaped("caf\xE9") == "caf\\xe9");
    CHECK(escaped("\xC0\x80") == "\\xc0\\x80");
    CHECK(escaped("back\\slash") == "back\\\\slash");  // so that an escape cannot be forged
}

TEST_CASE("long server text is cut between two characters and says so") {
    CHECK(escaped("abcdef", 6) == "abcdef");
    CHECK(escaped("abcdefg", 6) == "abc...");
    CHECK(escaped("ab\n\n\n\n", 8) == "ab\\n...");
    CHECK(escaped("ab\xE2\x82\xAC\xE2\x82\xAC", 6) == "ab...");
    CHECK(escaped("abc", 2) == "..");
    CHECK(escaped("abc", 0) == "");
    for (std::size_t limit = 0; limit < 60; ++limit) {
        auto const text = escaped("Größe \x1b[0m 💸 \xFF\xFE and so on and on", limit);
        CHECK(text.size() <= limit);
        CHECK(is_utf8_without_nul(text));
    }
    CHECK(escaped(std::string(1000, 'x')).size() == 256);
}

TEST_CASE("a finding names its place the way the server does") {
    CHECK(finding({"body", "items", 0, "amount"}, "").loc_text() == "body.items.0.amount");
    CHECK(finding({}, "").loc_text() == "");
    CHECK(describe(finding({"query", "phone"}, "has a plus")) == "query.phone: has a plus");
    CHECK(describe(finding({"body"}, "")) == "body: value_error");
    CHECK(describe(finding({}, "no place")) == "no place");
    CHECK(describe(finding({"body", "a\nb"}, "x\x1by")) == "body.a\\nb: x\\x1by");
}

TEST_CASE("an error is one line: what happened, whether money may have moved, what to do, and every finding") {
    error e;
    e.kind = error_kind::refused;
    e.what = "the server refused the party";
    e.next = "correct the fields named";
    e.http_status = 422;
    e.issues = {finding({"body", "phone"}, "has a plus"), finding({"body", "items", 0, "amount"}, "too small")};
    CHECK(describe(e) ==
          "the server refused the party (HTTP 422); this moved no money; correct the fields named [body.phone: has a "
          "plus; "
          "body.items.0.amount: too small]");

    e.moved = money_moved::unknown;
    CHECK(describe(e).find("money may have moved") != std::string::npos);
    e.moved = money_moved::yes;
    CHECK(describe(e).find("; money moved;") != std::string::npos);
    CHECK(describe(error{}) == "internal error; this moved no money");
}

TEST_CASE("an error stays one readable line, whatever the server wrote") {
    error e;
    e.kind = error_kind::unexpected;
    e.what = "the server said \"\x1b[2J\nno\"";
    e.issues.assign(100, finding({"body"}, "line\nbreak"));
    auto const line = describe(e);
    CHECK(line.find('\n') == std::string::npos);
    CHECK(line.find('\x1b') == std::string::npos);
    CHECK(line.find("; and 80 more]") != std::string::npos);
    e.what.assign(100000, 'x');
    CHECK(describe(e).size() < 2000);
}

TEST_CASE("every kind of error has words of its own") {
    std::string seen;
    for (int k = 0; k <= static_cast<int>(error_kind::internal); ++k) {
        auto const words = "|" + std::string{to_text(static_cast<error_kind>(k))} + "|";
        CHECK(words.size() > 4);
        CHECK(seen.find(words) == std::string::npos);
        seen += words;
    }
}

TEST_CASE("a result holds a value or an error, and value() of an error throws what describe says") {
    result<int> const good = 5;
    result<int> const bad = invalid_input("the amount is not usable", "write 25.00");
    result<void> const nothing{};
    CHECK(good.value() == 5);
    CHECK(nothing.has_value());
    CHECK(bad.has_error());
    CHECK_THROWS_WITH_AS(bad.value(), "the amount is not usable; this moved no money; write 25.00", error_exception);
    try {
        (void)bad.value();
    } catch (error_exception const& e) {
        CHECK((e.error() == bad.error()));
    }
}
