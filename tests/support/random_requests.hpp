// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_RANDOM_REQUESTS_HPP
#define DOLLR_TESTS_SUPPORT_RANDOM_REQUESTS_HPP

#include "sandbox_world.hpp"

#include <dollr/sandbox/pages.hpp>

#include <rapidcheck.h>

#include <cstdint>
#include <string>
#include <vector>

/// Below `n`, and as often the last as the first: rapidcheck's own ranges begin small.
template <class Int>
Int pick(Int n) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<Int>(0, n));
}

/// Requests that are nearly always well-formed and often make sense: mostly they name objects that there are.
inline std::string some_phone(bool leaves_creates_alone = false) {
    auto const ending =
        *rc::gen::oneOf(rc::gen::just(1234), rc::gen::inRange(9900, leaves_creates_alone ? 9949 : 9999));
    return *rc::gen::element<std::string>("23177000", "25078000", "23188000") + std::to_string(ending);
}

class random_requests {
public:
    struct asked {
        dollr::http_method method{};
        std::string target;
        std::string body;
    };

    explicit random_requests(sandbox_world& w) : world_(&w) {}

    asked next() {
        switch (pick(5)) {
            case 0:
                return a_create();
            case 1:
                return a_change();
            case 2:
                return a_session();
            case 3:
                return an_execution();
            default:
                return a_question();
        }
    }

private:
    using state = dollr::sandbox::state;

    [[nodiscard]] state const& s() const { return world_->server.state(); }

    static std::string quoted(std::string const& text) { return '"' + text + '"'; }
    static std::string amount() {
        return *rc::gen::element<std::string>("0.01", "1", "9.99", "12.60", "25.00", "9099.02", "500000000", "0.001");
    }
    static std::string currency() {
        return *rc::gen::element<std::string>("USD", "USD", "USD", "USD", "USD", "LRD", "RWF", "EUR");
    }
    static std::string number(int below) { return std::to_string(pick(below)); }
    [[nodiscard]] std::string later() const {
        return quoted(dollr::timestamp(world_->clock.now().server + std::chrono::hours(pick(3))).to_string());
    }

    /// The id of a row that passes, or of any row; and now and then of none.
    template <class Rows, class Passes>
    static std::string id_of(Rows const& rows, int kind, Passes passes) {
        std::vector<std::int64_t> ids;
        for (auto const& row : rows) {
            if (passes(row)) ids.push_back(row.id.value);
        }
        if (ids.empty() || pick(8) == 0) return std::to_string(dollr::sandbox::nth_id(pick(5) + 1, kind));
        return std::to_string(*rc::gen::elementOf(ids));
    }
    template <class Rows>
    static std::string id_of(Rows const& rows, int kind) {
        return id_of(rows, kind, [](auto const&) { return true; });
    }

    [[nodiscard]] std::string session_of(dollr::operation_type op) const {
        return id_of(s().sessions, 7, [&](auto const& one) { return one.operation == op; });
    }
    [[nodiscard]] std::string intent() const {
        std::vector<std::int64_t> ids{5, 15, 25};
        for (auto const& e : s().ledger) {
            if (e.operation_type == dollr::operation_type::collection) ids.insert(ids.end(), 3, e.intent_id.value);
        }
        return std::to_string(*rc::gen::elementOf(ids));
    }
    std::string reference() {
        if (references_.empty() || pick(3) != 0) references_.push_back(world_->new_reference());
        return references_[pick(references_.size())].to_string();
    }

    /// "/invoices/" or "/orders/", and the id of one.
    struct document {
        std::string folder, type, id, item;
    };
    [[nodiscard]] document some_document() const {
        auto const of = [&](auto const& documents, std::string folder, std::string type, int kind) {
            document d{std::move(folder), std::move(type), id_of(documents, kind), "14"};
            for (auto const& one : documents) {
                if (one.id.to_string() == d.id && !one.items.empty())
                    d.item = (*rc::gen::elementOf(one.items)).id.to_string();
            }
            return d;
        };
        return *rc::gen::arbitrary<bool>() ? of(s().invoices, "/invoices/", "INVOICE", 3)
                                           : of(s().orders, "/orders/", "ORDER", 10);
    }

    /// The token of a document's page, or of a checkout's.
    [[nodiscard]] std::string page() const {
        auto id = dollr::source_id::try_parse(some_document().id).value_or(dollr::source_id{110});
        auto const hosted = s().checkouts.size();
        if (hosted > 0 && pick(2) == 0) id.value = dollr::sandbox::nth_id(pick(static_cast<int>(hosted)) + 1, 20);
        return dollr::sandbox::page_token(s(), id);
    }

    asked a_create() {
        using enum dollr::http_method;
        auto const money = [](std::string const& c) {
            return R"("currency":)" + quoted(c) + R"(,"amount":)" + amount();
        };
        auto const bearer = [] { return *rc::gen::element<std::string>(R"("PAYER")", R"("PAYEE")"); };
        switch (pick(6)) {
            case 0:
                return {post, "/parties/create", R"({"fullname":"A","phone":)" + quoted(some_phone()) + "}"};
            case 1:
                return {post, "/counterparties/create",
                        R"({"relationship_type":"CUSTOMER","party_id":)" + id_of(s().parties, 1) + "}"};
            case 2:
                return {post, *rc::gen::element<std::string>("/invoices/create", "/orders/create"),
                        R"({"counterparty_id":)" + id_of(s().counterparties, 2) + R"(,"currency":)" +
                            quoted(currency()) + R"(,"note":"n","fee_bearer":)" + bearer() +
                            R"(,"as_payment_link":false})"};
            case 3: {
                auto const d = some_document();
                return {post, d.folder + d.id + "/items/add",
                        R"({"name":"x","qty":)" + number(4) + "," + money(currency()) + "}"};
            }
            case 4: {
                auto const c = currency();
                return {post, "/checkouts/create",
                        R"({"mode":"HOSTED","source_kind":"ORDER","party_phone":)" + quoted(some_phone()) +
                            R"(,"currency":)" + quoted(c) + R"(,"items":[{"name":"x",)" + money(c) +
                            R"(},{"name":"y",)" + money(c) + "}]}"};
            }
            default: {
                auto const m = *rc::gen::element<std::string>("MTN_MOMO_LBR", "MTN_MOMO_RWA", "CREDIT_CARD");
                return {
                    post,
                    "/payment-accounts/create?operation_type=" + *rc::gen::element<std::string>("COLLECTION", "PAYOUT"),
                    R"({"account_name":"a","provider":)" + quoted(m == "CREDIT_CARD" ? "STRIPE" : "PAWAPAY") +
                        R"(,"method":)" + quoted(m) + R"(,"party_id":)" + id_of(s().parties, 1) + "}"};
            }
        }
    }

    asked a_change() {
        using enum dollr::http_method;
        auto const d = some_document();
        switch (pick(7)) {
            case 0:
                return {put, d.folder + "update/" + d.id, R"({"note":"other","fee_bearer":"PAYEE"})"};
            case 1:
                return {delete_, d.folder + "cancel/" + d.id, {}};
            case 2:
                return {put, d.folder + d.id + "/items/" + d.item + "/update",
                        R"({"qty":)" + number(4) + R"(,"amount":)" + amount() + "}"};
            case 3:
                return {delete_, d.folder + d.id + "/items/" + d.item + "/remove", {}};
            case 4:
                return {put, "/counterparties/update/" + id_of(s().counterparties, 2),
                        R"({"relationship_type":"SELF"})"};
            default:
                return {put, d.folder + "publish/" + d.id, {}};
        }
    }

    asked a_session() {
        using enum dollr::http_method;
        using enum dollr::operation_type;
        switch (pick(4)) {
            case 0: {
                auto const d = some_document();
                return {post, "/sessions/checkout",
                        R"({"source_id":)" + d.id + R"(,"source_type":)" + quoted(d.type) + "}"};
            }
            case 1:
                return {post, "/sessions/payout",
                        R"({"payout_account_id":)" +
                            id_of(s().accounts, 6, [](auto const& a) { return a.operation == payout; }) +
                            R"(,"amount":)" + amount() + R"(,"currency":)" + quoted(currency()) + "}"};
            case 2:
                return {post, "/sessions/transfer",
                        R"({"from_wallet_id":18,"to_counterparty_id":)" + id_of(s().counterparties, 2) +
                            R"(,"amount":)" + amount() + R"(,"currency":)" + quoted(currency()) + R"(,"expires_at":)" +
                            later() + "}"};
            default:
                return {post, "/sessions/refund",
                        R"({"original_payment_intent_id":)" + intent() + R"(,"amount":)" + amount() +
                            R"(,"expires_at":)" + later() + "}"};
        }
    }

    asked an_execution() {
        using enum dollr::http_method;
        using enum dollr::operation_type;
        auto const what = [&](dollr::operation_type op) {
            return R"({"session_id":)" + quoted(session_of(op)) + R"(,"reference_id":)" + quoted(reference());
        };
        auto const account = [&](dollr::operation_type op) {
            return quoted(id_of(s().accounts, 6, [&](auto const& a) { return a.operation == op; }));
        };
        switch (pick(8)) {
            case 0:
                return {post, "/_sandbox/pages/" + page() + "/pay",
                        R"({"means":)" + *rc::gen::element<std::string>(R"("MOBILE_MONEY")", R"("CARD")") +
                            R"(,"phone":)" + quoted(some_phone()) + R"(,"decision":)" +
                            *rc::gen::element<std::string>(R"("APPROVE")", R"("DECLINE")", R"("HANG")") + "}"};
            case 1:
            case 2:
            case 7:
                return {post, "/executions/collection",
                        what(collection) + R"(,"payment_account_id":)" + account(collection) + R"(,"currency":)" +
                            quoted(currency()) + "}"};
            case 3:
                return {post, "/executions/payout",
                        what(payout) + R"(,"payout_account_id":)" + account(payout) +
                            R"(,"passcode":{"token":{"user_id":"7","code":"123456"},"device":{"name":"a","type":"b",)"
                            R"("platform":"c","user_agent":"d","client_ip":"e"}}})"};
            case 4:
                return {post, "/executions/transfer", what(transfer) + "}"};
            default:
                return {post, "/executions/refund", what(refund) + "}"};
        }
    }

    asked a_question() {
        using enum dollr::http_method;
        auto const d = some_document();
        switch (pick(9)) {
            case 7:
                return {get, "/_sandbox/pages/" + page(), {}};
            case 8:
                return {get,
                        "/_sandbox/" + *rc::gen::element<std::string>("executions", "sources", "sessions") + "?last=3",
                        {}};
            case 0:
                return {get,
                        "/status/" + *rc::gen::element<std::string>("collection", "payout", "transfer", "refund") +
                            "/" + reference(),
                        {}};
            case 1:
                return {post, "/_sandbox/executions/" + reference() + "/action", {}};
            case 2:
                return {get, "/status/source?source_type=" + d.type + "&source_id=" + d.id, {}};
            case 3:
                return {get, d.folder + "receipt/number/INV-2026-00001", {}};
            case 4:
                return {get, "/links/pay?source_type=" + d.type + "&source_number=ORD-2026-00001", {}};
            case 5:
                return {post, "/realtime-keys/collection",
                        R"({"session_id":)" + id_of(s().sessions, 7) + R"(,"source_type":)" + quoted(d.type) +
                            R"(,"reference_id":)" + quoted(reference()) + "}"};
            default:
                return {get, d.folder + "receipt/" + d.id, {}};
        }
    }

    sandbox_world* world_;
    std::vector<dollr::reference_id> references_;
};

#endif
