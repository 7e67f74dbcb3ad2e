// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_INDEX_HPP
#define DOLLR_JOURNAL_INDEX_HPP

#include <dollr/journal/record.hpp>
#include <dollr/journal/record_codec.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <unordered_map>
#include <vector>

/// What a journal knows, in memory: the newest record of every intent, and the last one of every earlier attempt.
///
/// Every journal folds its records through this one type, so that they all agree on what is newest, on what is
/// unfinished, and on what may be written next. `admits` is the last fence before a second reference_id: at most one
/// attempt of an intent can still act (I2), a verdict never changes (I4), and an attempt is the same request for ever
/// (I6), even if a driver is wrong.
namespace dollr {

/// To be resumed after a crash: anything that is not settled and told, and a `rejected` that the fence has not yet
/// proven.
[[nodiscard]] constexpr bool is_unfinished(record const& r) noexcept {
    if (r.attempt.phase == phase::none) return r.flow.kind != flow_kind::none;
    if (!is_terminal(r.attempt.phase)) return true;
    return !r.attempt.told || (r.attempt.phase == phase::rejected && !r.attempt.proven);
}

/// Whether `next` may follow `newest`, the newest record of the same intent (nullptr: there is none).
[[nodiscard]] bool may_follow(record const* newest, record const& next) noexcept;

class journal_index {
public:
    std::size_t size() const noexcept { return newest_.size(); }

    /// The newest record of the intent; nullptr if there is none. Valid until the next change.
    record const* find(intent_key const& key) const noexcept;

    /// The newest record of every intent, in the order in which the intents came.
    std::span<record const> newest() const noexcept { return newest_; }
    /// The last record of every attempt that a later generation replaced.
    std::span<record const> replaced() const noexcept { return replaced_; }
    std::vector<record> unfinished() const;
    std::vector<record> due_for_audit(server_time by, std::size_t most) const;

    /// Whether all may be written, one after the other.
    bool admits(std::span<record const> records) const;
    /// Takes the record in. It has been admitted, or comes from a journal.
    void apply(record const& r);

    /// The end of the journal was lost, and a SEND may have been in it: what would recover as `recorded` is from now on
    /// `unknown` with one open SEND, and a flow's step may have been made. Both are asked for before anything is
    /// repeated.
    void distrust() noexcept;

private:
    std::vector<record> newest_;
    std::vector<record> replaced_;
    std::unordered_map<intent_key, std::size_t> where_;
};

inline bool may_follow(record const* newest, record const& next) noexcept {
    if (!detail::is_known(next.type)) return false;
    if (newest == nullptr) return next.attempt.generation <= 1;
    auto const& was = newest->attempt;
    auto const& is = next.attempt;
    if (newest->intent.content != next.intent.content || is.generation < was.generation) return false;
    if (is.generation == was.generation) {
        if (was.phase == phase::none) return true;
        if (is_terminal(was.phase) && is.phase != was.phase) return false;
        return is.phase != phase::none && is.reference_id == was.reference_id && is.operation == was.operation &&
               is.session == was.session && is.account == was.account && is.currency == was.currency;
    }
    bool const over = was.phase == phase::none || (is_terminal(was.phase) && was.phase != phase::completed);
    // Without an id there was no attempt yet: nothing can have been sent under it.
    auto const fresh = is.reference_id != was.reference_id || is.reference_id.is_nil();
    return over && is.generation - was.generation == 1 && fresh;
}

inline record const* journal_index::find(intent_key const& key) const noexcept {
    auto const found = where_.find(key);
    return found == where_.end() ? nullptr : &newest_[found->second];
}

inline std::vector<record> journal_index::unfinished() const {
    std::vector<record> out;
    std::copy_if(newest_.begin(), newest_.end(), std::back_inserter(out), is_unfinished);
    return out;
}

inline std::vector<record> journal_index::due_for_audit(server_time by, std::size_t most) const {
    std::vector<record> out;
    for (auto const& r : newest_) {
        if (out.size() == most) break;
        if (is_due_for_audit(r, by)) out.push_back(r);
    }
    return out;
}

inline bool journal_index::admits(std::span<record const> records) const {
    if (records.size() == 1) return may_follow(find(records[0].intent.key), records[0]);
    std::unordered_map<intent_key, record const*> before;
    for (auto const& r : records) {
        auto const [at, is_first] = before.try_emplace(r.intent.key, nullptr);
        if (is_first) at->second = find(r.intent.key);
        if (!may_follow(at->second, r)) return false;
        at->second = &r;
    }
    return true;
}

inline void journal_index::apply(record const& r) {
    auto const [at, is_first] = where_.try_emplace(r.intent.key, newest_.size());
    if (is_first) {
        newest_.push_back(r);
        return;
    }
    auto& known = newest_[at->second];
    if (known.attempt.phase != phase::none && known.attempt.generation != r.attempt.generation)
        replaced_.push_back(known);
    known = r;
}

inline void journal_index::distrust() noexcept {
    for (auto& r : newest_) {
        if (r.attempt.phase == phase::recorded) {
            r.attempt.phase = phase::unknown;
            r.attempt.sends = 1;
            r.attempt.doubted = {};  // dated by whoever resumes it
            r.attempt.anomalies |= anomaly::missing_sequence;
        } else if (r.attempt.phase == phase::none && is_unfinished(r)) {
            r.flow.step_may_exist = true;
            r.attempt.anomalies |= anomaly::missing_sequence;
        }
    }
}

}  // namespace dollr

#endif
