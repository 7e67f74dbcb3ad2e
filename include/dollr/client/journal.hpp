// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_JOURNAL_HPP
#define DOLLR_CLIENT_JOURNAL_HPP

#include <dollr/machine/record.hpp>
#include <dollr/value/result.hpp>

#include <concepts>
#include <cstdint>
#include <span>
#include <vector>

/// Where records become durable before anything irrevocable happens.
namespace dollr {

/// What became of a put.
enum class written : std::uint8_t {
    durable,  ///< every record is on stable storage
    refused,  ///< another worker's epoch owns the intent; nothing was written
    failed,   ///< write or sync failed: the journal is poisoned, every later put fails too
};

/// `put` returns `durable` only once all records are on stable storage. A driver gathers the records of one turn into
/// one put, so that many attempts share a sync. The journal gives the sequence numbers. `latest()` is the newest record
/// of every intent, `unfinished()` those to resume.
template <class J>
concept journal = requires(J& j, J const& c, std::span<record> records, intent_key const& key) {
    { j.put(records) } -> std::same_as<written>;
    { c.latest() } -> std::same_as<std::vector<record>>;
    { c.unfinished() } -> std::same_as<std::vector<record>>;
    { c.find(key) } -> std::same_as<record const*>;  // the newest record; valid until the next put
};

}  // namespace dollr

#endif
