// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_JOURNAL_HPP
#define DOLLR_PORT_JOURNAL_HPP

#include <dollr/journal/record.hpp>
#include <dollr/value/intent_key.hpp>
#include <dollr/value/time.hpp>

#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// Where records become durable before anything irrevocable happens.
namespace dollr {

/// What became of a put.
enum class put_result : std::uint8_t {
    durable,  ///< every record is on stable storage
    refused,  ///< another worker's epoch owns the intent; nothing was written
    failed,   ///< write or sync failed: the journal is poisoned, every later put fails too
};

[[nodiscard]] constexpr std::string_view to_text(put_result value) noexcept;

/// `put` returns `durable` only once all records are on stable storage. A driver gathers the records of one turn into
/// one put, so that many attempts share a sync. The journal gives the sequence numbers, which grow within an intent; a
/// journal of one process counts all its records without a gap. `latest()` is the newest record of every intent,
/// `unfinished()` those to resume.
template <class J>
concept journal = requires(J& j, J const& c, std::span<record> records, intent_key const& key) {
    { j.put(records) } -> std::same_as<put_result>;
    { c.latest() } -> std::same_as<std::vector<record>>;
    { c.unfinished() } -> std::same_as<std::vector<record>>;
    { c.find(key) } -> std::same_as<record const*>;  // the newest record; valid until the next put
};

/// A journal that several workers share. Each intent belongs to one of them for as long as its lease runs; a put takes
/// or prolongs the leases of its intents, and is refused where another worker has taken one. Every change of owner
/// raises the intent's epoch, and no write of an older epoch ever succeeds.
///
/// `lease_length()` is how long a lease runs from the moment before the call that prolonged it, in the target's time;
/// duration::max(): this one has no leases. `renew` prolongs all that this worker holds and lists what it has lost;
/// false: the journal cannot be reached, and the leases run on.
template <class J>
concept leasing_journal = journal<J> && requires(J& j, J const& c, std::vector<intent_key>& lost) {
    { c.lease_length() } -> std::same_as<duration>;
    { j.renew(lost) } -> std::same_as<bool>;
};

constexpr std::string_view to_text(put_result value) noexcept {
    switch (value) {
        case put_result::durable:
            return "durable";
        case put_result::refused:
            return "refused";
        case put_result::failed:
            return "failed";
    }
    return {};
}

}  // namespace dollr

#endif
