// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_JOURNAL_SAMPLES_HPP
#define DOLLR_TESTS_SUPPORT_JOURNAL_SAMPLES_HPP

#include <dollr/journal/image.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// Records and journals for tests: the life of an attempt, and images made of records.
namespace samples {

using namespace dollr;

inline server_time at(std::int64_t milliseconds) { return server_time{server_time::duration{milliseconds}}; }

inline journal_header header() {
    journal_header out;
    out.id = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    out.origin = "http://127.0.0.1:8080";
    out.client.bytes.fill(0xC1);
    out.clock_epoch = at(1'760'000'000'000);
    out.clock_speed = 60;
    return out;
}

/// One id for a key and a generation, always the same.
inline reference_id id_of(std::string_view key, std::uint32_t generation = 1) {
    reference_id::bytes_type bytes{};
    for (std::size_t i = 0; i < key.size(); ++i)
        bytes[i % 16] = static_cast<std::uint8_t>(bytes[i % 16] * 31u + static_cast<unsigned char>(key[i]));
    bytes[14] = static_cast<std::uint8_t>(bytes[14] ^ key.size());
    bytes[15] = static_cast<std::uint8_t>(bytes[15] ^ generation);
    return reference_id::from_random(bytes);
}

inline record of(std::string_view key, phase p, std::uint32_t generation = 1) {
    record out;
    out.type = p == phase::recorded  ? record_type::attempt
               : p == phase::sending ? record_type::send
               : is_terminal(p)      ? record_type::verdict
               : p == phase::none    ? record_type::step
                                     : record_type::seen;
    out.written = at(1'760'000'001'000);
    out.intent.key = *intent_key::try_parse(key);
    out.intent.content.bytes.fill(static_cast<std::uint8_t>(key.size()));
    out.flow.kind = flow_kind::payout;
    if (p == phase::none) return out;
    out.attempt.generation = generation;
    out.attempt.phase = p;
    out.attempt.operation = operation_type::payout;
    out.attempt.reference_id = id_of(key, generation);
    out.attempt.session = {700 + generation};
    out.attempt.account = {42};
    out.attempt.currency = *currency::try_parse("USD");
    out.attempt.payee = money{*amount::try_parse("25.00"), *currency::try_parse("USD")};
    out.attempt.sends = p == phase::recorded ? 0 : 1;
    out.attempt.expiry = at(1'760'000'600'000);
    return out;
}

/// An image in which every write ended before the next began, of format 1: without copies every damage is seen.
class writer {
public:
    explicit writer(journal_header const& h = header()) : bytes_(*encode_header(h, 1)) {
        chain_.salt = chain_.previous = decode_header(bytes_)->salt;
        chain_.sequence = h.base;
        chain_.durable = h.durable;
    }

    /// One write: synced before the next one, unless sync is false.
    writer& put(std::vector<record> records, bool synced = true) {
        for (auto& r : records) {
            chain_.append(r, bytes_);
            ends_.push_back(bytes_.size());
        }
        if (synced) chain_.durable = chain_.sequence;
        return *this;
    }
    writer& put(record const& r) { return put(std::vector<record>{r}); }

    journal_chain const& chain() const { return chain_; }
    std::vector<std::byte> const& bytes() const { return bytes_; }
    /// Where each record ends.
    std::vector<std::size_t> const& ends() const { return ends_; }
    /// With preallocated zeros.
    std::vector<std::byte> image(std::size_t blocks_more = 1) const { return padded(bytes_, blocks_more); }

    static std::vector<std::byte> padded(std::vector<std::byte> bytes, std::size_t blocks_more = 1) {
        bytes.resize((bytes.size() / journal_block + 1 + blocks_more) * journal_block);
        return bytes;
    }

private:
    std::vector<std::byte> bytes_;
    journal_chain chain_;
    std::vector<std::size_t> ends_;
};

/// Three intents, each record durable before the next is written: one done, one sent, one recorded.
inline writer three_intents() {
    writer w;
    w.put(of("rent", phase::recorded)).put(of("rent", phase::sending)).put(of("wages", phase::recorded));
    w.put(of("rent", phase::completed)).put(of("wages", phase::sending)).put(of("tax", phase::recorded));
    return w;
}

}  // namespace samples

#endif
