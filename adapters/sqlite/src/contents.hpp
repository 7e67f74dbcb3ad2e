// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SQLITE_SRC_CONTENTS_HPP
#define DOLLR_SQLITE_SRC_CONTENTS_HPP

#include "database.hpp"

#include <dollr/journal/header.hpp>
#include <dollr/journal/index.hpp>
#include <dollr/value/result.hpp>

#include <cstdint>
#include <unordered_map>

/// All that a database knows, held against itself.
///
/// A page that the disk did not write is a sound page of an earlier time, and SQLite cannot know. So the row of
/// `journal` says what the rows of `intent` must add up to: how many records there have been, and a digest of the
/// newest one of every intent. They lie on other pages than the records do: no one page can take a record back in
/// silence.
namespace dollr::sqlite {

inline constexpr std::int64_t application_id = 1'684'826'220;

struct contents {
    salted_header header;
    journal_index index;
    std::int64_t epoch = 0;
    std::uint64_t sequence = 0;
    std::uint64_t digest = 0;
    std::unordered_map<intent_key, std::uint64_t> parts;  ///< of the digest: of the bytes that stand there
};

/// Into every page, also those that no record lies on, takes as long again. A reader must not take so long that it
/// keeps a writer out.
enum class looking : std::uint8_t { at_all_records, into_every_page };

/// Refused if anything in it contradicts anything else.
[[nodiscard]] result<contents> read_contents(database& db, looking how);

}  // namespace dollr::sqlite

#endif
