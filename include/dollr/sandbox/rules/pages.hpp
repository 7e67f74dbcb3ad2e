// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_PAGES_HPP
#define DOLLR_SANDBOX_RULES_PAGES_HPP

#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/engine.hpp>
#include <dollr/sandbox/page_operations.hpp>
#include <dollr/sandbox/pages.hpp>
#include <dollr/sandbox/rules/executions.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

/// The hosted payment page (page_operations.hpp). What is paid there is paid by a session, an account and an execution
/// like those of any client, under the same rules. Only the payer is a person here: what would have completed by itself
/// waits for them, mobile money for their approval and a card for 3-D Secure. A magic phone decides by itself.
namespace dollr::sandbox {

namespace detail {

/// How the payer pays: a carrier's method and a phone, or the one card.
struct page_route {
    api::payment_method method{};
    std::string number;
};
inline constexpr std::string_view page_card = "pm_card_visa";

template <class Said>
answer<page_route> page_route_of(Said const& said, std::string_view where) {
    if (said.means == page_means::card) return page_route{api::payment_method::credit_card, std::string(page_card)};
    if (!said.phone) return refusal({where, "phone"}, "Mobile money needs the payer's phone");
    auto const* const by = carrier_of(said.phone->text());
    if (by == nullptr) return refusal({where, "phone"}, "No carrier is known for this phone");
    return page_route{by->method, std::string(said.phone->text())};
}

inline std::optional<quote> page_quote(source const& d, page_route const& by) noexcept {
    return priced(operation_type::collection, {d.total, d.currency}, target_for(by.method, d.currency), by.method,
                  d.fee_bearer);
}

inline page_price told(quote const& q, page_route const& by) {
    page_price r;
    r.payment_method = by.method;
    auto const* const carrier = carrier_of(by.number);
    if (carrier != nullptr && carrier->method == by.method) {
        r.carrier = carrier->name;
        r.country = std::string(carrier->country);
    } else {
        r.carrier = by.method == api::payment_method::credit_card ? "Visa" : wire_name(by.method);
    }
    r.payer_amount = q.payer.amount;
    r.payer_currency = q.payer.currency;
    r.fees = q.fees;
    r.platform_fee = q.platform_fee;
    r.gateway_fee = q.gateway_fee;
    r.fx_fee = q.fx_fee;
    if (q.converts()) r.fx_rate = q.rate;
    return r;
}

/// The execution that a page is about: the one that has paid, else the last that may still, else the last; null if
/// there is none.
inline execution const* execution_behind(state const& s, source const& d) noexcept {
    if (d.paid_by) return &s.executions[*d.paid_by];
    execution const* last = nullptr;
    for (auto i = s.executions.size(); i-- > 0;) {
        auto const& e = s.executions[i];
        if (e.operation != operation_type::collection) continue;
        auto const* const session = s.sessions.find(e.session);
        if (session->type != d.type || session->source != d.id) continue;
        if (!has_failed_for_good(e)) return &e;
        if (last == nullptr) last = &e;
    }
    return last;
}

inline page_state state_of(page const& p, execution const* last, server_time now) noexcept {
    switch (p.document->status) {
        case source_status::paid:
            return page_state::paid;
        case source_status::processing:
            if (last == nullptr) return page_state::processing;
            if (present(*last).action) return page_state::wants_action;
            return waits_for_approval(*last) ? page_state::wants_approval : page_state::processing;
        case source_status::active:
            if (last != nullptr && !has_failed_for_good(*last)) return page_state::processing;
            if (p.checkout != nullptr && p.checkout->expires && p.checkout->expires->server() <= now)
                return page_state::expired;
            return last != nullptr ? page_state::declined : page_state::open;
        case source_status::idle:
        case source_status::canceled:
            break;
    }
    return page_state::canceled;
}

inline page_payment told_payment(state const& s, execution const& e) {
    auto const& account = *s.accounts.find(e.account);
    auto now = sandbox::told(s, e);
    page_payment r;
    r.reference_id = e.reference_id;
    r.status = now.status;
    r.number = account.number;
    r.price = told(e.price, {account.method, account.number});
    r.message = std::move(now.gateway_message);
    r.provider_transaction_id = std::move(now.provider_transaction_id);
    r.accepted_at = timestamp(e.accepted);
    return r;
}

inline page_response told_page(state const& s, page const& p, server_time now) {
    auto const& d = *p.document;
    auto const* const last = execution_behind(s, d);
    page_response r;
    r.state = state_of(p, last, now);
    r.merchant_name = merchant_name;
    r.source_type = d.type;
    r.source_number = d.number;
    r.status = d.status;
    r.note = d.note;
    for (item const& one : d.items)
        r.items.push_back({.name = one.name,
                           .qty = one.qty,
                           .amount = amount::checked_multiply(one.amount, one.qty).value_or(one.amount)});
    r.total_amount = d.total;
    r.currency = d.currency;
    r.fee_bearer = d.fee_bearer;
    if (auto const* const payer = party_behind(s, d.counterparty)) r.payer_phone = payer->phone.text();
    if (last != nullptr) r.payment = told_payment(s, *last);
    if (d.paid) r.paid_at = timestamp(*d.paid);
    if (p.checkout != nullptr) {
        r.expires_at = p.checkout->expires;
        r.success_url = p.checkout->success_url;
        r.cancel_url = p.checkout->cancel_url;
    }
    r.now = timestamp(now);
    return r;
}

/// The payer's account for this document: its name tells no application's word, and a second try finds it again. An
/// application may have made one of the same name.
inline payment_account_id page_account(state& s, source const& d, page_route const& by, server_time now) {
    auto const name = "Hosted page of " + d.number;
    auto const party = s.counterparties.find(d.counterparty)->party.value_or(party_id{});
    for (account const& a : s.accounts) {
        if (a.name == name && a.number == by.number && a.method == by.method && a.party == party &&
            a.operation == operation_type::collection && a.is_active)
            return a.id;
    }
    return s.accounts
        .add({.name = name,
              .provider = *api::provider_of(by.method),
              .method = by.method,
              .party = party,
              .number = by.number,
              .operation = operation_type::collection,
              .times = {now, now}})
        .id;
}

inline reference_id page_reference(state const& s) {
    reference_id::bytes_type bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto const half = drawn(s.options.seed, draw::page_payment, 2 * s.executions.size() + i / 8);
        bytes[i] = static_cast<std::uint8_t>(half >> (8 * (i % 8)));
    }
    return reference_id::from_random(bytes);
}

/// What becomes of it: a magic phone and chance decide as they do everywhere, else the payer.
inline outcome page_outcome(state const& s, source const& d, page_route const& by) noexcept {
    auto const* const wanted = magic_of(subject{.phone = by.number, .pays = money{d.total, d.currency}});
    auto const chosen = choose_outcome(s, operation_type::collection, wanted);
    if (chosen != outcome::completes) return chosen;
    return by.method == api::payment_method::credit_card ? outcome::action_ignored : outcome::never_ends;
}

/// A page that can be looked at: its document was published, by a merchant who is verified.
inline answer<page> visible_page(state& s, std::string_view token) {
    auto const p = find_page(s, token);
    if (p.document == nullptr || p.document->status == source_status::idle) return missing("Page");
    if (!p.document->verified) return not_verified();
    return p;
}

}  // namespace detail

inline answer<page_response> serve(state& s, call<read_page> const& c) {
    auto const p = detail::visible_page(s, c.path.token);
    if (auto const* const wrong = std::get_if<problem>(&p)) return *wrong;
    return detail::told_page(s, *std::get_if<page>(&p), c.now);
}

inline answer<page_price> serve(state& s, call<price_page> const& c) {
    auto const p = detail::visible_page(s, c.path.token);
    if (auto const* const wrong = std::get_if<problem>(&p)) return *wrong;
    auto const route = detail::page_route_of(c.query, "query");
    if (auto const* const wrong = std::get_if<problem>(&route)) return *wrong;
    auto const& by = *std::get_if<detail::page_route>(&route);
    auto const price = detail::page_quote(*std::get_if<page>(&p)->document, by);
    if (!price) return refusal({"query", "means"}, "There is no exchange rate, or the amount is too small");
    return detail::told(*price, by);
}

inline answer<page_response> serve(state& s, call<pay_page> const& c) {
    auto const visible = detail::visible_page(s, c.path.token);
    if (auto const* const wrong = std::get_if<problem>(&visible)) return *wrong;
    auto const& p = *std::get_if<page>(&visible);
    auto const& d = *p.document;
    auto const state_now = detail::state_of(p, detail::execution_behind(s, d), c.now);
    if (state_now != page_state::open && state_now != page_state::declined)
        return refusal({"path", "token"}, "This is not waiting to be paid");
    auto const route = detail::page_route_of(c.body, "body");
    if (auto const* const wrong = std::get_if<problem>(&route)) return *wrong;
    auto const& by = *std::get_if<detail::page_route>(&route);
    if (auto const* const wanted = magic_of_phone(by.number); wanted != nullptr && wanted->inactive_account)
        return refusal({"body", "phone"}, "This account is not active");
    auto const price = detail::page_quote(d, by);
    if (!price) return refusal({"body", "means"}, "There is no exchange rate, or the amount is too small");

    acceptance a{.reference_id = detail::page_reference(s),
                 .operation = operation_type::collection,
                 .session = s.sessions
                                .add({.operation = operation_type::collection,
                                      .type = d.type,
                                      .source = d.id,
                                      .expires = c.now + s.options.session_lifetime,
                                      .times = {c.now, c.now}})
                                .id,
                 .account = detail::page_account(s, d, by, c.now),
                 .currency = price->payer.currency,
                 .price = *price,
                 .outcome = detail::page_outcome(s, d, by)};
    detail::bend(a);
    auto& made = accept(s, a, c.now);
    if (c.body.decision.value_or(payer_decision::hang) != payer_decision::hang)
        end_action(s, made, *c.body.decision == payer_decision::approve, c.now);
    return detail::told_page(s, p, c.now);
}

}  // namespace dollr::sandbox

#endif
