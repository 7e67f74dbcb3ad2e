// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_FAILING_JOURNAL_HPP
#define DOLLR_TESTS_SUPPORT_FAILING_JOURNAL_HPP

#include <dollr/client/memory_journal.hpp>
#include <dollr/client/settlement.hpp>
#include <dollr/value/error.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dollr::tests {

/// From the n-th put on nothing is written any more. On a thread of its own, as a disk is, or called in the loop.
class failing_journal final : public blocking_journal {
public:
    failing_journal(std::shared_ptr<memory_journal> disk, int puts, bool on_thread)
        : disk_(std::move(disk)), left_(puts), on_thread_(on_thread) {}

    put_result put(std::span<record> records) override {
        if (left_ == 0) {
            if (!failure_) {
                failure_ = invalid_input("the disk is full", "make room");
                failure_->kind = error_kind::journal;
                has_failed = true;
            }
            return put_result::failed;
        }
        --left_;
        return disk_->put(records);
    }
    [[nodiscard]] std::vector<record> latest() const override { return disk_->latest(); }
    [[nodiscard]] std::vector<record> unfinished() const override { return disk_->unfinished(); }
    [[nodiscard]] record const* find(intent_key const& key) const override { return disk_->find(key); }
    [[nodiscard]] error const* failure() const override { return failure_ ? &*failure_ : nullptr; }
    [[nodiscard]] bool blocks() const noexcept override { return on_thread_; }

    std::atomic<bool> has_failed = false;

private:
    std::shared_ptr<memory_journal> disk_;
    int left_;
    bool on_thread_;
    std::optional<error> failure_;
};

/// Whoever was told something about the money was told what the ledger says, also a day later.
inline void check_word(result<settlement> const& told, std::size_t charges) {
    INFO((told ? std::string{told->advice()} : describe(told.error())));
    if (told) {
        if (told->paid()) CHECK(charges == 1);
        if (told->declined() || told->not_moved()) CHECK(charges == 0);
        return;
    }
    CHECK(told.error().kind == error_kind::journal);
    if (told.error().moved == money_moved::yes) CHECK(charges == 1);
    if (told.error().moved == money_moved::no) CHECK(charges == 0);
}

}  // namespace dollr::tests

#endif
