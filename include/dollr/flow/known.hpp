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
namespace dollr::flow {

enum class disposition : std::uint8_t {
    begin,      ///< unknown key
    go_on,      ///< unfinished: asked first, sent again only as the attempt machine allows
    skip,       ///< it has its verdict, and that was told
    reattempt,  ///< it failed or was not executed, and the application asked for another attempt
    refuse,     ///< the key is known with other content
};

[[nodiscard]] constexpr std::string_view to_text(disposition value) noexcept;

[[nodiscard]] inline disposition disposition_of(record const* known, digest const& content, bool reattempt) noexcept {
    if (known == nullptr) return disposition::begin;
    if (!same_content(known->intent.content, content)) return disposition::refuse;
    switch (known->attempt.phase) {
        case phase::failed:
        case phase::rejected:
        case phase::not_executed:
            if (reattempt) return disposition::reattempt;
            [[fallthrough]];
        case phase::completed:
            return known->attempt.told ? disposition::skip : disposition::go_on;
        default:
            return disposition::go_on;
    }
}

[[nodiscard]] inline error other_content(record const& known, std::string_view key, digest const& content) {
    std::string names;
    for (auto const name : differing_members(known.intent.content, content))
        names += (names.empty() ? "" : ", ") + std::string{name};
    return invalid_input("key \"" + escaped(key) + "\" is in the journal with other content (" +
                             (names.empty() ? std::string{"several members"} : names) + ")",
                         "restore what it was, or give the new payment its own key");
}

constexpr std::string_view to_text(disposition value) noexcept {
    switch (value) {
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
    return {};
}

}  // namespace dollr::flow

#endif
