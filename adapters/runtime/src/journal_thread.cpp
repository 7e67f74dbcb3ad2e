// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "journal_thread.hpp"

namespace dollr {

journal_thread::journal_thread(std::shared_ptr<blocking_journal> blocking, poster post)
    : blocking_(std::move(blocking)), post_(std::move(post)) {
    if (auto* const shared = blocking_->shared()) lease_length_ = shared->lease_length();
    thread_ = std::thread{[this] { run(); }};
}

journal_thread::~journal_thread() {
    {
        std::lock_guard const lock{mutex_};
        closing_ = true;
        todo_.clear();
    }
    changed_.notify_one();
    thread_.join();
}

void journal_thread::run() {
    std::unique_lock lock{mutex_};
    while (true) {
        auto const is_called = [this] { return closing_ || !todo_.empty(); };
        if (ring_)
            changed_.wait_until(lock, ring_at_, is_called);
        else
            changed_.wait(lock, [&] { return is_called() || ring_; });
        if (closing_) return;
        if (ring_ && std::chrono::steady_clock::now() >= ring_at_) {
            auto ring = std::exchange(ring_, nullptr);
            lock.unlock();
            post_(std::move(ring));
            lock.lock();
        }
        if (todo_.empty()) continue;
        auto const work = std::move(todo_.front());
        todo_.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

void journal_thread::add(std::function<void()> work) {
    {
        std::lock_guard const lock{mutex_};
        if (closing_) return;
        todo_.push_back(std::move(work));
    }
    changed_.notify_one();
}

void journal_thread::ring_after(duration real, std::function<void()> ring) {
    auto const at = std::chrono::steady_clock::now() + real;
    auto earlier = false;
    {
        std::lock_guard const lock{mutex_};
        earlier = !ring_ || at < ring_at_;
        ring_at_ = at;
        ring_ = std::move(ring);
    }
    if (earlier) changed_.notify_one();  // each turn sets it anew, mostly for the same time
}

void journal_thread::put(std::span<record> records, completion_of<put_end> done) {
    exchange<put_end>([this, records] { return put_now(*blocking_, records); }, std::move(done));
}

void journal_thread::claim(std::vector<intent> wanted, bool again, completion_of<result<journal_claims>> done) {
    exchange<result<journal_claims>>(
        [this, wanted = std::move(wanted), again] { return claim_now(*blocking_, wanted, again); }, std::move(done));
}

void journal_thread::unfinished(completion_of<result<std::vector<record>>> done) {
    exchange<result<std::vector<record>>>([this] { return unfinished_now(*blocking_); }, std::move(done));
}

void journal_thread::due_for_audit(server_time by, std::size_t most, completion_of<result<std::vector<record>>> done) {
    exchange<result<std::vector<record>>>([this, by, most] { return due_for_audit_now(*blocking_, by, most); },
                                          std::move(done));
}

void journal_thread::renew(completion_of<result<std::vector<intent_key>>> done) {
    exchange<result<std::vector<intent_key>>>([this] { return renew_now(*blocking_); }, std::move(done));
}

void journal_thread::release(intent_key const& key) {
    if (blocking_->shared() == nullptr) return;
    add([this, key] { blocking_->shared()->release(std::span{&key, 1}); });
}

}  // namespace dollr
