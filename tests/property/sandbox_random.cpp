// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

#include <rapidcheck.h>

#include <map>
#include <set>
#include <utility>
#include <vector>

// Whatever is asked, in whatever order and at whatever time, the sandbox answers and its books are right.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

namespace {

/// A small number, so that random requests meet each other's objects.
std::int64_t some_id(int kind) { return *rc::gen::element<std::int64_t>(1, 1, 2, 2, 3, 3, 4, 4, 5) * 10 + kind; }

std::string some_phone(bool leaves_creates_alone = false) {
    auto const ending =
        *rc::gen::oneOf(rc::gen::just(1234), rc::gen::inRange(9900, leaves_creates_alone ? 9949 : 9999));
    return *rc::gen::element<std::string>("23177000", "25078000", "23188000") + std::to_string(ending);
}

std::string some_amount() {
    return *rc::gen::element<std::string>("0.01", "1", "9.99", "25.00", "9099.02", "500000000", "0.001");
}

std::string quoted(std::string const& text) { return '"' + text + '"'; }

struct asked {
    http_method method{};
    std::string target;
    std::string body;
};

/// One request that is nearly always well-formed and often makes sense.
asked some_request(sandbox_world& w, std::vector<reference_id>& references) {
    auto const id = [](int kind) { return std::to_string(some_id(kind)); };
    auto const currency = [] {
        return *rc::gen::element<std::string>("USD", "USD", "USD", "USD", "LRD", "RWF", "EUR");
    };
    auto const method = [] { return *rc::gen::element<std::string>("MTN_MOMO_LBR", "MTN_MOMO_RWA", "CREDIT_CARD"); };
    auto const provider = [](std::string const& m) { return m == "CREDIT_CARD" ? "STRIPE" : "PAWAPAY"; };
    auto const op = [] { return *rc::gen::element<std::string>("COLLECTION", "PAYOUT"); };
    auto const reference = [&] {
        if (references.empty() || *rc::gen::inRange(0, 3) == 0) references.push_back(w.new_reference());
        return references[*rc::gen::inRange<std::size_t>(0, references.size())].to_string();
    };
    // The session and the account of one number were made for each other, at the beginning.
    auto const number = *rc::gen::element<std::int64_t>(1, 2, 3, 4);
    auto const session = [&] { return quoted(*rc::gen::inRange(0, 4) == 0 ? id(7) : std::to_string(number * 10 + 7)); };
    auto const account = [&] { return quoted(*rc::gen::inRange(0, 4) == 0 ? id(6) : std::to_string(number * 10 + 6)); };
    switch (*rc::gen::inRange(0, 16)) {
        case 0:
            return {http_method::post, "/parties/create", R"({"fullname":"A","phone":)" + quoted(some_phone()) + "}"};
        case 1:
            return {http_method::post, "/counterparties/create",
                    R"({"relationship_type":"CUSTOMER","party_id":)" + id(1) + "}"};
        case 2:
            return {http_method::post, "/invoices/create",
                    R"({"counterparty_id":)" + id(2) + R"(,"currency":)" + quoted(currency()) +
                        R"(,"note":"n","fee_bearer":)" + *rc::gen::element<std::string>(R"("PAYER")", R"("PAYEE")") +
                        R"(,"as_payment_link":false})"};
        case 3:
        case 4:
            return {http_method::post, "/invoices/" + id(3) + "/items/add",
                    R"({"name":"x","currency":)" + quoted(currency()) + R"(,"qty":)" +
                        std::to_string(*rc::gen::inRange(0, 4)) + R"(,"amount":)" + some_amount() + "}"};
        case 5:
            return {http_method::put, "/invoices/publish/" + id(3), {}};
        case 6: {
            auto const m = method();
            return {http_method::post, "/payment-accounts/create?operation_type=" + op(),
                    R"({"account_name":"a","provider":)" + quoted(provider(m)) + R"(,"method":)" + quoted(m) +
                        R"(,"party_id":)" + id(1) + "}"};
        }
        case 7:
            return {http_method::post, "/sessions/checkout",
                    R"({"source_id":)" + id(3) + R"(,"source_type":"INVOICE"})"};
        case 8:
            return {http_method::post, "/sessions/payout",
                    R"({"payout_account_id":)" + id(6) + R"(,"amount":)" + some_amount() + R"(,"currency":)" +
                        quoted(currency()) + "}"};
        case 9:
        case 10:
            return {http_method::post, "/executions/collection",
                    R"({"session_id":)" + session() + R"(,"payment_account_id":)" + account() + R"(,"currency":)" +
                        quoted(currency()) + R"(,"reference_id":)" + quoted(reference()) + "}"};
        case 11:
        case 12:
            return {http_method::post, "/executions/payout",
                    R"({"session_id":)" + session() + R"(,"payout_account_id":)" + account() + R"(,"reference_id":)" +
                        quoted(reference()) +
                        R"(,"passcode":{"token":{"user_id":"7","code":"123456"},"device":{"name":"a","type":"b",)"
                        R"("platform":"c","user_agent":"d","client_ip":"e"}}})"};
        case 13:
            return {http_method::get, "/status/collection/" + reference(), {}};
        case 14:
            return {http_method::post, "/_sandbox/executions/" + reference() + "/action", {}};
        default:
            return {http_method::get, "/invoices/receipt/" + id(3), {}};
    }
}

void check_books(sandbox::state const& s) {
    std::map<currency, amount> expected;
    for (auto const& w : s.wallets)
        expected[w.currency] = *s.options.wallet_balance.rounded(*w.currency.minor_units(), rounding::down);
    auto const add = [&](currency c, amount a) { expected[c] = *amount::checked_add(expected[c], a); };

    std::set<reference_id> charged;
    for (auto const& e : s.ledger) {
        RC_ASSERT(charged.insert(e.reference_id).second);
        RC_ASSERT(e.sequence == static_cast<std::int64_t>(charged.size()));
        if (e.operation_type == operation_type::collection) add(e.payee_currency, e.payee_amount);
    }
    std::set<reference_id> known;
    for (auto const& e : s.executions) {
        RC_ASSERT(known.insert(e.reference_id).second);
        auto const status = present(e).status;
        RC_ASSERT(e.charged == charged.contains(e.reference_id));
        RC_ASSERT(!e.charged || status == execution_status::completed);
        RC_ASSERT(e.charged || status != execution_status::completed);
        if (e.operation == operation_type::payout && status != execution_status::failed &&
            e.outcome != sandbox::outcome::out_of_funds)
            add(e.price.payer.currency, -e.price.payer.amount);
        if (!e.price.converts() && e.outcome != sandbox::outcome::amount_mismatch) {
            auto sum = *amount::checked_add(e.price.payee.amount, e.price.platform_fee);
            sum = *amount::checked_add(sum, e.price.gateway_fee);
            RC_ASSERT(sum == e.price.payer.amount);
        }
    }
    for (auto const& w : s.wallets) RC_ASSERT(w.balance == expected[w.currency]);
    for (auto const& i : s.invoices) {
        amount total;
        for (auto const& one : i.items)
            total = *amount::checked_add(total, *amount::checked_multiply(one.amount, one.qty));
        RC_ASSERT(total == i.total);
        RC_ASSERT((i.status == source_status::paid) == i.paid_by.has_value());
    }
}

}  // namespace

TEST_CASE("random requests at random times never break the books") {
    CHECK(rc::check("the ledger, the wallets and the executions agree", [] {
        sandbox::options o{.seed = *rc::gen::arbitrary<std::uint64_t>(), .wallet_balance = "1000"_amount};
        o.rates = sandbox::fault_rates::even(*rc::gen::element(0u, 5'000u));
        o.enforces_session_expiry = *rc::gen::arbitrary<bool>();
        o.repeated_post = *rc::gen::element(sandbox::repeated_post::answers_state, sandbox::repeated_post::is_refused);
        auto const rates = std::exchange(o.rates, {});
        sandbox_world w(o);
        for (int i = 0; i < 2; ++i) {
            w.ready_collection(some_phone(true), "25.00");
            w.ready_payout(some_phone(true), "25.00");
        }
        w.server.set_rates(rates);
        std::vector<reference_id> references;
        auto const requests = *rc::gen::inRange(1, 150);
        for (int i = 0; i < requests; ++i) {
            auto const r = some_request(w, references);
            auto const answer = w.raw(r.method, r.target, r.body);
            RC_ASSERT(answer.status == 0 || (answer.status >= 200 && answer.status < 600));
            if (answer.status == 401) w.log_in();
            if (*rc::gen::inRange(0, 4) == 0) w.pass(duration(*rc::gen::element(1, 999, 4'000, 50'000, 700'000)));
        }
        check_books(w.server.state());
        RC_CLASSIFY(!w.server.state().executions.empty());
        RC_CLASSIFY(!w.server.ledger().empty());
        w.pass(24h);
        RC_ASSERT(w.server.state().due.empty());
        RC_ASSERT(w.server.state().held.empty());
        check_books(w.server.state());
    }));
}

TEST_CASE("a whole payment survives any other requests around it and is charged once") {
    CHECK(rc::check("posted any number of times, charged once", [] {
        sandbox_world w;
        auto const c = w.ready_collection("231771234567");
        auto const posts = *rc::gen::inRange(1, 6);
        for (int i = 0; i < posts; ++i) {
            RC_ASSERT(w.collect(c).has_value());
            w.pass(duration(*rc::gen::inRange(0, 5'000)));
        }
        w.pass(1min);
        RC_ASSERT(w.server.ledger().size() == 1u);
        RC_ASSERT(w.server.ledger()[0].payee_amount == "25.00"_amount);
    }));
}

TEST_CASE("arbitrary bytes get an answer") {
    CHECK(rc::check("no target and no body is too strange", [](std::string const& target, std::string const& body) {
        sandbox_world w;
        auto const at =
            *rc::gen::element<std::string>("", "/v1/parties/create", "/executions/payout", "/status/source?",
                                           "/invoices/retrieve/", "/_sandbox/ledger?after=");
        auto const method =
            *rc::gen::element(http_method::get, http_method::post, http_method::put, http_method::delete_);
        auto const answer = w.raw(method, at + target, body);
        RC_ASSERT(answer.status >= 200 && answer.status < 500);
    }));
}

TEST_CASE("every price adds up in its base currency") {
    CHECK(rc::check("payer = payee + fees before the one conversion", [] {
        auto const units = *rc::gen::inRange<std::int64_t>(1, 99'999'999'999);
        auto const base = *rc::gen::element("USD"_currency, "LRD"_currency, "RWF"_currency);
        auto const target = *rc::gen::element("USD"_currency, "LRD"_currency, "RWF"_currency);
        auto const method = *rc::gen::element(api::payment_method::mtn_momo_lbr, api::payment_method::credit_card,
                                              api::payment_method::wallet);
        auto const op = *rc::gen::element(operation_type::collection, operation_type::payout, operation_type::transfer);
        auto const bearer = *rc::gen::element(fee_bearer::payer, fee_bearer::payee);
        auto const whole = *minor_units(units, base);
        auto const q = sandbox::priced(op, {whole, base}, target, method, bearer);
        RC_PRE(q.has_value());
        auto const& inside = op == operation_type::collection ? q->payee : q->payer;
        auto const& outside = op == operation_type::collection ? q->payer : q->payee;
        RC_ASSERT(inside.currency == base);
        RC_ASSERT(outside.currency == target);
        auto const fees = *amount::checked_add(*amount::checked_add(q->platform_fee, q->gateway_fee), q->fx_fee);
        if (base == target) RC_ASSERT(q->payer.amount == *amount::checked_add(q->payee.amount, fees));
        if (bearer == fee_bearer::payer && op == operation_type::collection) RC_ASSERT(q->payee.amount == whole);
        if (bearer == fee_bearer::payee && op != operation_type::collection) RC_ASSERT(q->payer.amount == whole);
        RC_ASSERT(q->payer.amount.fits(q->payer.currency));
        RC_ASSERT(q->payee.amount.fits(q->payee.currency));
    }));
}
