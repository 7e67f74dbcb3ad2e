// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "random_record.hpp"

#include <dollr/journal/frame.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

using namespace dollr;

namespace {

std::vector<std::byte> encoded(record const& r) {
    std::array<std::byte, record_payload_max> room;
    auto const size = encode_payload(r, room);
    return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size)};
}

/// As long as a record can be.
record longest() {
    record r;
    r.type = record_type::resolution;
    r.written = server_time::min();
    r.intent.key = *intent_key::try_parse(std::string(64, 'k'));
    r.lease = {UINT64_MAX, UINT64_MAX};
    r.flow = {flow_kind::payout, 255, 255, true, {INT64_MIN}, {INT64_MIN}, {INT64_MIN}, {INT64_MIN}, {INT64_MIN}};
    r.attempt.generation = UINT32_MAX;
    r.attempt.phase = phase::parked;
    r.attempt.session = {INT64_MIN};
    r.attempt.account = {INT64_MIN};
    r.attempt.currency = *currency::try_parse("USD");
    money const all{*amount::try_parse("-9999999999999999999999999999999999.9999"), r.attempt.currency};
    r.attempt.payer = r.attempt.payee = all;
    r.attempt.anomalies = static_cast<anomaly>(UINT32_MAX);
    r.attempt.expiry = r.attempt.started = r.attempt.doubted = server_time::max();
    r.attempt.first_seen = r.attempt.settled = r.attempt.audit_at = server_time::max();
    r.evidence.who.fill('w');
    r.evidence.why.fill('y');
    return r;
}

}  // namespace

TEST_CASE("CRC-32C is the one that everybody calls so") {
    constexpr std::string_view text = "123456789";
    CHECK(crc32c(std::as_bytes(std::span{text})) == 0xE3069283u);
    CHECK(crc32c({}) == 0);
    CHECK(crc32c(std::as_bytes(std::span{text}), 1) != 0xE3069283u);
}

TEST_CASE("the longest record fits into 512 bytes with its frame, and the bound that the compiler computed is exact") {
    journal_chain chain;
    std::vector<std::byte> out;
    auto r = longest();
    chain.append(r, out);
    CHECK(out.size() <= 512);
    CHECK(out.size() <= detail::frame_size_min + record_payload_max);
    CHECK(encoded(r).size() + 4 >= record_payload_max);
}

TEST_CASE("a typical record is short") {
    record r;
    r.type = record_type::send;
    r.written = server_time{server_time::duration{1'760'000'000'000}};
    r.intent.key = *intent_key::try_parse("payroll-2026-11-0042");
    r.attempt.phase = phase::sending;
    r.attempt.payee = money{*amount::try_parse("25.00"), *currency::try_parse("USD")};
    CHECK(encoded(r).size() < 160);
}

TEST_CASE("the encoding is fixed for ever: these bytes are a record of version 2, and without audit_at of version 1") {
    record r;
    r.written = server_time{server_time::duration{300}};
    r.intent.key = *intent_key::try_parse("rent");
    r.intent.content.bytes.fill(0xDD);
    r.lease = {1, 300};
    r.flow = {flow_kind::payout, 7, 2, true, {5}, {-1}, {64}, {0}, {1'000'000}};
    r.attempt.generation = 1;
    r.attempt.phase = phase::sending;
    r.attempt.operation = operation_type::payout;
    r.attempt.reference_id = *reference_id::try_parse("00112233-4455-4677-8899-aabbccddeeff");
    r.attempt.session = {12};
    r.attempt.account = {34};
    r.attempt.currency = *currency::try_parse("USD");
    r.attempt.payee = money{*amount::try_parse("-25.00"), *currency::try_parse("LRD")};
    r.attempt.payee_converted = true;
    r.attempt.expiry = server_time{server_time::duration{-1}};
    r.attempt.sends = 3;
    r.attempt.status = 2;
    r.attempt.anomalies = anomaly::missing_sequence;
    r.evidence.who = {'m', 'e'};
    digest const content = r.intent.content;
    auto const hex_of = [](std::vector<std::byte> const& bytes) {
        std::string hex;
        for (auto const b : bytes) {
            constexpr char digits[] = "0123456789abcdef";
            hex += digits[std::to_integer<unsigned>(b) >> 4];
            hex += digits[std::to_integer<unsigned>(b) & 15u];
        }
        return hex;
    };
    auto const to_times =
        "d804"  // written
        "0472656e74" +
        content.to_hex() +  // intent
        "01"
        "ac02"  // lease
        "03"
        "07"
        "02"
        "01"
        "0a"
        "01"
        "8001"
        "00"
        "80897a"  // flow
        "01"
        "02"
        "01"
        "001122334455467788"
        "99aabbccddeeff"  // generation to reference_id
        "18"
        "44"
        "03555344"  // session, account, currency
        "00"
        "01"
        "02"
        "01"
        "c413"
        "00"
        "034c5244"
        "00"
        "01"
        "01"  // payer, payee, converted, expiry
        "03"
        "00"
        "00"
        "00"
        "00"
        "02"
        "808002"  // sends to anomalies
        "00"
        "00"
        "00"
        "00";  // started to settled
    std::string const audit_at = "d804";
    std::string const evidence =
        "026d65"
        "00";
    auto first = r;
    r.attempt.audit_at = server_time{server_time::duration{300}};
    auto bytes = encoded(r);
    CHECK(hex_of(bytes) == to_times + audit_at + evidence);
    CHECK(decode_payload(bytes) == r);
    bytes.erase(bytes.end() - 6, bytes.end() - 4);
    CHECK(hex_of(bytes) == to_times + evidence);
    CHECK(decode_payload(bytes, 1) == first);
    CHECK_FALSE(decode_payload(bytes));
}

TEST_CASE("a record cut short or with a byte too many is none") {
    samples::random_record next{1};
    for (int i = 0; i < 50; ++i) {
        auto bytes = encoded(next());
        REQUIRE(decode_payload(bytes));
        for (std::size_t size = 0; size < bytes.size(); ++size)
            CHECK_FALSE(decode_payload(std::span{bytes}.first(size)));
        bytes.push_back(std::byte{0});
        CHECK_FALSE(decode_payload(bytes));
    }
}

TEST_CASE("what the reader accepts is what the writer would write, even from damaged bytes") {
    samples::random_record next{2};
    std::mt19937_64 chance{3};
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto bytes = encoded(next());
        bytes[chance() % bytes.size()] ^= std::byte(1u << chance() % 8);
        auto const read = decode_payload(bytes);
        if (!read) continue;
        ++accepted;
        CHECK(encoded(*read) == bytes);
    }
    CHECK(accepted > 1'000);
}

TEST_CASE("a number that this version does not know is refused, and not kept as something else") {
    auto const phase_at = encoded([] {
        record r;
        r.attempt.phase = phase::parked;
        return r;
    }());
    auto const none = encoded(record{});
    REQUIRE(phase_at.size() == none.size());
    auto const at = std::mismatch(phase_at.begin(), phase_at.end(), none.begin()).first - phase_at.begin();
    auto later = phase_at;
    later[static_cast<std::size_t>(at)] = std::byte{12};
    CHECK(decode_payload(phase_at));
    CHECK_FALSE(decode_payload(later));
}

TEST_CASE("a frame of another journal, of another type or of a newer version is not read as a record") {
    journal_chain chain{.salt = 7, .previous = 9, .sequence = 3, .durable = 2};
    std::vector<std::byte> out;
    record r;
    r.type = record_type::seen;
    chain.append(r, out);
    CHECK(r.sequence == 4);
    auto const frame = read_frame(out, 7);
    REQUIRE(frame);
    CHECK(frame->sequence == 4);
    CHECK(frame->durable == 2);
    CHECK(frame->previous == 9);
    CHECK(frame->crc == chain.previous);
    CHECK(read_record(*frame) == r);
    CHECK_FALSE(read_frame(out, 8));
    auto other = *frame;
    other.version = record_version + 1;
    CHECK_FALSE(read_record(other));
    other = *frame;
    other.type = frame_tear;
    CHECK_FALSE(read_record(other));
}
