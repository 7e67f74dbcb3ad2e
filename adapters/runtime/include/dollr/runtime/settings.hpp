// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_RUNTIME_SETTINGS_HPP
#define DOLLR_RUNTIME_SETTINGS_HPP

#include <dollr/client/settlement.hpp>
#include <dollr/flow/payment_intent.hpp>
#include <dollr/machine/policy.hpp>
#include <dollr/port/clock.hpp>
#include <dollr/port/entropy.hpp>
#include <dollr/port/journal.hpp>
#include <dollr/port/observer.hpp>
#include <dollr/port/transport.hpp>
#include <dollr/port/transport_options.hpp>
#include <dollr/runtime/credentials.hpp>

#include <chrono>
#include <memory>
#include <string>

/// What a client is made of. Three of them must be said: the target, whose credentials, which journal. All others have
/// the defaults of a program that moves money.
namespace dollr {

/// Where money goes. There is no default: somebody says it.
struct target {
    std::string url;       ///< "https://..."; plain HTTP only on this machine
    bool sandbox = false;  ///< a `dollr sandbox` on this machine, whose clock the client takes over when it opens
};

inline target const live_target{"https://api.heydollr.app/v1"};
inline target const sandbox_target{"http://127.0.0.1:7373", true};

/// A sandbox at another address: "http://127.0.0.1:8080".
[[nodiscard]] inline target sandbox_at(std::string url) { return {std::move(url), true}; }

struct settings {
    dollr::target target;
    credentials_source credentials{};
    /// A file, "sqlite:FILE", or "postgresql://HOST/DATABASE". Made if it is not there; bound for ever to the target
    /// and the client id.
    std::string journal{};

    dollr::policy policy{};
    std::shared_ptr<dollr::observer> observer{};      ///< told of what happens; empty: nobody is
    std::shared_ptr<dollr::secret_source> secrets{};  ///< asked instead of `credentials`, at the moment of use
    duration lease = std::chrono::seconds{90};        ///< of a journal that workers share, in the target's time
    std::string ca_file{};  ///< PEM; trusted instead of the system's authorities; empty: the system's
    duration connect_timeout = std::chrono::seconds{5};

    // Instead of the system's, for an HTTP stack of one's own and for tests.
    std::shared_ptr<dollr::transport> transport{};
    std::shared_ptr<dollr::blocking_journal> own_journal{};  ///< instead of `journal`; nobody else uses it
    std::shared_ptr<dollr::clock> clock{};                   ///< then no sandbox is asked for its own
    std::shared_ptr<dollr::entropy> entropy{};
};

using flow::intent_kind;
using flow::payment_intent;
inline constexpr auto collection = intent_kind::collection;
inline constexpr auto payout = intent_kind::payout;
inline constexpr auto transfer = intent_kind::transfer;
inline constexpr auto refund = intent_kind::refund;

}  // namespace dollr

#endif
