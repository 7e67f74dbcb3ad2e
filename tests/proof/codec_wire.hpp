// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_CODEC_WIRE_HPP
#define DOLLR_TESTS_PROOF_CODEC_WIRE_HPP

#include "checks.hpp"
#include "climate.hpp"
#include "values_wire.hpp"

#include <dollr/api/operations.hpp>
#include <dollr/codec/exchange.hpp>
#include <dollr/sandbox/sandbox.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

/// The same server's side as bytes: every request is written by the codec, served by the sandbox's core, and its answer
/// read by the codec. One sandbox serves all attempts of a world.
namespace proof {

class codec_wire {
public:
    codec_wire(climate const& c, std::uint64_t seed) : climate_(&c), chance_{seed}, server_(options_of(c, seed)) {
        passcode_.token.user_id = "7";
        passcode_.token.code.assign("123456");
        passcode_.device = {"till 3", "server", "linux", "test", "127.0.0.1"};
    }

    /// The guides' way to a session, in good weather.
    void open(attempt_state& wanted, instant now) {
        now_ = now;
        server_.set_rates({});
        if (!party_) prepare();
        wanted.operation = climate_->operation;
        wanted.currency = usd();
        wanted.account = account_;
        wanted.payer = payer_;
        wanted.payee = payee_;
        if (climate_->operation == operation_type::payout) {
            auto const session = call<api::create_payout_session>({account_, asked(), usd()});
            wanted.session = session.id;
            wanted.expiry = session.expires_at.server();
        } else {
            auto const source =
                call<api::create_invoice>({counterparty_, usd(), "a note", fee_bearer::payee, false, "dollr:key", {}});
            (void)call<api::add_invoice_item>({source.id}, {}, {"thing", usd(), 1, asked()});
            (void)call<api::publish_invoice>({source.id}, {}, {});
            auto const session = call<api::create_checkout_session>({source_of(source.id), source_type::invoice});
            wanted.session = session.id;
            wanted.expiry = session.expires_at.server();
        }
        reference_id::bytes_type b{};
        std::uint64_t const n = chance_.next();
        for (std::size_t i = 0; i < 8; ++i) b[i] = static_cast<std::uint8_t>(n >> (8 * i));
        wanted.reference_id = id_ = reference_id::from_random(b);
        server_.set_rates(climate_->rates);
        ledger_from_ = server_.ledger().size();
    }

    answered post(attempt_state const& a, instant now, duration patience) {
        renew_token(now.server);
        if (!codec::send_request(a, &passcode_, bearer_, request_)) std::abort();
        return exchanged(a, now, patience);
    }
    answered poll(attempt_state const& a, instant now, duration patience) {
        renew_token(now.server);
        if (!codec::poll_request(a, bearer_, request_)) std::abort();
        return exchanged(a, now, patience);
    }

    void advance(server_time now) {
        now_.server = now;
        server_.advance_to(now);
    }
    void calm() { server_.set_rates({}); }
    void token(bool fresh) {
        if (fresh) log_in();
    }
    [[nodiscard]] bool under_way() const noexcept { return !server_.state().held.empty(); }
    [[nodiscard]] bool moves(server_time) const noexcept { return !server_.state().due.empty(); }

    [[nodiscard]] unsigned charges(server_time) const {
        unsigned n = 0;
        auto const& all = server_.ledger();
        for (std::size_t i = ledger_from_; i < all.size(); ++i) n += all[i].reference_id == id_;
        return n;
    }
    [[nodiscard]] truth is(server_time) const {
        truth t;
        auto const* const e = mine();
        if (!e) return t;
        t.began = true;
        t.completed = e->charged;
        t.failed = sandbox::present(*e).status == execution_status::failed || e->outcome == sandbox::outcome::flips;
        t.other_amount = e->outcome == sandbox::outcome::amount_mismatch;
        return t;
    }
    [[nodiscard]] bool flips() const {
        auto const* const e = mine();
        return e && e->outcome == sandbox::outcome::flips;
    }

private:
    static sandbox::options options_of(climate const& c, std::uint64_t seed) {
        sandbox::options o;
        o.seed = seed;
        o.session_lifetime = std::chrono::duration_cast<std::chrono::seconds>(c.session);
        o.enforces_session_expiry = c.enforces_expiry;
        o.repeated_post = c.refuses_copies ? sandbox::repeated_post::is_refused : sandbox::repeated_post::answers_state;
        return o;
    }
    static currency usd() { return *currency::try_parse("USD"); }
    static amount asked() { return *amount::try_parse("25"); }

    sandbox::execution const* mine() const {
        auto const& s = server_.state();
        auto const found = s.by_reference.find(id_);
        return found == s.by_reference.end() ? nullptr : &s.executions[found->second];
    }

    /// As the pool does it: a token is renewed before its lifetime ends, whoever asked for it.
    void renew_token(server_time now) {
        now_.server = now;
        if (now >= token_until_) log_in();
    }

    answered exchanged(attempt_state const& a, instant now, duration patience) {
        auto end = sandbox::carry_out(server_.handle(request_, now.server), patience);
        auto* const response = std::get_if<http_response>(&end.result);
        if (response && climate_->undated != 0 && chance_.next() % 1000 < climate_->undated) response->date.clear();
        answered out{codec::observe(a, end.result, now.server).seen, end.took};
        if (chance_.next() % 1000 < climate_->slow) out.took = std::max(out.took, chance_.between(1ms, patience - 1ms));
        return out;
    }

    template <class Op>
    typename Op::response call(typename Op::path const& path, typename Op::query const& query,
                               typename Op::body const& body) {
        if (!codec::request<Op>(path, query, body, bearer_, request_)) std::abort();
        auto const answer = server_.handle(request_, now_.server);
        auto value = codec::response<Op>(answer.response);
        if (!value && answer.response.status == 401) {
            log_in();
            if (!codec::request<Op>(path, query, body, bearer_, request_)) std::abort();
            value = codec::response<Op>(server_.handle(request_, now_.server).response);
        }
        if (!value) {
            std::fprintf(stderr, "simulate: the world cannot be set up: %s\n", describe(value.error()).c_str());
            std::abort();
        }
        return std::move(*value);
    }
    template <class Op>
    typename Op::response call(typename Op::body const& body) {
        return call<Op>({}, {}, body);
    }

    void log_in() {
        if (!codec::request<api::obtain_token>({"sandbox", secret_string{"sandbox-secret"}}, bearer_, request_))
            std::abort();
        bearer_ = codec::response<api::obtain_token>(server_.handle(request_, now_.server).response)->access_token;
        token_until_ = now_.server + 55min;
    }

    void prepare() {
        log_in();
        std::string const number = "231771230001";
        auto const operation = climate_->operation;
        auto const carried = api::payment_method::mtn_momo_lbr;
        party_ = call<api::create_party>({"Amara Kollie", *phone::try_parse(number), {}, {}}).id;
        counterparty_ = call<api::create_counterparty>({api::relationship_type::customer, *party_}).id;
        account_ = call<api::create_payment_account>({}, {operation},
                                                     {.account_name = "dollr:key",
                                                      .provider = *api::provider_of(carried),
                                                      .method = carried,
                                                      .party_id = *party_,
                                                      .country_code = {},
                                                      .insensitive_account_number = number})
                       .id;
        auto const bears = operation == operation_type::payout ? fee_bearer::payer : fee_bearer::payee;
        auto const p = call<api::predict_amount_and_fees>({},
                                                          {.base_amount = asked(),
                                                           .base_currency = usd(),
                                                           .target_currency = usd(),
                                                           .payment_method = carried,
                                                           .operation_type = operation,
                                                           .provider = *api::provider_of(carried),
                                                           .fee_bearer = bears,
                                                           .owner_type = {},
                                                           .owner_id = {}},
                                                          {});
        payer_ = money{p.payer_amount, p.payer_currency};
        payee_ = money{p.payee_amount, p.payee_currency};
    }

    climate const* climate_;
    jitter chance_;
    sandbox::server server_;
    instant now_{};
    http_request request_;
    secret_string bearer_;
    server_time token_until_{};
    api::passcode_payload passcode_;
    std::optional<party_id> party_;
    counterparty_id counterparty_{};
    payment_account_id account_{};
    std::optional<money> payer_, payee_;
    reference_id id_;
    std::size_t ledger_from_ = 0;
};

}  // namespace proof

#endif
