// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::file dollr::sqlite sqlite3
#include "kinds.hpp"

#include <dollr/machine/attempt/attempt.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// damage KIND [--short]     KIND: file, sqlite, naive-file, naive-sqlite
//
// Damages a journal in every way that a disk may, opens each image, and holds what it knows against what had been
// acknowledged. Not 0 if a payment was forgotten without a word, would be sent before it is asked for, or would get a
// second reference_id.
namespace {

using namespace journals;
using samples::of;

struct counts {
    std::uint64_t images = 0, refused = 0, told = 0, silent_loss = 0, send_before_poll = 0, new_id = 0;
};

/// By key, the newest record.
using knowledge = std::map<std::string, record>;

void learn(knowledge& to, std::vector<record> const& records) {
    for (auto const& r : records) to.insert_or_assign(std::string{r.intent.key.text()}, r);
}

/// Whether the machine that goes on from this record sends before it asks.
bool sends_first(record const& newest) {
    static policy const rules;
    instant now{steady_time{std::chrono::hours{1}}, samples::at(1'760'000'002'000)};
    auto machine = attempt::recover(newest, rules, 1);
    auto order = machine.handle(event::recovered{}, now);
    for (int steps = 0; steps < 50; ++steps) {
        if (std::holds_alternative<effect::send>(order.what)) return true;
        if (std::holds_alternative<effect::persist>(order.what)) {
            order = machine.handle(event::persisted{}, now);
        } else if (std::holds_alternative<effect::need_token>(order.what)) {
            order = machine.handle(event::token_ready{1}, now);
        } else if (std::holds_alternative<effect::need_secret>(order.what)) {
            order = machine.handle(event::secret_ready{}, now);
        } else if (auto const* wait = std::get_if<effect::wait_until>(&order.what)) {
            now.server += std::max<duration>(wait->until - now.steady, {});
            now.steady = std::max(now.steady, wait->until);
            order = machine.handle(event::ticked{}, now);
        } else {
            return false;
        }
    }
    return false;
}

class judge {
public:
    explicit judge(kind& of) : kind_(&of) {}

    /// `may_tell`: what is gone may be told instead, for it was durable and a disk has lost it since.
    void operator()(image const& from, knowledge const& acknowledged, char const* how, bool may_tell = true) {
        auto const found = kind_->open(from);
        ++counts_.images;
        if (found.refusal) {
            ++counts_.refused;
            if (found.refusal->what.empty() || found.refusal->next.empty()) std::abort();
            return;
        }
        counts_.told += found.told;
        knowledge known;
        learn(known, found.newest);
        for (auto const& [key, was] : acknowledged) {
            auto const at = known.find(key);
            auto const* const is = at == known.end() ? nullptr : &at->second;
            bool const earlier = is == nullptr || is->attempt.generation < was.attempt.generation ||
                                 is->attempt.phase < was.attempt.phase;
            bool const has_id = !was.attempt.reference_id.is_nil();
            bool const other = has_id && (is == nullptr || is->attempt.reference_id != was.attempt.reference_id);
            note(earlier && !(may_tell && found.told), counts_.silent_loss, "silent loss", key, how);
            note(other, counts_.new_id, "new id", key, how);
            bool const sent = was.attempt.phase >= phase::sending && is != nullptr && !other;
            note(sent && sends_first(*is), counts_.send_before_poll, "send before poll", key, how);
        }
    }
    counts const& total() const { return counts_; }

private:
    void note(bool bad, std::uint64_t& counter, char const* what, std::string const& key, char const* how) {
        if (!bad) return;
        if (counter++ < 3) std::fprintf(stderr, "%s of \"%s\": %s\n", what, key.c_str(), how);
    }
    kind* kind_;
    counts counts_;
};

/// Before it came to an attempt.
record given_up(std::string_view key) {
    auto r = of(key, phase::not_executed);
    r.attempt = {};
    r.attempt.generation = 1;
    r.attempt.phase = phase::not_executed;
    return r;
}

std::vector<std::vector<record>> life() {
    std::vector<std::vector<record>> puts{
        {of("rent", phase::recorded)},
        {of("rent", phase::sending)},
        {of("tax", phase::recorded), of("wages", phase::none)},
        {of("rent", phase::completed)},
        {of("tax", phase::sending)},
        {of("wages", phase::recorded)},
        {of("tax", phase::failed)},
        {given_up("food")},
    };
    std::vector<record> many;
    for (int i = 0; i < 24; ++i) many.push_back(of("many-" + std::to_string(i), phase::recorded));
    puts.push_back(std::move(many));
    puts.push_back({of("many-7", phase::sending), of("loan", phase::recorded)});
    puts.push_back({of("loan", phase::sending)});
    return puts;
}

void damage(kind& journal, bool is_short, judge& look) {
    struct moment {
        image whole;
        knowledge known;
        std::vector<disk_call> calls;
    };
    std::vector<moment> moments{{journal.now(), {}, {}}};
    for (auto const& records : life()) {
        auto known = moments.back().known;
        learn(known, records);
        auto calls = journal.put(records);
        moments.push_back({journal.now(), std::move(known), std::move(calls)});
    }
    for (std::size_t i = 1; i < moments.size(); ++i) {
        auto const& [whole, known, calls] = moments[i];
        auto const& before = moments[i - 1];
        look(whole, known, "nothing");
        if (look.total().refused != 0 && i == 1) std::abort();
        bool const small = i == 2;  // a SEND is the last
        bool const last = i + 1 == moments.size();
        if (small || last)
            flips(whole, is_short ? 61 : small ? 1 : 7, [&](image const& x) { look(x, known, "a flipped bit"); });
        std::vector<image> earlier{before.whole};
        if (i > 1) earlier.push_back(moments[i - 2].whole);
        for (std::size_t const size : {512u, 4096u}) {
            misplaced_blocks(whole, earlier, size, (small || last) && (size == 4096 || !is_short),
                             [&](image const& x) { look(x, known, size == 512 ? "a sector" : "a page"); });
            cuts(before.whole, calls, size, is_short ? 10 : 100,
                 [&](image const& x) { look(x, before.known, "a cut", false); });
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::string const name = argc > 1 ? argv[1] : "";
    bool const is_short = argc > 2 && std::string_view{argv[2]} == "--short";
    std::unique_ptr<kind> journal;
    if (name == "file") journal = std::make_unique<file_kind>();
    if (name == "sqlite") journal = std::make_unique<sqlite_kind>();
    if (name == "naive-file") journal = std::make_unique<naive_file_kind>();
    if (name == "naive-sqlite") journal = std::make_unique<naive_sqlite_kind>();
    if (!journal) return std::fputs("usage: damage file|sqlite|naive-file|naive-sqlite [--short]\n", stderr), 2;
    judge look{*journal};
    damage(*journal, is_short, look);
    auto const& c = look.total();
    auto const n = [](std::uint64_t counter) { return static_cast<unsigned long long>(counter); };
    std::printf(
        "journals: kind=%s images=%llu refused=%llu told=%llu silent_loss=%llu send_before_poll=%llu new_id=%llu\n",
        name.c_str(), n(c.images), n(c.refused), n(c.told), n(c.silent_loss), n(c.send_before_poll), n(c.new_id));
    return c.silent_loss + c.send_before_poll + c.new_id == 0 ? 0 : 1;
}
