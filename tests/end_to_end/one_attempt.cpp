// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr_test_transports dollr::curl dollr::asio dollr::loopback dollr::system
#include "../support/sample_client.hpp"
#include "../support/transports.hpp"
#include "../support/virtual_world.hpp"

#include <dollr/loopback/server.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/system/entropy.hpp>

#include <doctest/doctest.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

/// One payment, four ways for its bytes to travel. The machines are the same, so what is written must be the same.

using namespace dollr;
using namespace dollr::tests;

namespace {

constexpr std::uint32_t speed = 5;

/// The sandbox on a socket, on a thread of its own.
class served_sandbox {
public:
    served_sandbox() : clock_{utc_now(), speed} {
        auto made = loopback_server::listen(context_.get_executor(), [this](http_request const& request) {
            auto reply = server_.handle(request, clock_.at(utc_now()));
            return loopback_answer{
                .response = std::move(reply.response), .further_headers = {}, .delay = clock_.slower(reply.delay)};
        });
        listening_ = std::make_unique<loopback_server>(std::move(made.value()));
        thread_ = std::thread([this] { context_.run(); });
    }
    ~served_sandbox() {
        boost::asio::post(context_, [this] { listening_->stop(); });
        thread_.join();
    }
    served_sandbox(served_sandbox const&) = delete;
    served_sandbox& operator=(served_sandbox const&) = delete;

    [[nodiscard]] std::string origin() const { return listening_->origin(); }
    [[nodiscard]] os_clock clock() const { return os_clock{clock_}; }

private:
    dollr::virtual_clock clock_;
    boost::asio::io_context context_{1};
    sandbox::server server_;
    std::unique_ptr<loopback_server> listening_;
    std::thread thread_;
};

template <class Transport>
struct over_socket {
    served_sandbox sandbox;
    os_clock clock = sandbox.clock();
    Transport transport{test::to(sandbox.origin())};

    exchange_result send(http_request const& request, duration timeout) { return transport.send(request, timeout); }
};

struct in_process {
    sandbox::manual_clock time;
    sandbox::server server;
    steered_clock clock{time};
    sandbox::transport<sandbox::manual_clock> transport{server, time};

    exchange_result send(http_request const& request, duration timeout) { return transport.send(request, timeout); }
};

/// Answers written down by hand. Any request that the script does not name, in its order, ends the payment.
struct scripted {
    struct line {
        std::string_view method_and_target;
        std::string_view answer;
    };
    sandbox::manual_clock time;
    steered_clock clock{time};
    std::string reference_id;
    std::size_t next = 0;

    static constexpr line script[] = {
        {"POST /jwt/client/obtain/token", R"({"access_token":"t0","expires_in":60})"},
        {"POST /parties/create",
         R"({"id":11,"fullname":"Amara Kollie","phone":"231771230001","created_at":"2026-06-23T00:00:00Z","updated_at":"2026-06-23T00:00:00Z"})"},
        {"POST /counterparties/create",
         R"({"id":12,"relationship_type":"BENEFICIARY","party_id":11,"created_at":"2026-06-23T00:00:00Z","updated_at":"2026-06-23T00:00:00Z"})"},
        {"GET /predictions/mmo-provider-info?phone=231771230001&operation_type=PAYOUT",
         R"({"carrier":"MTN","country":"LR","currencies":["USD","LRD"],"phone":"231771230001","payment_method":"MTN_MOMO_LBR","gateway_provider":"PAWAPAY","operation_type":"PAYOUT"})"},
        {"POST /payment-accounts/create?operation_type=PAYOUT",
         R"({"id":13,"account_name":"a","provider":"PAWAPAY","method":"MTN_MOMO_LBR","party_id":11,"is_active":true,"created_at":"2026-06-23T00:00:00Z","updated_at":"2026-06-23T00:00:00Z"})"},
        {"GET /predictions/amount-and-fees",
         R"({"payer_amount":"25.60","payer_currency":"USD","payee_amount":"25.00","payee_currency":"USD","platform_fee":"0.60","platform_currency":"USD"})"},
        {"POST /sessions/payout",
         R"({"id":14,"wallet_id":1,"payout_account_id":13,"amount":25.00,"currency":"USD","status":"ACTIVE","expires_at":"2026-06-23T00:15:00Z","created_at":"2026-06-23T00:00:00Z","updated_at":"2026-06-23T00:00:00Z"})"},
        {"POST /executions/payout", "PENDING"},
        {"GET /status/payout/", "COMPLETED"},
    };

    exchange_result send(http_request const& request, duration) {
        if (next == std::size(script)) return no_response{delivery::maybe_sent, false, "the script has ended"};
        auto const& [wanted, answer] = script[next++];
        auto const asked = std::string{to_text(request.method)} + " " + request.target;
        CHECK_MESSAGE(asked.starts_with(wanted), "asked for " << asked);
        http_response response;
        response.status = 200;
        response.content_type = "application/json";
        if (wanted.starts_with("POST /executions")) {
            auto const body = request.body.reveal();
            constexpr std::string_view name = R"("reference_id":")";
            reference_id = body.substr(body.find(name) + name.size(), 36);
            CHECK(body.find(R"("session_id":"14")") != std::string_view::npos);
        }
        if (answer.starts_with('{'))
            response.body.assign(answer);
        else
            response.body.assign(
                R"({"reference_id":")" + reference_id + R"(","status":")" + std::string{answer} +
                R"(","payer_amount":25.60,"payer_currency":"USD","payee_currency":"USD","payee_amount":25.00,"operation_type":"PAYOUT"})");
        return response;
    }
};

std::vector<std::pair<record_type, phase>> story(memory_journal const& journal) {
    std::vector<std::pair<record_type, phase>> lines;
    for (auto const& r : journal.history()) lines.emplace_back(r.type, r.attempt.phase);
    return lines;
}

std::vector<std::pair<record_type, phase>> const expected_story{
    {record_type::step, phase::none},  // the intent
    {record_type::step, phase::none},  // its party
    {record_type::step, phase::none},  // its counterparty
    {record_type::step, phase::none},  // its account
    {record_type::attempt, phase::recorded},  {record_type::send, phase::sending},
    {record_type::seen, phase::live},         {record_type::verdict, phase::completed},
    {record_type::verdict, phase::completed},  // and that it was told
};

}  // namespace

TEST_CASE_TEMPLATE("the same attempt writes the same story over every transport", transport,
                   over_socket<test::over_curl>, over_socket<test::over_asio>, in_process, scripted) {
    transport wire;
    memory_journal journal;
    os_entropy entropy;
    direct_client client(wire, journal, wire.clock, entropy, toy_digest);

    auto const p = a_payment("salary", flow::intent_kind::payout);
    auto const end = client.pay(p);
    REQUIRE(end.has_value());
    CHECK(end->verdict.outcome == phase::completed);
    CHECK(end->proof.has_value());
    CHECK(story(journal) == expected_story);

    auto const again = client.pay(p);
    REQUIRE(again.has_value());
    CHECK(again->before);
    CHECK(again->verdict.outcome == phase::completed);
    CHECK(story(journal) == expected_story);

    auto other = p;
    other.amount = *amount::try_parse("26.00");
    auto const refused = client.pay(other);
    REQUIRE(refused.has_error());
    CHECK(refused.error().what.find("amount") != std::string::npos);
}
