// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_PAYMENT_HPP
#define DOLLR_FLOW_PAYMENT_HPP

#include <dollr/api/executions.hpp>
#include <dollr/codec/call.hpp>
#include <dollr/codec/limits.hpp>
#include <dollr/flow/facts.hpp>
#include <dollr/flow/payment_intent.hpp>
#include <dollr/flow/step.hpp>
#include <dollr/http/message.hpp>
#include <dollr/machine/attempt/attempt.hpp>
#include <dollr/machine/call.hpp>
#include <dollr/value/error.hpp>
#include <dollr/value/secret.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The API's guides as one resumable machine: collect by invoice or by a document that is there already, payout,
/// transfer, refund.
///
/// There is no script and no program counter. The flow looks at what it has (a party? an invoice? an account?) and does
/// the next missing thing: the first step of flow/steps.hpp that is due. So a crash needs no special path: what was
/// durable is there, and what may have been created without our knowing is looked for before it is made again. The
/// order of the guides follows from what needs what:
///
///     party -> counterparty -> [ invoice -> items -> read back -> publish ] -> method -> account -> predicted amounts
///     -> session -> attempt -> [ source status -> receipt ]
///
/// (in brackets: collections). A transfer has neither account nor prediction, and a refund begins with its session.
/// Everything before the attempt moves no money, and is given up as `not_executed`. Only
/// the attempt machine sends the execution; from its first record on the flow just hands events through.
///
/// A verdict is shown when it is durable and not before: `phase()` and `outcome()` say what the journal would say after
/// a crash. The one exception is the attempt's own: a verdict that is true although the journal failed (`durable` is
/// false in it).
namespace dollr::flow {

struct step_row;  // flow/steps/step_of.hpp

class payment {
public:
    /// A new intent. `fresh` is the reference_id that its attempt will have, if it comes to one.
    [[nodiscard]] static payment begin(payment_intent wanted, digest const& content, reference_id const& fresh,
                                       policy const& rules, std::uint64_t seed);
    /// One that a crash left. Without `wanted` only an attempt can be finished; see resumable().
    [[nodiscard]] static payment recover(dollr::record const& newest, std::optional<payment_intent> wanted,
                                         reference_id const& fresh, policy const& rules, std::uint64_t seed);
    /// One whose verdict was told, and is looked at once more: settled from the beginning.
    [[nodiscard]] static payment audit(dollr::record const& told, reference_id const& fresh, policy const& rules,
                                       std::uint64_t seed);
    /// The application's word after failed, rejected or not_executed. The old attempt is polled once more; only then,
    /// and only if `may_reattempt` agrees, a new generation with the id `fresh` begins.
    [[nodiscard]] static payment reattempt(dollr::record const& newest, payment_intent wanted,
                                           reference_id const& fresh, bool accept_unproven, policy const& rules,
                                           std::uint64_t seed);

    /// Can a flow go on from this record without the intent itself?
    [[nodiscard]] static bool resumable(dollr::record const& newest) noexcept {
        return newest.attempt.phase != phase::none;
    }

    /// Rates that were paid before, which outlive it: a prediction is held against them (flow/bounds.hpp).
    void know(known_rates const& paid_before) noexcept { facts_.rates = &paid_before; }

    command handle(attempt_event const& event, instant now);
    command receive(std::uint32_t serial, steady_time asked, exchange_result const& answer, instant now);
    /// The request of this serial could not be built: nothing left, and trying again would not help.
    command unbuildable(std::uint32_t serial, error const& why, instant now);
    result<void> build(command::action const& what, secret_string const& bearer, api::passcode_payload const* passcode,
                       http_request& out) const;

    // what a program shows
    [[nodiscard]] std::string_view key() const noexcept { return of_.key.text(); }
    [[nodiscard]] dollr::phase phase() const noexcept;
    [[nodiscard]] flow::step doing() const noexcept { return step_; }
    [[nodiscard]] bool settled() const noexcept { return told_; }
    [[nodiscard]] std::optional<verdict> const& outcome() const noexcept { return outcome_; }
    /// Exchanges of this process that ended, in any way.
    [[nodiscard]] std::uint32_t answers() const noexcept { return answers_; }
    /// As the journal should know it; without a verdict that is not durable yet.
    [[nodiscard]] dollr::record newest(instant now) const;
    [[nodiscard]] dollr::attempt const* attempt() const noexcept {
        return attempt_.phase() == phase::none ? nullptr : &attempt_;
    }
    [[nodiscard]] flow_progress const& progress() const noexcept { return facts_.made; }
    [[nodiscard]] operation_type operation() const noexcept { return operation_of(facts_); }
    /// Of the document that a collection pays.
    [[nodiscard]] dollr::source_type source_type() const noexcept { return source_type_of(facts_); }
    /// The last thing that went wrong, for a person; cleared when something goes right.
    [[nodiscard]] std::string const& last_error() const noexcept { return last_error_; }
    /// Oldest first; published or not, they are ours by their tag but unused.
    [[nodiscard]] std::vector<invoice_id> const& orphans() const noexcept { return facts_.orphans; }
    [[nodiscard]] std::optional<timestamp> paid_at() const noexcept { return facts_.paid_at; }
    [[nodiscard]] bool has_receipt() const noexcept { return facts_.has_receipt; }
    /// For 3-D Secure, after require_action; the flow keeps no copy.
    [[nodiscard]] secret_string take_client_secret() noexcept { return std::move(client_secret_); }

private:
    payment(policy const& rules, std::uint64_t seed, reference_id const& fresh)
        : policy_(&rules), seed_(seed), fresh_(fresh) {
        facts_.rules = &rules;
    }

    // impl/payment_progress.hpp: what to do next
    command advance(instant now);
    command begin_attempt(instant now);
    command give_up(std::string why, instant now);
    command end();
    command drop();
    command write(record_type why, instant now);
    command wait(steady_time until = steady_time::max()) const;
    dollr::record record(record_type why, instant now) const;

    // impl/payment_attempt.hpp: the attempt machine, inside
    command deliver(attempt_event const& event, instant now);
    command next_effect(command from_attempt, instant now);
    void follow_verdict(attempt_event const& event, attempt_state const& before, command const& said);
    command receive_attempt(std::uint32_t serial, steady_time asked, exchange_result const& answer, instant now);
    bool attempt_runs() const noexcept {
        return attempt_.phase() != phase::none && (step_ == step::attempt || step_ == step::ended);
    }

    // impl/payment_calls.hpp: one call a step
    command start_call(step_row const& row, instant now);
    command enact_call(command order, instant now);
    /// Exchanges are numbered through, whatever part of the payment makes them: a late answer is never another's.
    std::uint32_t last_serial() const noexcept {
        return std::max({call_.serial(), attempt_.serial(), earlier_ ? earlier_->serial() : 0});
    }
    command receive_call(std::uint32_t serial, exchange_result const& answer, instant now);
    command call_failed(instant now);
    command ask_later(instant now);

    policy const* policy_;
    std::uint64_t seed_;
    reference_id fresh_;
    dollr::intent of_{};
    std::uint32_t generation_ = 1;
    facts facts_{};
    dollr::attempt attempt_{};
    std::optional<dollr::attempt> earlier_;  ///< while another one is prepared: what the journal goes on to say

    // what a crash forgets
    flow::step step_ = step::remember;
    step_row const* row_ = nullptr;  ///< of the call that runs
    dollr::call call_{};
    std::uint8_t lost_ = 0;                        ///< creates in a row whose answer was lost
    std::uint8_t confirming_ = 0;                  ///< times that the source was asked whether it is paid
    std::optional<steady_time> again_at_;          ///< to ask once more
    std::optional<steady_time> ask_until_;         ///< a second attempt: so long is the first one asked about
    std::optional<attempt_state> before_verdict_;  ///< while the attempt's verdict is written: what the journal says
    std::uint32_t answers_ = 0;
    bool writing_ = false;
    bool reaffirming_ = false;
    bool cancelled_ = false;
    bool accept_unproven_ = false;
    bool told_ = false;
    bool dropped_ = false;
    std::optional<verdict> outcome_;
    std::string last_error_;
    secret_string client_secret_;
};

// Their earlier names.
using codec::list_max;
namespace detail {
inline call_answer answer_of(error const& why, exchange_result const& end, instant now) {
    return codec::call_answer_of(why, end, now.server);
}
}  // namespace detail

}  // namespace dollr::flow

#if !defined(DOLLR_SEPARATE_COMPILATION)
#include <dollr/flow/impl/payment_attempt.hpp>
#include <dollr/flow/impl/payment_calls.hpp>
#include <dollr/flow/impl/payment_progress.hpp>
#endif

#endif
