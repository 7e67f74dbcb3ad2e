// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_PAYMENT_HPP
#define DOLLR_FLOW_PAYMENT_HPP

#include <dollr/api/executions.hpp>
#include <dollr/api/market.hpp>
#include <dollr/flow/payment_intent.hpp>
#include <dollr/flow/review.hpp>
#include <dollr/http/message.hpp>
#include <dollr/machine/attempt/attempt.hpp>
#include <dollr/machine/call.hpp>
#include <dollr/value/error.hpp>
#include <dollr/value/secret.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The API's guides as one resumable machine: collect by invoice or by a document that is there already, payout,
/// transfer, refund.
///
/// There is no script and no program counter. The flow looks at what it has (a party? an invoice? an account?) and does
/// the next missing thing; `due` is that whole decision. So a crash needs no special path: what was durable is there,
/// and what may have been created without our knowing is looked for before it is made again. The order of the guides
/// follows from what needs what:
///
///     party -> counterparty -> [ invoice -> items -> read back -> publish ] -> method -> account -> predicted amounts
///     -> session -> attempt -> [ source status -> receipt ]
///
/// (in brackets: collections). A transfer has neither account nor prediction, and a refund begins with its session.
/// Everything before the attempt moves no money, and is given up as `not_executed`. Only
/// the attempt machine sends the execution; from its first record on the flow just hands events through.
namespace dollr::flow {

/// What the flow does now.
enum class step : std::uint8_t {
    remember,  ///< the intent itself becomes durable
    find_party,
    create_party,
    find_counterparty,
    create_counterparty,
    find_invoice,
    create_invoice,
    review_invoice,
    add_item,
    publish,
    predict_method,
    create_account,
    predict_amounts,
    open_session,
    attempt,
    confirm_source,
    fetch_receipt,
    give_up,  ///< a verdict without an attempt becomes durable
    ended,
    read_document,  ///< one that is there already: is it what was intended?
};

[[nodiscard]] std::string_view name_of(step s) noexcept;

/// A payment method and the provider that carries it, as the API itself paired them.
struct route {
    open_enum<api::payment_method> method;
    open_enum<api::provider> provider;
};

class payment {
public:
    /// A new intent. `fresh` is the reference_id that its attempt will have, if it comes to one.
    [[nodiscard]] static payment begin(payment_intent wanted, digest const& content, reference_id const& fresh,
                                       policy const& rules, std::uint64_t seed);
    /// One that a crash left. Without `wanted` only an attempt can be finished; see resumable().
    [[nodiscard]] static payment recover(dollr::record const& newest, std::optional<payment_intent> wanted,
                                         reference_id const& fresh, policy const& rules, std::uint64_t seed);
    /// The application's word after failed, rejected or not_executed. The old attempt is polled once more; only then,
    /// and only if `may_reattempt` agrees, a new generation with the id `fresh` begins.
    [[nodiscard]] static payment reattempt(dollr::record const& newest, payment_intent wanted,
                                           reference_id const& fresh, bool accept_unproven, policy const& rules,
                                           std::uint64_t seed);

    /// Can a flow go on from this record without the intent itself?
    [[nodiscard]] static bool resumable(dollr::record const& newest) noexcept {
        return newest.attempt.phase != phase::none;
    }

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
    [[nodiscard]] std::uint32_t answers() const noexcept {
        return answers_;
    }  ///< that came, or did not come, in this process
    /// As the journal should know it.
    [[nodiscard]] dollr::record newest(instant now) const;
    [[nodiscard]] dollr::attempt const* attempt() const noexcept {
        return attempt_.phase() == phase::none ? nullptr : &attempt_;
    }
    [[nodiscard]] flow_progress const& progress() const noexcept { return progress_; }
    [[nodiscard]] operation_type operation() const noexcept;
    /// Of the document that a collection pays.
    [[nodiscard]] dollr::source_type source_type() const noexcept {
        return progress_.kind == flow_kind::collect_order ? dollr::source_type::order : dollr::source_type::invoice;
    }
    /// The last thing that went wrong, for a person; cleared when something goes right.
    [[nodiscard]] std::string const& last_error() const noexcept { return last_error_; }
    /// Oldest first; published or not, they are ours by their tag but unused.
    [[nodiscard]] std::vector<invoice_id> const& orphans() const noexcept { return orphans_; }
    [[nodiscard]] std::optional<timestamp> paid_at() const noexcept { return paid_at_; }
    [[nodiscard]] bool has_receipt() const noexcept { return has_receipt_; }
    /// For 3-D Secure, after require_action; the flow keeps no copy.
    [[nodiscard]] secret_string take_client_secret() noexcept { return std::move(client_secret_); }

private:
    payment(policy const& rules, std::uint64_t seed, reference_id const& fresh)
        : policy_(&rules), seed_(seed), fresh_(fresh) {}

    // impl/payment_progress.hpp: what to do next
    flow::step due() const noexcept;
    command go_on(instant now);
    command write(record_type why, instant now);
    command begin_attempt(instant now);
    command give_up(std::string why, instant now);
    command hand_through(command const& from_attempt, instant now);
    command follow(command order, instant now);
    command after_attempt(instant now);
    command wait(steady_time until = steady_time::max()) const;
    dollr::record record(record_type why, instant now) const;

    // impl/payment_calls.hpp: one operation a step
    command start_call(instant now);
    command from_call(command order, instant now);
    template <class Op, class Take>
    command read(std::uint32_t serial, exchange_result const& answer, instant now, Take take);
    command call_failed(instant now);
    command confirm_later(instant now);
    command take_answer(std::uint32_t serial, exchange_result const& answer, instant now);
    command take_session(session_id session, timestamp const& expires_at, instant now);

    // impl/payment_requests.hpp: what it asks
    result<void> build_call(secret_string const& bearer, http_request& out) const;

    policy const* policy_;
    std::uint64_t seed_;
    reference_id fresh_;
    dollr::intent of_{};
    std::optional<payment_intent> wanted_;
    std::uint32_t generation_ = 1;
    flow_progress progress_{};
    dollr::attempt attempt_{};
    std::optional<dollr::attempt> earlier_;  ///< while another one is prepared: what the journal goes on to say

    // what a crash forgets, and is asked or computed again
    flow::step step_ = step::remember;
    dollr::call call_{};
    bool look_first_ = false;  ///< something may exist that we do not know of
    bool reviewed_ = false;
    review todo_{};
    std::optional<route> route_;
    dollr::currency target_{};
    std::optional<api::amount_and_fee_prediction_response> predicted_;
    timestamp session_until_{};             ///< as we ask for it, where the API lets us choose
    std::optional<server_time> expiry_;     ///< of the session, once it is open
    std::uint8_t lost_ = 0;                 ///< creates in a row whose answer was lost
    std::uint8_t confirming_ = 0;           ///< times that the source was asked whether it is paid
    std::optional<steady_time> again_at_;   ///< to ask once more
    std::optional<steady_time> ask_until_;  ///< a second attempt: so long is the first one asked about
    std::uint32_t answers_ = 0;
    bool writing_ = false;
    bool reaffirming_ = false;
    bool cancelled_ = false;
    bool accept_unproven_ = false;
    bool told_ = false;
    std::optional<verdict> outcome_;
    std::string last_error_;
    std::vector<invoice_id> orphans_;
    std::optional<timestamp> paid_at_;
    bool has_receipt_ = false;
    secret_string client_secret_;
};

}  // namespace dollr::flow

#include <dollr/flow/impl/payment_calls.hpp>
#include <dollr/flow/impl/payment_progress.hpp>
#include <dollr/flow/impl/payment_requests.hpp>

#endif
