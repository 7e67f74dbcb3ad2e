// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

#include <fstream>
#include <sstream>

// Every magic value does what docs/sandbox.md says.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

namespace {

/// A collection whose payer's phone ends in 99NN, executed once.
struct magic_world : sandbox_world {
    explicit magic_world(int code, std::string_view amount = "25.00")
        : request(ready_collection("23177000" + std::to_string(9900 + code), amount)) {
        http_request r;
        REQUIRE(codec::request<api::execute_collection>(request, token, r).has_value());
        first = send(r);
    }

    [[nodiscard]] http_response const& answer() const {
        REQUIRE(std::holds_alternative<http_response>(first));
        return *std::get_if<http_response>(&first);
    }
    [[nodiscard]] no_response const& absence() const {
        REQUIRE(std::holds_alternative<no_response>(first));
        return *std::get_if<no_response>(&first);
    }
    [[nodiscard]] result<api::execution_response> execution() const {
        return codec::response<api::execute_collection>(answer());
    }
    [[nodiscard]] bool took_effect() const { return server.state().executions.size() == 1; }
    bool is(execution_status s) {
        auto const r = status(request.reference_id);
        return r.has_value() && r->status.is(s);
    }
    /// What the second POST of the same id finds.
    bool second_goes_through() {
        auto const r = collect(request);
        if (!r) return false;
        pass(5s);
        return is(execution_status::completed) && server.ledger().size() == 1;
    }

    api::checkout_execution_payload request;
    exchange_result first;
};

using enum execution_status;

}  // namespace

TEST_CASE("an ordinary phone and an unused number complete") {
    CHECK(sandbox::magic_of_phone("231771234567") == nullptr);
    CHECK(sandbox::magic_of_phone("231770009900") == nullptr);
    CHECK(sandbox::magic_of_phone("231770009999") == nullptr);
    magic_world w(99);
    w.pass(4s);
    CHECK(w.is(completed));
}

TEST_CASE("9901 completes in the first answer") {
    magic_world w(1);
    CHECK(w.execution()->status.is(completed));
    CHECK(w.server.ledger().size() == 1);
    CHECK(w.invoice_status() == source_status::paid);
}

TEST_CASE("9902 declines after 3 s") {
    magic_world w(2);
    CHECK(w.execution()->status.is(pending));
    w.pass(3s);
    CHECK(w.is(failed));
    CHECK(w.server.ledger().empty());
}

TEST_CASE("9903 declines in the first answer") {
    magic_world w(3);
    CHECK(w.execution()->status.is(failed));
    CHECK(w.execution()->gateway_message.has_value());
    CHECK(w.invoice_status() == source_status::active);
}

TEST_CASE("9904 stays PROCESSING for ten minutes") {
    magic_world w(4);
    w.pass(10min - 1ms);
    CHECK(w.is(processing));
    w.pass(1ms);
    CHECK(w.is(completed));
}

TEST_CASE("9905 stays PROCESSING for ever") {
    magic_world w(5);
    w.pass(24h * 30);
    w.log_in();
    CHECK(w.is(processing));
}

TEST_CASE("9906 wants 3-D Secure with a client_secret and completes when the payer has finished it") {
    magic_world w(6);
    auto const e = w.execution();
    CHECK(e->requires_action == true);
    CHECK(e->client_secret.has_value());
    w.pass(5s);
    auto const action = "/_sandbox/executions/" + w.request.reference_id.to_string() + "/action";
    CHECK(w.raw(http_method::post, action, {}, "").status == 200);
    CHECK(w.is(processing));
    w.pass(2s);
    CHECK(w.is(completed));
    CHECK(w.raw(http_method::post, action, {}, "").status == 422);
}

TEST_CASE("9906 completes by itself after 22 s") {
    magic_world w(6);
    w.pass(20s);
    CHECK(w.is(processing));
    w.pass(2s);
    CHECK(w.is(completed));
}

TEST_CASE("9906 fails when the payer refuses") {
    magic_world w(6);
    auto const action = "/_sandbox/executions/" + w.request.reference_id.to_string() + "/action?approved=false";
    CHECK(w.raw(http_method::post, action, {}, "").status == 200);
    CHECK(w.is(failed));
    w.pass(1h);
    CHECK(w.server.ledger().empty());
}

TEST_CASE("9907 wants 3-D Secure and fails when nobody finishes it for 15 minutes") {
    magic_world w(7);
    CHECK(w.execution()->requires_action == true);
    w.pass(15min - 1ms);
    CHECK(w.is(pending));
    w.pass(1ms);
    CHECK(w.is(failed));
}

TEST_CASE("9907 completes if somebody does finish it") {
    magic_world w(7);
    w.pass(14min);
    w.raw(http_method::post, "/_sandbox/executions/" + w.request.reference_id.to_string() + "/action", {}, "");
    w.pass(1h);
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("9908 wants 3-D Secure without a client_secret") {
    magic_world w(8);
    CHECK(w.execution()->requires_action == true);
    CHECK(!w.execution()->client_secret.has_value());
    w.pass(22s);
    CHECK(w.is(completed));
}

TEST_CASE("9909 shows two statuses that nobody documented") {
    magic_world w(9);
    CHECK(w.execution()->status.text() == "AUTHORIZED");
    w.pass(3s);
    CHECK(w.status(w.request.reference_id)->status.text() == "completed");
    CHECK(w.server.ledger().empty());
    w.pass(5s);
    CHECK(w.is(completed));
}

TEST_CASE("9910 takes one unit more than predicted") {
    magic_world w(10, "10.00");
    CHECK(w.execution()->payer_amount == "11.25"_amount);
    w.pass(4s);
    CHECK(w.server.ledger()[0].payer_amount == "11.25"_amount);
}

TEST_CASE("9911 converts one percent off its prediction, and nothing where nothing is converted") {
    magic_world w(11, "10.00");
    CHECK(w.execution()->payer_amount == "10.25"_amount);
    auto c = w.ready_collection("231770009911", "10.00");
    c.currency = "LRD"_currency;
    auto const e = w.collect(c);
    CHECK(e->payer_amount == "1988.79"_amount);  // 10.35 x 190.25 = 1969.09, and 1 % of it, rounded up
    CHECK(e->payee_amount == "10.00"_amount);
}

TEST_CASE("9912 goes back from PROCESSING to PENDING before it completes") {
    magic_world w(12);
    CHECK(w.execution()->status.is(processing));
    w.pass(1500ms);
    CHECK(w.is(pending));
    w.pass(3500ms);
    CHECK(w.is(completed));
}

TEST_CASE("9913 fails and completes after all, four minutes later") {
    magic_world w(13);
    w.pass(2s);
    CHECK(w.is(failed));
    CHECK(w.invoice_status() == source_status::active);
    w.pass(4min);
    CHECK(w.is(completed));
    CHECK(w.invoice_status() == source_status::paid);
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("9914 is not found for a while after it was") {
    magic_world w(14);
    CHECK(w.execution()->status.is(processing));
    w.pass(2s);
    CHECK(status_of(w.status(w.request.reference_id)) == 404);
    w.pass(28s);
    CHECK(w.is(processing));
    w.pass(5s);
    CHECK(w.is(completed));
}

TEST_CASE("9915 loses the answer and is not found for 100 s") {
    magic_world w(15);
    CHECK(w.absence().delivery == delivery::maybe_sent);
    w.pass(99s);
    CHECK(status_of(w.status(w.request.reference_id)) == 404);
    w.pass(5s);
    CHECK(w.is(completed));
}

TEST_CASE("9920 loses the answer, not the payment") {
    magic_world w(20);
    CHECK(w.absence().delivery == delivery::maybe_sent);
    CHECK(w.took_effect());
    CHECK(w.second_goes_through());
}

TEST_CASE("9921 loses the request") {
    magic_world w(21);
    CHECK(w.absence().delivery == delivery::maybe_sent);
    CHECK(!w.took_effect());
    CHECK(w.second_goes_through());
}

TEST_CASE("9922 answers 500 and takes effect") {
    magic_world w(22);
    CHECK(w.answer().status == 500);
    CHECK(w.took_effect());
}

TEST_CASE("9923 answers 503 without effect") {
    magic_world w(23);
    CHECK(w.answer().status == 503);
    CHECK(!w.took_effect());
    CHECK(w.second_goes_through());
}

TEST_CASE("9924 revokes the token without effect") {
    magic_world w(24);
    CHECK(w.answer().status == 401);
    CHECK(!w.took_effect());
    CHECK(status_of(w.collect(w.request)) == 401);
    w.log_in();
    CHECK(w.second_goes_through());
}

TEST_CASE("9925 answers 429 with Retry-After, once") {
    magic_world w(25);
    CHECK(w.answer().status == 429);
    CHECK(w.answer().retry_after == "5");
    CHECK(!w.took_effect());
    CHECK(w.second_goes_through());
}

TEST_CASE("9926 takes effect and answers too late") {
    magic_world w(26);
    CHECK(w.absence().timed_out);
    CHECK(w.took_effect());
    CHECK(w.is(completed));  // 30 s have been waited for
}

TEST_CASE("9927 takes effect 45 s later") {
    magic_world w(27);
    CHECK(w.absence().delivery == delivery::maybe_sent);
    w.pass(45s - 1ms);
    CHECK(!w.took_effect());
    CHECK(status_of(w.status(w.request.reference_id)) == 404);
    w.pass(1ms);
    CHECK(w.took_effect());
    w.pass(4s);
    CHECK(w.is(completed));
}

TEST_CASE("9927 and a second POST in between charge once") {
    magic_world w(27);
    w.pass(10s);
    w.collect(w.request);
    w.pass(2min);
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("9928 answers 200 with HTML and takes effect") {
    magic_world w(28);
    CHECK(w.answer().status == 200);
    CHECK(w.answer().content_type.starts_with("text/html"));
    CHECK(w.took_effect());
}

TEST_CASE("9929 answers 502 with HTML without effect") {
    magic_world w(29);
    CHECK(w.answer().status == 502);
    CHECK(!w.took_effect());
}

TEST_CASE("9930 never ends its answer and takes effect") {
    magic_world w(30);
    CHECK(!w.answer().complete);
    CHECK(w.took_effect());
}

TEST_CASE("9931 cuts its answer off and takes effect") {
    magic_world w(31);
    CHECK(!w.answer().complete);
    CHECK(!w.execution().has_value());
    CHECK(w.took_effect());
}

TEST_CASE("9932 resets the connection and takes effect") {
    magic_world w(32);
    CHECK(w.absence().delivery == delivery::maybe_sent);
    CHECK(w.took_effect());
}

TEST_CASE("9933 answers 204 and takes effect") {
    magic_world w(33);
    CHECK(w.answer().status == 204);
    CHECK(w.answer().body.empty());
    CHECK(w.took_effect());
}

TEST_CASE("9934 redirects without effect") {
    magic_world w(34);
    CHECK(w.answer().status == 307);
    CHECK(!w.took_effect());
}

TEST_CASE("9935 is delivered twice and charges once") {
    magic_world w(35);
    CHECK(w.execution().has_value());
    CHECK(w.server.state().held.size() == 1);
    w.pass(1min);
    CHECK(w.server.state().held.empty());
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("9936 refuses the connection") {
    magic_world w(36);
    CHECK(w.absence().delivery == delivery::never_sent);
    CHECK(!w.took_effect());
    CHECK(w.second_goes_through());
}

TEST_CASE("9937 answers 422 and takes effect") {
    magic_world w(37);
    CHECK(w.answer().status == 422);
    CHECK(w.took_effect());
}

TEST_CASE("9938, 9939 and 9940 refuse with 403, 404 and 422 without effect") {
    for (auto const& [code, status] : {std::pair{38, 403}, {39, 404}, {40, 422}}) {
        magic_world w(code);
        CHECK(w.answer().status == status);
        CHECK(w.answer().content_type == "application/json");
        CHECK(!w.took_effect());
    }
}

TEST_CASE("9941 answers about another reference_id") {
    magic_world w(41);
    CHECK(w.execution()->reference_id != w.request.reference_id);
    CHECK(w.took_effect());
    CHECK(w.status(w.request.reference_id)->reference_id == w.request.reference_id);
}

TEST_CASE("9942 answers about another operation") {
    magic_world w(42);
    CHECK(w.execution()->operation_type.is(operation_type::payout));
    CHECK(w.took_effect());
}

TEST_CASE("9943 says its status twice") {
    magic_world w(43);
    CHECK(w.answer().body.reveal().starts_with(R"({"status":"FAILED",)"));
    CHECK(!w.execution().has_value());
    CHECK(w.took_effect());
}

TEST_CASE("9944 declines and loses the answer") {
    magic_world w(44);
    CHECK(std::holds_alternative<no_response>(w.first));
    w.pass(3s);
    CHECK(w.is(failed));
}

TEST_CASE("9950 makes an inactive account") {
    sandbox_world w;
    auto const p = w.party("231770009950");
    auto const id = w.account(p, operation_type::collection, "231770009950");
    CHECK(!w.server.state().accounts.find(id)->is_active);
}

TEST_CASE("9960 to 9966 lose the answer of one create each, once") {
    struct row {
        int code;
        sandbox::fault_site where;
    };
    using enum sandbox::fault_site;
    for (auto const& [code, where] : {row{60, party}, row{61, counterparty}, row{62, document}, row{63, item},
                                      row{64, publish}, row{65, account}, row{66, session}}) {
        CAPTURE(code);
        sandbox_world w;
        auto const phone = "23177000" + std::to_string(9900 + code);
        auto const lost = [&](auto const& r) { return !r && r.error().kind == error_kind::maybe_sent; };
        auto const make_party = [&] {
            return w.post<api::create_party>({"Ada", *dollr::phone::try_parse(phone), {}, {}});
        };
        CHECK(lost(make_party()) == (where == party));
        auto const p = w.server.state().parties.begin()->id;
        CHECK(!lost(make_party()));
        CHECK(lost(w.post<api::create_counterparty>({api::relationship_type::customer, p})) == (where == counterparty));
        auto const c = w.server.state().counterparties.begin()->id;
        CHECK(lost(w.post<api::create_invoice>({c, "USD"_currency, "n", fee_bearer::payer, false, "tag", {}})) ==
              (where == document));
        auto const i = invoice_id{w.server.state().invoices.begin()->id.value};
        CHECK(lost(w.call<api::add_invoice_item>({i}, {}, {"x", "USD"_currency, 1, "1"_amount})) == (where == item));
        CHECK(w.server.state().invoices.begin()->items.size() == 1);
        CHECK(lost(w.call<api::publish_invoice>({i}, {}, {})) == (where == publish));
        CHECK(w.server.state().invoices.begin()->status == source_status::active);
        CHECK(lost(w.post<api::create_checkout_session>({source_of(i), source_type::invoice})) == (where == session));
        CHECK(w.post<api::create_checkout_session>({source_of(i), source_type::invoice}).has_value());
        api::create_payment_account_payload a;
        a.account_name = "a";
        a.provider = api::provider::pawapay;
        a.method = api::payment_method::mtn_momo_lbr;
        a.party_id = p;
        auto const made = w.call<api::create_payment_account>({}, {operation_type::collection}, a);
        CHECK(lost(made) == (where == account));
        CHECK(w.server.state().accounts.size() == 1);
    }
}

TEST_CASE("9967, 9968 and 9969 fail every create once: after effect, with 429, and by losing the request") {
    for (auto const& [code, status, parties_made] : {std::tuple{67, 500, 1u}, {68, 429, 0u}, {69, 0, 0u}}) {
        sandbox_world w;
        auto const make = [&, n = code] {
            return w.post<api::create_party>({"Ada", *phone::try_parse("23177000" + std::to_string(9900 + n)), {}, {}});
        };
        CHECK(status_of(make()) == status);
        CHECK(w.server.state().parties.size() == parties_made);
        auto const p = make();
        CHECK(p.has_value());
        CHECK(status_of(w.post<api::create_counterparty>({api::relationship_type::customer, p->id})) == status);
    }
}

TEST_CASE("9980 to 9986 spoil the first status answer only") {
    using check = bool (*)(http_response const&, reference_id);
    struct row {
        int code;
        check is_spoilt;
    };
    for (auto const& [code, is_spoilt] : {
             row{80, [](http_response const& r, reference_id) { return r.content_type.starts_with("text/html"); }},
             row{81, [](http_response const& r, reference_id) { return r.status == 401; }},
             row{83, [](http_response const& r, reference_id) { return r.status == 429 && r.retry_after == "5"; }},
             row{84, [](http_response const& r,
                        reference_id id) { return codec::response<api::status_collection>(r)->reference_id != id; }},
             row{85,
                 [](http_response const& r, reference_id) {
                     return !codec::response<api::status_collection>(r)->operation_type.is(operation_type::collection);
                 }},
             row{86, [](http_response const& r, reference_id) { return r.status == 503; }},
         }) {
        CAPTURE(code);
        magic_world w(code);
        CHECK(w.execution().has_value());
        auto const target = "/v1/status/collection/" + w.request.reference_id.to_string();
        CHECK(is_spoilt(w.raw(http_method::get, target), w.request.reference_id));
        w.log_in();
        w.pass(4s);
        CHECK(w.is(completed));
    }
}

TEST_CASE("9982 stalls the first status answer only") {
    magic_world w(82);
    auto const before = w.clock.now().steady;
    CHECK(!w.status(w.request.reference_id).has_value());
    CHECK(w.clock.now().steady - before == 30s);
    CHECK(w.is(completed));
}

TEST_CASE("an amount that ends in 9099NN minor units does what a phone in 99NN does") {
    sandbox_world w;
    auto const declined = w.ready_collection("231771234567", "9099.02");
    w.collect(declined);
    w.pass(3s);
    CHECK(w.status(declined.reference_id)->status.is(failed));
    auto const payout = w.ready_payout("231771234567", "19099.01");
    CHECK(w.post<api::execute_payout>(payout)->status.is(completed));
}

TEST_CASE("the phone goes before the amount") {
    sandbox_world w;
    CHECK(w.collect(w.ready_collection("231770009901", "9099.03"))->status.is(completed));
}

TEST_CASE("every magic value is documented, and nothing else is") {
    std::ifstream file(DOLLR_SOURCE_DIR "/docs/sandbox.md");
    std::stringstream text;
    text << file.rdbuf();
    auto const page = text.str();
    for (int code = 0; code < 100; ++code) {
        auto const ending = std::to_string(9900 + code);
        CAPTURE(ending);
        CHECK((page.find("\n| `" + ending + "`") != std::string::npos) == (sandbox::magic_of_code(code) != nullptr));
    }
}
