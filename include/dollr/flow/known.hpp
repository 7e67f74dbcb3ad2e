// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_KNOWN_HPP
#define DOLLR_FLOW_KNOWN_HPP

#include <dollr/flow/content.hpp>
#include <dollr/journal/record.hpp>
#include <dollr/value/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// What the journal already knows of an intent decides what may be done with it now (docs/payments-file.md).
///
/// A key names its intent for ever, but a server that was down for two minutes must not make it `not_executed` for
/// ever: what provably never began is begun by whoever pays the same key next. Wherever a request may have left, only
/// the application's own word begins another attempt.
namespace dollr::flow {

enum class disposition : std::uint8_t {
    begin,      ///< unknown key
    go_on,      ///< unfinished: asked first, sent again only as the attempt machine allows
    skip,       ///< it has its verdict, and that was told
    reattempt,  ///< another attempt: the application asked for it, or nothing of the last one was ever sent
    refuse,     ///< the key is known with other content
};

[[nodiscard]] constexpr std::string_view to_text(disposition d) noexcept {
    switch (d) {
        case disposition::begin:
            return "begin";
        case disposition::go_on:
            return "go on";
        case disposition::skip:
            return "skip";
        case disposition::reattempt:
            return "reattempt";
        case disposition::refuse:
            return "refuse";
    }
    return "?";
}

/// The journal alone proves that nothing was ever sent: there was no attempt, or no SEND of it is open and the server
/// never showed it.
[[nodiscard]] inline bool nothing_left(attempt_state const& a) noexcept {
    if (a.reference_id.is_nil()) return true;
    auto const doubtful = anomaly::missing_sequence | anomaly::late_truth | anomaly::verdict_flip;
    return a.sends == 0 && a.first_seen == server_time{} && (a.anomalies & doubtful) == anomaly::none;
}

/// Its verdict is that nothing moved, and nothing was ever sent.
[[nodiscard]] inline bool never_began(record const& r) noexcept {
    return r.attempt.phase == phase::not_executed && r.attempt.told && nothing_left(r.attempt);
}

/// What to do with an intent of this content, of which the journal knows `known` (nullptr: nothing). `reattempt`: the
/// application's word for another attempt after failed, rejected or not_executed.
[[nodiscard]] inline disposition disposition_of(record const* known, digest const& content, bool reattempt) noexcept {
    if (known == nullptr) return disposition::begin;
    if (!same_content(known->intent.content, content)) return disposition::refuse;
    switch (known->attempt.phase) {
        case phase::failed:
        case phase::rejected:
        case phase::not_executed:
            if (reattempt || never_began(*known)) return disposition::reattempt;
            [[fallthrough]];
        case phase::completed:
            return known->attempt.told ? disposition::skip : disposition::go_on;
        default:
            return disposition::go_on;
    }
}

/// Had it the verdict that it has now when the run began? Only then is another attempt this run's to make: a verdict
/// that came while it ran is its own or another worker's, and attempts would follow one another as long as it runs.
[[nodiscard]] inline bool had_verdict(record const* when_the_run_began, record const* now) noexcept {
    return when_the_run_began != nullptr && now != nullptr && is_terminal(when_the_run_began->attempt.phase) &&
           when_the_run_began->attempt.generation == now->attempt.generation;
}

[[nodiscard]] inline error other_content(record const& known, std::string_view key, digest const& content) {
    std::string names;
    for (auto const name : differing_members(known.intent.content, content))
        names += (names.empty() ? "" : ", ") + std::string{name};
    return invalid_input("key \"" + escaped(key) + "\" is in the journal with other content (" +
                             (names.empty() ? std::string{"several members"} : names) + ")",
                         "restore what it was, or give the new payment its own key");
}

}  // namespace dollr::flow

#endif
