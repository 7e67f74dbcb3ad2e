// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "target.hpp"

#include "one_call.hpp"

#include <dollr/api/auth.hpp>
#include <dollr/http/endpoint.hpp>
#include <dollr/sandbox/own_operations.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/system/entropy.hpp>
#include <dollr/system/sha256.hpp>

#include <utility>

namespace dollr::cli {
namespace {

/// A journal that a sandbox's own client made on this machine needs no further word to be used again.
result<target_choice> choice_of(journal_header const& header, target_choice choice) {
    auto const ours = sha256{}(sandbox_credentials().client_id);
    if (!ours) return ours.error();
    auto const where = endpoint::parse(header.origin);
    if (where && where->loopback && header.client == *ours)
        choice.sandbox = header.origin;
    else
        choice.base_url = header.origin;
    return choice;
}

std::string url_of(target_choice const& choice) {
    if (choice.live) return live_url;
    if (choice.sandbox) return choice.sandbox->empty() ? sandbox_url : *choice.sandbox;
    return choice.base_url;
}

result<target> ask_sandbox(std::string base_url) {
    auto const where = endpoint::parse(base_url);
    if (!where) return where.error();
    if (!where->loopback)
        return invalid_input("a sandbox is on this machine",
                             "write its address as http://127.0.0.1:PORT, or use --base-url");
    auto const clock = one_call<sandbox::read_clock>(base_url, {}, {}, {}, {});
    if (!clock) {
        auto e = clock.error();
        e.what = "no sandbox answers at " + where->origin() + ": " + e.what;
        e.next = "start one with `dollr sandbox`, or name another with --sandbox=http://127.0.0.1:PORT";
        return e;
    }
    return target{std::move(base_url), virtual_clock{clock->epoch.server(), static_cast<std::uint32_t>(clock->speed)},
                  true};
}

/// The clock of a sandbox may have been started anew since the journal was made.
result<void> same_clock(journal_header const& header, target const& to) {
    if (header.clock_speed == to.clock.speed && (to.clock.is_real() || header.clock_epoch == to.clock.epoch)) return {};
    auto e = invalid_input("this sandbox is not the one that the journal was made with: its clock is another",
                           "if the journal was made with --base-url, say so again; a sandbox that was started anew "
                           "has forgotten its payments and needs a new journal");
    e.kind = error_kind::journal;
    return e;
}

}  // namespace

result<target> choose_target(target_choice const& choice) {
    if (choice.named() != 1)
        return invalid_input(choice.named() == 0 ? "no target is named" : "more than one target is named",
                             "say exactly one of --live, --sandbox and --base-url URL");
    if (choice.live) return target{live_url, {}, false};
    if (choice.sandbox) return ask_sandbox(url_of(choice));
    auto const where = endpoint::parse(choice.base_url);
    if (!where) return where.error();
    return target{choice.base_url, {}, false};
}

result<credentials> credentials_for(target const& to, target_choice const& choice) {
    if (to.sandbox && choice.credentials_file.empty()) return sandbox_credentials();
    return load_credentials(choice.credentials_file);
}

result<secret_string> obtain_token(target const& to, credentials const& who) {
    auto token = one_call<api::obtain_token>(to.base_url, {}, {}, {who.client_id, who.client_secret}, {});
    if (token) return std::move(token->access_token);
    auto e = std::move(token).error();
    e.what = "no token from " + escaped(to.base_url) + ": " + e.what;
    return e;
}

result<std::pair<target, credentials>> bound_target(std::string const& journal, target_choice const& choice) {
    auto const found = read_journal_header(journal);
    if (!found) return found.error();
    auto const& header = *found;
    auto const bound = choice.named() == 0 ? choice_of(header, choice) : result<target_choice>{choice};
    if (!bound) return bound.error();
    // Before anybody is asked: a journal of elsewhere is refused by its own word.
    if (auto const expected = check_binding(header, {.origin = url_of(*bound), .client = std::nullopt}); !expected)
        return expected.error();
    auto to = choose_target(*bound);
    if (!to) {
        auto e = to.error();
        if (bound->sandbox && e.kind != error_kind::invalid)
            e.next = "if it has ended, its payments are forgotten: begin again with a new sandbox and a new journal";
        return e;
    }
    if (auto const same = same_clock(header, *to); !same) return same.error();
    auto who = credentials_for(*to, choice);
    if (!who) return who.error();
    return std::pair{std::move(*to), std::move(*who)};
}

result<opened_journal> open_journal(std::string const& path, target_choice const& choice, bool may_create,
                                    duration lease) {
    auto const exists = journal_exists(path);
    if (!exists) return exists.error();
    if (!*exists) {
        if (!may_create)
            return invalid_input("there is no journal " + escaped(path), "name the journal that `dollr execute` made");
        auto to = choose_target(choice);
        if (!to) return to.error();
        auto who = credentials_for(*to, choice);
        if (!who) return who.error();
        if (auto const token = obtain_token(*to, *who); !token) return token.error();
        journal_header header;
        header.origin = to->base_url;
        header.clock_epoch = to->clock.epoch;
        header.clock_speed = to->clock.speed;
        auto const client = sha256{}(who->client_id);
        if (!client) return client.error();
        header.client = *client;
        if (auto const filled = os_entropy{}.fill(header.id); !filled) return filled.error();
        auto made = create_journal(path, header, lease);
        if (made) return opened_journal{std::move(*made), std::move(*to), std::move(*who)};
        // Workers that start together: another one may have made it first.
        auto const now_exists = journal_exists(path);
        if (!now_exists || !*now_exists) return made.error();
    }

    auto bound = bound_target(path, choice);
    if (!bound) return bound.error();
    auto& [to, who] = *bound;
    auto const client = sha256{}(who.client_id);
    if (!client) return client.error();
    auto journal = dollr::open_journal(path, {.origin = to.base_url, .client = *client}, lease);
    if (!journal) return journal.error();
    if (auto const token = obtain_token(to, who); !token) return token.error();
    return opened_journal{std::move(*journal), std::move(to), std::move(who)};
}

}  // namespace dollr::cli
