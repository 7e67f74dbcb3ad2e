// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "share.hpp"

#include <dollr/journal/index.hpp>

#include <algorithm>
#include <utility>

namespace dollr::cli {
namespace {

/// Payments under way in one worker: most of a payment's life is waiting for answers.
constexpr std::size_t room_max = 96;
constexpr std::size_t chunk_max = 32;

/// Nothing more is expected of whoever holds it, unless it is settled: then it is held for a second attempt.
bool is_over(record const* newest) {
    if (newest == nullptr) return false;
    auto const& a = newest->attempt;
    return a.phase == phase::parked || (is_terminal(a.phase) && a.told);
}

}  // namespace

share::share(shared_journal& journal, run& work, std::vector<candidate> wanted, beginning begin)
    : journal_(&journal), work_(&work), wanted_(std::move(wanted)), begin_(std::move(begin)) {
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
        where_.emplace(wanted_[i].intent.key.text(), i);
        pending_.push_back(i);
    }
    if (pending_.empty()) return;
    // Workers that begin at different places seldom meet.
    auto const chance = work.seed();
    auto const from = static_cast<std::ptrdiff_t>((chance ? *chance : 0) % pending_.size());
    std::rotate(pending_.begin(), pending_.begin() + from, pending_.end());
}

result<bool> share::feed() {
    // What another worker took over may come back, if that one dies.
    for (auto const& key : work_->take_dropped())
        if (auto const found = where_.find(key); found != where_.end()) pending_.push_back(found->second);
    if (pending_.empty()) return true;
    auto const busy = work_->busy();
    auto const now = work_->now().steady;
    if (busy + chunk_max > room_max || (look_again_ && now < *look_again_)) return false;
    look_again_.reset();
    std::vector<std::size_t> chunk;
    while (chunk.size() < chunk_max && !pending_.empty()) {
        chunk.push_back(pending_.front());
        pending_.pop_front();
    }
    if (auto const looked = look_at(chunk); !looked) return looked.error();
    if (fruitless_ >= pending_.size()) {  // all are other workers'
        fruitless_ = 0;
        look_again_ = now + journal_->lease_length() / 10;
    }
    return pending_.empty();
}

result<void> share::look_at(std::vector<std::size_t> const& chunk) {
    auto const leased = work_->now().steady;
    auto const claimed = claim(chunk);
    if (!claimed) return claimed.error();
    fruitless_ = claimed->taken.empty() ? fruitless_ + chunk.size() : 0;
    for (auto const& key : claimed->held)
        if (auto const* const newest = journal_->find(key); !is_over(newest) || !is_unfinished(*newest))
            pending_.push_back(where_.at(std::string{key.text()}));
    for (auto const& key : claimed->taken)
        if (auto const begun = begin_with(where_.at(std::string{key.text()}), leased); !begun) return begun;
    return {};
}

/// Those that are wanted for another attempt are asked for apart: the others are no longer ours once they are settled.
result<journal_claims> share::claim(std::vector<std::size_t> const& chunk) const {
    journal_claims all;
    for (auto const again : {false, true}) {
        std::vector<intent> some;
        for (auto const index : chunk)
            if (wanted_[index].again == again) some.push_back(wanted_[index].intent);
        if (some.empty()) continue;
        auto const claimed = journal_->claim(some, again);
        if (!claimed) return claimed.error();
        all.taken.insert(all.taken.end(), claimed->taken.begin(), claimed->taken.end());
        all.held.insert(all.held.end(), claimed->held.begin(), claimed->held.end());
    }
    return all;
}

result<void> share::begin_with(std::size_t index, steady_time leased) {
    auto const& key = wanted_[index].intent.key;
    auto const added = begin_(index, journal_->find(key), leased);
    if (!added) return added.error();
    if (!*added) journal_->release(std::span{&key, 1});
    return {};
}

std::vector<outcome_line> share::elsewhere() const {
    std::vector<outcome_line> lines;
    auto const ours = work_->keys();
    for (auto const& [i, again] : wanted_) {
        if (ours.contains(std::string{i.key.text()})) continue;
        auto const* const newest = journal_->find(i.key);
        if (newest == nullptr) continue;
        lines.push_back(line_of(*newest));
        lines.back().before = true;
    }
    return lines;
}

}  // namespace dollr::cli
