// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "say.hpp"
#include "verbs.hpp"

#include <dollr/curl/session.hpp>
#include <dollr/system/process.hpp>

#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace dollr::cli;

void add_target(CLI::App& verb, target_choice& target) {
    auto* const group = verb.add_option_group("target", "where it goes: exactly one, or none where a journal says it");
    group->add_flag("--live", target.live, "the Dollr Open API: real money");
    group->add_option("--sandbox", target.sandbox, "a sandbox on this machine, by default " + std::string{sandbox_url})
        ->expected(0, 1)
        ->default_str("")
        ->check([](std::string const& url) {  // it may have eaten FILE
            auto const is_url = url.empty() || url.starts_with("http");
            return is_url ? std::string{} : std::string{"write --sandbox=URL, or --sandbox behind FILE"};
        });
    group->add_option("--base-url", target.base_url,
                      "another server of the same API (https; http only on this machine)");
    verb.add_option("--credentials", target.credentials_file,
                    "a JSON file of mode 0600; without it the environment (docs/program.md)");
}

void add_run(CLI::App& verb, run_options& run) {
    verb.add_flag("--json", run.json, "one JSON object for each intent on standard output");
    verb.add_flag("--quiet", run.quiet, "no progress");
    verb.add_flag("--trust-session-expiry", run.trust_session_expiry,
                  "the server refuses expired sessions (a sandbox does): fewer payments are parked");
    verb.add_option_function<unsigned>(
            "--lease", [&run](unsigned seconds) { run.lease = std::chrono::seconds{seconds}; },
            "of a journal that workers share: so many seconds after a worker's death others take over (90)")
        ->check(CLI::Range(75, 3600));
    verb.add_option("--fee-max", run.fee_max, "pay no more fees than so many percent of an amount")
        ->check(CLI::Range(0, 1'000'000));
    verb.add_option("--rate-change-max", run.rate_change_max,
                    "pay at no rate that is more than so many percent from the last one paid")
        ->check(CLI::Range(0, 1'000'000));
    verb.add_option("--in-flight", run.in_flight, "requests at the same time")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
}

int said(exit_code code) {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return static_cast<int>(code);
    say(stderr,
        "dollr: standard output cannot be written; what was done is in the journal: run the same command again\n");
    return static_cast<int>(code == exit_code::all_completed ? exit_code::look_at_it : code);
}

exit_code checked_execute(execute_options const& pay) {
    install_signal_handlers();
    if (pay.journal.empty() && !pay.dry_run)
        return complain(dollr::invalid_input("execute needs a journal", "say --journal FILE, or --dry-run"));
    return execute(pay);
}

}  // namespace

int main(int argc, char** argv) {
    // libcurl would write the keys of its connections there. No thread has started.
    ::unsetenv("SSLKEYLOGFILE");  // NOLINT(concurrency-mt-unsafe)
    if (auto const hard = dollr::harden_process(); !hard) return static_cast<int>(complain(hard.error()));
    auto const curl = dollr::curl_session::start();
    if (!curl) return static_cast<int>(complain(curl.error()));

    CLI::App app{"Moves money through the Dollr Open API, each payment exactly once.", "dollr"};
    app.require_subcommand(1);
    app.set_version_flag("--version", "dollr 0.1.0");

    execute_options pay;
    auto* const execute_verb = app.add_subcommand("execute", "pay a file of payments, or go on with it");
    execute_verb->add_option("FILE", pay.file, "JSON lines (docs/payments-file.md)")->required();
    execute_verb->add_option(
        "--journal", pay.journal,
        "where payments are remembered, made if it is not there: FILE, sqlite:FILE or postgresql://HOST/DATABASE");
    execute_verb->add_flag("--dry-run", pay.dry_run,
                           "check the file against the journal if there is one, print the totals, send nothing");
    execute_verb->add_flag(
        "--reattempt", pay.reattempt,
        "try failed, rejected and not_executed lines again, under a new reference_id; those of which nothing "
        "was ever sent need no such word");
    execute_verb->add_flag("--accept-unproven", pay.accept_unproven,
                           "with --reattempt: also those rejected ones whose refusal is not proven");
    add_target(*execute_verb, pay.target);
    add_run(*execute_verb, pay.run);

    recover_options finish;
    auto* const recover_verb = app.add_subcommand("recover", "finish what a crash or an interruption left");
    recover_verb->add_option("--journal", finish.journal, "the journal of `dollr execute`")->required();
    add_target(*recover_verb, finish.target);
    add_run(*recover_verb, finish.run);

    status_options ask;
    auto* const status_verb = app.add_subcommand("status", "ask the server for one execution");
    status_verb->add_option("ID", ask.what, "a reference_id, or with --journal the key of an intent")->required();
    status_verb->add_option("--operation", ask.operation,
                            "collection, payout, transfer or refund, where no journal knows it");
    status_verb->add_option("--journal", ask.journal, "what is asked for, and where");
    status_verb->add_flag("--json", ask.json, "print the answer as JSON");
    add_target(*status_verb, ask.target);

    sandbox_options serve;
    auto* const sandbox_verb = app.add_subcommand("sandbox", "serve the sandbox on 127.0.0.1 (docs/sandbox.md)");
    sandbox_verb->add_option("--port", serve.port, "0: a free one")->capture_default_str();
    sandbox_verb->add_option("--speed", serve.speed, "how much faster than real time")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    sandbox_verb->add_option("--seed", serve.seed, "of everything that is left to chance")->capture_default_str();
    sandbox_verb->add_option("--faults", serve.fault_percent, "percent of the requests that a fault strikes")
        ->check(CLI::Range(0.0, 50.0))
        ->capture_default_str();
    sandbox_verb->add_option("--token-lifetime", serve.token_lifetime, "of an access token, in minutes of virtual time")
        ->check(CLI::Range(1, 1440))
        ->capture_default_str();

    call_options one;
    auto* const call_verb = app.add_subcommand("call", "call one operation and print its answer as JSON");
    call_verb->add_option("OPERATION", one.operation, "its name, such as list_invoices");
    call_verb->add_option("VALUE", one.path, "what stands in the places of its path, in their order");
    call_verb->add_option("--query", one.query, "NAME=VALUE, as often as needed")->expected(1)->take_all();
    call_verb->add_option("--body", one.body, "a JSON file, - for standard input; mode 0600 if it holds a secret");
    call_verb->add_flag("--without-journal", one.without_journal, "let an operation leave that moves money");
    call_verb->add_flag("--list", one.list, "name all operations");
    add_target(*call_verb, one.target);

    validate_options examine;
    auto* const validate_verb = app.add_subcommand("validate", "check the body of an operation without sending it");
    validate_verb->add_option("OPERATION", examine.operation, "its name, such as create_invoice")->required();
    validate_verb->add_option("FILE", examine.file, "a JSON file, - for standard input")->required();
    validate_verb->add_flag("--json", examine.json, "the findings in the form of the API's own 422");

    journal_options look;
    auto* const journal_verb =
        app.add_subcommand("journal", "list what is unfinished or parked, since when and why; count what was odd");
    journal_verb->add_option("JOURNAL", look.journal, "FILE, sqlite:FILE or postgresql://HOST/DATABASE")->required();
    journal_verb->add_flag("--json", look.json, "one JSON object with the counters and the unfinished intents");

    resolve_options decide;
    auto* const resolve_verb = app.add_subcommand("resolve", "record an operator's verdict on a parked payment");
    resolve_verb->add_option("REFERENCE_ID", decide.reference, "as `dollr journal` lists it")->required();
    resolve_verb->add_option("--journal", decide.journal, "the journal that it is parked in")->required();
    resolve_verb->add_option("--verdict", decide.verdict, "completed, failed, rejected or not_executed")->required();
    resolve_verb->add_option("--evidence", decide.evidence, "how it is known: at most 96 bytes")->required();
    resolve_verb->add_option("--who", decide.who, "who decides: at most 32 bytes");

    audit_options check;
    auto* const audit_verb = app.add_subcommand("audit", "hold a journal against the ledger of its sandbox");
    audit_verb->add_option("--journal", check.journal, "the journal of `dollr execute`")->required();
    audit_verb->add_option("FILE", check.file, "also look for lines that the journal does not know");

    auto* const openapi_verb =
        app.add_subcommand("openapi", "print the API as this program knows it, as an OpenAPI 3.1 document");

    // Set last: the verbs would repeat it.
    app.footer(
        "Exit codes: 0 all completed, 1 some were not paid, 2 bad input (nothing sent), 3 something is parked or "
        "unfinished,\n"
        "4 the journal failed, 5 interrupted, 6 no server or credentials refused.");

    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        if (e.get_exit_code() == 0) return app.exit(e);  // --help or --version
        if (argc > 1 && app.get_subcommands().empty() && argv[1][0] != '-')
            return static_cast<int>(complain(dollr::invalid_input(
                "there is no verb \"" + dollr::escaped(argv[1]) + "\"", "`dollr --help` lists them")));
        auto const verb = app.get_subcommands();
        auto const name = verb.empty() ? std::string{"dollr"} : "dollr " + verb.front()->get_name();
        return static_cast<int>(complain(dollr::invalid_input(e.what(), "`" + name + " --help` lists what it takes")));
    }

    if (*sandbox_verb) return static_cast<int>(serve_sandbox(serve));
    if (*openapi_verb) return said(print_openapi());
    if (*call_verb) return said(call(one));
    if (*validate_verb) return said(validate(examine));
    if (*audit_verb) return said(audit(check));
    if (*journal_verb) return said(show_journal(look));
    if (*resolve_verb) return said(resolve(decide));
    if (*status_verb) return said(status(ask));
    if (*recover_verb) {
        install_signal_handlers();
        return said(recover(finish));
    }
    return said(checked_execute(pay));
}
