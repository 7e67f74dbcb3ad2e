// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_STATE_HPP
#define DOLLR_SANDBOX_STATE_HPP

#include <dollr/api/counterparties.hpp>
#include <dollr/api/market.hpp>
#include <dollr/api/owner.hpp>
#include <dollr/http/method.hpp>
#include <dollr/sandbox/fault.hpp>
#include <dollr/sandbox/ledger.hpp>
#include <dollr/sandbox/options.hpp>
#include <dollr/sandbox/outcome.hpp>
#include <dollr/sandbox/planned_fault.hpp>
#include <dollr/sandbox/pricing.hpp>
#include <dollr/sandbox/table.hpp>
#include <dollr/value/phone.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// Everything that a sandbox remembers, as one value: copy it to fork the world, compare it to see whether two worlds
/// differ. One merchant, its clients' counterparties, its documents and its money.
namespace dollr::sandbox {

struct times {
    server_time created{};
    server_time updated{};

    friend bool operator==(times const&, times const&) = default;
};

struct party {
    party_id id;
    std::string fullname;
    dollr::phone phone;
    std::optional<std::string> email;
    std::optional<std::string> country_code;
    sandbox::times times;

    friend bool operator==(party const&, party const&) = default;
};

struct counterparty {
    counterparty_id id;
    api::relationship_type relationship{};
    std::optional<party_id> party;
    sandbox::times times;

    friend bool operator==(counterparty const&, counterparty const&) = default;
};

struct item {
    item_id id;
    std::string name;
    std::int64_t qty = 1;
    dollr::amount amount;
    sandbox::times times;

    friend bool operator==(item const&, item const&) = default;
};

/// What can be paid. Editable while IDLE; payable while ACTIVE; PROCESSING while an execution of it runs.
struct source {
    source_id id{};
    dollr::source_type type = source_type::invoice;
    std::string number{};
    counterparty_id counterparty{};
    dollr::currency currency{};
    std::string note{};
    dollr::fee_bearer fee_bearer{};
    bool as_payment_link = false;
    std::optional<std::string> document_reference{};
    std::optional<timestamp> due_date{};
    source_status status = source_status::idle;
    bool verified = true;  ///< the merchant was, when this was published: else nothing is paid on its page
    std::vector<item> items{};
    amount total{};  ///< always the sum of qty x amount of the items
    std::optional<server_time> paid{};
    std::optional<std::size_t> paid_by{};  ///< index of the execution
    sandbox::times times{};

    friend bool operator==(source const&, source const&) = default;
};

struct account {
    payment_account_id id{};
    std::string name{};
    api::provider provider{};
    api::payment_method method{};
    party_id party{};
    std::optional<std::string> country_code{};
    std::string number{};  ///< as given, else the party's phone
    operation_type operation{};
    bool is_active = true;
    sandbox::times times{};

    friend bool operator==(account const&, account const&) = default;
};

/// What is hosted for a payer: where to pay a document, and where to come back to.
struct checkout {
    checkout_id id{};
    source_type type = source_type::invoice;
    source_id source{};
    std::optional<std::string> success_url{};  ///< the payer comes back here; that proves no payment
    std::optional<std::string> cancel_url{};
    std::optional<timestamp> expires{};  ///< of the page, not of the document
    sandbox::times times{};

    friend bool operator==(checkout const&, checkout const&) = default;
};

/// The window in which one execution may happen.
struct session {
    session_id id{};
    operation_type operation{};
    source_type type = source_type::invoice;  ///< of a collection
    source_id source{};                       ///< of a collection
    payment_account_id account{};             ///< of a payout
    money pays{};                             ///< of a payout, a transfer or a refund
    counterparty_id to{};                     ///< of a transfer
    payment_intent_id original{};             ///< of a refund: the collection that it gives back
    std::optional<std::string> reason{};      ///< of a refund
    server_time expires{};
    std::optional<std::size_t> execution{};  ///< the one that runs or has completed; a failed one frees the session
    sandbox::times times{};

    friend bool operator==(session const&, session const&) = default;
};

struct execution {
    std::int64_t id = 0;  ///< the payment intent's
    dollr::reference_id reference_id;
    operation_type operation{};
    session_id session;
    payment_account_id account;  ///< none of a transfer; of a refund the one that had paid
    dollr::currency currency;    ///< asked for; of a collection
    sandbox::outcome outcome{};
    quote price;
    server_time accepted{};
    server_time base{};    ///< the timetable counts from here: the acceptance, unless an action moved it
    std::size_t step = 0;  ///< of the timetable
    bool charged = false;
    std::vector<std::size_t> refunds;  ///< of it: indexes of executions

    friend bool operator==(execution const&, execution const&) = default;
};

struct wallet {
    wallet_id id;
    dollr::currency currency;
    amount balance;

    friend bool operator==(wallet const&, wallet const&) = default;
};

struct token {
    server_time expires{};
    bool revoked = false;
    bool verified = true;  ///< the merchant is

    friend bool operator==(token const&, token const&) = default;
};

/// A request that the network still has: it takes effect when its time comes.
struct held_request {
    server_time due{};
    http_method method{};
    std::string target;
    std::string authorization;
    std::string body;

    friend bool operator==(held_request const&, held_request const&) = default;
};

/// A fault of a magic value strikes each of these once.
struct struck {
    sandbox::fault_site site{};
    std::int64_t parent = 0;
    dollr::reference_id reference_id;
    std::string phone;

    friend auto operator<=>(struck const&, struck const&) = default;
};

struct counters {
    std::int64_t requests = 0;
    std::int64_t api_requests = 0;  ///< of these not the sandbox's own operations: who only looks changes no draw
    std::int64_t refused_passcodes = 0;
    std::int64_t refused_tokens = 0;
    std::int64_t faults = 0;

    friend bool operator==(counters const&, counters const&) = default;
};

/// A document's number is counted within its type and year.
struct numbering {
    source_type type{};
    int year = 0;

    friend auto operator<=>(numbering const&, numbering const&) = default;
};

struct state {
    sandbox::options options;
    server_time now{};

    table<party, 1> parties;
    table<counterparty, 2> counterparties;
    table<source, 3> invoices;
    table<source, 10> orders;
    std::int64_t items = 0;  ///< how many there ever were, for their ids
    table<account, 6> accounts;
    table<session, 7> sessions;
    table<wallet, 8> wallets;
    table<checkout, 20> checkouts;
    std::map<numbering, std::int64_t> numbers;  ///< the last document number of a year

    std::vector<token> tokens;
    std::int64_t realtime_keys = 0;  ///< how many were given out
    std::vector<execution> executions;
    std::unordered_map<dollr::reference_id, std::size_t> by_reference;
    std::set<std::pair<server_time, std::size_t>> due;  ///< when which execution enters its next step
    std::vector<ledger_entry> ledger;

    std::vector<held_request> held;
    std::set<struck> strikes;
    std::optional<planned_fault> next_fault;
    sandbox::counters counters;

    friend bool operator==(state const&, state const&) = default;
};

inline constexpr owner_id merchant{19};
inline constexpr api::owner_type merchant_kind = api::owner_type::organization;
inline constexpr std::string_view merchant_name = "Sandbox Trading";

/// An invoice or an order; null if there is none: subscriptions are reserved, and never exist.
template <class State>
[[nodiscard]] auto* find_source(State& s, source_type type, source_id id) noexcept {
    if (type == source_type::invoice) return s.invoices.find(id);
    return type == source_type::order ? s.orders.find(id) : nullptr;
}

/// The merchant's wallet in this currency; null if it has none.
[[nodiscard]] inline wallet* find_wallet(state& s, currency c) noexcept {
    for (wallet& w : s.wallets) {
        if (w.currency == c) return &w;
    }
    return nullptr;
}

/// The execution with this payment intent; null if there is none.
[[nodiscard]] inline execution const* find_intent(state const& s, payment_intent_id id) noexcept {
    auto const nth = static_cast<std::size_t>(nth_of(id.value, 5));
    return nth > 0 && nth <= s.executions.size() ? &s.executions[nth - 1] : nullptr;
}

/// Whom a counterparty stands for; null if nobody was named.
[[nodiscard]] inline party const* party_behind(state const& s, counterparty_id id) noexcept {
    auto const* const c = s.counterparties.find(id);
    return c != nullptr && c->party ? s.parties.find(*c->party) : nullptr;
}

[[nodiscard]] inline state fresh_state(options o) {
    state s;
    s.now = o.epoch;
    for (currency const c : currencies_of(api::payment_method::wallet)) {
        auto const balance = o.wallet_balance.rounded(c.minor_units().value_or(2), rounding::down);
        s.wallets.add({.id = {}, .currency = c, .balance = balance.value_or(o.wallet_balance)});
    }
    s.options = std::move(o);
    return s;
}

}  // namespace dollr::sandbox

#endif
