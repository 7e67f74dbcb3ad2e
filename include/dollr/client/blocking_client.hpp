// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_BLOCKING_CLIENT_HPP
#define DOLLR_CLIENT_BLOCKING_CLIENT_HPP

#include <dollr/client/runner.hpp>
#include <dollr/flow/known.hpp>
#include <dollr/flow/payment.hpp>
#include <dollr/port/clock.hpp>
#include <dollr/port/digest.hpp>
#include <dollr/port/entropy.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <utility>

/// One payment at a time, over one function that sends a request: the simplest way to embed the library.
///
///     dollr::blocking_client client(transport, journal, clock, entropy, sha256, who);
///     dollr::result<dollr::settlement> end = client.pay(intent);
///
/// `pay` returns when the payment has a verdict or is parked. Call it again with the same intent, in this process or
/// after a crash, and it goes on or tells the verdict; it never begins a second payment for a key that it knows.
namespace dollr {

/// A clock that can wait.
template <class C>
concept sleeping_clock = clock_source<C> && requires(C const& c, duration d) { c.sleep(d); };

/// Who we are. `passcode` is only needed for payouts.
struct client_credentials {
    std::string client_id;
    secret_string client_secret;
    std::optional<api::passcode_payload> passcode;
};

struct settlement {
    dollr::verdict verdict;            ///< outcome `parked`: not known yet; call pay again later
    std::optional<dollr::paid> proof;  ///< what fulfilment takes; only of a completed payment whose amounts agree
    std::optional<dollr::reference_id> reference_id;
    std::string last_error;  ///< the last thing that went wrong, for a person; may be empty
    bool before = false;  ///< the verdict was in the journal already; nothing was sent
};

template <blocking_transport Transport, journal Journal, sleeping_clock Clock, entropy_source Entropy,
          digest_function Sha256>
class blocking_client {
public:
    blocking_client(Transport& transport, Journal& journal, Clock& clock, Entropy& entropy, Sha256 sha256,
                    client_credentials who, policy rules = {})
        : transport_(&transport),
          journal_(&journal),
          clock_(&clock),
          entropy_(&entropy),
          sha256_(std::move(sha256)),
          who_(std::move(who)),
          policy_(std::move(rules)) {}

    /// An error means that nothing was begun or that the journal failed; money may then still have moved if it says so.
    [[nodiscard]] result<settlement> pay(flow::payment_intent const& wanted, bool reattempt = false);

    /// Any operation that moves no money, repeated as its hazard allows for at most `policy::call_max`. A create whose
    /// answer was lost is not repeated: look for it first.
    template <class Op>
    [[nodiscard]] result<typename Op::response> call(typename Op::path const& path, typename Op::query const& query,
                                                     typename Op::body const& body);
    template <class Op>
    [[nodiscard]] result<typename Op::response> call(typename Op::body const& body) {
        return call<Op>({}, {}, body);
    }

    /// Told as it happens: anomalies, and the 3-D Secure secret that a payer must be shown. Both may be empty.
    std::function<void(flow::payment const&, notes const&)> on_note;
    std::function<void(flow::payment const&, secret_string const& client_secret)> on_action;

private:
    /// What the runner starts is sent at once and told at the end of the turn.
    struct queued_transport {
        Transport* transport;
        std::deque<std::function<void()>> ended;

        template <class Done>
        void start(http_request&& request, duration timeout, Done done) {
            auto answer = std::make_shared<exchange_result>(transport->send(request, timeout));
            request.clear();
            ended.push_back([answer, done = std::make_shared<Done>(std::move(done))] { (*done)(std::move(*answer)); });
        }
    };
    struct host {
        blocking_client* client;
        std::string token_error_text;
        bool refused = false;

        bool credentials(api::obtain_token_payload& out) {
            out.client_id = client->who_.client_id;
            out.client_secret = client->who_.client_secret;
            return !out.client_id.empty();
        }
        bool passcode(flow::payment&, api::passcode_payload& out) {
            if (client->who_.passcode) out = *client->who_.passcode;
            refused = !client->who_.passcode;
            return !refused;
        }
        void noted(flow::payment& p, notes const& n) {
            if (client->on_note) client->on_note(p, n);
        }
        void action_required(flow::payment& p) {
            auto const secret = p.take_client_secret();
            if (client->on_action) client->on_action(p, secret);
        }
        void settled(flow::payment&, verdict const&) {}
        void token_error(error const& e) { token_error_text = describe(e); }
    };

    result<void> fetch_token();
    result<settlement> drive(flow::payment payment, attempt_event const& first, std::uint64_t seed);

    Transport* transport_;
    Journal* journal_;
    Clock* clock_;
    Entropy* entropy_;
    Sha256 sha256_;
    client_credentials who_;
    policy policy_;
    secret_string bearer_;  ///< of `call`; the payments' is the runner's
};

template <blocking_transport Transport, journal Journal, sleeping_clock Clock, entropy_source Entropy,
          digest_function Sha256>
result<settlement> blocking_client<Transport, Journal, Clock, Entropy, Sha256>::pay(flow::payment_intent const& wanted,
                                                                                    bool reattempt) {
    auto issues = validate(policy_);
    for (auto& i : codec::validate(wanted, "intent")) issues.push_back(std::move(i));
    for (auto& i : flow::contradictions(wanted)) issues.push_back(std::move(i));
    if (!issues.empty()) {
        auto e = invalid_input("this payment cannot be made as it stands", "correct what the issues name");
        e.issues = std::move(issues);
        return e;
    }
    auto const content = flow::content_of(wanted, sha256_);
    if (!content) return content.error();
    auto const fresh = mint_reference_id(*entropy_);
    if (!fresh) return fresh.error();
    auto const seed = draw_seed(*entropy_);
    if (!seed) return seed.error();

    auto const* const found = journal_->find(*intent_key::try_parse(wanted.key));
    switch (flow::disposition_of(found, *content, reattempt)) {
        case flow::disposition::refuse:
            return flow::other_content(*found, wanted.key, *content);
        case flow::disposition::begin:
            return drive(flow::payment::begin(wanted, *content, *fresh, policy_, *seed), event::started{}, *seed);
        case flow::disposition::go_on:
            return drive(flow::payment::recover(*found, wanted, *fresh, policy_, *seed), event::recovered{}, *seed);
        case flow::disposition::reattempt:
            return drive(flow::payment::reattempt(*found, wanted, *fresh, false, policy_, *seed), event::recovered{},
                         *seed);
        case flow::disposition::skip:
            break;
    }
    settlement known;
    known.before = true;
    if (!found->attempt.reference_id.is_nil()) known.reference_id = found->attempt.reference_id;
    auto const again = attempt::recover(*found, policy_, *seed);
    known.verdict = again.verdict();
    known.verdict.durable = true;
    known.proof = again.proof();
    return known;
}

template <blocking_transport Transport, journal Journal, sleeping_clock Clock, entropy_source Entropy,
          digest_function Sha256>
result<settlement> blocking_client<Transport, Journal, Clock, Entropy, Sha256>::drive(flow::payment payment,
                                                                                      attempt_event const& first,
                                                                                      std::uint64_t seed) {
    queued_transport wire{transport_, {}};
    host told{this, {}, false};
    runner<flow::payment, queued_transport, Journal, host> work{policy_, seed, wire, *journal_, told};
    auto may_have_left = payment.attempt() != nullptr && payment.phase() != phase::recorded;
    auto const id = work.add(std::move(payment), first, clock_->now());
    auto const stopped = [](error_kind kind, std::string what, std::string_view next, money_moved moved) {
        error e;
        e.kind = kind;
        e.moved = moved;
        e.what = std::move(what);
        e.next = next;
        return e;
    };
    while (true) {
        auto const wake = work.turn(clock_->now());
        auto const* const task = work.tasks().find(id);
        // Once it may have left, a payment that was taken out of our hands does not become one that did not.
        if (task != nullptr && task->attempt() != nullptr) may_have_left = task->phase() != phase::recorded;
        auto const moved = may_have_left ? money_moved::unknown : money_moved::no;
        if (task == nullptr && !work.journal_failed())
            return stopped(error_kind::journal, "another worker has this payment",
                           "let it end, then call pay again with the same intent", money_moved::unknown);
        auto const end_of = [&] {
            settlement end;
            end.last_error = task->last_error().empty() && !task->settled() ? told.token_error_text : task->last_error();
            if (task->outcome()) end.verdict = *task->outcome();
            if (auto const* attempt = task->attempt()) {
                end.proof = attempt->proof();
                end.reference_id = attempt->state().reference_id;
                if (!task->outcome()) end.verdict.outcome = attempt->phase();
            }
            return end;
        };
        // What became of the money outranks what happened to us: a verdict is told though its record or its receipt
        // fail.
        auto const known = task != nullptr && task->outcome().has_value();
        if (known && (work.journal_failed() || (work.quiet() && work.tasks().token().credentials_refused())))
            return end_of();
        if (work.journal_failed() || task == nullptr)
            return stopped(error_kind::journal, "the journal failed",
                           "mend it, then call pay again with the same intent", moved);
        if (work.quiet() && work.tasks().token().credentials_refused())
            return stopped(error_kind::unauthorized, "no token: " + told.token_error_text,
                           "correct the credentials, then call pay again", moved);
        if (work.quiet() && (told.refused || work.tasks().breaker_open()) && task->phase() <= phase::recorded)
            return stopped(error_kind::forbidden, "the passcode is missing or was refused",
                           "correct it, then call pay again", money_moved::no);
        auto const asked = task->answers() != 0 || !told.token_error_text.empty();  // or could not be
        if (work.quiet() && (task->settled() || (task->phase() == phase::parked && asked))) return end_of();
        if (!wire.ended.empty()) {
            auto const next = std::move(wire.ended.front());
            wire.ended.pop_front();
            next();
            continue;
        }
        auto const now = clock_->now().steady;
        if (wake > now) clock_->sleep(std::min<duration>(wake - now, std::chrono::minutes{1}));
    }
}

template <blocking_transport Transport, journal Journal, sleeping_clock Clock, entropy_source Entropy,
          digest_function Sha256>
result<void> blocking_client<Transport, Journal, Clock, Entropy, Sha256>::fetch_token() {
    http_request request;
    if (auto built = codec::request<api::obtain_token>({who_.client_id, who_.client_secret}, {}, request); !built)
        return built;
    auto token = codec::response<api::obtain_token>(transport_->send(request, policy_.exchange_max));
    if (!token) return token.error();
    bearer_ = std::move(token->access_token);
    return {};
}

template <blocking_transport Transport, journal Journal, sleeping_clock Clock, entropy_source Entropy,
          digest_function Sha256>
template <class Op>
result<typename Op::response> blocking_client<Transport, Journal, Clock, Entropy, Sha256>::call(
    typename Op::path const& path, typename Op::query const& query, typename Op::body const& body) {
    static_assert(Op::hazard != hazard::moves_money, "what moves money is never just called: it is paid by pay()");
    auto const seed = draw_seed(*entropy_);
    if (!seed) return seed.error();
    auto machine = dollr::call::begin(Op::hazard, policy_, *seed);
    result<typename Op::response> last = invalid_input("nothing was sent", "call again");
    auto order = machine.handle(event::started{}, clock_->now());
    while (!machine.ended()) {
        if (auto const* const token = std::get_if<effect::need_token>(&order.what)) {
            if (token->fresh || bearer_.empty())
                if (auto const fetched = fetch_token(); !fetched) return fetched.error();
            order = machine.handle(event::token_ready{1}, clock_->now());
        } else if (auto const* const send = std::get_if<effect::send>(&order.what)) {
            http_request request;
            if (auto const built = codec::request<Op>(path, query, body, bearer_, request); !built)
                return built.error();
            auto const end = transport_->send(request, policy_.exchange_max);
            last = codec::response<Op>(end, {.body_max = flow::list_max});
            auto const now = clock_->now();
            auto const how =
                last ? call_answer{call_answer::kind::succeeded, {}} : flow::detail::answer_of(last.error(), end, now);
            order = machine.answered(send->serial, how, now);
        } else {
            auto const* const wait = std::get_if<effect::wait_until>(&order.what);
            auto const now = clock_->now().steady;
            if (wait != nullptr && wait->until > now) clock_->sleep(wait->until - now);
            order = machine.handle(event::ticked{}, clock_->now());
        }
    }
    return last;
}

}  // namespace dollr

#endif
