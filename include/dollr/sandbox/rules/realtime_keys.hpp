// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_REALTIME_KEYS_HPP
#define DOLLR_SANDBOX_RULES_REALTIME_KEYS_HPP

#include <dollr/api/realtime_keys.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/random.hpp>

#include <cstdint>
#include <string>

/// Realtime keys: for a checkout session and the execution of it, before that is sent or after. There is nothing to
/// listen to here: the key is the sandbox's answer, and no channel stands behind it.
namespace dollr::sandbox {

template <>
inline constexpr bool needs_verified_merchant<api::obtain_collection_realtime_key> = true;

inline answer<api::realtime_token_response> serve(state& s, call<api::obtain_collection_realtime_key> const& c) {
    auto const* const session = s.sessions.find(c.body.session_id);
    if (session == nullptr) return missing("Session");
    if (session->operation != operation_type::collection)
        return refusal({"body", "session_id"}, "This session is of another kind");
    if (session->type != c.body.source_type)
        return refusal({"body", "source_type"}, "The session is for a source of another type");
    auto const known = s.by_reference.find(c.body.reference_id);
    if (known != s.by_reference.end() && s.executions[known->second].session != session->id)
        return refusal({"body", "reference_id"}, "This execution has another session");
    if (s.options.enforces_session_expiry && !session->execution && c.now >= session->expires)
        return refusal({"body", "session_id"}, "This session has expired");

    auto const serial = static_cast<std::uint64_t>(s.realtime_keys++);
    api::realtime_token_response r;
    r.access_token.assign("sandbox-realtime-" + std::to_string(serial) + '-' +
                          hex_text(drawn(s.options.seed, draw::realtime_key, serial)));
    r.expires_in = s.options.realtime_key_lifetime;
    return r;
}

}  // namespace dollr::sandbox

#endif
