// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_STEPS_PARTY_HPP
#define DOLLR_FLOW_STEPS_PARTY_HPP

#include <dollr/api/counterparties.hpp>
#include <dollr/api/parties.hpp>
#include <dollr/flow/steps/step_of.hpp>

/// Who the other side is. After a crash each is looked for before it is made.
namespace dollr::flow::steps {

inline bool needs_party(facts const& f) noexcept { return f.made.kind != flow_kind::refund && !f.made.party; }

inline bool needs_counterparty(facts const& f) noexcept {
    auto const kind = f.made.kind;
    return (makes_invoice(f) || kind == flow_kind::payout || kind == flow_kind::transfer) && !f.made.counterparty;
}

/// Guides of the API: whoever is asked to pay is a customer; whoever is paid, a beneficiary.
inline api::relationship_type relation(facts const& f) noexcept {
    return is_collection(f) ? api::relationship_type::customer : api::relationship_type::beneficiary;
}

/// It is not there, so what would be made from it is not there either.
inline sequel nothing_found(facts& f) {
    f.look_first = false;
    return {};
}

struct find_party : step_of<api::list_parties, step::find_party> {
    static constexpr std::string_view name = "looking for the party";
    static bool due(facts const& f) noexcept { return f.look_first && needs_party(f); }
    static question<operation> ask(facts const& f) { return {.query = {f.wanted->name.value_or("")}}; }
    static sequel take(facts& f, operation::response const& list) {
        auto const found = flow::find_party(list, *f.wanted);
        if (!found) return nothing_found(f);
        f.made.party = *found;
        return {sequel::kind::made};
    }
};

struct create_party : step_of<api::create_party, step::create_party> {
    static constexpr std::string_view name = "creating the party";
    static bool due(facts const& f) noexcept { return needs_party(f); }
    static question<operation> ask(facts const& f) {
        // An intent that nobody has checked is refused by the request's own validation.
        return {.body = {f.wanted->name.value_or(""), f.wanted->phone.value_or(phone{}), {}, {}}};
    }
    static sequel take(facts& f, operation::response const& party) {
        f.made.party = party.id;
        return {sequel::kind::made};
    }
};

struct find_counterparty : step_of<api::list_counterparties, step::find_counterparty> {
    static constexpr std::string_view name = "looking for the counterparty";
    static bool due(facts const& f) noexcept { return f.look_first && needs_counterparty(f); }
    static question<operation> ask(facts const& f) { return {.query = {{}, relation(f)}}; }
    static sequel take(facts& f, operation::response const& list) {
        auto const found = flow::find_counterparty(list, f.made.party);
        if (!found) return nothing_found(f);
        f.made.counterparty = *found;
        return {sequel::kind::made};
    }
};

struct create_counterparty : step_of<api::create_counterparty, step::create_counterparty> {
    static constexpr std::string_view name = "creating the counterparty";
    static bool due(facts const& f) noexcept { return needs_counterparty(f); }
    static question<operation> ask(facts const& f) { return {.body = {relation(f), f.made.party}}; }
    static sequel take(facts& f, operation::response const& counterparty) {
        f.made.counterparty = counterparty.id;
        return {sequel::kind::made};
    }
};

}  // namespace dollr::flow::steps

#endif
