// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_REPORT_HPP
#define DOLLR_CLI_REPORT_HPP

#include <dollr/journal/record.hpp>
#include <dollr/machine/effect.hpp>
#include <dollr/schema/describe.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

/// What a run says at its end: one line an intent, totals per currency, and the exit code that follows from them.
namespace dollr::cli {

/// Documented in docs/program.md.
enum class exit_code : int {
    all_completed = 0,
    not_all_paid = 1,  ///< failed, rejected, not executed, or a line that was refused
    bad_input = 2,     ///< nothing was sent
    look_at_it = 3,    ///< parked, unfinished, or an amount that differs
    journal_failed = 4,
    interrupted = 5,
    no_target = 6,  ///< no server, or credentials refused
};

/// One intent; also the object that --json prints.
struct outcome_line {
    std::string key;
    std::string operation;
    std::string outcome;
    std::optional<std::string> reference_id;
    std::optional<std::string> amount;  ///< the side without fees, as expected
    std::optional<std::string> currency;
    bool before = false;  ///< known from an earlier run
    bool mismatch = false;
    bool durable = true;
    bool proven = false;  ///< of rejected and not_executed: nothing can move any more
    std::vector<std::string> anomalies;
    std::optional<std::string> message;  ///< the last thing that went wrong, or the server's own word
    bool never_began = false;            ///< nothing was ever sent, so the next run begins it again; not printed

    friend bool operator==(outcome_line const&, outcome_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(outcome_line, (),
                      (key, operation, outcome, reference_id, amount, currency, before, mismatch, durable, proven,
                       anomalies, message))
consteval auto schema_of(outcome_line const*) { return schema::description{"Outcome", schema::evidence::own}; }

/// The side that an intent names the amount of: what a collection's payer pays and a refund gives back, or what the
/// other party of a payout or a transfer gets.
[[nodiscard]] constexpr bool names_payer_side(operation_type o) noexcept {
    return o == operation_type::collection || o == operation_type::refund;
}

/// From the newest record of an intent.
[[nodiscard]] outcome_line line_of(record const& newest);

/// The table and the totals for a person, or one JSON object a line. A person has read of the refused lines already.
void print_report(std::vector<outcome_line> const& lines, std::vector<outcome_line> const& refused, bool json);

[[nodiscard]] exit_code code_of(std::vector<outcome_line> const& lines);

}  // namespace dollr::cli

#endif
