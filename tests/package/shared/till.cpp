// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/dollr.hpp>
#include <dollr/file/journal.hpp>
#include <dollr/system/sha256.hpp>

/// The one name of this library: 0 if a journal can be made at this path and an empty passcode is refused.
extern "C" __attribute__((visibility("default"))) int till_opens(char const* path) {
    auto const client = dollr::sha256{}("sandbox");
    if (!client) return 1;
    dollr::journal_header const owner{.origin = "http://127.0.0.1:7373", .client = *client};
    auto const journal = dollr::file_journal::open_or_create(path, owner);
    // No adapter reads a passcode by itself, so the function is this unit's alone.
    bool const refused = !dollr::codec::read<dollr::api::passcode_payload>("{}");
    return journal && refused ? 0 : 1;
}
