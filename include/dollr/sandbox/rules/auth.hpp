// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_AUTH_HPP
#define DOLLR_SANDBOX_RULES_AUTH_HPP

#include <dollr/api/auth.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/random.hpp>

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

/// Tokens: bought with client credentials, good for a number of minutes, and checked with every other request. A new
/// token does not end an older one.
namespace dollr::sandbox {

inline constexpr std::string_view token_prefix = "sandbox-token-";

/// "sandbox-token-17-0123456789abcdef": readable by whoever debugs, and not guessable by counting.
[[nodiscard]] inline std::string token_text(state const& s, std::size_t index) {
    return std::string(token_prefix) + std::to_string(index) + '-' +
           hex_text(drawn(s.options.seed, draw::token, index));
}

/// The token of an Authorization header, valid or not; null if there never was such a token.
[[nodiscard]] inline token* find_token(state& s, std::string_view authorization) {
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme)) return nullptr;
    auto const text = authorization.substr(scheme.size());
    if (!text.starts_with(token_prefix)) return nullptr;
    std::size_t index = 0;
    auto const digits = text.substr(token_prefix.size());
    auto const read = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (read.ec != std::errc{} || index >= s.tokens.size() || text != token_text(s, index)) return nullptr;
    return &s.tokens[index];
}

/// Empty: the request may go on.
template <class Op>
[[nodiscard]] std::optional<problem> check_bearer(state& s, std::string_view authorization, server_time now) {
    if (!authorization.starts_with("Bearer ")) return refusal(401, "Not authenticated");
    auto const* const found = find_token(s, authorization);
    if (found == nullptr || found->revoked || now >= found->expires) {
        ++s.counters.refused_tokens;
        return refusal(401, "Could not validate credentials");
    }
    if (needs_verified_merchant<Op> && !found->verified) return not_verified();
    return std::nullopt;
}

inline answer<api::obtain_token_response> serve(state& s, call<api::obtain_token> const& c) {
    auto const verified = c.body.client_id == s.options.client_id;
    if ((!verified && c.body.client_id != s.options.unverified_client_id) ||
        c.body.client_secret.reveal() != s.options.client_secret)
        return refusal(401, "Could not validate credentials");
    s.tokens.push_back({.expires = c.now + s.options.token_lifetime, .verified = verified});
    api::obtain_token_response r;
    r.access_token.assign(token_text(s, s.tokens.size() - 1));
    r.expires_in = s.options.token_lifetime;
    return r;
}

}  // namespace dollr::sandbox

#endif
