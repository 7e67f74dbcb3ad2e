// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_RUNTIME_SRC_JOURNAL_THREAD_HPP
#define DOLLR_RUNTIME_SRC_JOURNAL_THREAD_HPP

#include <dollr/client/inline_journal.hpp>
#include <dollr/port/journal.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

/// A blocking journal on a thread of its own, one call after the other. What came of each is posted to the loop.
namespace dollr {

class journal_thread final : public journal {
public:
    using poster = std::function<void(std::function<void()>)>;

    journal_thread(std::shared_ptr<blocking_journal> blocking, poster post);
    /// The call that is running ends; what waits behind it is let go of.
    ~journal_thread() override;

    void put(std::span<record> records, completion_of<put_end> done) override;
    void claim(std::vector<intent> wanted, bool again, completion_of<result<journal_claims>> done) override;
    void unfinished(completion_of<result<std::vector<record>>> done) override;
    void due_for_audit(server_time by, std::size_t most, completion_of<result<std::vector<record>>> done) override;
    void renew(completion_of<result<std::vector<intent_key>>> done) override;
    void release(intent_key const& key) override;
    /// Once so much real time has passed, this is posted to the loop. In place of an earlier one.
    void ring_after(duration real, std::function<void()> ring);
    [[nodiscard]] duration lease_length() const noexcept override { return lease_length_; }

private:
    void run();
    void add(std::function<void()> work);

    /// `work` runs on the thread, `done` gets its outcome on the loop's.
    template <class T, class Work>
    void exchange(Work work, completion_of<T> done) {
        auto const shared = std::make_shared<completion_of<T>>(std::move(done));
        add([this, work = std::move(work), shared] {
            auto outcome = std::make_shared<T>(work());
            post_([shared, outcome] { (*shared)(std::move(*outcome)); });
        });
    }

    std::shared_ptr<blocking_journal> blocking_;
    poster post_;
    duration lease_length_ = duration::max();
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> todo_;
    std::chrono::steady_clock::time_point ring_at_{};
    std::function<void()> ring_;  ///< empty: nothing to wait for
    bool closing_ = false;
    std::thread thread_;
};

}  // namespace dollr

#endif
