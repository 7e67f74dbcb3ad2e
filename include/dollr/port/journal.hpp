// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_JOURNAL_HPP
#define DOLLR_PORT_JOURNAL_HPP

#include <dollr/journal/record.hpp>
#include <dollr/port/completion.hpp>
#include <dollr/value/error.hpp>
#include <dollr/value/intent_key.hpp>
#include <dollr/value/result.hpp>
#include <dollr/value/time.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// Where records become durable before anything irrevocable happens.
///
/// A runner sees a `journal`, whose every call is an exchange: started, and completed later. A journal over a disk or a
/// database blocks: it derives from `blocking_journal`, or from `shared_journal` where several workers have it, and an
/// adapter puts it on a thread of its own (or client/inline_journal.hpp calls it in the loop).
namespace dollr {

/// What became of a put.
enum class put_result : std::uint8_t {
    durable,  ///< every record is on stable storage
    refused,  ///< another worker's epoch owns the intent; nothing was written
    failed,   ///< write or sync failed: the journal is poisoned, every later put fails too
};

[[nodiscard]] constexpr std::string_view to_text(put_result r) noexcept {
    switch (r) {
        case put_result::durable:
            return "durable";
        case put_result::refused:
            return "refused";
        case put_result::failed:
            return "failed";
    }
    return "?";
}

/// What became of a claim. A key that is in neither list is settled, and there is nothing to do about it.
struct journal_claims {
    std::vector<intent_key> taken;  ///< ours now
    std::vector<intent_key> held;   ///< another worker's, for now
    std::vector<record> newest;     ///< of every wanted key that the journal knows
};

/// What a runner needs of a journal. One call of each kind is under way at a time. `done` is called once, within the
/// call or later on the loop's thread.
class journal {
public:
    struct put_end {
        put_result what = put_result::failed;
        std::optional<error> why;  ///< of `failed`
    };

    virtual ~journal() = default;

    /// All durable, or nothing. The records stay where they are until `done`; the journal gives them their sequence.
    virtual void put(std::span<record> records, completion_of<put_end> done) = 0;
    /// Takes those of `wanted` that are unknown or unfinished and nobody else's. `again`: settled ones, too. A journal
    /// of one process has nobody else.
    virtual void claim(std::vector<intent> wanted, bool again, completion_of<result<journal_claims>> done) = 0;
    /// The newest record of every intent that is not settled, or whose verdict was not told.
    virtual void unfinished(completion_of<result<std::vector<record>>> done) = 0;
    /// The newest record of `most` intents whose told verdict is due for an audit by then.
    virtual void due_for_audit(server_time by, std::size_t most, completion_of<result<std::vector<record>>> done) = 0;
    /// Prolongs all that this worker holds, and lists what it has lost. An error: it cannot be reached, and the leases
    /// run on.
    virtual void renew(completion_of<result<std::vector<intent_key>>> done) = 0;
    /// Nobody's any more.
    virtual void release(intent_key const& key) = 0;
    /// How long a lease runs from the moment before the call that prolonged it, in the target's time; duration::max():
    /// this journal has no leases.
    [[nodiscard]] virtual duration lease_length() const noexcept = 0;
};

class shared_journal;

/// A journal that blocks, of one thread at a time.
class blocking_journal {
public:
    virtual ~blocking_journal() = default;

    /// Returns `durable` only once all records are on stable storage. The journal gives the sequence numbers, which
    /// grow within an intent; a journal of one process counts all its records without a gap.
    [[nodiscard]] virtual put_result put(std::span<record> records) = 0;
    /// The newest record of every intent.
    [[nodiscard]] virtual std::vector<record> latest() const = 0;
    /// The same, one after the other. As it stands here it copies all of them first.
    virtual void each_newest(std::function<void(record const&)> const& visit) const {
        for (auto const& newest : latest()) visit(newest);
    }
    /// Those of them to go on with.
    [[nodiscard]] virtual std::vector<record> unfinished() const = 0;
    /// At most so many whose told verdict is due for an audit by then. As it stands here it looks at all of them.
    [[nodiscard]] virtual std::vector<record> due_for_audit(server_time by, std::size_t most) const {
        auto all = latest();
        std::erase_if(all, [by](record const& r) { return !is_due_for_audit(r, by); });
        if (all.size() > most) all.erase(all.begin() + static_cast<std::ptrdiff_t>(most), all.end());
        return all;
    }
    /// The newest record of one; nullptr: an unknown key. Valid until the next put.
    [[nodiscard]] virtual record const* find(intent_key const& key) const = 0;
    /// Why every put fails, or why the last question was not answered; nullptr while the journal is sound.
    [[nodiscard]] virtual error const* failure() const = 0;
    /// Of an interrupted write that was dropped at the journal's end when it was opened; 0: none.
    [[nodiscard]] virtual std::uint64_t torn_bytes() const { return 0; }
    /// The file that they were put into.
    [[nodiscard]] virtual std::string_view torn_file() const { return {}; }
    /// False: every call returns at once, so that it needs no thread.
    [[nodiscard]] virtual bool blocks() const noexcept { return true; }
    /// Not nullptr: several workers have it.
    [[nodiscard]] virtual shared_journal* shared() noexcept { return nullptr; }
};

/// A journal that several workers share. Each intent belongs to one of them for as long as its lease runs; a put takes
/// or prolongs the leases of its intents, and is refused where another worker has taken one. Every change of owner
/// raises the intent's epoch, and no write of an older epoch ever succeeds.
class shared_journal : public blocking_journal {
public:
    /// As journal::claim, for at most a few hundred keys. `newest` may be left empty: `find` tells it.
    [[nodiscard]] virtual result<journal_claims> claim(std::span<intent const> wanted, bool again) = 0;
    /// False: the journal cannot be reached, and the leases run on.
    [[nodiscard]] virtual bool renew(std::vector<intent_key>& lost) = 0;
    virtual void release(std::span<intent_key const> keys) = 0;
    [[nodiscard]] virtual duration lease_length() const noexcept = 0;

    [[nodiscard]] shared_journal* shared() noexcept final { return this; }
};

}  // namespace dollr

#endif
