// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/executions.hpp>
#include <dollr/codec/writer.hpp>

#include <benchmark/benchmark.h>
#include <boost/json.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <optional>
#include <string>

/// Validate and encode one payout execution. The peers hold the same values as texts, check the same rules by hand, and
/// write by their own mapping.
namespace peer {

struct token {
    std::optional<std::string> user_id;
    std::string phone;
    std::string code;
};
struct device {
    std::string name;
    std::string type;
    std::string platform;
    std::string user_agent;
    std::string client_ip;
};
struct passcode {
    peer::token token;
    peer::device device;
};
struct payout {
    std::string session_id;
    std::string payout_account_id;
    std::string reference_id;
    peer::passcode passcode;
};
BOOST_DESCRIBE_STRUCT(token, (), (phone, code))
BOOST_DESCRIBE_STRUCT(device, (), (name, type, platform, user_agent, client_ip))
BOOST_DESCRIBE_STRUCT(passcode, (), (token, device))
BOOST_DESCRIBE_STRUCT(payout, (), (session_id, payout_account_id, reference_id, passcode))
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(token, phone, code)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(device, name, type, platform, user_agent, client_ip)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(passcode, token, device)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(payout, session_id, payout_account_id, reference_id, passcode)

bool is_valid(payout const& p) {
    using namespace dollr;
    for (auto const* text : {&p.passcode.device.name, &p.passcode.device.type, &p.passcode.device.platform,
                             &p.passcode.device.user_agent, &p.passcode.device.client_ip, &p.passcode.token.code})
        if (!is_utf8_without_nul(*text)) return false;
    return session_id::try_parse(p.session_id) && payment_account_id::try_parse(p.payout_account_id) &&
           reference_id::try_parse(p.reference_id) && phone::try_parse(p.passcode.token.phone);
}

}  // namespace peer

namespace {

void require(bool good) {
    if (!good) std::abort();
}

dollr::api::payout_execution_payload const ours{
    {771234},
    {990077},
    *dollr::reference_id::try_parse("3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f"),
    {{{}, dollr::phone::try_parse("231771234567"), dollr::secret_string("493817")},
     {"Back office 3", "server", "linux", "dollr-cpp/0.1 (payouts)", "203.0.113.17"}}};
peer::payout const theirs{
    "771234",
    "990077",
    "3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f",
    {{{}, "231771234567", "493817"}, {"Back office 3", "server", "linux", "dollr-cpp/0.1 (payouts)", "203.0.113.17"}}};

void encode_dollr(benchmark::State& state) {
    dollr::secret_string out;
    for (auto _ : state) {
        require(dollr::codec::write(ours, out).has_value());
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(encode_dollr)->Name("encode_payout/dollr");

void encode_dollr_string(benchmark::State& state) {
    std::string out;
    for (auto _ : state) {
        require(dollr::codec::write(ours, out).has_value());
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(encode_dollr_string)->Name("encode_payout/dollr_string");

void encode_boost(benchmark::State& state) {
    for (auto _ : state) {
        require(peer::is_valid(theirs));
        auto const out = boost::json::serialize(boost::json::value_from(theirs));
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(encode_boost)->Name("encode_payout/boost_json");

void encode_nlohmann(benchmark::State& state) {
    for (auto _ : state) {
        require(peer::is_valid(theirs));
        auto const out = nlohmann::json(theirs).dump();
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(encode_nlohmann)->Name("encode_payout/nlohmann");

}  // namespace
