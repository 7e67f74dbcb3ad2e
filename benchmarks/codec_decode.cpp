// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/executions.hpp>
#include <dollr/codec/reader.hpp>

#include <benchmark/benchmark.h>
#include <boost/json.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

/// Decode and validate one ExecutionResponse. The peers fill a struct of texts and doubles by their own mapping and
/// then check what our reader checks: the id, the currencies, the status. They are spared what they cannot do: exact
/// amounts, duplicate members, findings with their places.
namespace peer {

struct execution {
    std::string reference_id;
    std::optional<std::string> provider_transaction_id;
    std::string status;
    double payer_amount = 0;
    std::string payer_currency;
    std::string payee_currency;
    double payee_amount = 0;
    std::string operation_type;
    std::optional<std::string> gateway_message;
    std::optional<std::string> wallet_message;
    std::optional<std::string> client_secret;
    std::optional<bool> requires_action;
};
BOOST_DESCRIBE_STRUCT(execution, (),
                      (reference_id, provider_transaction_id, status, payer_amount, payer_currency, payee_currency,
                       payee_amount, operation_type, gateway_message, wallet_message, client_secret, requires_action))

template <class T>
void get_to(nlohmann::json const& j, std::optional<T>& out) {
    if (j.is_null())
        out.reset();
    else
        out = j.get<T>();
}

void from_json(nlohmann::json const& j, execution& e) {
    j.at("reference_id").get_to(e.reference_id);
    get_to(j.at("provider_transaction_id"), e.provider_transaction_id);
    j.at("status").get_to(e.status);
    j.at("payer_amount").get_to(e.payer_amount);
    j.at("payer_currency").get_to(e.payer_currency);
    j.at("payee_currency").get_to(e.payee_currency);
    j.at("payee_amount").get_to(e.payee_amount);
    j.at("operation_type").get_to(e.operation_type);
    get_to(j.at("gateway_message"), e.gateway_message);
    get_to(j.at("wallet_message"), e.wallet_message);
    get_to(j.at("client_secret"), e.client_secret);
    get_to(j.at("requires_action"), e.requires_action);
}

bool is_valid(execution const& e) {
    using namespace dollr;
    return reference_id::try_parse(e.reference_id) && currency::unlisted(e.payer_currency) &&
           currency::unlisted(e.payee_currency) && enum_from_wire<execution_status>(e.status) &&
           enum_from_wire<operation_type>(e.operation_type);
}

}  // namespace peer

namespace {

constexpr std::string_view body =
    R"({"reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f","provider_transaction_id":"px-0001","status":"COMPLETED",)"
    R"("payer_amount":25.50,"payer_currency":"USD","payee_currency":"USD","payee_amount":25.00,"operation_type":"COLLECTION",)"
    R"("gateway_message":"Approved","wallet_message":null,"client_secret":null,"requires_action":false})";

void require(bool good) {
    if (!good) std::abort();
}

void decode_dollr(benchmark::State& state) {
    for (auto _ : state) {
        auto const e = dollr::codec::read<dollr::api::execution_response>(body);
        require(e.has_value());
        benchmark::DoNotOptimize(&*e);
    }
}
BENCHMARK(decode_dollr)->Name("decode_execution/dollr");

void decode_boost(benchmark::State& state) {
    for (auto _ : state) {
        auto const e = boost::json::value_to<peer::execution>(boost::json::parse({body.data(), body.size()}));
        require(peer::is_valid(e));
        benchmark::DoNotOptimize(&e);
    }
}
BENCHMARK(decode_boost)->Name("decode_execution/boost_json");

void decode_nlohmann(benchmark::State& state) {
    for (auto _ : state) {
        auto const e = nlohmann::json::parse(body).get<peer::execution>();
        require(peer::is_valid(e));
        benchmark::DoNotOptimize(&e);
    }
}
BENCHMARK(decode_nlohmann)->Name("decode_execution/nlohmann");

}  // namespace
