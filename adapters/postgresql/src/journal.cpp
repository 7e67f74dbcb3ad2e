// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/postgresql/journal.hpp>

#include "connection.hpp"
#include "schema.hpp"

#include <dollr/journal/index.hpp>
#include <dollr/journal/sealed_record.hpp>
#include <dollr/port/virtual_clock.hpp>
#include <dollr/value/open_enum.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>

#include <unistd.h>

namespace dollr {
namespace {

using postgresql::address;
using postgresql::array;
using postgresql::connection;
using postgresql::parameter;
using postgresql::query_error;
using postgresql::rows;

using real_clock = std::chrono::steady_clock;

/// What is not tried again has so long for its answer, too.
constexpr std::chrono::seconds statement_min{5};

/// What this worker knows of an intent.
struct known {
    std::optional<record> newest;
    std::uint64_t epoch = 0;     ///< ours while held, else as last seen
    std::uint64_t sequence = 0;  ///< of the newest record
    bool held = false;
    bool stale = false;  ///< another worker wrote since: to be read again
};

/// A standby that was promoted without all that was committed, or a backup that was restored: what we know to have been
/// sent is not in it any more.
error lost_what_it_had(address const& where, intent_key const& key) {
    return journal_error(where.name, "has lost acknowledged records of key \"" + escaped(key.text()) + '"',
                         "stop all workers and restore a state that has these records; only then send again",
                         money_moved::unknown);
}

/// What an open journal acknowledged before may have been sent.
error doubtful(error e) {
    e.moved = money_moved::unknown;
    return e;
}

/// Not 0, which means nobody.
std::int64_t random_owner() {
    std::random_device chance;
    auto const bits = std::uint64_t{chance()} << 32 | chance();
    return static_cast<std::int64_t>(bits >> 1 | 1);
}

parameter number(auto n) { return std::to_string(n); }

}  // namespace

struct postgresql_journal::state {
    address where{};
    postgresql_options options{};
    connection link{};
    journal_header header{};
    std::int64_t owner = random_owner();
    pid_t process = ::getpid();
    std::int64_t lease_milliseconds = 0;  ///< real ones
    std::unordered_map<intent_key, known> all{};
    std::optional<error> failure{};

    bool is_bound = false;  ///< the header is known

    /// False in a child made by fork: the connection and the leases are its parent's, and whatever the child said would
    /// be taken for the parent's word.
    bool is_ours();
    /// Of what the transaction wrote, on the standby too, where the server has a synchronous one.
    std::optional<query_error> commit();

    /// Once bound, only to a server that could be opened, and to the same journal: a URL may name several hosts.
    std::optional<query_error> connect();
    /// Calls `work` until it is not stopped by a database that is away, for at most `patience`.
    template <class Work>
    std::optional<query_error> retried(Work work, std::chrono::milliseconds patience);
    error error_of(query_error const& why) const {
        return failure ? *failure : doubtful(postgresql::error_of(where, why));
    }
    std::optional<query_error> ask(rows& out, char const* sql, std::vector<parameter> const& values) {
        return retried([&] { return link.query(out, sql, values); }, options.patience);
    }

    std::vector<record> select(char const* sql);
    /// Poisons the journal where one of them is damaged: an empty list would say that there is nothing to do.
    std::vector<record> undamaged(rows const& found);

    /// Of rows key, record, epoch, sequence, unfinished.
    result<void> learn(rows const& found, bool held, std::vector<intent_key>* keys);
    /// One transaction; `fits`: written.
    std::optional<query_error> store(std::span<record const> records, std::vector<std::uint64_t> const& epochs,
                                     bool& fits);
    std::optional<query_error> store_round(std::span<record const* const> records,
                                           std::vector<std::uint64_t> const& epochs, bool& fits);
    /// A put that is made again finds its own work done, if only the answer to its commit was lost. Asked after the
    /// database refused to write it again, when that commit can no longer be under way. `fits`: all of it is there.
    /// That it can be read does not say that a standby has it: so it is touched, and the commit of that waits for all
    /// before.
    std::optional<query_error> find_stored(std::span<record const> records, std::vector<std::uint64_t> const& epochs,
                                           bool& fits);
    parameter held_keys() const;
    /// Also those that nobody was told to have: a claim failed, and nobody goes on with them.
    void give_back(std::span<intent_key const> keys);
};

bool postgresql_journal::state::is_ours() {
    if (::getpid() == process) return true;
    if (!failure)
        failure = doubtful(journal_error(where.name, "belongs to the process that opened it",
                                         "open a journal after fork, not before"));
    return false;
}

std::optional<query_error> postgresql_journal::state::commit() {
    static_cast<void>(link.take_warning());
    if (auto failed = link.run("COMMIT")) return failed;
    // A server that was told to wait no longer, or has waited for too long, says so and calls it a success.
    if (!link.take_warning()) return std::nullopt;
    return query_error{query_error::kind::away, "no synchronous standby has confirmed the commit"};
}

std::optional<query_error> postgresql_journal::state::connect() {
    if (auto failed = link.open(where, postgresql::session_setup(std::max<std::int64_t>(lease_milliseconds, 1000))))
        return failed;
    if (!is_bound) return std::nullopt;
    auto const refuse = [&](error why) {
        if (!link.is_open()) return query_error{query_error::kind::away, std::move(why.what)};
        link.close();
        failure = doubtful(std::move(why));
        return query_error{query_error::kind::other, failure->what};
    };
    if (auto const sound = postgresql::check_server(link, where); !sound) return refuse(sound.error());
    auto const found = postgresql::read_header(link, where);
    if (!found) return refuse(found.error());
    if (found->id != header.id)
        return refuse(journal_error(where.name, "is not the database that this worker started with",
                                    "name one database, or several hosts of the same database"));
    return std::nullopt;
}

template <class Work>
std::optional<query_error> postgresql_journal::state::retried(Work work, std::chrono::milliseconds patience) {
    auto const give_up = real_clock::now() + patience;
    link.give_up_at(std::max(give_up, real_clock::now() + statement_min));
    std::chrono::milliseconds pause{20};
    while (true) {
        std::optional<query_error> failed;
        if (!link.is_open()) failed = connect();
        if (!failed) failed = work();
        if (!failed || failed->what != query_error::kind::away) return failed;
        if (real_clock::now() + pause > give_up) return failed;
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds{500});
    }
}

std::vector<record> postgresql_journal::state::select(char const* sql) {
    if (!is_ours()) return {};
    rows found;
    if (auto const failed = ask(found, sql, {})) {
        failure = error_of(*failed);
        return {};
    }
    return undamaged(found);
}

std::vector<record> postgresql_journal::state::undamaged(rows const& found) {
    auto records = postgresql::records_of(found);
    if (records) return std::move(*records);
    failure = doubtful(records.error());
    return {};
}

result<void> postgresql_journal::state::learn(rows const& found, bool held, std::vector<intent_key>* keys) {
    for (int i = 0; i < found.size(); ++i) {
        auto const key = intent_key::try_parse(found.text(i, 0));
        if (!key) continue;
        known k;
        if (!found.is_null(i, 1)) {
            auto one = unseal(found.bytes(i, 1), '"' + escaped(key->text()) + '"');
            if (!one) return doubtful(one.error());
            k.newest = *std::move(one);
        }
        k.epoch = static_cast<std::uint64_t>(found.number(i, 2));
        k.sequence = static_cast<std::uint64_t>(found.number(i, 3));
        k.held = held;
        auto& have = all[*key];
        if (k.sequence < have.sequence || k.epoch < have.epoch) {
            failure = lost_what_it_had(where, *key);
            return *failure;
        }
        have = std::move(k);
        if (keys != nullptr && (held || found.flag(i, 4))) keys->push_back(*key);
    }
    return {};
}

result<postgresql_journal> postgresql_journal::create(std::string const& url, journal_header const& header,
                                                      postgresql_options options) {
    auto where = address::parse(url);
    if (!where) return where.error();
    connection link;
    if (auto const failed = link.open(*where, postgresql::session_setup(30'000)))
        return postgresql::error_of(*where, *failed);
    if (auto const sound = postgresql::check_server(link, *where); !sound) return sound.error();
    if (auto const made = postgresql::create_schema(link, *where, header); !made) return made.error();
    return open(url, {}, options);
}

result<postgresql_journal> postgresql_journal::open(std::string const& url, journal_binding const& expected,
                                                    postgresql_options options) {
    auto where = address::parse(url);
    if (!where) return where.error();
    auto s = std::make_unique<state>();
    s->where = std::move(*where);
    s->options = options;
    if (auto const failed = s->connect()) return postgresql::error_of(s->where, *failed);
    auto header = postgresql::read_header(s->link, s->where);
    if (!header) return header.error();
    if (auto const bound = check_binding(*header, expected); !bound) return bound.error();
    if (auto const sound = postgresql::check_server(s->link, s->where); !sound) return sound.error();
    s->header = std::move(*header);
    virtual_clock const clock{s->header.clock_epoch, s->header.clock_speed};
    s->lease_milliseconds = clock.slower(options.lease).count();
    if (auto const failed = postgresql::complete_schema(s->link)) return postgresql::error_of(s->where, *failed);
    s->is_bound = true;
    if (auto const failed = s->connect()) return s->failure ? *s->failure : postgresql::error_of(s->where, *failed);
    return postgresql_journal{std::move(s)};
}

result<journal_view> postgresql_journal::read(std::string const& url) {
    auto const where = address::parse(url);
    if (!where) return where.error();
    connection link;
    if (auto const failed = link.open(*where, "SET statement_timeout = '60s'"))
        return postgresql::error_of(*where, *failed);
    auto header = postgresql::read_header(link, *where);
    if (!header) return header.error();
    rows found;
    if (auto const failed = link.query(found, postgresql::select_all)) return postgresql::error_of(*where, *failed);
    auto newest = postgresql::records_of(found);
    if (!newest) return newest.error();
    return journal_view{std::move(*header), std::move(*newest)};
}

result<journal_header> postgresql_journal::read_header(std::string const& url) {
    auto const where = address::parse(url);
    if (!where) return where.error();
    connection link;
    if (auto const failed = link.open(*where, "SET statement_timeout = '15s'"))
        return postgresql::error_of(*where, *failed);
    return postgresql::read_header(link, *where);
}

result<bool> postgresql_journal::exists(std::string const& url) {
    auto const where = address::parse(url);
    if (!where) return where.error();
    connection link;
    if (auto const failed = link.open(*where, "SET statement_timeout = '15s'"))
        return postgresql::error_of(*where, *failed);
    return postgresql::has_schema(link, *where);
}

postgresql_journal::postgresql_journal(std::unique_ptr<state> s) noexcept : state_(std::move(s)) {}
postgresql_journal::postgresql_journal(postgresql_journal&&) noexcept = default;
postgresql_journal& postgresql_journal::operator=(postgresql_journal&&) noexcept = default;

postgresql_journal::~postgresql_journal() {
    if (!state_ || !state_->is_ours() || !state_->link.is_open()) return;
    rows ignored;
    state_->link.give_up_at(real_clock::now() + statement_min);
    static_cast<void>(state_->link.query(ignored, postgresql::release, {number(state_->owner), state_->held_keys()}));
}

parameter postgresql_journal::state::held_keys() const {
    array keys;
    for (auto const& [key, k] : all)
        if (k.held) keys.add(key.text());
    return keys.take();
}

auto postgresql_journal::claim(std::span<intent const> wanted, bool again) -> result<journal_claims> {
    auto& s = *state_;
    if (!s.is_ours() || s.failure) return *s.failure;
    std::vector<intent const*> sorted;
    for (auto const& i : wanted) sorted.push_back(&i);
    std::ranges::sort(sorted, {}, [](intent const* i) { return i->key.text(); });  // or two workers could deadlock
    array names;
    array contents;
    for (auto const* const i : sorted) {
        names.add(i->key.text());
        contents.add(std::as_bytes(std::span{i->content.bytes}));
    }
    auto const keys = names.take();
    auto const bytes = contents.take();
    journal_claims out;
    rows found;
    auto const give_back = [&](error why) {
        std::vector<intent_key> all;
        for (auto const& i : wanted) all.push_back(i.key);
        s.give_back(all);
        return why;
    };
    if (auto const failed =
            s.ask(found, postgresql::claim_new, {keys, bytes, number(s.owner), number(s.lease_milliseconds)}))
        return give_back(s.error_of(*failed));
    if (auto const learnt = s.learn(found, true, &out.taken); !learnt) return give_back(learnt.error());
    if (out.taken.size() == wanted.size()) return out;
    if (auto const failed = s.ask(found, postgresql::claim_known,
                                  {keys, again ? "true" : "false", number(s.owner), number(s.lease_milliseconds)}))
        return give_back(s.error_of(*failed));
    if (auto const learnt = s.learn(found, true, &out.taken); !learnt) return give_back(learnt.error());
    if (out.taken.size() == wanted.size()) return out;
    array others;
    for (auto const& i : wanted)
        if (std::ranges::find(out.taken, i.key) == out.taken.end()) others.add(i.key.text());
    if (auto const failed = s.ask(found, postgresql::select_keys, {others.take(), again ? "true" : "false"}))
        return give_back(s.error_of(*failed));
    if (auto const learnt = s.learn(found, false, &out.held); !learnt) return give_back(learnt.error());
    return out;
}

result<std::vector<record>> postgresql_journal::claim_unfinished(std::size_t most) {
    auto& s = *state_;
    if (!s.is_ours() || s.failure) return *s.failure;
    rows found;
    if (auto const failed =
            s.ask(found, postgresql::claim_any, {number(most), number(s.owner), number(s.lease_milliseconds)}))
        return s.error_of(*failed);
    if (auto const learnt = s.learn(found, true, nullptr); !learnt) {
        std::vector<intent_key> all;
        for (int i = 0; i < found.size(); ++i)
            if (auto const key = intent_key::try_parse(found.text(i, 0))) all.push_back(*key);
        s.give_back(all);
        return learnt.error();
    }
    return postgresql::records_of(found);
}

void postgresql_journal::release(std::span<intent_key const> keys) {
    auto& s = *state_;
    if (!s.is_ours()) return;
    std::vector<intent_key> held;
    for (auto const& key : keys)
        if (auto const found = s.all.find(key); found != s.all.end() && found->second.held) held.push_back(key);
    if (!held.empty()) s.give_back(held);
}

void postgresql_journal::state::give_back(std::span<intent_key const> keys) {
    array names;
    for (auto const& key : keys) {
        names.add(key.text());
        if (auto const found = all.find(key); found != all.end()) found->second.held = false;
    }
    rows ignored;  // what cannot be given up now ends by itself
    auto const list = names.take();
    static_cast<void>(retried([&] { return link.query(ignored, postgresql::release, {number(owner), list}); }, {}));
}

duration postgresql_journal::lease_length() const noexcept { return state_->options.lease; }

bool postgresql_journal::renew(std::vector<intent_key>& lost) {
    auto& s = *state_;
    if (!s.is_ours() || s.failure) return false;
    rows found;
    auto const failed = s.retried(
        [&] {
            return s.link.query(found, postgresql::renew,
                                {number(s.owner), s.held_keys(), number(s.lease_milliseconds)});
        },
        {});
    if (failed) return false;
    std::vector<intent_key> still;
    for (int i = 0; i < found.size(); ++i)
        if (auto const key = intent_key::try_parse(found.text(i, 0))) still.push_back(*key);
    std::ranges::sort(still);
    for (auto& [key, k] : s.all) {
        if (!k.held || std::ranges::binary_search(still, key)) continue;
        k.held = false;
        lost.push_back(key);
    }
    return true;
}

std::optional<query_error> postgresql_journal::state::store_round(std::span<record const* const> records,
                                                                  std::vector<std::uint64_t> const& epochs,
                                                                  bool& fits) {
    array keys, contents, generations, phases, unfinished, sequences, sealed, epoch_list, audits;
    array attempt_keys, attempt_generations, ids, operations, open, attempt_records;
    std::int64_t attempts = 0;
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto const& r = *records[i];
        auto const& a = r.attempt;
        auto const bytes = seal(r);
        keys.add(r.intent.key.text());
        contents.add(std::as_bytes(std::span{r.intent.content.bytes}));
        generations.add(std::int64_t{a.generation});
        phases.add(static_cast<std::int64_t>(a.phase));
        unfinished.add(std::int64_t{is_unfinished(r)});
        sequences.add(static_cast<std::int64_t>(r.sequence));
        sealed.add(std::span<std::byte const>{bytes});
        epoch_list.add(static_cast<std::int64_t>(epochs[i]));
        audits.add(std::int64_t{is_due_for_audit(r, server_time::max()) ? a.audit_at.time_since_epoch().count() : 0});
        if (!begins_or_ends_attempt(r)) continue;
        ++attempts;
        attempt_keys.add(r.intent.key.text());
        attempt_generations.add(std::int64_t{a.generation});
        ids.add(std::string_view{a.reference_id.to_string()});
        operations.add(wire_name(a.operation));
        open.add(std::int64_t{!is_terminal(a.phase)});
        attempt_records.add(std::span<std::byte const>{bytes});
    }
    rows done;
    if (auto failed = link.query(
            done, postgresql::put_intents,
            {number(owner), number(lease_milliseconds), keys.take(), contents.take(), generations.take(), phases.take(),
             unfinished.take(), sequences.take(), sealed.take(), epoch_list.take(), audits.take()}))
        return failed;
    fits = done.changed() == static_cast<std::int64_t>(records.size());
    if (!fits || attempts == 0) return std::nullopt;
    if (auto failed = link.query(done, postgresql::put_attempts,
                                 {attempt_keys.take(), attempt_generations.take(), ids.take(), operations.take(),
                                  open.take(), attempt_records.take()}))
        return failed;
    fits = done.changed() == attempts;
    return std::nullopt;
}

std::optional<query_error> postgresql_journal::state::store(std::span<record const> records,
                                                            std::vector<std::uint64_t> const& epochs, bool& fits) {
    if (auto failed = link.run("BEGIN")) return failed;
    // A statement changes a row at most once, so records of one intent go into rounds of their own.
    std::vector<bool> stored(records.size());
    for (std::size_t left = records.size(); left != 0;) {
        std::vector<record const*> round;
        std::vector<std::uint64_t> round_epochs;
        std::unordered_map<std::string_view, bool> seen;
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (stored[i] || !seen.emplace(records[i].intent.key.text(), true).second) continue;
            stored[i] = true;
            round.push_back(&records[i]);
            round_epochs.push_back(epochs[i]);
            --left;
        }
        if (auto failed = store_round(round, round_epochs, fits)) return failed;
        if (!fits) return link.run("ROLLBACK");
    }
    for (auto const& r : records) {
        if (r.type != record_type::resolution) continue;
        rows ignored;
        if (auto failed = link.query(ignored, postgresql::put_resolution,
                                     {std::string{r.intent.key.text()}, number(r.attempt.generation),
                                      number(r.written.time_since_epoch().count()), std::string{r.evidence.who_text()},
                                      std::string{r.evidence.why_text()}}))
            return failed;
    }
    return commit();
}

std::optional<query_error> postgresql_journal::state::find_stored(std::span<record const> records,
                                                                  std::vector<std::uint64_t> const& epochs,
                                                                  bool& fits) {
    std::unordered_map<std::string_view, std::size_t> last;
    for (std::size_t i = 0; i < records.size(); ++i) last.insert_or_assign(records[i].intent.key.text(), i);
    array keys;
    for (auto const& [key, i] : last) keys.add(key);
    rows found;
    if (auto failed = link.run("BEGIN")) return failed;
    if (auto failed = link.query(found, postgresql::confirm, {keys.take(), number(owner)})) return failed;
    if (auto failed = commit()) return failed;
    std::size_t same = 0;
    for (int row = 0; row < found.size(); ++row) {
        auto const i = last.at(found.text(row, 0));
        // The record names its owner, so that nobody else can have written the same.
        same += !found.is_null(row, 1) && std::ranges::equal(found.bytes(row, 1), seal(records[i])) &&
                static_cast<std::uint64_t>(found.number(row, 2)) == epochs[i];
    }
    fits = same == last.size();
    return std::nullopt;
}

put_result postgresql_journal::put(std::span<record> records) {
    auto& s = *state_;
    if (!s.is_ours() || s.failure) return put_result::failed;
    if (records.empty()) return put_result::durable;
    std::vector<std::uint64_t> epochs;
    std::unordered_map<intent_key, record const*> before;
    auto const refuse = [&] {
        for (auto& r : records) r.sequence = 0;
        return put_result::refused;
    };
    for (auto& r : records) {
        static known const nothing{};
        auto const seen = s.all.find(r.intent.key);
        known const& k = seen == s.all.end() ? nothing : std::as_const(seen->second);
        auto const [at, is_first] = before.try_emplace(r.intent.key, k.newest ? &*k.newest : nullptr);
        if (!may_follow(at->second, r)) return refuse();
        r.sequence = (is_first ? k.sequence : at->second->sequence) + 1;
        epochs.push_back(k.held ? k.epoch : k.epoch + 1);
        r.lease = {static_cast<std::uint64_t>(s.owner), epochs.back()};
        at->second = &r;
    }
    bool fits = false;
    bool is_repeated = false;
    auto const failed = s.retried(
        [&] {
            auto last_error_met = s.store(records, epochs, fits);
            if (last_error_met && s.link.is_open()) static_cast<void>(s.link.run("ROLLBACK"));
            if (!last_error_met && !fits && is_repeated) last_error_met = s.find_stored(records, epochs, fits);
            is_repeated = true;
            return last_error_met;
        },
        s.options.patience);
    if (failed && failed->what != query_error::kind::conflict) {
        for (auto& r : records) r.sequence = 0;
        s.failure = s.error_of(*failed);
        return put_result::failed;
    }
    if (failed || !fits) {
        // Somebody else has one of them, or wrote it: what we know of it is old. Of many it is hardly one of ours.
        for (auto const& r : records) {
            auto const at = s.all.find(r.intent.key);
            if (at != s.all.end() && (records.size() == 1 || !at->second.held)) at->second.stale = true;
        }
        return refuse();
    }
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto& k = s.all[records[i].intent.key];
        k = {records[i], epochs[i], records[i].sequence, is_unfinished(records[i])};
    }
    return put_result::durable;
}

std::vector<record> postgresql_journal::latest() const { return state_->select(postgresql::select_all); }
std::vector<record> postgresql_journal::unfinished() const { return state_->select(postgresql::select_unfinished); }

std::vector<record> postgresql_journal::due_for_audit(server_time by, std::size_t most) const {
    auto& s = *state_;
    if (!s.is_ours() || s.failure) return {};
    rows found;
    auto const ask = [&] {
        return s.link.query(found, postgresql::select_due_for_audit,
                            {number(by.time_since_epoch().count()), number(most)});
    };
    if (s.retried(ask, {})) return {};  // of a database that is away; they stay due
    return s.undamaged(found);
}

record const* postgresql_journal::find(intent_key const& key) const {
    auto& s = *state_;
    if (!s.is_ours()) return nullptr;
    auto at = s.all.find(key);
    if (!s.failure && (at == s.all.end() || at->second.stale)) {
        array one;
        one.add(key.text());
        rows found;
        if (auto const failed = s.ask(found, postgresql::select_keys, {one.take(), "false"})) {
            s.failure = s.error_of(*failed);
            return nullptr;
        }
        if (at != s.all.end() && at->second.sequence != 0 && found.size() == 0)
            s.failure = lost_what_it_had(s.where, key);
        if (s.failure) return nullptr;
        if (auto const learnt = s.learn(found, false, nullptr); !learnt) {
            s.failure = learnt.error();  // no answer is not "there is none"
            return nullptr;
        }
        at = s.all.find(key);
    }
    return at == s.all.end() || !at->second.newest ? nullptr : &*at->second.newest;
}

journal_header const& postgresql_journal::header() const noexcept { return state_->header; }
error const* postgresql_journal::failure() const noexcept { return state_->failure ? &*state_->failure : nullptr; }

}  // namespace dollr
