// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "story.hpp"

#include <string>
#include <string_view>

namespace dollr::contract {

using namespace api;

namespace {

/// "refused 422: body.id; body.currency", or "answered"
template <class T>
std::string summary(result<T> const& r) {
    if (r) return "answered";
    auto const& e = r.error();
    auto out = std::string(to_text(e.kind)) + ' ' + std::to_string(e.http_status);
    for (bool first = true; auto const& i : e.issues) {
        out += (first ? ": " : "; ") + (i.loc.empty() ? i.msg : i.loc_text());
        first = false;
    }
    return out;
}

}  // namespace

void tell_refusals(story& s) {
    auto& w = s.walk;
    auto const is = [&](std::string const& found, std::string_view due) {
        w.expect(found == due, std::string(due) + ", but " + found);
    };
    secret_string const stale("a-token-that-nobody-gave");
    is(summary(w.attempt<list_parties>({}, {}, {}, stale)), "unauthorized 401: Could not validate credentials");
    is(summary(w.attempt<obtain_token>({}, {}, {"sandbox", secret_string("guessed")}, {})),
       "unauthorized 401: Could not validate credentials");
    is(summary(w.attempt<retrieve_party>({{987654321}}, {}, {}, w.token())), "not found 404: Party not found");
    is(summary(w.attempt<status_payout>({new_reference()}, {}, {}, w.token())), "not found 404: Transaction not found");
    is(summary(w.attempt<publish_invoice>({s.invoice}, {}, {}, w.token())), "refused 422: path.id");
    is(w.attempt_raw(http_method::get, "/parties/retrieve/abc"), "422 path.id");
    is(w.attempt_raw(http_method::get, "/status/payout/reference"), "422 path.reference_id");

    // A judge that never objects would be none: a request and an answer that the contract does not allow.
    is(w.attempt_raw(http_method::get, "/status/source?source_type=NOTHING&source_id=7"),
       s.proxied ? "599 of the proxy" : "422 query.source_type");
    is(w.attempt_raw(http_method::get, "/status/payout/" + s.page_of_html.to_string()),
       s.proxied ? "599 of the proxy" : "200");
}

}  // namespace dollr::contract
