// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_INLINE_JOURNAL_HPP
#define DOLLR_CLIENT_INLINE_JOURNAL_HPP

#include <dollr/port/journal.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

/// A blocking journal, called in the loop: every answer is there when the call returns. For a journal in memory, for
/// tests, and for a program whose loop may wait for its disk.
namespace dollr {

namespace detail {

inline error unread_journal(blocking_journal const& from) {
    if (auto const* const why = from.failure()) return *why;
    auto unknown = invalid_input("the journal cannot be read", "look why, then try again");
    unknown.kind = error_kind::journal;
    unknown.moved = money_moved::unknown;
    return unknown;
}

}  // namespace detail

/// One call of a blocking journal, in whichever thread.
inline journal::put_end put_now(blocking_journal& to, std::span<record> records) {
    journal::put_end end{to.put(records), {}};
    if (end.what == put_result::failed) end.why = detail::unread_journal(to);
    return end;
}

inline result<journal_claims> claim_now(blocking_journal& from, std::span<intent const> wanted, bool again) {
    journal_claims out;
    if (auto* const shared = from.shared()) {
        auto claimed = shared->claim(wanted, again);
        if (!claimed) return claimed.error();
        out = *std::move(claimed);
    } else {
        for (auto const& one : wanted) out.taken.push_back(one.key);
    }
    out.newest.clear();
    for (auto const& one : wanted)
        if (auto const* const newest = from.find(one.key)) out.newest.push_back(*newest);
    if (from.failure() != nullptr) return *from.failure();
    return out;
}

inline result<std::vector<record>> unfinished_now(blocking_journal const& from) {
    auto all = from.unfinished();
    if (from.failure() != nullptr) return *from.failure();  // an empty list would look like "nothing to do"
    return all;
}

inline result<std::vector<record>> due_for_audit_now(blocking_journal const& from, server_time by, std::size_t most) {
    auto all = from.due_for_audit(by, most);
    if (from.failure() != nullptr) return *from.failure();
    return all;
}

inline result<std::vector<intent_key>> renew_now(blocking_journal& at) {
    std::vector<intent_key> lost;
    auto* const shared = at.shared();
    if (shared != nullptr && !shared->renew(lost)) return detail::unread_journal(at);
    return lost;
}

class inline_journal final : public journal {
public:
    /// `blocking` outlives it.
    explicit inline_journal(blocking_journal& blocking) noexcept : blocking_(&blocking) {}

    void put(std::span<record> records, completion_of<put_end> done) override { done(put_now(*blocking_, records)); }
    void claim(std::vector<intent> wanted, bool again, completion_of<result<journal_claims>> done) override {
        done(claim_now(*blocking_, wanted, again));
    }
    void unfinished(completion_of<result<std::vector<record>>> done) override { done(unfinished_now(*blocking_)); }
    void due_for_audit(server_time by, std::size_t most, completion_of<result<std::vector<record>>> done) override {
        done(due_for_audit_now(*blocking_, by, most));
    }
    void renew(completion_of<result<std::vector<intent_key>>> done) override { done(renew_now(*blocking_)); }
    void release(intent_key const& key) override {
        if (auto* const shared = blocking_->shared()) shared->release(std::span{&key, 1});
    }
    [[nodiscard]] duration lease_length() const noexcept override {
        auto* const shared = blocking_->shared();
        return shared != nullptr ? shared->lease_length() : duration::max();
    }

private:
    blocking_journal* blocking_;
};

}  // namespace dollr

#endif
