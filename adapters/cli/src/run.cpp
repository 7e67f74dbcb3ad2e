// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "run.hpp"

#include <dollr/port/entropy.hpp>
#include <dollr/system/entropy.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <map>
#include <utility>

namespace dollr::cli {
namespace {

std::sig_atomic_t volatile stop_asked = 0;

extern "C" void ask_to_stop(int) {
    stop_asked = 1;
    // The next one ends the process: everything that has left is in the journal already.
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

/// However long nothing is due: so often is the display drawn and a signal seen.
constexpr duration glance{200};

curl_options curl_options_for(opened_journal const& where, run_options const& options) {
    curl_options o;
    o.base_url = where.target.base_url;
    o.in_flight_max = options.in_flight + std::size_t{1};  // and the token
    o.body_max = codec::list_max;
    return o;
}

/// A parked one is asked about once more in every run, unless nobody can be asked.
bool over(flow::payment const& task, bool token_error) {
    return task.settled() || (task.phase() == phase::parked && (task.answers() != 0 || token_error));
}

/// By the breaker: no more happens to it in this run.
bool held(flow::payment const& task, bool breaker_open) {
    return breaker_open && task.operation() != operation_type::collection && task.phase() <= phase::recorded;
}

}  // namespace

void install_signal_handlers() {
    struct sigaction act{};
    act.sa_handler = ask_to_stop;
    ::sigaction(SIGINT, &act, nullptr);
    ::sigaction(SIGTERM, &act, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a write that fails, and the journal says so
}

run::run(opened_journal& where, run_options const& options)
    : where_(&where), options_(options), clock_(where.target.clock), journal_(*where.journal) {
    policy_.trust_session_expiry = options.trust_session_expiry;
    policy_.in_flight_max = options.in_flight;
    policy_.fee_max = options.fee_max;
    policy_.rate_change_max = options.rate_change_max;
}

result<std::uint64_t> run::seed() { return draw_seed(entropy_); }

result<void> run::connect() {
    auto curl = curl_multi_transport::open(curl_session::of_the_program(), curl_options_for(*where_, options_));
    if (!curl) return curl.error();
    curl_.emplace(std::move(*curl));
    auto made = runner::make({.transport = *curl_,
                              .journal = journal_,
                              .clock = clock_,
                              .entropy = entropy_,
                              .digest = digest_,
                              .secrets = *this,
                              .observer = *this},
                             policy_);
    if (!made) return made.error();
    runner_ = *std::move(made);
    runner_->learn_rates(*where_->journal);
    know_contradictions();
    return {};
}

/// Until the next audit has written down more, the newest record says that the server contradicted a verdict. The run
/// that heard of it may have died before it said so.
void run::know_contradictions() {
    if (where_->journal->shared() != nullptr) return;  // found again by its next audit
    where_->journal->each_newest([this](record const& newest) {
        if (newest.type == record_type::late_truth) contradicted_.emplace(newest.intent.key.text());
    });
}

void run::add(flow::payment payment, attempt_event const& first, std::optional<steady_time> leased) {
    outcome_line unknown;
    unknown.key = payment.key();
    unknown.operation = wire_name(payment.operation());
    unknown.outcome = to_text(phase::none);
    unknown.message = "the journal failed: nothing was sent";
    auto const id = runner_->add(std::move(payment), first, leased);
    if (id) order_.push_back({*id, std::move(unknown)});
}

std::size_t run::busy() {
    std::size_t count = 0;
    runner_->each([&](task_id, flow::payment const& task) {
        count += !over(task, !last_token_error_.empty()) && !held(task, runner_->tasks().breaker_open());
    });
    return count;
}

std::set<std::string> run::keys() const {
    std::set<std::string> all;
    for (auto const& line : ended_) all.insert(line.key);
    for (auto const& one : order_) all.insert(one.if_dropped.key);
    return all;
}

std::vector<std::string> run::take_dropped() {
    std::vector<std::string> keys;
    std::erase_if(order_, [&](added const& one) {
        if (runner_->find(one.id) != nullptr) return false;
        keys.push_back(one.if_dropped.key);
        return true;
    });
    return keys;
}

/// Once its verdict was told and that is durable, a payment of a shared journal is nobody's any more.
void run::let_go_of_the_settled() {
    std::erase_if(order_, [this](added const& one) {
        auto const* const task = runner_->find(one.id);
        if (task == nullptr || !task->settled()) return false;
        auto const* const newest = where_->journal->find(*intent_key::try_parse(task->key()));
        if (newest == nullptr || !is_terminal(newest->attempt.phase) || !newest->attempt.told) return false;
        ended_.push_back(line_for(*task));
        if (auto* const shared = where_->journal->shared())
            shared->release(std::span{&newest->intent.key, 1});  // or others would wait for it until this run ends
        runner_->remove(one.id);
        return true;
    });
}

bool run::finished() { return busy() == 0 && runner_->idle() && !runner_->auditing(); }

ending run::go(std::size_t total, feeding const& feed) {
    progress_.emplace(stderr, total, options_.quiet || options_.json);
    bool stopping = false;
    while (true) {
        if (stop_asked != 0 && !stopping) {
            stopping = true;
            progress_->note("stopping: nothing new is sent, answers are awaited");
            runner_->stop();
        }
        auto const wake = runner_->turn();
        auto const refused = runner_->tasks().token().credentials_refused();
        auto all_begun = !feed;
        if (feed && !stopping && !refused && runner_->journal_failure() == nullptr) {
            let_go_of_the_settled();
            auto const more = feed();
            if (!more) {
                feeding_failed_ = more.error();
                stopping = true;
                runner_->stop();
                continue;
            }
            all_begun = *more;
        }
        if (all_begun && finished()) break;
        if ((stopping || refused || runner_->journal_failure() != nullptr) && runner_->idle()) break;

        std::map<phase, std::size_t> counts;
        runner_->each([&](task_id, flow::payment& task) { ++counts[task.phase()]; });
        progress_->update(counts, runner_->tasks().in_flight());
        auto const now = clock_.now().steady;
        auto const wait = wake <= now ? duration{} : std::min(clock_.target().slower(wake - now), glance);
        curl_->poll(wait);
    }
    progress_->finish();
    remember_told();
    if (runner_->journal_failure() != nullptr || feeding_failed_) return ending::journal_failed;
    if (stopping) return ending::interrupted;
    if (runner_->tasks().token().credentials_refused()) return ending::credentials_refused;
    return runner_->tasks().breaker_open() ? ending::stopped_by_breaker : ending::all_settled;
}

void run::remember_told() {
    runner_->stop();
    std::vector<task_id> told;
    runner_->each([&](task_id id, flow::payment& task) {
        if (task.settled()) told.push_back(id);
    });
    for (auto const id : told) runner_->deliver(id, event::ticked{});
    static_cast<void>(runner_->turn());
}

std::vector<outcome_line> run::outcomes() {
    auto lines = ended_;
    for (auto const& one : order_) {
        auto const* const task = runner_->find(one.id);
        lines.push_back(task == nullptr ? line_of_dropped(one.if_dropped) : line_for(*task));
    }
    return lines;
}

/// Dropped by a journal that failed, or because another worker took it over: then only the journal knows more.
outcome_line run::line_of_dropped(outcome_line const& unknown) const {
    auto const* const newest = where_->journal->find(*intent_key::try_parse(unknown.key));
    auto const begun = newest != nullptr && newest->attempt.phase != phase::none;
    auto line = begun ? line_of(*newest) : unknown;
    if (runner_->journal_failure() == nullptr) {
        constexpr std::string_view elsewhere = "another worker has it: `dollr journal` tells more";
        line.message = begun && line.message ? *line.message + ": " + std::string{elsewhere} : std::string{elsewhere};
    }
    return line;
}

outcome_line run::line_for(flow::payment const& task) const {
    auto line = line_of(task.newest(clock_.now()));
    if (auto const& v = task.outcome()) {
        line.mismatch = line.mismatch || v->mismatch;
        line.durable = v->durable;
        line.proven = line.proven || v->proven;
    }
    if (auto const why = reason(task.key(), task.phase(), task.last_error()); !why.empty())
        line.message = line.message ? *line.message + ": " + why : why;
    for (auto const orphan : task.orphans())
        line.anomalies.push_back("unused invoice " + orphan.to_string() + " carries the same tag");
    return line;
}

/// A rejection is confirmed by polls, whose "not found" is not the reason for it.
std::string run::reason(std::string_view key, phase outcome, std::string const& last_error) const {
    auto const refusal = refusals_.find(std::string{key});
    return outcome == phase::rejected && refusal != refusals_.end() ? refusal->second : last_error;
}

bool run::credentials(api::obtain_token_payload& out) {
    out.client_id = where_->who.client_id;
    out.client_secret = where_->who.client_secret;
    return true;
}

bool run::passcode(payment_status const& payment, api::passcode_payload& out) {
    if (!where_->who.passcode) {
        progress_->note(
            fmt::format("{}: a payout needs a passcode, and there is none in the credentials", payment.key));
        return false;
    }
    out = *where_->who.passcode;
    return true;
}

void run::on_note(payment_status const& payment, notes const& n) {
    auto const& key = payment.key;
    if (has(n.raised, anomaly::refused | anomaly::secret_refused)) refusals_[key] = payment.last_error;
    if (n.escalate && has(n.raised, anomaly::late_truth)) contradicted_.insert(key);
    auto text = fmt::format("{}  {}: {}", n.escalate ? "LOOK" : "note", key, to_text(payment.phase));
    for (auto const name : names_of(n.raised)) text.append(", ").append(name);
    if (!payment.last_error.empty()) text += ": " + payment.last_error;
    if (std::exchange(last_notes_[key], text) != text) progress_->note(text);
}

/// The secret opens the payer's 3-D Secure page; a terminal is not the place for it.
void run::on_action(payment_status const& payment, secret_string const&) {
    progress_->note(fmt::format("{}: the payer must confirm with 3-D Secure; waiting", payment.key));
}

void run::on_verdict(payment_status const& payment, verdict const& v) {
    auto text = fmt::format("{}: {}", payment.key, to_text(v.outcome));
    if (v.mismatch) text += ", AMOUNT DIFFERS";
    if (auto const why = reason(payment.key, v.outcome, payment.last_error); !why.empty()) text += " (" + why + ")";
    progress_->ended(text);
}

void run::on_token_error(error const& e) {
    auto text = describe(e);
    if (text == last_token_error_) return;
    last_token_error_ = text;
    progress_->note("token: " + text);
}

}  // namespace dollr::cli
