// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "one_call.hpp"
#include "say.hpp"
#include "verbs.hpp"

#include <dollr/codec/exchange.hpp>
#include <dollr/machine/attempt/attempt.hpp>
#include <dollr/port/virtual_clock.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/value/timestamp.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

/// An operator's word about a parked payment, with the evidence, becomes a record. The attempt machine itself decides
/// whether the word may be taken.
namespace dollr::cli {
namespace {

std::optional<phase> verdict_of(std::string const& text) {
    for (auto const p : {phase::completed, phase::failed, phase::rejected, phase::not_executed})
        if (text == to_text(p)) return p;
    return std::nullopt;
}

template <std::size_t N>
bool fill(std::array<char, N>& to, std::string_view text) {
    if (text.empty() || text.size() > N || !is_utf8_without_nul(text)) return false;
    for (char const c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
    std::copy(text.begin(), text.end(), to.begin());
    return true;
}

result<evidence> evidence_of(resolve_options const& options) {
    evidence out;
    auto const who = options.who.empty() ? "uid " + std::to_string(::geteuid()) : options.who;
    if (!fill(out.who, who))
        return invalid_input("the name of who decides is too long or not plain text", "write at most 32 bytes");
    if (!fill(out.why, options.evidence))
        return invalid_input("the evidence is missing, too long or not plain text",
                             "write at most 96 bytes, such as the number of a ticket or of a bank statement");
    return out;
}

result<record> find_attempt(blocking_journal const& journal, reference_id const& id) {
    auto const newest = journal.latest();
    if (auto const* const unreadable = journal.failure()) return *unreadable;
    for (auto const& r : newest)
        if (r.attempt.reference_id == id) return r;
    return invalid_input("no intent of the journal has this reference_id as its newest attempt",
                         "`dollr journal J` lists what is unfinished");
}

/// A question without a token is refused, and the refusal has a Date: no credentials are needed to see that clock.
result<server_time> clock_of_server(std::string const& origin, attempt_state const& a) {
    http_request request;
    if (auto const built = codec::poll_request(a, secret_string{"none"}, request); !built) return built.error();
    auto const end = exchange_once(origin, request, std::size_t{1} << 16);
    if (!end) return end.error();
    auto const* const answer = std::get_if<http_response>(&*end);
    auto const date = answer != nullptr && codec::is_of_api(*answer) ? codec::date_of(*answer) : std::nullopt;
    if (date) return *date;
    auto e = invalid_input(
        "no verdict was written: whether its session is over, only the server's own clock can say, "
        "and " +
            origin + " did not tell it",
        "say it again when the API can be reached");
    e.kind = error_kind::never_sent;
    e.moved = money_moved::unknown;
    return e;
}

/// What its phase proves of the money.
money_moved moved_by(attempt_state const& a) {
    switch (a.phase) {
        case phase::completed:
            return money_moved::yes;
        case phase::none:
        case phase::recorded:
        case phase::failed:
        case phase::not_executed:
            return money_moved::no;
        case phase::rejected:
            return a.proven ? money_moved::no : money_moved::unknown;
        default:
            return money_moved::unknown;
    }
}

error refusal(record const& known, std::string_view what, std::string_view next) {
    auto e = invalid_input(what, next);
    e.moved = moved_by(known.attempt);
    return e;
}

/// Why the machine does not take the word.
error why_not(record const& known, phase verdict) {
    auto const& a = known.attempt;
    if (a.phase != phase::parked)
        return refusal(known, "this payment is " + std::string{to_text(a.phase)} + ", not parked",
                       is_terminal(a.phase) ? "a verdict never changes; what the server says later is noted beside it"
                                            : "let `dollr recover` ask the server first");
    if (verdict == phase::not_executed)
        return refusal(
            known, "its session may still be executed: nobody can know yet that it was not",
            "say it when the server's clock is past " + timestamp{a.expiry + fence_after_expiry(policy{})}.to_string());
    return refusal(known, "the attempt does not take this verdict", "look at `dollr journal J`");
}

std::string_view what_next(phase verdict) {
    switch (verdict) {
        case phase::failed:
        case phase::not_executed:
            return "`dollr execute FILE --reattempt` asks the server once more and may then pay it again";
        case phase::rejected:
            return "no second attempt is offered without proof; `--reattempt --accept-unproven` takes the risk";
        default:
            return "no second attempt is offered";
    }
}

}  // namespace

exit_code resolve(resolve_options const& options) {
    auto const id = reference_id::parse(options.reference);
    if (!id) {
        auto e = id.error();
        e.next += "; a key is not enough here: `dollr journal` lists the reference_id";
        return complain(e);
    }
    auto const verdict = verdict_of(options.verdict);
    if (!verdict)
        return complain(invalid_input("this is not a verdict", "say completed, failed, rejected or not_executed"));
    auto const evidence = evidence_of(options);
    if (!evidence) return complain(evidence.error());
    auto const header = read_journal_header(options.journal);
    if (!header) return complain(header.error());
    auto journal = dollr::open_journal(options.journal, {}, run_options{}.lease);
    if (!journal) return complain(journal.error());
    report_tear(**journal);
    auto known = find_attempt(**journal, *id);
    if (!known) return complain(known.error());
    if (auto* const shared = (*journal)->shared()) {
        auto const claimed = shared->claim(std::span{&known->intent, 1}, false);
        if (!claimed) return complain(claimed.error());
        if (claimed->taken.empty() && !claimed->held.empty())
            return complain(refusal(*known, "a worker holds this payment now",
                                    "let it end, or wait until its lease is over, then say it again"));
        // A worker may have written since, and the server's word goes before an operator's.
        if (auto const* const newest = (*journal)->find(known->intent.key)) known = *newest;
        if (auto const* const unreadable = (*journal)->failure()) return complain(*unreadable);
        if (known->attempt.reference_id != *id || known->attempt.phase != phase::parked)
            return complain(why_not(*known, *verdict));
    }

    policy const rules;
    os_clock const clock{virtual_clock{header->clock_epoch, header->clock_speed}};
    event::resolved word{*verdict, *evidence};
    if (*verdict == phase::not_executed && clock.now().server >= known->attempt.expiry + fence_after_expiry(rules)) {
        auto const date = clock_of_server(header->origin, known->attempt);
        if (!date) return complain(date.error());
        word.date = *date;
    }
    auto machine = attempt::recover(*known, rules, 0);
    static_cast<void>(machine.handle(event::recovered{}, clock.now()));
    auto order = machine.handle(word, clock.now());
    auto* const write = std::get_if<effect::persist>(&order.what);
    if (write == nullptr) return complain(why_not(*known, *verdict));
    switch ((*journal)->put(std::span{&write->record, 1})) {
        case put_result::durable:
            break;
        case put_result::refused:
            return complain(
                refusal(*known, "another worker has taken this payment over", "say it again when it ended"));
        case put_result::failed:
            return complain(*(*journal)->failure());
    }
    say(stdout, "{}: {}, says {}: {}; {}\n", escaped(known->intent.key.text()), to_text(*verdict),
        escaped(options.who.empty() ? "uid " + std::to_string(::geteuid()) : options.who), escaped(options.evidence),
        what_next(*verdict));
    return exit_code::all_completed;
}

}  // namespace dollr::cli
