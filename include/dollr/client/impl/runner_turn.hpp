// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_IMPL_RUNNER_TURN_HPP
#define DOLLR_CLIENT_IMPL_RUNNER_TURN_HPP

#include <dollr/client/runner.hpp>
#include <dollr/codec/problem.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/value/separate.hpp>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <span>
#include <utility>
#include <variant>

/// What a turn does: takes what ended, carries out what the pool wants, and starts what must become durable.
namespace dollr {

/// What a transport calls, from within start or later. One that is destroyed uncalled counts as no answer.
struct runner::reply {
    std::shared_ptr<inbox> to;
    arrival where;

    reply(std::shared_ptr<inbox> box, arrival w) : to(std::move(box)), where(std::move(w)) {}
    reply(reply&& other) noexcept : to(std::move(other.to)), where(std::move(other.where)) {}
    reply& operator=(reply&&) = delete;
    ~reply() {
        if (to) (*this)(no_response{delivery::maybe_sent, false, "the transport let go of the request"});
    }
    void operator()(exchange_result answer) {
        auto const box = std::exchange(to, nullptr);
        where.answer = std::move(answer);
        box->add([this](inbox& in) { in.arrived.push_back(std::move(where)); });
    }
};

DOLLR_DECL runner::runner(ports with, policy rules, std::uint64_t seed)
    : ports_(std::move(with)), policy_(std::move(rules)), seed_(seed), pool_(policy_, seed) {
    inbox_->wake = ports_.wake;
}

DOLLR_DECL result<std::unique_ptr<runner>> runner::make(ports with, policy rules) {
    if (auto issues = validate(rules); !issues.empty()) {
        auto e = invalid_input("this policy is not safe", "correct what the issues name");
        e.issues = std::move(issues);
        return e;
    }
    auto const seed = draw_seed(with.entropy);
    if (!seed) return seed.error();
    return std::unique_ptr<runner>{new runner{std::move(with), std::move(rules), *seed}};
}

DOLLR_DECL runner::~runner() {
    inbox_->closed = true;
    inbox_->wake = nullptr;
}

DOLLR_DECL steady_time runner::turn() {
    auto sent = false;
    auto const take_journal = [&] {
        auto const any = inbox_->put || inbox_->claim || inbox_->list || inbox_->due || inbox_->renewed;
        if (inbox_->put) sent = take_put(now()) || sent;
        if (inbox_->claim) take_claims(*std::exchange(inbox_->claim, std::nullopt), now());
        if (inbox_->list) take_list(*std::exchange(inbox_->list, std::nullopt));
        if (inbox_->due) take_due(*std::exchange(inbox_->due, std::nullopt), now());
        if (inbox_->renewed) take_renewal(now());
        return any;
    };
    take_journal();
    take_answers();
    expire(now());
    while (true) {
        auto any = false;
        while (auto const work = pool_.next(now())) {
            any = true;
            sent = carry_out(*work) || sent;
        }
        take_changes(now());
        // A journal may be called in this loop and take its time: not before what was released has left.
        if (sent) break;
        ask_journal(now());
        any = write() || any;
        if (!take_journal() && !any) break;
    }
    watch_pauses(now());
    tell_the_program();
    auto const at = now();
    if (sent || !to_tell_.empty() || !changed_.empty() || !inbox_->empty()) return at.steady;
    auto wake = pool_.next_timer(at).value_or(steady_time::max());
    if (renew_at_) wake = std::min(wake, *renew_at_);
    if (!deadlines_.empty()) wake = std::min(wake, deadlines_.begin()->first);
    if (!looks_.empty()) wake = std::min(wake, looks_.begin()->first);
    if (audits_ != 0) wake = std::min(wake, audits_end_);
    return wake;
}

/// What was told may begin more: that waits for the next turn.
DOLLR_DECL void runner::tell_the_program() {
    for (auto left = to_tell_.size(); left != 0; --left) {
        auto one = std::move(to_tell_.front());
        to_tell_.pop_front();
        one({});
    }
}

DOLLR_DECL void runner::take_answers() {
    while (!inbox_->arrived.empty()) {
        auto answer = std::move(inbox_->arrived.front());
        inbox_->arrived.pop_front();
        learn_time(answer.answer);
        auto const at = now();
        if (answer.token != 0) {
            take_token(answer, at);
            continue;
        }
        pool_.exchange_ended(answer.task);
        if (auto* const task = pool_.find(answer.task))
            pool_.enact(answer.task, task->machine->receive(answer.serial, answer.asked, answer.answer, at), at);
    }
}

/// True: a send was given to the transport.
DOLLR_DECL bool runner::carry_out(job const& work) {
    if (work.what == job::kind::fetch_token) {
        fetch_token(work.token, now());
        return false;
    }
    if (auto const* persist = std::get_if<effect::persist>(&work.order.what)) {
        if (persist->record.type != record_type::send) forget_passcode(work.task);
        if (to_write_.empty()) to_write_.emplace_back();
        to_write_.back().push_back({persist->record, work.task});
    }
    auto* const task = pool_.find(work.task);
    if (task == nullptr) return false;
    auto* const payment = task->machine->payment();
    auto const& raised = work.order.notes;
    if (payment != nullptr && (raised.raised != anomaly::none || raised.escalate)) {
        if (auto* const p = find_payer(payment->key());
            p != nullptr && has(raised.raised, anomaly::refused | anomaly::secret_refused))
            p->refusal = payment->last_error();
        to_tell_.emplace_back(
            [this, status = status_of(*payment), raised](std::monostate) { ports_.observer.on_note(status, raised); });
    }
    auto const at = now();
    if (auto const* send = std::get_if<effect::send>(&work.order.what))
        return exchange(work, send->serial, send->deadline, at);
    if (auto const* poll = std::get_if<effect::poll>(&work.order.what)) {
        exchange(work, poll->serial, poll->deadline, at);
    } else if (std::holds_alternative<effect::need_secret>(work.order.what) && payment != nullptr) {
        ask_passcode(work.task, *payment);
    } else if (std::holds_alternative<effect::require_action>(work.order.what) && payment != nullptr) {
        auto shown = std::make_shared<secret_string>(payment->take_client_secret());
        to_tell_.emplace_back(
            [this, status = status_of(*payment), shown](std::monostate) { ports_.observer.on_action(status, *shown); });
    } else if (auto const* done = std::get_if<effect::done>(&work.order.what)) {
        forget_passcode(work.task);
        if (payment != nullptr && done->verdict.durable)
            to_tell_.emplace_back([this, status = status_of(*payment), told = done->verdict](std::monostate) {
                ports_.observer.on_verdict(status, told);
            });
        pool_.deliver(work.task, event::ticked{}, at);  // that it was told becomes durable
    } else if (std::holds_alternative<effect::drop>(work.order.what)) {
        forget_passcode(work.task);
        pool_.remove(work.task);
    }
    return false;
}

/// A person may be asked, and may take a while, or the source may throw: then it counts as refused.
DOLLR_DECL void runner::ask_passcode(task_id id, flow::payment& payment) {
    forget_passcode(id);
    struct answer {
        runner* self;
        task_id id;
        bool given = false;
        ~answer() {
            self->pool_.deliver(
                id, given ? attempt_event{event::secret_ready{}} : attempt_event{event::secret_refused{}}, self->now());
        }
    } end{this, id};
    held_passcode held{id, {}};
    end.given = ports_.secrets.passcode(status_of(payment), held.payload);
    if (end.given) passcodes_.push_back(std::move(held));
}

/// The SEND is durable, and its guards look at the time of this moment. True: it left.
DOLLR_DECL bool runner::release(task_id id, steady_time lease_until) {
    pool_.deliver(id, event::persisted{lease_until}, now());
    auto const work = pool_.released(id);
    return work && carry_out(*work);
}

/// One put for all records that gathered: many payments share one sync. If one of them is refused, which leaves all
/// unwritten, each is put alone, so that only its own payment is dropped. True: a send was given to the transport.
DOLLR_DECL bool runner::take_put(instant at) {
    auto const end = *std::exchange(inbox_->put, std::nullopt);
    auto const records = std::exchange(writing_, nullptr);
    auto const writers = std::exchange(writers_, {});
    auto const lease_until = lease_end(put_began_);
    if (end.what == put_result::refused && writers.size() > 1) {
        for (std::size_t i = writers.size(); i-- != 0;) to_write_.push_front({{(*records)[i], writers[i]}});
        return false;
    }
    auto sent = false;
    for (std::size_t i = 0; i < writers.size(); ++i) {
        if (end.what == put_result::durable && (*records)[i].type == record_type::send)
            sent = release(writers[i], lease_until) || sent;
        else if (end.what == put_result::durable)
            pool_.deliver(writers[i], event::persisted{lease_until}, at);
        else if (end.what == put_result::refused)
            pool_.deliver(writers[i], event::write_refused{}, at);
    }
    if (end.what == put_result::failed) {
        fail_journal(end.why.value_or(invalid_input("the journal failed", "look why")), at);
    }
    return sent;
}

/// True: something was refused there and then.
DOLLR_DECL bool runner::write() {
    if (!writers_.empty() || to_write_.empty()) return false;
    auto const batch = std::move(to_write_.front());
    to_write_.pop_front();
    if (journal_failure_) {
        for (auto const& one : batch) pool_.deliver(one.by, event::persist_failed{}, now());
        return true;
    }
    // Shared: a journal on another thread may still read it when this runner is gone.
    writing_ = std::make_shared<std::vector<record>>();
    writing_->reserve(batch.size());
    for (auto const& one : batch) {
        writing_->push_back(one.what);
        writers_.push_back(one.by);
    }
    put_began_ = now().steady;
    auto const records = writing_;
    ports_.journal.put(*records, [box = inbox_, records](journal::put_end end) {
        box->add([&](inbox& in) { in.put = std::move(end); });
    });
    return false;
}

DOLLR_DECL void runner::fail_journal(error why, instant at) {
    if (journal_failure_) return;
    why.kind = error_kind::journal;
    journal_failure_ = why;
    renew_at_.reset();
    pool_.stop_sends();
    std::vector<task_id> all;
    pool_.each([&](task_id id, pooled_http_task& task) {
        if (task.machine->payment() != nullptr) all.push_back(id);
    });
    for (auto const id : all) pool_.deliver(id, event::persist_failed{}, at);
    to_tell_.emplace_back([this, why](std::monostate) { ports_.observer.on_journal_failed(why); });
    for (auto const& [number, p] : payers_) changed_.push_back(number);
}

DOLLR_DECL void runner::ask_journal(instant at) {
    renew_leases(at);
    sweep(at);
    constexpr std::size_t claimed_at_once = 64;
    if (!claiming_ && !to_claim_.empty()) {
        claimed asked{at.steady, {}, journal_claims{}};
        std::vector<intent> wanted;
        auto const again = to_claim_.front().second;
        while (!to_claim_.empty() && wanted.size() < claimed_at_once && to_claim_.front().second == again) {
            auto const number = to_claim_.front().first;
            to_claim_.pop_front();
            auto const* const p = find_payer(number);
            if (p == nullptr) continue;
            wanted.push_back({p->key, p->content});
            asked.payers.emplace_back(number, p->key);
        }
        if (!wanted.empty()) {
            claiming_ = true;
            ports_.journal.claim(std::move(wanted), again,
                                 [box = inbox_, asked = std::move(asked)](result<journal_claims> answer) mutable {
                                     asked.answer = std::move(answer);
                                     box->add([&](inbox& in) { in.claim = std::move(asked); });
                                 });
        }
    }
    if (!listing_ && !to_list_.empty()) {
        listing_ = true;
        auto const who = to_list_.front();
        to_list_.pop_front();
        ports_.journal.unfinished([box = inbox_, who](result<std::vector<record>> answer) {
            box->add([&](inbox& in) { in.list = listed{who, std::move(answer)}; });
        });
    }
}

/// A lease that began before the journal was asked ends, for us, before it ends for the others.
DOLLR_DECL steady_time runner::lease_end(steady_time begun) const noexcept {
    auto const length = ports_.journal.lease_length();
    return length < steady_time::max() - begun ? begun + length : steady_time::max();
}

/// Three times in a lease's length.
DOLLR_DECL void runner::renew_leases(instant at) {
    auto const length = ports_.journal.lease_length();
    if (length == duration::max() || journal_failure_ || renewing_) return;
    if (pool_.size() == 0) return renew_at_.reset();  // nothing is held
    if (!renew_at_) renew_at_ = at.steady + length / 3;
    if (at.steady < *renew_at_) return;
    renewing_ = true;
    renewal_began_ = at.steady;
    renew_at_.reset();
    ports_.journal.renew([box = inbox_](result<std::vector<intent_key>> answer) {
        box->add([&](inbox& in) { in.renewed.emplace(std::move(answer)); });
    });
}

DOLLR_DECL void runner::take_renewal(instant at) {
    auto const answer = *std::exchange(inbox_->renewed, std::nullopt);
    renewing_ = false;
    if (journal_failure_) return;
    auto const length = ports_.journal.lease_length();
    // What could not be renewed is tried again soon: nothing is sent on a lease that is about to end.
    renew_at_ = at.steady + (answer ? length / 3 : length / 30);
    if (!answer) return;
    std::vector<std::pair<task_id, bool>> all;
    pool_.each([&](task_id id, pooled_http_task& task) {
        auto const* const payment = task.machine->payment();
        if (payment == nullptr) return;
        auto const is_lost = [&](intent_key const& key) { return key.text() == payment->key(); };
        all.emplace_back(id, std::any_of(answer->begin(), answer->end(), is_lost));
    });
    for (auto const& [id, is_lost] : all)
        pool_.deliver(
            id, is_lost ? attempt_event{event::lease_lost{}} : attempt_event{event::leased{lease_end(renewal_began_)}},
            at);
}

/// False: it could not be written, and its task was told.
DOLLR_DECL bool runner::exchange(job const& work, std::uint32_t serial, steady_time deadline, instant at) {
    auto& task = *pool_.find(work.task)->machine;
    http_request request;
    auto const built = task.build(work.order.what, bearer(work.token), passcode_of(work.task), request);
    if (std::holds_alternative<effect::send>(work.order.what)) forget_passcode(work.task);
    if (!built) {
        pool_.exchange_ended(work.task);
        pool_.enact(work.task, task.unbuildable(serial, built.error(), at), at);
        return false;
    }
    start(std::move(request), deadline, arrival{.task = work.task, .serial = serial, .asked = at.steady, .answer = {}});
    return true;
}

/// Since its guards were looked at, the process may have stood still. The transport counts from here on by itself.
DOLLR_DECL void runner::start(http_request&& request, steady_time deadline, arrival where) {
    reply answer{inbox_, std::move(where)};
    auto const left = deadline - now().steady;
    if (left <= duration::zero()) return answer(no_response{delivery::never_sent, true, "its time is over"});
    ports_.transport.start(std::move(request), std::max(ports_.clock.real(left), duration{1}), std::move(answer));
}

DOLLR_DECL void runner::fetch_token(std::uint64_t generation, instant at) {
    api::obtain_token_payload credentials;
    http_request request;
    struct attempted {  // a source that throws is asked again later
        runner* self;
        std::uint64_t generation;
        bool done = false;
        ~attempted() {
            if (!done) self->pool_.token_failed(generation, {}, self->now());
        }
    } fetch{this, generation};
    auto const refuse = [&](error const& why) {
        fetch.done = true;
        token_error_ = describe(why);
        to_tell_.emplace_back([this, why](std::monostate) { ports_.observer.on_token_error(why); });
        pool_.token_refused(generation, at);
    };
    if (!ports_.secrets.credentials(credentials))
        return refuse(invalid_input("there are no credentials", "give a client id and a client secret"));
    if (auto const built = codec::request<api::obtain_token>(credentials, no_token_, request); !built)
        return refuse(built.error());
    fetch.done = true;
    start(std::move(request), at.steady + policy_.exchange_max, arrival{.token = generation, .answer = {}});
}

DOLLR_DECL void runner::take_token(arrival& answer, instant at) {
    auto token = codec::response<api::obtain_token>(answer.answer);
    if (token) {
        token_error_.clear();
        if (tokens_.size() == 4) tokens_.erase(tokens_.begin());
        tokens_.push_back({answer.token, std::move(token->access_token)});
        pool_.token_arrived(answer.token, token->expires_in, at);
        return;
    }
    auto const& e = token.error();
    token_error_ = describe(e);
    to_tell_.emplace_back([this, e](std::monostate) { ports_.observer.on_token_error(e); });
    auto const final_word = e.kind == error_kind::unauthorized || e.kind == error_kind::forbidden ||
                            e.kind == error_kind::refused || e.kind == error_kind::not_found;
    if (final_word) {
        pool_.token_refused(answer.token, at);
    } else {
        auto const* response = std::get_if<http_response>(&answer.answer);
        pool_.token_failed(answer.token, response ? codec::retry_after(*response, at.server) : std::nullopt, at);
    }
}

/// Only an answer of the API itself teaches the time, whatever it answers: a portal in between may say anything.
DOLLR_DECL void runner::learn_time(exchange_result const& answer) {
    auto const* response = std::get_if<http_response>(&answer);
    if (ports_.clock.is_servers() || response == nullptr) return;
    auto const date = codec::date_of(*response);
    if (!date || !codec::is_of_api(*response)) return;
    // A Date has whole seconds and was written before the answer travelled: smaller differences mean nothing.
    auto const difference = *date - ports_.clock.now().server;
    constexpr auto coarse = std::chrono::seconds{2};
    offset_ =
        difference > -coarse && difference < coarse ? duration{} : std::chrono::duration_cast<duration>(difference);
}

/// A pause is told when it begins or grows, and the breaker when it opens.
DOLLR_DECL void runner::watch_pauses(instant at) {
    auto const until = pool_.paused_until();
    if (until && (!pause_told_ || *until > *pause_told_))
        to_tell_.emplace_back([this, left = *until - at.steady](std::monostate) {
            ports_.observer.on_pause(left, "the server asked for a pause");
        });
    pause_told_ = until;
    if (std::exchange(breaker_told_, pool_.breaker_open()) || !pool_.breaker_open()) return;
    to_tell_.emplace_back([this](std::monostate) {
        ports_.observer.on_pause(duration::max(),
                                 "a passcode or a permission was refused: no payout, transfer or refund is sent");
    });
    tell_all_held_back();
}

DOLLR_DECL secret_string const& runner::bearer(std::uint64_t generation) const noexcept {
    for (auto const& token : tokens_)
        if (token.generation == generation) return token.bearer;
    return no_token_;
}

DOLLR_DECL api::passcode_payload const* runner::passcode_of(task_id id) const noexcept {
    for (auto const& held : passcodes_)
        if (held.task == id) return &held.payload;
    return nullptr;
}

}  // namespace dollr

#endif
