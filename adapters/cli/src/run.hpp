// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_RUN_HPP
#define DOLLR_CLI_RUN_HPP

#include "progress.hpp"
#include "report.hpp"
#include "target.hpp"

#include <dollr/client/inline_journal.hpp>
#include <dollr/client/runner.hpp>
#include <dollr/curl/multi_transport.hpp>
#include <dollr/flow/payment.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/system/entropy.hpp>
#include <dollr/system/sha256.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The main loop of `execute` and `recover`: every payment on one thread, until each has a verdict or is parked.
namespace dollr::cli {

struct run_options {
    bool trust_session_expiry = false;
    std::uint16_t in_flight = 8;
    std::uint32_t fee_max = policy{}.fee_max;                  ///< percent
    std::uint32_t rate_change_max = policy{}.rate_change_max;  ///< percent
    bool json = false;
    bool quiet = false;
    duration lease = std::chrono::seconds{90};  ///< of a journal that workers share, in the target's time
};

enum class ending : std::uint8_t { all_settled, interrupted, journal_failed, credentials_refused, stopped_by_breaker };

class run final : observer, secret_source {
public:
    run(opened_journal& where, run_options const& options);

    /// Before the first add().
    [[nodiscard]] result<void> connect();

    /// `leased`: when its lease began, where the journal has leases.
    void add(flow::payment payment, attempt_event const& first, std::optional<steady_time> leased = {});
    /// `feed` is asked again and again for more to do; true: there will be no more. An error ends the run.
    using feeding = std::function<result<bool>()>;
    [[nodiscard]] ending go(std::size_t total, feeding const& feed = {});
    /// Why the feeding ended the run.
    [[nodiscard]] std::optional<error> const& feeding_failed() const noexcept { return feeding_failed_; }

    // what a share of the work needs to know
    [[nodiscard]] instant now() const { return runner_->now(); }
    [[nodiscard]] std::size_t busy();                  ///< that are neither settled, parked nor held by the breaker
    [[nodiscard]] std::set<std::string> keys() const;  ///< of what ended here or is under way here
    [[nodiscard]] std::vector<std::string> take_dropped();  ///< keys that another worker has taken over

    /// Keys whose verdict the server contradicted after it was told, by this run or by an earlier one.
    [[nodiscard]] std::set<std::string> const& contradicted() const noexcept { return contradicted_; }
    /// What became of each payment of this run, in the order they were added.
    [[nodiscard]] std::vector<outcome_line> outcomes();
    [[nodiscard]] policy const& rules() const noexcept { return policy_; }
    [[nodiscard]] result<std::uint64_t> seed();

private:
    // what the runner asks and tells
    bool credentials(api::obtain_token_payload& out) override;
    bool passcode(payment_status const& payment, api::passcode_payload& out) override;
    void on_note(payment_status const& payment, notes const& n) override;
    void on_action(payment_status const& payment, secret_string const& client_secret) override;
    void on_verdict(payment_status const& payment, verdict const& v) override;
    void on_token_error(error const& e) override;

    [[nodiscard]] bool finished();
    void know_contradictions();
    void let_go_of_the_settled();
    [[nodiscard]] outcome_line line_for(flow::payment const& task) const;
    [[nodiscard]] outcome_line line_of_dropped(outcome_line const& unknown) const;
    void remember_told();  ///< durably, so that no later run tells the same verdicts again
    [[nodiscard]] std::string reason(std::string_view key, phase outcome, std::string const& last_error) const;

    opened_journal* where_;
    run_options options_;
    policy policy_;
    os_clock clock_;
    os_entropy entropy_;
    sha256 digest_;
    inline_journal journal_;
    std::optional<curl_multi_transport> curl_;
    std::unique_ptr<runner> runner_;
    struct added {
        task_id id;
        outcome_line if_dropped;  ///< a task that could not be written before it did anything is gone
    };
    std::vector<added> order_;
    std::vector<outcome_line> ended_;  ///< those that a shared journal need no longer keep for us
    std::optional<error> feeding_failed_;
    std::optional<progress> progress_;
    std::map<std::string, std::string> last_notes_;  ///< of each key: what is noted again is not said again
    std::map<std::string, std::string> refusals_;    ///< of each key: the server's reason
    std::set<std::string> contradicted_;
    std::string last_token_error_;
};

/// The first SIGINT or SIGTERM asks the loop to stop; a second one ends the process, as safe as a kill.
void install_signal_handlers();

}  // namespace dollr::cli

#endif
