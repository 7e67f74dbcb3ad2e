// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_SETTLEMENT_HPP
#define DOLLR_CLIENT_SETTLEMENT_HPP

#include <dollr/journal/record.hpp>
#include <dollr/machine/effect.hpp>
#include <dollr/machine/paid.hpp>
#include <dollr/value/reference_id.hpp>
#include <dollr/value/time.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What a payment came to, as a program uses it: four questions, exactly one of which is answered with yes.
namespace dollr {

struct settlement {
    std::string key;
    dollr::verdict verdict;  ///< its outcome is the phase reached; no verdict yet while that is not terminal
    std::optional<dollr::paid> proof;
    std::optional<dollr::reference_id> reference_id;
    std::string reason;   ///< why it ended so, or the last thing that went wrong; for a person, may be empty
    bool before = false;  ///< the verdict was in the journal already: nothing was sent now
    bool sent = false;    ///< a request of it may have left: another attempt takes `pay_options::reattempt`
    /// The server has said otherwise since: a late truth. The verdict stays as it was told, and a person must look.
    bool contradicted = false;

    /// Money moved, and as much as was intended: ship it. Then, and only then, `proof` is there.
    [[nodiscard]] bool paid() const noexcept { return proof.has_value(); }
    /// The server says that the payment failed: no money moved.
    [[nodiscard]] bool declined() const noexcept { return verdict.outcome == phase::failed && !contradicted; }
    /// It is proven that nothing was executed.
    [[nodiscard]] bool not_moved() const noexcept {
        auto const is_proven = verdict.outcome == phase::rejected && verdict.proven;
        return (verdict.outcome == phase::not_executed || is_proven) && !contradicted;
    }
    /// Money may have moved, or another amount than intended has: neither ship nor pay again.
    [[nodiscard]] bool unknown() const noexcept { return !paid() && !declined() && !not_moved(); }

    /// One sentence: what to do now.
    [[nodiscard]] std::string_view advice() const noexcept;
};

/// What `pay` does with a payment that is parked: nobody knows what became of it, and a person should look.
enum class when_parked : std::uint8_t {
    complete,  ///< tells that it is unknown; the client goes on asking
    wait,      ///< until it has a verdict, or the deadline comes
};

[[nodiscard]] constexpr std::string_view to_text(when_parked w) noexcept {
    return w == when_parked::complete ? "complete" : "wait";
}

struct pay_options {
    /// So long the caller waits, in the target's time. Then a payment that has not left is cancelled; one that may have
    /// left is told as unknown, and goes on.
    duration deadline = std::chrono::minutes{15};
    when_parked parked = when_parked::complete;
    /// After failed, rejected, or not executed after a send: make another attempt, once one more poll agrees.
    bool reattempt = false;
    /// With reattempt: also where a rejection is not proven yet. The first attempt may still move money.
    bool accept_unproven = false;
};

inline std::string_view settlement::advice() const noexcept {
    if (contradicted)
        return "the server has told two different ends, so money may have moved: have a person look, and charge by no "
               "other means";
    if (paid()) return "money moved as intended: deliver what was paid for";
    if (declined()) return "no money moved: tell the payer, and pay again with reattempt if they want to";
    if (not_moved())
        return sent || verdict.outcome == phase::rejected
                   ? "no money moved: pay again with reattempt, or under a new key if its data must change"
                   : "no money moved: pay again with the same key, or under a new key if its data must change";
    switch (verdict.outcome) {
        case phase::completed:
            return "money moved, but not as intended: have a person compare the amounts before anything is delivered";
        case phase::rejected:
            return "it was refused, but nothing proves yet that no money moved: have a person look, and charge by no "
                   "other means; a client that trusts session expiry proves it by itself, later";
        case phase::action:
            return "the payer has not confirmed with 3-D Secure yet: ask again with the same key, which charges once";
        case phase::none:
        case phase::recorded:
            return "nothing was sent: pay again with the same key to go on";
        case phase::parked:
            return "money may have moved: have a person look, or ask again with the same key, which charges once";
        default:
            return "money may have moved: ask again with the same key, which charges once, and charge by no other "
                   "means";
    }
}

}  // namespace dollr

#endif
