// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_PAYMENTS_FILE_HPP
#define DOLLR_CLI_PAYMENTS_FILE_HPP

#include <dollr/flow/payment_intent.hpp>
#include <dollr/value/digest.hpp>
#include <dollr/value/result.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The payments file of docs/payments-file.md: read and checked as a whole before the first byte leaves.
namespace dollr::cli {

struct payment_line {
    std::size_t number = 0;  ///< from 1
    flow::payment_intent intent;
    digest content;
};

/// Something to say of one line. A problem stops that line, a warning does not.
struct finding {
    std::size_t line = 0;
    std::string text;
    std::string key{};  ///< where the line could be read so far
};

struct payments_file {
    std::vector<payment_line> lines;  ///< those that may be paid
    std::vector<finding> problems;
    std::vector<finding> warnings;

    /// What would move, per operation and currency: "PAYOUT USD" -> 120.50.
    [[nodiscard]] std::map<std::string, amount> totals() const;
};

/// Checks every line. Fails only if the digest function does.
[[nodiscard]] result<payments_file> parse_payments(std::string_view text);

/// Reads and parses; the error says why the file cannot be read.
[[nodiscard]] result<payments_file> read_payments(std::string const& path);

}  // namespace dollr::cli

#endif
