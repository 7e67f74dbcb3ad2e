// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_ACCOUNTS_HPP
#define DOLLR_SANDBOX_RULES_ACCOUNTS_HPP

#include <dollr/api/payment_accounts.hpp>
#include <dollr/sandbox/call.hpp>

#include <string>

/// Payment accounts: where money comes from or goes to. An account is for the one operation that it was made for.
namespace dollr::sandbox {

[[nodiscard]] inline api::payment_account_response told(account const& a) {
    api::payment_account_response r;
    r.id = a.id;
    r.account_name = a.name;
    r.provider = a.provider;
    r.method = a.method;
    r.party_id = a.party;
    r.country_code = a.country_code;
    r.is_active = a.is_active;
    r.created_at = timestamp(a.times.created);
    r.updated_at = timestamp(a.times.updated);
    return r;
}

template <>
inline constexpr fault_site fault_site_of<api::create_payment_account> = fault_site::account;
inline subject subject_of(state const& s, call<api::create_payment_account> const& c) {
    auto who = subject_of_party(s, c.body.party_id);
    if (c.body.insensitive_account_number && phone::try_parse(*c.body.insensitive_account_number))
        who.phone = *c.body.insensitive_account_number;
    return who;
}
inline answer<api::payment_account_response> serve(state& s, call<api::create_payment_account> const& c) {
    auto const* const owner = s.parties.find(c.body.party_id);
    if (owner == nullptr) return missing("Party");
    auto const method = c.body.method.known();
    if (!method) return refusal({"body", "method"}, "This payment method is not in the market matrix");
    auto const provider = c.body.provider.known();
    if (!provider || !pairs(*method, *provider))
        return refusal({"body", "provider"}, "This provider does not carry this payment method");

    auto const who = subject_of(s, c);
    auto const* const wanted = magic_of(who);
    return told(s.accounts.add({.id = {},
                                .name = c.body.account_name,
                                .provider = *provider,
                                .method = *method,
                                .party = c.body.party_id,
                                .country_code = c.body.country_code,
                                .number = std::string(who.phone),
                                .operation = c.query.operation_type,
                                .is_active = wanted == nullptr || !wanted->inactive_account,
                                .times = {c.now, c.now}}));
}

}  // namespace dollr::sandbox

#endif
