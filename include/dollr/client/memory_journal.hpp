// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_MEMORY_JOURNAL_HPP
#define DOLLR_CLIENT_MEMORY_JOURNAL_HPP

#include <dollr/journal/index.hpp>
#include <dollr/port/journal.hpp>

#include <cstdint>
#include <span>
#include <vector>

/// A journal that forgets with the process, and so promises nothing across a crash: for tests, simulations and
/// examples. It belongs to one thread at a time.
namespace dollr {

class memory_journal {
public:
    [[nodiscard]] put_result put(std::span<record> records);
    [[nodiscard]] std::vector<record> latest() const { return {index_.newest().begin(), index_.newest().end()}; }
    [[nodiscard]] std::vector<record> unfinished() const { return index_.unfinished(); }
    [[nodiscard]] record const* find(intent_key const& key) const noexcept { return index_.find(key); }

    /// Every record that was written, in order.
    [[nodiscard]] std::span<record const> history() const noexcept { return history_; }

    /// From now on every put fails, as after a failed sync.
    void poison() noexcept { poisoned_ = true; }

private:
    journal_index index_;
    std::vector<record> history_;
    bool poisoned_ = false;
};

inline put_result memory_journal::put(std::span<record> records) {
    if (poisoned_) return put_result::failed;
    if (!index_.admits(records)) return put_result::refused;
    for (auto& r : records) {
        r.sequence = history_.size() + 1;
        history_.push_back(r);
        index_.apply(r);
    }
    return put_result::durable;
}

static_assert(journal<memory_journal>);

}  // namespace dollr

#endif
