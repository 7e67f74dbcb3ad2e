// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_RUNTIME_ENGINE_HPP
#define DOLLR_RUNTIME_ENGINE_HPP

#include <dollr/client/runner.hpp>
#include <dollr/runtime/settings.hpp>

#include <functional>
#include <memory>

/// All that stands behind a client but its loop: the runner, and the ports that its settings name. The journal works on
/// a thread of its own, so that no loop waits for a disk.
namespace dollr {

class engine {
public:
    /// What the loop around it gives.
    struct loop {
        dollr::transport& transport;
        /// Runs a function soon, on the loop's thread; called from any thread.
        std::function<void(std::function<void()>)> post;
        /// The runner's next turn is due; called on the loop's thread. Empty: every round of the loop takes a turn
        /// anyway.
        std::function<void()> wake{};
        /// One request before the loop runs: a sandbox is asked for its clock.
        std::function<exchange_result(http_request&&, duration timeout)> ask;
    };

    /// Opens or makes the journal, loads the credentials. An error says which setting is wrong, and nothing was sent.
    [[nodiscard]] static result<std::unique_ptr<engine>> open(settings const& with, loop around);
    ~engine();

    [[nodiscard]] runner& work() noexcept;
    [[nodiscard]] dollr::clock& clock() noexcept;
    /// Posts `wake` when the runner's next audit is due: for a loop that is not kept alive by it. Where the journal
    /// needs no thread there is nobody who could wait, and audits are made when something else turns the runner.
    void wake_for_audit(std::function<void()> wake);

private:
    struct parts;
    explicit engine(std::unique_ptr<parts> made) noexcept;

    std::unique_ptr<parts> parts_;
};

/// A transport whose completions may come from any thread, for a loop that wants them on its own.
class posting_transport final : public transport {
public:
    posting_transport(std::shared_ptr<transport> real, std::function<void(std::function<void()>)> post)
        : real_(std::move(real)), post_(std::move(post)) {}
    void start(http_request&& request, duration timeout, completion done) override;

private:
    std::shared_ptr<transport> real_;
    std::function<void(std::function<void()>)> post_;
};

}  // namespace dollr

#endif
