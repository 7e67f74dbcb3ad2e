// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_VERBS_HPP
#define DOLLR_CLI_VERBS_HPP

#include "report.hpp"
#include "run.hpp"
#include "target.hpp"

#include <dollr/value/enums.hpp>
#include <dollr/value/open_enum.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the program can do; main.cpp only reads arguments.
namespace dollr::cli {

struct execute_options {
    std::string file;
    std::string journal;
    target_choice target;
    run_options run;
    bool dry_run = false;
    bool reattempt = false;
    bool accept_unproven = false;
};
[[nodiscard]] exit_code execute(execute_options const& options);

struct recover_options {
    std::string journal;
    target_choice target;
    run_options run;
};
[[nodiscard]] exit_code recover(recover_options const& options);

struct status_options {
    std::string what;       ///< a reference_id, or a key that the journal knows
    std::string operation;  ///< may be left out where the journal knows it
    std::string journal;
    target_choice target;
    bool json = false;
};
[[nodiscard]] exit_code status(status_options const& options);

struct sandbox_options {
    std::uint16_t port = 7373;
    std::uint32_t speed = 1;
    std::uint64_t seed = 1;
    double fault_percent = 0;
    std::uint32_t token_lifetime = 60;  ///< minutes
};
[[nodiscard]] exit_code serve_sandbox(sandbox_options const& options);

struct call_options {
    std::string operation;
    std::vector<std::string> path;
    std::vector<std::string> query;  ///< NAME=VALUE
    std::string body;                ///< a file, "-" for standard input
    target_choice target;
    bool without_journal = false;
    bool list = false;
};
[[nodiscard]] exit_code call(call_options const& options);

struct validate_options {
    std::string operation;
    std::string file;
    bool json = false;
};
[[nodiscard]] exit_code validate(validate_options const& options);

struct journal_options {
    std::string journal;
    bool json = false;
};
[[nodiscard]] exit_code show_journal(journal_options const& options);

struct resolve_options {
    std::string reference;
    std::string journal;
    std::string verdict;
    std::string evidence;
    std::string who;  ///< empty: the number of the user who runs this
};
[[nodiscard]] exit_code resolve(resolve_options const& options);

struct audit_options {
    std::string journal;
    std::string file;
};
[[nodiscard]] exit_code audit(audit_options const& options);

/// The API as this library knows it, to standard output.
[[nodiscard]] exit_code print_openapi();

/// One sentence to standard error, "dollr: ...", and the code that fits the error.
exit_code complain(error const& e);

/// Says so if the end of the journal was lost with an interrupted write.
void report_tear(blocking_journal const& journal);

/// Of one execution, as the server just said it.
[[nodiscard]] exit_code code_of(open_enum<execution_status> const& status);

/// How a run ended, said in one sentence where it ended early, and its exit code.
exit_code conclude(ending how, run const& work, std::vector<outcome_line> const& lines, bool lines_refused,
                   blocking_journal& journal);

}  // namespace dollr::cli

#endif
