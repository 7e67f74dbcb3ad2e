// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_MEMORY_JOURNAL_HPP
#define DOLLR_CLIENT_MEMORY_JOURNAL_HPP

#include <dollr/journal/index.hpp>
#include <dollr/port/journal.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

/// A journal that forgets with the process, and so promises nothing across a crash: for tests, simulations and
/// examples. It belongs to one thread at a time.
namespace dollr {

class memory_journal : public blocking_journal {
public:
    [[nodiscard]] put_result put(std::span<record> records) override;
    [[nodiscard]] std::vector<record> latest() const override {
        return {index_.newest().begin(), index_.newest().end()};
    }
    void each_newest(std::function<void(record const&)> const& visit) const override {
        for (auto const& newest : index_.newest()) visit(newest);
    }
    [[nodiscard]] std::vector<record> unfinished() const override { return index_.unfinished(); }
    [[nodiscard]] std::vector<record> due_for_audit(server_time by, std::size_t most) const override {
        return index_.due_for_audit(by, most);
    }
    [[nodiscard]] record const* find(intent_key const& key) const override { return index_.find(key); }
    [[nodiscard]] bool blocks() const noexcept override { return false; }
    [[nodiscard]] error const* failure() const override { return failure_ ? &*failure_ : nullptr; }

    /// Every record that was written, in order.
    [[nodiscard]] std::span<record const> history() const noexcept { return history_; }

    /// From now on every put fails, as after a failed sync.
    void poison() {
        failure_ = invalid_input("the journal was told to fail", "make another");
        failure_->kind = error_kind::journal;
    }

private:
    journal_index index_;
    std::vector<record> history_;
    std::optional<error> failure_;
};

inline put_result memory_journal::put(std::span<record> records) {
    if (failure_) return put_result::failed;
    if (!index_.admits(records)) return put_result::refused;
    for (auto& r : records) {
        r.sequence = history_.size() + 1;
        history_.push_back(r);
        index_.apply(r);
    }
    return put_result::durable;
}

}  // namespace dollr

#endif
