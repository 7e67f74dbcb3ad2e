// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_STRICT_BANK_HPP
#define DOLLR_TESTS_SUPPORT_STRICT_BANK_HPP

#include <dollr/flow/payment_intent.hpp>
#include <dollr/sandbox/scenario.hpp>
#include <dollr/sandbox/server.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A sandbox that watches how it is asked: after a crash nobody sends a payment again that it has not asked about
/// before, and an intent never comes under a second reference_id.
namespace dollr::tests {

class strict_bank {
public:
    /// A process starts, and knows what its journal knows.
    void begin_run() {
        asked_.clear();
        ++run_;
    }
    /// From here on other intents' ids are expected.
    void begin_intent() { sent_.clear(); }

    sandbox::ended handle(http_request const& request, duration patience, server_time now) {
        watch(request);
        return sandbox::carry_out(server_.handle(request, now), patience);
    }
    void advance_to(server_time now) { server_.advance_to(now); }

    [[nodiscard]] std::size_t charges(std::string_view key) const {
        auto const& all = server_.ledger();
        return static_cast<std::size_t>(std::ranges::count_if(all, [&](auto const& e) {
            return flow::key_in({e.document_reference.value_or(""), e.account_name}) == key;
        }));
    }
    [[nodiscard]] std::size_t ids() const { return sent_.size(); }          ///< of this intent
    [[nodiscard]] std::size_t sends() const { return sends_; }              ///< in all
    [[nodiscard]] std::size_t blind_sends() const { return blind_sends_; }  ///< before a poll

private:
    void watch(http_request const& request) {
        constexpr std::string_view member = R"("reference_id":")";
        constexpr std::size_t size = 36;
        if (request.hazard == hazard::moves_money) {
            auto const body = request.body.reveal();
            auto const id = std::string{body.substr(std::min(body.find(member) + member.size(), body.size()), size)};
            ++sends_;
            auto const [at, is_first] = sent_.emplace(id, run_);
            blind_sends_ += !is_first && at->second != run_ && !asked_.contains(id);
            at->second = run_;
        } else if (request.target.find("/status/") != std::string::npos && request.target.size() > size) {
            asked_.insert(request.target.substr(request.target.size() - size));
        }
    }

    sandbox::server server_;
    std::uint64_t run_ = 0;
    std::map<std::string, std::uint64_t> sent_;  ///< ids, and the run that sent each last
    std::set<std::string> asked_;                ///< about these, in this run
    std::size_t sends_ = 0;
    std::size_t blind_sends_ = 0;
};

/// How a payment over it can have ended well: charged once and completed, or not charged and said so.
[[nodiscard]] inline bool agrees(phase verdict, std::size_t charges) {
    return charges == (verdict == phase::completed ? 1u : 0u) && is_terminal(verdict);
}

}  // namespace dollr::tests

#endif
