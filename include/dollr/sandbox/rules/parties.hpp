// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_PARTIES_HPP
#define DOLLR_SANDBOX_RULES_PARTIES_HPP

#include <dollr/api/counterparties.hpp>
#include <dollr/api/parties.hpp>
#include <dollr/sandbox/call.hpp>

#include <optional>
#include <string>
#include <vector>

/// Parties and counterparties. Two parties may have the same name and phone: a second create makes a second party.
namespace dollr::sandbox {

[[nodiscard]] inline api::party_response told(party const& p) {
    return {.id = p.id,
            .fullname = p.fullname,
            .email = p.email,
            .phone = std::string(p.phone.text()),
            .country_code = p.country_code,
            .created_at = timestamp(p.times.created),
            .updated_at = timestamp(p.times.updated)};
}

[[nodiscard]] inline api::counterparty_response told(counterparty const& c) {
    return {.id = c.id,
            .owner_party_type = merchant_kind,
            .owner_party_id = merchant,
            .relationship_type = c.relationship,
            .party_id = c.party,
            .created_at = timestamp(c.times.created),
            .updated_at = timestamp(c.times.updated)};
}

[[nodiscard]] inline api::counterparty_with_party_response told_with_party(state const& s, counterparty const& c) {
    auto const* const behind = party_behind(s, c.id);
    return {.id = c.id,
            .owner_party_type = merchant_kind,
            .owner_party_id = merchant,
            .relationship_type = c.relationship,
            .created_at = timestamp(c.times.created),
            .updated_at = timestamp(c.times.updated),
            .party = behind != nullptr ? std::optional(told(*behind)) : std::nullopt};
}

template <>
inline constexpr fault_site fault_site_of<api::create_party> = fault_site::party;
inline subject subject_of(state const&, call<api::create_party> const& c) { return {.phone = c.body.phone.text()}; }
inline answer<api::party_response> serve(state& s, call<api::create_party> const& c) {
    return told(s.parties.add({.id = {},
                               .fullname = c.body.fullname,
                               .phone = c.body.phone,
                               .email = c.body.email,
                               .country_code = c.body.country_code,
                               .times = {c.now, c.now}}));
}

inline answer<std::vector<api::party_response>> serve(state& s, call<api::list_parties> const& c) {
    std::vector<api::party_response> all;
    for (party const& p : s.parties) {
        if (!c.query.fullname || p.fullname.find(*c.query.fullname) != std::string::npos) all.push_back(told(p));
    }
    return all;
}

inline answer<api::party_response> serve(state& s, call<api::retrieve_party> const& c) {
    auto const* const p = s.parties.find(c.path.id);
    if (p == nullptr) return missing("Party");
    return told(*p);
}

template <>
inline constexpr fault_site fault_site_of<api::create_counterparty> = fault_site::counterparty;
inline subject subject_of(state const& s, call<api::create_counterparty> const& c) {
    return c.body.party_id ? subject_of_party(s, *c.body.party_id) : subject{};
}
inline answer<api::counterparty_response> serve(state& s, call<api::create_counterparty> const& c) {
    if (c.body.party_id && s.parties.find(*c.body.party_id) == nullptr) return missing("Party");
    return told(s.counterparties.add(
        {.id = {}, .relationship = c.body.relationship_type, .party = c.body.party_id, .times = {c.now, c.now}}));
}

inline answer<std::vector<api::counterparty_response>> serve(state& s, call<api::list_counterparties> const& c) {
    std::vector<api::counterparty_response> all;
    for (counterparty const& one : s.counterparties) {
        auto const* const behind = party_behind(s, one.id);
        auto const named =
            !c.query.fullname || (behind != nullptr && behind->fullname.find(*c.query.fullname) != std::string::npos);
        auto const related = !c.query.relationship_type || *c.query.relationship_type == one.relationship;
        if (named && related) all.push_back(told(one));
    }
    return all;
}

inline answer<api::counterparty_with_party_response> serve(state& s, call<api::retrieve_counterparty> const& c) {
    auto const* const one = s.counterparties.find(c.path.id);
    if (one == nullptr) return missing("Counterparty");
    return told_with_party(s, *one);
}

inline answer<api::counterparty_response> serve(state& s, call<api::update_counterparty> const& c) {
    auto* const one = s.counterparties.find(c.path.id);
    if (one == nullptr) return missing("Counterparty");
    if (c.body.party_id && s.parties.find(*c.body.party_id) == nullptr) return missing("Party");
    if (c.body.relationship_type) one->relationship = *c.body.relationship_type;
    if (c.body.party_id) one->party = c.body.party_id;
    one->times.updated = c.now;
    return told(*one);
}

}  // namespace dollr::sandbox

#endif
