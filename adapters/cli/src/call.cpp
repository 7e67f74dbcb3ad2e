// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "callable.hpp"
#include "one_call.hpp"
#include "say.hpp"
#include "text_file.hpp"
#include "verbs.hpp"

#include <dollr/codec/reader.hpp>
#include <dollr/codec/writer.hpp>
#include <dollr/system/secrets.hpp>

#include <utility>

/// One operation by hand, and one body checked without sending it.
namespace dollr::cli {
namespace {

constexpr std::size_t body_size_max = std::size_t{1} << 20;

/// A body that can hold a passcode or a client secret comes from a file that nobody else can read.
result<secret_string> read_body(std::string const& path, bool secret) {
    if (secret && path == "-")
        return invalid_input("this body can hold a secret, and standard input is not wiped",
                             "name a file of mode 0600");
    if (secret) return read_secret_file(path);
    auto text = read_text(path, body_size_max);
    if (!text) return text.error();
    return secret_string{*text};
}

result<call_parts> parts_of(callable const& what, call_options const& options) {
    call_parts parts;
    parts.path = options.path;
    for (auto const& pair : options.query) {
        auto const equals = pair.find('=');
        if (equals == std::string::npos)
            return invalid_input("\"" + escaped(pair) + "\" is no query parameter", "write --query NAME=VALUE");
        parts.query.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    if (what.has_body == options.body.empty())
        return what.has_body ? invalid_input("this operation needs a body", "say --body FILE, a JSON object")
                             : invalid_input("this operation has no body", "leave --body out");
    if (!what.has_body) return parts;
    auto body = read_body(options.body, what.secret_body);
    if (!body) return body.error();
    parts.body = std::move(*body);
    return parts;
}

result<std::string> carry_out(callable const& what, call_options const& options) {
    if (what.hazard == hazard::moves_money && !options.without_journal)
        return invalid_input("this operation moves money, and no journal would remember it",
                             "use `dollr execute`; or say --without-journal, keep the file, and send it again only "
                             "with the same reference_id");
    auto const parts = parts_of(what, options);
    if (!parts) return parts.error();
    http_request request;
    secret_string const unknown_yet{"unknown-yet"};  // nothing leaves, not even for a token, if the call is not sound
    if (auto const sound = what.build(*parts, unknown_yet, request); !sound) return sound.error();
    auto const to = choose_target(options.target);
    if (!to) return to.error();
    secret_string bearer;
    if (what.bearer) {
        auto const who = credentials_for(*to, options.target);
        if (!who) return who.error();
        auto token = obtain_token(*to, *who);
        if (!token) return token.error();
        bearer = std::move(*token);
    }
    if (auto const built = what.build(*parts, bearer, request); !built) return built.error();
    constexpr std::size_t answer_max = std::size_t{16} << 20;
    auto const end = exchange_once(to->base_url, request, answer_max);
    if (!end) return end.error();
    codec::limits limits;
    limits.body_max = answer_max;
    return what.read(*end, limits);
}

void list_operations() {
    for (auto const& c : callables()) say(stdout, "{:<36}{:<7}{}\n", c.name, to_text(c.method), c.target);
}

}  // namespace

exit_code call(call_options const& options) {
    if (options.list) {
        list_operations();
        return exit_code::all_completed;
    }
    auto const what = find_callable(options.operation);
    if (!what) return complain(what.error());
    auto const answer = carry_out(**what, options);
    if (!answer) {
        auto const why = answer.error();
        auto const code = complain(why);
        if (why.moved == money_moved::unknown) return exit_code::look_at_it;
        return why.http_status >= 400 && why.http_status != 401 ? exit_code::not_all_paid : code;
    }
    say(stdout, "{}\n", *answer);
    if ((*what)->hazard != hazard::moves_money) return exit_code::all_completed;
    auto const execution = codec::read<api::execution_response>(*answer);
    return execution ? code_of(execution->status) : exit_code::look_at_it;
}

exit_code validate(validate_options const& options) {
    auto const what = find_callable(options.operation);
    if (!what) return complain(what.error());
    auto const body = read_body(options.file, (*what)->secret_body);
    if (!body) return complain(body.error());
    auto issues = (*what)->check(body->reveal());
    auto const code = issues.empty() ? exit_code::all_completed : exit_code::bad_input;
    if (options.json) {
        api::validation_problem problem;
        problem.detail = std::move(issues);
        std::string text;
        if (auto const written = codec::write(problem, text); !written) return complain(written.error());
        say(stdout, "{}\n", text);
        return code;
    }
    for (auto const& i : issues) say(stdout, "{}\n", describe(i));
    if (issues.empty()) say(stdout, "this body can be sent\n");
    return code;
}

}  // namespace dollr::cli
