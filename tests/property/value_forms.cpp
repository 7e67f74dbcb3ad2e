// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/http/date.hpp>
#include <dollr/value/ids.hpp>
#include <dollr/value/intent_key.hpp>
#include <dollr/value/phone.hpp>
#include <dollr/value/reference_id.hpp>
#include <dollr/value/secret.hpp>
#include <dollr/value/text.hpp>
#include <dollr/value/timestamp.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

// The written forms of everything but amounts: what is written is read back, and the fast readers are the slow ones.
using namespace dollr;

namespace {

/// `text` with a few bytes replaced, removed or put in.
rc::Gen<std::string> mutated(std::string const& text) {
    return rc::gen::exec([text]() {
        auto out = text;
        auto const edits = *rc::gen::inRange(0, 4);
        for (int i = 0; i < edits; ++i) {
            auto const at = *rc::gen::inRange<std::size_t>(0, out.size() + 1);
            auto const c =
                *rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::elementOf(std::string("0189afAFgG-+/:@`")));
            switch (*rc::gen::inRange(0, 3)) {
                case 0:
                    out.insert(at, 1, c);
                    break;
                case 1:
                    out.erase(at, 1);
                    break;
                default:
                    if (at < out.size()) out[at] = c;
            }
        }
        return out;
    });
}

rc::Gen<reference_id> ids() {
    return rc::gen::map(rc::gen::container<std::array<std::uint8_t, 16>>(rc::gen::arbitrary<std::uint8_t>()),
                        [](std::array<std::uint8_t, 16> bytes) { return reference_id::from_random(bytes); });
}

bool is_utf8_by_loop(std::string_view text) {
    // By decoding lazily and writing back: only the shortest form of a scalar value comes out the same.
    std::size_t at = 0;
    while (at < text.size()) {
        auto const lead = static_cast<unsigned char>(text[at]);
        std::size_t const size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (at + size > text.size()) return false;
        std::uint32_t c = size == 1 ? lead : lead & (0x7Fu >> size);
        for (std::size_t i = 1; i < size; ++i) c = c << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
        if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return false;
        std::string back;
        if (size == 1) {
            back += static_cast<char>(c);
        } else {
            if (c < (size == 2 ? 0x80u : size == 3 ? 0x800u : 0x10000u)) return false;
            back += static_cast<char>((0xF00u >> size & 0xFFu) | c >> (6 * (size - 1)));
            for (std::size_t i = size - 1; i-- > 0;) back += static_cast<char>(0x80u | (c >> (6 * i) & 0x3Fu));
        }
        if (back != text.substr(at, size)) return false;
        at += size;
    }
    return true;
}

}  // namespace

TEST_CASE("a reference_id is read back as it was written, in both cases") {
    CHECK(rc::check([] {
        auto const id = *ids();
        auto text = id.to_string();
        RC_ASSERT(reference_id::try_parse(text) == id);
        for (auto& c : text) {
            if (*rc::gen::arbitrary<bool>() && c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
        }
        RC_ASSERT(reference_id::try_parse(text) == id);
        RC_ASSERT(reference_id::from_bytes(id.bytes()) == id);
    }));
}

TEST_CASE("the fast reader of ids is the slow one, for damaged text too") {
    CHECK(rc::check([] {
        auto const text = *mutated((*ids()).to_string());
        RC_ASSERT(detail::read_uuid(text) == detail::read_uuid_by_loop(text));
        RC_ASSERT(reference_id::try_parse(text).has_value() == reference_id::why_not(text).empty());
    }));
}

TEST_CASE("the fast check of phones is the slow one, for damaged text too") {
    CHECK(rc::check([] {
        auto const digits =
            *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(6, 18), rc::gen::inRange('0', ':'));
        auto const text = *mutated(digits);
        RC_ASSERT(detail::is_phone(text) == detail::is_phone_by_loop(text));
        auto const p = phone::try_parse(text);
        RC_ASSERT(p.has_value() == detail::is_phone_by_loop(text));
        RC_ASSERT(p.has_value() == phone::why_not(text).empty());
        RC_ASSERT(phone::try_from_e164("+" + text) == p);
        if (p) RC_ASSERT(p->text() == text);
    }));
}

TEST_CASE("the words of eight digits spell their number") {
    CHECK(rc::check([](std::uint32_t any) {
        auto const number = any % 100'000'000u;
        auto text = std::to_string(number);
        text.insert(0, 8 - text.size(), '0');
        auto const word = ascii::load_8(text.data());
        RC_ASSERT(ascii::is_8_digits(word));
        RC_ASSERT(ascii::value_of_8_digits(word) == number);
    }));
    CHECK(rc::check([] {
        auto const text = *mutated("12345678");
        if (text.size() != 8) return;
        bool digits = true;
        bool hex = true;
        for (char const c : text) {
            digits = digits && c >= '0' && c <= '9';
            hex = hex && std::string_view{"0123456789abcdefABCDEF"}.find(c) != std::string_view::npos;
        }
        RC_ASSERT(ascii::is_8_digits(ascii::load_8(text.data())) == digits);
        RC_ASSERT((ascii::value_of_8_hex(ascii::load_8(text.data())) >> 32 == 0) == hex);
    }));
}

TEST_CASE("sixteen hexadecimal digits at once are two times eight, and are written back") {
    CHECK(rc::check([](std::uint64_t word) {
        char text[16];
        RC_ASSERT(ascii::write_16_hex(text, word) == text + 16);
        auto const read = ascii::read_16_hex(ascii::load_8(text), ascii::load_8(text + 8));
        RC_ASSERT(read.valid);
        RC_ASSERT(read.value == word);
        auto const damaged = *mutated(std::string(text, 16));
        if (damaged.size() != 16) return;
        auto const first = ascii::load_8(damaged.data());
        auto const second = ascii::load_8(damaged.data() + 8);
        auto const a = ascii::value_of_8_hex(first);
        auto const b = ascii::value_of_8_hex(second);
        auto const both = ascii::read_16_hex(first, second);
        RC_ASSERT(both.valid == ((a | b) >> 32 == 0));
        if (both.valid) RC_ASSERT(both.value == (a | b << 32));
    }));
}

TEST_CASE("the check of UTF-8 agrees with decoding and writing back") {
    CHECK(rc::check([] {
        auto const text = *rc::gen::oneOf(mutated("plain text of some length, long enough"),
                                          mutated("Größe 💸 \xE2\x82\xAC\xF4\x8F\xBF\xBF"),
                                          rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
        RC_ASSERT(is_utf8_without_nul(text) == is_utf8_by_loop(text));
    }));
}

TEST_CASE("whatever is escaped fits its limit and can be printed on one line") {
    CHECK(rc::check([] {
        auto const text = *rc::gen::oneOf(mutated("Größe 💸 \x1b[0m \xE2\x80\xAE"),
                                          rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
        auto const limit = *rc::gen::inRange<std::size_t>(0, 80);
        auto const out = escaped(text, limit);
        RC_ASSERT(out.size() <= limit);
        RC_ASSERT(is_utf8_without_nul(out));
        for (char const c : out) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != '\x7f');
    }));
}

TEST_CASE("a key is kept byte for byte, and refused exactly with a reason") {
    CHECK(rc::check([] {
        auto const text = *mutated("order/2026-06-23 № 7");
        auto const key = intent_key::try_parse(text);
        RC_ASSERT(key.has_value() == intent_key::why_not(text).empty());
        if (key) RC_ASSERT(key->text() == text);
    }));
}

TEST_CASE("a positive id is read back as it was written") {
    CHECK(rc::check([] {
        party_id const id{*rc::gen::positive<std::int64_t>()};
        RC_ASSERT(party_id::try_parse(id.to_string()) == id);
        auto const text = *mutated(id.to_string());
        if (auto const other = party_id::try_parse(text)) RC_ASSERT(other->to_string() == text);
    }));
}

TEST_CASE("a time is read back as it was written, and an offset only moves it") {
    CHECK(rc::check([] {
        auto const micros = *rc::gen::inRange<std::int64_t>(-62'135'596'800'000'000, 253'402'300'799'999'999);
        timestamp const t{timestamp::time_type{std::chrono::microseconds{micros}}};
        auto const text = t.to_string();
        RC_ASSERT(timestamp::try_parse(text) == t);
        auto const local = text.substr(0, text.size() - 1);
        RC_ASSERT(timestamp::try_parse(local) == t);
        auto const hours = *rc::gen::inRange(0, 24);
        auto const minutes = *rc::gen::inRange(0, 60);
        char const offset[] = {char('0' + hours / 10), char('0' + hours % 10), ':', char('0' + minutes / 10),
                               char('0' + minutes % 10)};
        auto const ahead = timestamp::try_parse(local + "+" + std::string(offset, 5));
        if (ahead) RC_ASSERT(t.time() - ahead->time() == std::chrono::hours{hours} + std::chrono::minutes{minutes});
    }));
}

TEST_CASE("an HTTP date is read back to the second, and damaged text is never misread as valid twice") {
    CHECK(rc::check([] {
        auto const seconds = *rc::gen::inRange<std::int64_t>(-62'135'596'800, 253'402'300'800);
        server_time const time{std::chrono::seconds{seconds}};
        RC_ASSERT(parse_http_date(http_date(time)) == time);
        auto const text = *mutated(http_date(time));
        auto const read = parse_http_date(text);
        if (read && text.size() == http_date_size) RC_ASSERT(http_date(*read) == text);
    }));
}

TEST_CASE("a secret holds what a string would, whatever is done to it") {
    CHECK(rc::check([] {
        secret_string secret;
        std::string model;
        auto const steps = *rc::gen::inRange(0, 30);
        for (int i = 0; i < steps; ++i) {
            auto const text = *rc::gen::arbitrary<std::string>();
            switch (*rc::gen::inRange(0, 8)) {
                case 0:
                    secret.assign(text), model = text;
                    break;
                case 1:
                    secret.append(text), model += text;
                    break;
                case 2:
                    secret.push_back('c'), model += 'c';
                    break;
                case 3:
                    secret.reserve(text.size() * 3);
                    break;
                case 4:
                    secret.append(secret.reveal()), model += model;
                    break;
                case 5:
                    secret = secret_string{secret};
                    break;
                case 6: {
                    auto const size = *rc::gen::inRange<std::size_t>(0, model.size() + 1);
                    secret.resize_for_overwrite(size);
                    model.resize(size);
                    break;
                }
                default:
                    secret.wipe(), model.clear();
                    break;
            }
            if (model.size() > 10000) secret.wipe(), model.clear();
            RC_ASSERT(secret.reveal() == model);
        }
    }));
}
