// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_SANDBOX_WORLD_HPP
#define DOLLR_TESTS_SUPPORT_SANDBOX_WORLD_HPP

#include <dollr/api/operations.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/sandbox/sandbox.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

/// A sandbox and a client of it in one process and in virtual time, with the steps that most tests begin with.
struct sandbox_world {
    using seconds = std::chrono::seconds;

    explicit sandbox_world(dollr::sandbox::options o = {}) : server(std::move(o)) { log_in(); }

    dollr::sandbox::manual_clock clock;
    dollr::sandbox::server server;
    dollr::secret_string token;
    std::uint64_t references = 0;

    /// One operation, as a typed client sees it.
    template <class Op>
    dollr::result<typename Op::response> call(typename Op::path const& path, typename Op::query const& query,
                                              typename Op::body const& body) {
        dollr::http_request r;
        if (auto built = dollr::codec::request<Op>(path, query, body, token, r); !built) return built.error();
        return dollr::codec::response<Op>(send(r));
    }
    template <class Op>
    dollr::result<typename Op::response> post(typename Op::body const& body) {
        return call<Op>({}, {}, body);
    }
    template <class Op>
    dollr::result<typename Op::response> get(typename Op::path const& path, typename Op::query const& query = {}) {
        return call<Op>(path, query, {});
    }

    dollr::exchange_result send(dollr::http_request const& r) {
        dollr::sandbox::transport wire(server, clock);
        return wire.send(r, seconds(30));
    }

    /// One exchange as it is on the wire.
    dollr::http_response raw(dollr::http_method method, std::string_view target, std::string_view body = {},
                             std::string_view authorization = "the world's own token") {
        dollr::http_request r;
        r.method = method;
        r.target = target;
        r.body.assign(body);
        if (authorization == "the world's own token") {
            r.authorization.assign("Bearer ");
            r.authorization.append(token.reveal());
        } else {
            r.authorization.assign(authorization);
        }
        return server.handle(r, clock.now().server).response;
    }

    void log_in() {
        auto const& o = server.state().options;
        auto const t = post<dollr::api::obtain_token>({o.client_id, dollr::secret_string(o.client_secret)});
        REQUIRE(t.has_value());
        token = t->access_token;
    }

    void pass(dollr::duration d) {
        clock.advance(d);
        server.advance_to(clock.now().server);
    }

    dollr::party_id party(std::string_view phone) {
        auto const r = post<dollr::api::create_party>({"Ada Payer", *dollr::phone::try_parse(phone), {}, {}});
        REQUIRE(r.has_value());
        return r->id;
    }

    dollr::counterparty_id counterparty(dollr::party_id of) {
        auto const r = post<dollr::api::create_counterparty>({dollr::api::relationship_type::customer, of});
        REQUIRE(r.has_value());
        return r->id;
    }

    dollr::invoice_id idle_invoice(dollr::counterparty_id to, std::string_view currency = "USD",
                                   dollr::fee_bearer bearer = dollr::fee_bearer::payer) {
        auto const r = post<dollr::api::create_invoice>(
            {to, *dollr::currency::try_parse(currency), "a note", bearer, false, "dollr:key", {}});
        REQUIRE(r.has_value());
        return r->id;
    }

    void add_item(dollr::invoice_id to, std::string_view amount, std::int64_t qty = 1,
                  std::string_view currency = "USD") {
        auto const r = call<dollr::api::add_invoice_item>(
            {to}, {}, {"thing", *dollr::currency::try_parse(currency), qty, *dollr::amount::try_parse(amount)});
        REQUIRE(r.has_value());
    }

    dollr::invoice_id active_invoice(dollr::counterparty_id to, std::string_view amount,
                                     std::string_view currency = "USD",
                                     dollr::fee_bearer bearer = dollr::fee_bearer::payer) {
        auto const id = idle_invoice(to, currency, bearer);
        add_item(id, amount, 1, currency);
        REQUIRE(call<dollr::api::publish_invoice>({id}, {}, {}).has_value());
        return id;
    }

    dollr::payment_account_id account(dollr::party_id of, dollr::operation_type op, std::string_view phone,
                                      dollr::api::payment_method method = dollr::api::payment_method::mtn_momo_lbr) {
        dollr::api::create_payment_account_payload body;
        body.account_name = "dollr:key";
        body.provider = *dollr::api::provider_of(method);
        body.method = method;
        body.party_id = of;
        body.insensitive_account_number = std::string(phone);
        auto const r = call<dollr::api::create_payment_account>({}, {op}, body);
        REQUIRE(r.has_value());
        return r->id;
    }

    dollr::session_id checkout_session(dollr::invoice_id of) {
        auto const r = post<dollr::api::create_checkout_session>({dollr::source_of(of), dollr::source_type::invoice});
        REQUIRE(r.has_value());
        return r->id;
    }

    dollr::session_id payout_session(dollr::payment_account_id to, std::string_view amount,
                                     std::string_view currency = "USD") {
        auto const r = post<dollr::api::create_payout_session>(
            {to, *dollr::amount::try_parse(amount), *dollr::currency::try_parse(currency)});
        REQUIRE(r.has_value());
        return r->id;
    }

    dollr::reference_id new_reference() {
        dollr::reference_id::bytes_type bytes{};
        ++references;
        for (std::size_t i = 0; i < 8; ++i) bytes[15 - i] = static_cast<std::uint8_t>(references >> (8 * i));
        return dollr::reference_id::from_random(bytes);
    }

    /// All that a collection needs, ready to be executed.
    dollr::api::checkout_execution_payload ready_collection(std::string_view phone, std::string_view amount = "25.00") {
        auto const p = party(phone);
        auto const i = active_invoice(counterparty(p), amount);
        last_invoice = i;
        return {checkout_session(i), account(p, dollr::operation_type::collection, phone),
                *dollr::currency::try_parse("USD"), new_reference()};
    }

    dollr::api::payout_execution_payload ready_payout(std::string_view phone, std::string_view amount = "25.00") {
        auto const a = account(party(phone), dollr::operation_type::payout, phone);
        return payout(payout_session(a, amount), a);
    }

    dollr::api::payout_execution_payload payout(dollr::session_id s, dollr::payment_account_id a,
                                                std::string_view passcode = "123456") {
        dollr::api::payout_execution_payload body;
        body.session_id = s;
        body.payout_account_id = a;
        body.reference_id = new_reference();
        body.passcode.token.user_id = "7";
        body.passcode.token.code.assign(passcode);
        body.passcode.device = {"till 3", "server", "linux", "test", "127.0.0.1"};
        return body;
    }

    dollr::result<dollr::api::execution_response> collect(dollr::api::checkout_execution_payload const& body) {
        return post<dollr::api::execute_collection>(body);
    }
    dollr::result<dollr::api::execution_response> status(dollr::reference_id id) {
        return get<dollr::api::status_collection>({id});
    }
    dollr::source_status invoice_status() {
        auto const r = get<dollr::api::retrieve_invoice>({last_invoice});
        REQUIRE(r.has_value());
        return *r->status.known();
    }

    dollr::invoice_id last_invoice{};
};

/// The HTTP status of a refusal; 200 if there was none, 0 if there was no answer.
template <class T>
int status_of(dollr::result<T> const& r) {
    return r ? 200 : r.error().http_status;
}

/// Where the first issue of a refusal points.
template <class T>
std::string first_loc(dollr::result<T> const& r) {
    return !r && !r.error().issues.empty() ? r.error().issues.front().loc_text() : std::string();
}

inline std::string body_of(dollr::http_response const& r) { return std::string(r.body.reveal()); }

#endif
