// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_TARGET_HPP
#define DOLLR_CLI_TARGET_HPP

#include <dollr/port/journal.hpp>
#include <dollr/port/virtual_clock.hpp>
#include <dollr/runtime/credentials.hpp>
#include <dollr/runtime/journals.hpp>
#include <dollr/value/result.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

/// Where money goes. A new journal needs exactly one explicit target and is bound to it for ever; after that the
/// journal says it.
namespace dollr::cli {

inline constexpr char const* live_url = "https://api.heydollr.app/v1";
inline constexpr char const* sandbox_url = "http://127.0.0.1:7373";

struct target_choice {
    bool live = false;
    std::optional<std::string> sandbox;  ///< its address; empty text: the usual one
    std::string base_url;
    std::string credentials_file;

    [[nodiscard]] int named() const noexcept { return int{live} + int{sandbox.has_value()} + int{!base_url.empty()}; }
};

struct target {
    std::string base_url;
    virtual_clock clock;
    bool sandbox = false;
};

/// From the options: exactly one. A sandbox is asked for its clock; the live API and other servers run in real time.
[[nodiscard]] result<target> choose_target(target_choice const& choice);

/// A sandbox's own where no others are named.
[[nodiscard]] result<credentials> credentials_for(target const& to, target_choice const& choice);

/// Asked once before anything else, so that a wrong secret or an absent server is one sentence and not one for every
/// payment.
[[nodiscard]] result<secret_string> obtain_token(target const& to, credentials const& who);

/// What an existing journal belongs to, and the credentials for it. Does not lock it.
[[nodiscard]] result<std::pair<target, credentials>> bound_target(std::string const& journal,
                                                                  target_choice const& choice);

/// A journal and what it is bound to.
struct opened_journal {
    std::unique_ptr<blocking_journal> journal;
    dollr::cli::target target;
    credentials who;
};

/// Opens the journal, or makes it if `may_create`. Refuses another target or client than the one it belongs to, and
/// credentials that the server does not accept: a new journal would be bound to them for ever.
[[nodiscard]] result<opened_journal> open_journal(std::string const& path, target_choice const& choice, bool may_create,
                                                  duration lease);

}  // namespace dollr::cli

#endif
