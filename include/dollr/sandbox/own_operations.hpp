// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_OWN_OPERATIONS_HPP
#define DOLLR_SANDBOX_OWN_OPERATIONS_HPP

#include <dollr/api/executions.hpp>
#include <dollr/api/operation.hpp>
#include <dollr/api/status.hpp>
#include <dollr/sandbox/fault_operations.hpp>
#include <dollr/sandbox/ledger.hpp>
#include <dollr/sandbox/page_operations.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What only a sandbox can be asked: its clock, its ledger, what it holds, and to play the payer. Operations like any
/// other, under `/_sandbox`, so that the same codec serves and calls them; no token is needed, and who only looks
/// changes no draw of chance. A payment on a page is an execution like any other, and other rates are other chances. A
/// live target does not have them.
namespace dollr::sandbox {

/// virtual time = epoch + speed x (UTC - epoch)
struct clock_response {
    timestamp epoch;
    std::int64_t speed = 1;
    timestamp now;  ///< virtual

    friend bool operator==(clock_response const&, clock_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(clock_response, (), (epoch, speed, now))
consteval auto schema_of(clock_response const*) { return schema::description{"SandboxClock", schema::evidence::own}; }

struct wallet_response {
    wallet_id id;
    dollr::currency currency;
    amount balance;

    friend bool operator==(wallet_response const&, wallet_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(wallet_response, (), (id, currency, balance))
consteval auto schema_of(wallet_response const*) { return schema::description{"SandboxWallet", schema::evidence::own}; }

struct health_response {
    std::string status;
    std::string seed;
    std::int64_t requests = 0;
    std::int64_t api_requests = 0;  ///< of these not the sandbox's own operations
    std::int64_t refused_tokens = 0;
    std::int64_t refused_passcodes = 0;
    std::int64_t faults = 0;      ///< how often one struck
    std::int64_t executions = 0;  ///< accepted
    std::int64_t unfinished = 0;  ///< of them: neither COMPLETED nor FAILED
    std::int64_t charges = 0;     ///< ledger entries
    std::vector<wallet_response> wallets;

    friend bool operator==(health_response const&, health_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(health_response, (),
                      (status, seed, requests, api_requests, refused_tokens, refused_passcodes, faults, executions,
                       unfinished, charges, wallets))
consteval auto schema_of(health_response const*) { return schema::description{"SandboxHealth", schema::evidence::own}; }

struct page_query {
    std::optional<std::int64_t> after;  ///< a sequence: what follows it; absent: from the beginning
    std::optional<std::int64_t> limit;  ///< absent: all
    std::optional<std::int64_t> last;   ///< of these so many at most, the newest ones

    friend bool operator==(page_query const&, page_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(page_query, (), (after, limit, last))
consteval auto schema_of(page_query const*) {
    return schema::description{"", schema::evidence::own, schema::rule{.member = "after", .at_least = 0},
                               schema::rule{.member = "limit", .at_least = 0},
                               schema::rule{.member = "last", .at_least = 0}};
}

/// One accepted execution, charged or not.
struct execution_summary {
    std::int64_t sequence = 0;    ///< gapless from 1, in order of acceptance
    payment_intent_id intent_id;  ///< "payment_intent_id"
    dollr::reference_id reference_id;
    dollr::operation_type operation_type{};
    execution_status status{};
    bool charged = false;
    std::string outcome;  ///< what was decided at its acceptance
    dollr::session_id session_id;
    std::optional<std::string> document_reference;
    std::string account_name;
    amount payer_amount;
    currency payer_currency;
    amount payee_amount;
    currency payee_currency;
    bool waits_for_payer = false;  ///< end_payer_action is answered
    timestamp accepted_at;

    friend bool operator==(execution_summary const&, execution_summary const&) = default;
};
BOOST_DESCRIBE_STRUCT(execution_summary, (),
                      (sequence, intent_id, reference_id, operation_type, status, charged, outcome, session_id,
                       document_reference, account_name, payer_amount, payer_currency, payee_amount, payee_currency,
                       waits_for_payer, accepted_at))
consteval auto schema_of(execution_summary const*) {
    return schema::description{"SandboxExecution", schema::evidence::own,
                               schema::rule{.member = "intent_id", .name = "payment_intent_id"}};
}

struct session_summary {
    std::int64_t sequence = 0;  ///< gapless from 1, in order of creation
    session_id id;
    dollr::operation_type operation_type{};
    std::string status;
    std::optional<std::string> source_number;  ///< of a collection
    dollr::amount amount;
    dollr::currency currency;
    std::optional<dollr::reference_id> reference_id;  ///< of the execution that holds it
    timestamp created_at;
    timestamp expires_at;

    friend bool operator==(session_summary const&, session_summary const&) = default;
};
BOOST_DESCRIBE_STRUCT(session_summary, (),
                      (sequence, id, operation_type, status, source_number, amount, currency, reference_id, created_at,
                       expires_at))
consteval auto schema_of(session_summary const*) {
    return schema::description{"SandboxSession", schema::evidence::own};
}

/// An invoice or an order.
struct source_summary {
    std::int64_t sequence = 0;  ///< gapless from 1, in order of creation, invoices before orders of the same moment
    dollr::source_type source_type{};
    std::string source_number;
    source_status status{};
    amount total_amount;
    dollr::currency currency;
    std::optional<std::string> document_reference;
    std::string payer_name;           ///< empty: nobody was named
    std::optional<std::string> page;  ///< the path of its payment page, from ACTIVE on
    timestamp created_at;
    std::optional<timestamp> paid_at;

    friend bool operator==(source_summary const&, source_summary const&) = default;
};
BOOST_DESCRIBE_STRUCT(source_summary, (),
                      (sequence, source_type, source_number, status, total_amount, currency, document_reference,
                       payer_name, page, created_at, paid_at))
consteval auto schema_of(source_summary const*) { return schema::description{"SandboxSource", schema::evidence::own}; }

struct action_query {
    std::optional<bool> approved;  ///< absent: yes

    friend bool operator==(action_query const&, action_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(action_query, (), (approved))
consteval auto schema_of(action_query const*) { return schema::description{"", schema::evidence::own}; }

struct read_clock : api::operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "sandbox_clock";
    static constexpr std::string_view target = "/_sandbox/clock";
    static constexpr bool bearer = false;
    using response = clock_response;
};

struct read_health : api::operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "sandbox_health";
    static constexpr std::string_view target = "/_sandbox/health";
    static constexpr bool bearer = false;
    using response = health_response;
};

struct read_ledger : api::operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "sandbox_ledger";
    static constexpr std::string_view target = "/_sandbox/ledger";
    static constexpr bool bearer = false;
    using query = page_query;
    using response = std::vector<ledger_entry>;
};

struct list_executions : api::operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "sandbox_executions";
    static constexpr std::string_view target = "/_sandbox/executions";
    static constexpr bool bearer = false;
    using query = page_query;
    using response = std::vector<execution_summary>;
};

struct list_sessions : api::operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "sandbox_sessions";
    static constexpr std::string_view target = "/_sandbox/sessions";
    static constexpr bool bearer = false;
    using query = page_query;
    using response = std::vector<session_summary>;
};

struct list_sources : api::operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "sandbox_sources";
    static constexpr std::string_view target = "/_sandbox/sources";
    static constexpr bool bearer = false;
    using query = page_query;
    using response = std::vector<source_summary>;
};

/// The payer's part: finishes 3-D Secure, or answers the question that their phone shows.
struct end_payer_action : api::operation<http_method::post, hazard::idempotent> {
    static constexpr std::string_view name = "sandbox_end_action";
    static constexpr std::string_view target = "/_sandbox/executions/{reference_id}/action";
    static constexpr bool bearer = false;
    using path = api::execution_status_path;
    using query = action_query;
    using response = api::execution_response;
};

using own_operations =
    boost::mp11::mp_append<boost::mp11::mp_list<read_clock, read_health, read_ledger, list_executions, list_sessions,
                                                list_sources, end_payer_action>,
                           fault_operations, page_operations>;

}  // namespace dollr::sandbox

#endif
