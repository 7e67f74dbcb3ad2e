// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_CONTRACT_WALK_WALKER_HPP
#define DOLLR_TESTS_CONTRACT_WALK_WALKER_HPP

#include "coverage.hpp"

#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/curl/transport.hpp>

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// One walk over the API's operations: every exchange is made by the client's own codec and transport, and what came of
/// it is kept by operation.
namespace dollr::contract {

struct tally {
    int exchanges = 0;
    int served = 0;   ///< answered 200
    int decoded = 0;  ///< and the answer was what the contract promises
    std::vector<std::string> complaints;
};

class walker {
public:
    explicit walker(curl_transport transport) : transport_(std::move(transport)) {}

    /// What was answered, or an empty value where nothing usable was: the story goes on, and what needs an id from here
    /// fails in its turn.
    template <class Op>
    typename Op::response call(typename Op::path const& path, typename Op::query const& query = {},
                               typename Op::body const& body = {});

    /// The bare end of an exchange, for refusals: it counts for nothing.
    template <class Op>
    result<typename Op::response> attempt(typename Op::path const& path, typename Op::query const& query,
                                          typename Op::body const& body, secret_string const& bearer);

    /// What no typed call would send, with the token: "422 path.id". A violation is part of that word and not counted.
    std::string attempt_raw(http_method method, std::string target);

    void use(secret_string token) { token_ = std::move(token); }
    [[nodiscard]] secret_string const& token() const noexcept { return token_; }

    /// A finding that belongs to no single operation.
    void complain(std::string what) { complaints_.push_back(std::move(what)); }
    void expect(bool holds, std::string_view what) {
        if (!holds) complain("not so: " + std::string(what));
    }

    [[nodiscard]] tally const& of(std::string_view operation) { return tallies_[std::string(operation)]; }
    [[nodiscard]] std::vector<std::string> const& complaints() const noexcept { return complaints_; }
    [[nodiscard]] coverage const& members() const noexcept { return members_; }
    /// Exchanges that the proxy objected to; of the sandbox itself there are none.
    [[nodiscard]] int violations() const noexcept { return violations_; }

private:
    exchange_result exchange(http_request const& request) {
        auto end = transport_.send(request, std::chrono::seconds{20});
        auto const* const answer = std::get_if<http_response>(&end);
        violations_ += answer != nullptr && answer->status == violation_status;
        return end;
    }

    /// relay.mjs makes it of an answer that carries the proxy's objections: a transport shows no headers but its own.
    static constexpr int violation_status = 599;

    curl_transport transport_;
    secret_string token_;
    std::map<std::string, tally> tallies_;
    std::vector<std::string> complaints_;
    coverage members_;
    int violations_ = 0;
};

template <class Op>
result<typename Op::response> walker::attempt(typename Op::path const& path, typename Op::query const& query,
                                              typename Op::body const& body, secret_string const& bearer) {
    http_request request;
    if (auto const built = codec::request<Op>(path, query, body, bearer, request); !built) return built.error();
    return codec::response<Op>(exchange(request));
}

inline std::string walker::attempt_raw(http_method method, std::string target) {
    http_request request;
    request.method = method;
    request.target = std::move(target);
    request.authorization.assign("Bearer ");
    request.authorization.append(token_.reveal());
    auto const end = transport_.send(request, std::chrono::seconds{20});
    auto const* const answer = std::get_if<http_response>(&end);
    if (answer == nullptr) return "no answer";
    auto out = std::to_string(answer->status);
    if (answer->status == violation_status) return out + " of the proxy";
    if (auto const problem = codec::read_problem(*answer))
        for (auto const& i : problem->issues) out += ' ' + i.loc_text();
    return out;
}

template <class Op>
typename Op::response walker::call(typename Op::path const& path, typename Op::query const& query,
                                   typename Op::body const& body) {
    tally& mine = tallies_[std::string(Op::name)];
    ++mine.exchanges;
    auto const failed = [&](error const& e) {
        mine.complaints.push_back(describe(e));
        return typename Op::response{};
    };
    http_request request;
    if (auto const built = codec::request<Op>(path, query, body, token_, request); !built) return failed(built.error());
    auto const end = exchange(request);
    auto const* const answer = std::get_if<http_response>(&end);
    if (answer != nullptr && answer->status == 200) ++mine.served;
    auto decoded = codec::response<Op>(end);
    if (!decoded) return failed(decoded.error());
    if (answer->status != 200) return failed(invalid_input("the answer was not a 200", "look at the server"));
    ++mine.decoded;
    members_.sent<Op>(query, body);
    return std::move(*decoded);
}

}  // namespace dollr::contract

#endif
