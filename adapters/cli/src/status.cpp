// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "one_call.hpp"
#include "say.hpp"
#include "verbs.hpp"

#include <dollr/api/status.hpp>
#include <dollr/codec/exchange.hpp>
#include <dollr/codec/writer.hpp>
#include <dollr/value/open_enum.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

namespace dollr::cli {
namespace {

std::string upper(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

struct question {
    reference_id id;
    operation_type operation{};
};

result<question> question_of(status_options const& options) {
    auto const named = enum_from_wire<operation_type>(upper(options.operation));
    if (!options.journal.empty()) {
        auto const image = read_journal(options.journal);
        if (!image) return image.error();
        for (auto const& r : image->newest) {
            auto const& a = r.attempt;
            if (r.intent.key.text() != options.what && a.reference_id.to_string() != options.what) continue;
            if (!options.operation.empty() && named != a.operation)
                return invalid_input("the journal knows it as a " + std::string{wire_name(a.operation)},
                                     "leave --operation out");
            return question{a.reference_id, a.operation};
        }
    }
    auto const id = reference_id::parse(options.what);
    if (!id && !options.journal.empty())
        return invalid_input("the journal knows no key or reference_id \"" + escaped(options.what) + "\"",
                             "`dollr execute --json` prints both");
    if (!id) return id.error();
    if (!named)
        return invalid_input("this is not an operation whose status can be asked",
                             "write --operation collection, payout, transfer or refund");
    return question{*id, *named};
}

result<std::pair<target, credentials>> target_of(status_options const& options) {
    if (options.journal.empty()) {
        auto to = choose_target(options.target);
        if (!to) return to.error();
        auto who = credentials_for(*to, options.target);
        if (!who) return who.error();
        return std::pair{std::move(*to), std::move(*who)};
    }
    return bound_target(options.journal, options.target);
}

template <class Op>
result<api::execution_response> ask(std::string const& base_url, reference_id const& id, secret_string const& bearer) {
    return one_call<Op>(base_url, {id}, {}, {}, bearer);
}

/// Under its own operation: another one knows nothing of it, for ever (mistake 17).
result<api::execution_response> ask_as(operation_type operation, std::string const& base_url, reference_id const& id,
                                       secret_string const& bearer) {
    switch (operation) {
        case operation_type::payout:
            return ask<api::status_payout>(base_url, id, bearer);
        case operation_type::transfer:
            return ask<api::status_transfer>(base_url, id, bearer);
        case operation_type::refund:
            return ask<api::status_refund>(base_url, id, bearer);
        case operation_type::collection:
            break;
    }
    return ask<api::status_collection>(base_url, id, bearer);
}

/// What --json prints: the answer without its client_secret.
void print(api::execution_response answer, bool json) {
    answer.client_secret.reset();
    if (json) {
        std::string text;
        if (auto const written = codec::write(answer, text); written) say(stdout, "{}\n", text);
        return;
    }
    say(stdout, "{}  {}  {}\n", answer.reference_id.to_string(), escaped(answer.operation_type.text()),
        escaped(answer.status.text()));
    say(stdout, "payer {} {}, payee {} {}\n", answer.payer_amount.to_string(), answer.payer_currency.text(),
        answer.payee_amount.to_string(), answer.payee_currency.text());
    for (auto const* message : {&answer.gateway_message, &answer.wallet_message})
        if (*message) say(stdout, "{}\n", escaped(**message));
}

}  // namespace

exit_code status(status_options const& options) {
    auto const asked = question_of(options);
    if (!asked) return complain(asked.error());
    if (asked->id.is_nil()) {
        say(stdout, "\"{}\" has no reference_id yet: nothing was sent\n", escaped(options.what));
        return exit_code::not_all_paid;
    }
    auto const where = target_of(options);
    if (!where) return complain(where.error());
    auto const& [to, who] = *where;

    auto const token = obtain_token(to, who);
    if (!token) return complain(token.error());
    auto const answer = ask_as(asked->operation, to.base_url, asked->id, *token);
    if (!answer) {
        if (answer.error().kind != error_kind::not_found) return complain(answer.error());
        say(stderr,
            "dollr: the server does not know this reference_id as a {}; if it was sent just now, that is no proof\n",
            wire_name(asked->operation));
        return exit_code::look_at_it;
    }
    print(*answer, options.json);
    return code_of(answer->status);
}

exit_code code_of(open_enum<execution_status> const& status) {
    if (status.is(execution_status::completed)) return exit_code::all_completed;
    return status.is(execution_status::failed) ? exit_code::not_all_paid : exit_code::look_at_it;
}

}  // namespace dollr::cli
