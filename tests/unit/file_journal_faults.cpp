// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::file
#include "journal_samples.hpp"
#include "simulated_disk.hpp"

#include <dollr/file/journal.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace dollr;
using samples::of;
using samples::simulated_disk;
using fault = simulated_disk::fault;

namespace {

/// A journal's life from its making to its second opening, with what was acknowledged in it.
class life {
public:
    explicit life(simulated_disk& disk) : options_{.preallocation = 1, .ops = &disk} {}

    void run() {
        {
            auto made = file_journal::create("j", samples::header(), options_);
            if (!made) return;
            is_made_ = true;
            write_first_half(*made);
            static_cast<void>(made->compact());
            write_second_half(*made);
        }
        reopen();
    }

    void reopen() {
        auto again = file_journal::open("j", {}, options_);
        if (!again) return;
        // From here on a program acts on what it found, so that must last, too.
        for (auto const& r : again->latest()) acknowledged_.insert_or_assign(std::string{r.intent.key.text()}, r);
        auto const key = "late-" + std::to_string(++reopened_);
        put(*again, {of(key, phase::recorded)});
        put(*again, {of(key, phase::sending)});
    }

    /// What a program that starts after the crash finds.
    void check_recovery() const {
        auto found = file_journal::open("j", {}, options_);
        if (!found && !is_made_) {
            CHECK(file_journal::create("j", samples::header(), options_).has_value());
            return;
        }
        REQUIRE_MESSAGE(found.has_value(), found.error().what);
        check_found(found->index());
        std::vector<record> more{of("after", phase::recorded)};
        CHECK(found->put(more) == put_result::durable);
        {
            auto const ended = std::move(found);
        }
        auto const again = file_journal::open("j", {}, options_);
        REQUIRE(again.has_value());
        CHECK_FALSE(again->opened().torn);
        CHECK(again->find(more[0].intent.key)->attempt.phase == phase::recorded);
        check_found(again->index());
    }

    int refused() const { return refused_; }

private:
    using records = std::vector<record>;

    void write_first_half(file_journal& j) {
        put(j, {of("rent", phase::recorded), of("wages", phase::recorded), of("tax", phase::recorded)});
        put(j, {of("rent", phase::sending)});
        put(j, {of("rent", phase::completed), of("wages", phase::sending)});
        records many;  // more than the file has room for
        for (int i = 0; i < 40; ++i) many.push_back(of("many-" + std::to_string(i), phase::recorded));
        put(j, many);
    }
    void write_second_half(file_journal& j) {
        put(j, {of("tax", phase::sending), of("many-3", phase::sending)});
        put(j, {of("loan", phase::recorded)});
        put(j, {of("loan", phase::sending)});
    }

    void put(file_journal& j, records rs) {
        for (auto const& r : rs) offered_[std::string{r.intent.key.text()}].push_back(r.attempt.phase);
        auto const was_poisoned = j.failure() != nullptr;
        auto const answer = j.put(rs);
        CHECK((answer == put_result::failed) == (j.failure() != nullptr));
        if (was_poisoned) CHECK(answer == put_result::failed);
        if (answer != put_result::durable) {
            ++refused_;
            return;
        }
        for (auto const& r : rs) acknowledged_.insert_or_assign(std::string{r.intent.key.text()}, r);
    }

    void check_found(journal_index const& index) const {
        for (auto const& [key, r] : acknowledged_) {
            CAPTURE(key);
            auto const* const found = index.find(r.intent.key);
            REQUIRE(found != nullptr);
            CHECK(found->attempt.reference_id == r.attempt.reference_id);
            CHECK(found->attempt.generation == r.attempt.generation);
            CHECK(found->attempt.payee == r.attempt.payee);
            CHECK((found->attempt.phase >= r.attempt.phase));
        }
        for (auto const& r : index.newest()) {
            if (r.intent.key.text() == "after") continue;
            auto const known = offered_.find(std::string{r.intent.key.text()});
            REQUIRE(known != offered_.end());
            CHECK((r.attempt.phase == phase::unknown || std::ranges::count(known->second, r.attempt.phase) != 0));
        }
    }

    file_journal_options options_;
    std::map<std::string, record> acknowledged_;
    std::map<std::string, std::vector<phase>> offered_;
    bool is_made_ = false;
    int refused_ = 0;
    int reopened_ = 0;
};

std::uint64_t calls_of_a_life() {
    simulated_disk disk;
    disk.plan(fault::none, 0);
    life l{disk};
    l.run();
    REQUIRE(l.refused() == 0);
    return disk.calls();
}

}  // namespace

TEST_CASE("without a fault all is acknowledged and found again, whether the process or the power fails") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        simulated_disk disk;
        life l{disk};
        l.run();
        CHECK(l.refused() == 0);
        if (seed == 0)
            disk.restart_process();
        else
            disk.restart(seed);
        l.check_recovery();
    }
}

TEST_CASE("an interrupted call and a short read or write are no failure, at any call") {
    auto const calls = calls_of_a_life();
    REQUIRE(calls > 40);
    for (auto const what : {fault::interrupt, fault::part}) {
        for (std::uint64_t call = 1; call <= calls; ++call) {
            CAPTURE(call);
            simulated_disk disk;
            life l{disk};
            disk.plan(what, call);
            l.run();
            // link, rename, stat, unlink and close are never interrupted by a signal.
            if (what == fault::part) CHECK(l.refused() == 0);
            disk.restart(call);
            l.check_recovery();
        }
    }
}

TEST_CASE(
    "a full or a broken disk at any call: nothing acknowledged is lost, and nothing is written after a failed sync") {
    auto const calls = calls_of_a_life();
    for (auto const what : {fault::error, fault::torn}) {
        for (auto const error_number : {EIO, ENOSPC}) {
            for (std::uint64_t call = 1; call <= calls; ++call) {
                for (std::uint64_t seed = 0; seed < 4; ++seed) {
                    CAPTURE(call);
                    CAPTURE(seed);
                    simulated_disk disk;
                    life l{disk};
                    disk.plan(what, call, error_number);
                    l.run();
                    CHECK(disk.struck());
                    CHECK(disk.writes_after_failed_sync() == 0);
                    if (seed == 0)
                        disk.restart_process();
                    else
                        disk.restart(seed);
                    l.check_recovery();
                }
            }
        }
    }
}

TEST_CASE("a crash at any call: nothing acknowledged is lost, and no sent attempt is found as recorded") {
    auto const calls = calls_of_a_life();
    for (std::uint64_t call = 1; call <= calls; ++call) {
        for (std::uint64_t seed = 0; seed < 24; ++seed) {
            CAPTURE(call);
            CAPTURE(seed);
            simulated_disk disk;
            life l{disk};
            disk.plan(fault::crash, call);
            l.run();
            if (seed == 0)
                disk.restart_process();
            else
                disk.restart(seed);
            l.check_recovery();
        }
    }
}

TEST_CASE("a crash while a torn tail is being mended leaves a journal that can be mended again") {
    auto const calls = calls_of_a_life();
    int torn = 0;
    for (std::uint64_t call = 1; call <= calls; ++call) {
        for (std::uint64_t seed = 1; seed < 8; ++seed) {
            for (std::uint64_t second = 1; second <= 16; ++second) {
                CAPTURE(call);
                CAPTURE(seed);
                CAPTURE(second);
                simulated_disk disk;
                life l{disk};
                disk.plan(fault::crash, call);
                l.run();
                disk.restart(seed);
                if (!disk.exists("j")) break;
                auto const image = scan(disk.bytes_of("j"));
                if (!image.has_value() || !image->torn) break;
                ++torn;
                disk.plan(fault::crash, second);
                l.reopen();
                disk.restart(seed * 31 + second);
                l.check_recovery();
            }
        }
    }
    CHECK(torn > 100);
}

TEST_CASE(
    "a SEND that was the last write and lost a bit in both of its places stays unknown at every later "
    "opening, although nothing was written") {
    simulated_disk disk;
    file_journal_options const options{.preallocation = 1, .ops = &disk};
    {
        auto j = *file_journal::create("j", samples::header(), options);
        std::vector<record> send{of("rent", phase::recorded)};
        REQUIRE(j.put(send) == put_result::durable);
        send = {of("rent", phase::sending)};
        REQUIRE(j.put(send) == put_result::durable);
    }
    auto& bytes = disk.bytes_of("j");
    bytes[scan(bytes)->end - 50] ^= std::byte{4};
    CHECK(file_journal::read("j", options)->index.newest()[0].attempt.phase == phase::sending);  // the copy has it
    bytes[copy_offset(1) + 50] ^= std::byte{4};
    for (int opening = 1; opening <= 3; ++opening) {
        auto const j = file_journal::open("j", {}, options);
        REQUIRE(j.has_value());
        CHECK(j->opened().torn == (opening == 1));
        CHECK(j->unfinished().at(0).attempt.phase == phase::unknown);
    }
}

TEST_CASE("a failed sync poisons for ever, and the reason is kept") {
    simulated_disk disk;
    auto j = *file_journal::create("j", samples::header(), {.preallocation = 1, .ops = &disk});
    std::vector<record> records{of("rent", phase::recorded)};
    CHECK(j.failure() == nullptr);
    disk.plan(fault::error, 3, EIO);  // copy, write, sync
    CHECK(j.put(records) == put_result::failed);
    CHECK(records[0].sequence == 0);
    REQUIRE(j.failure() != nullptr);
    CHECK(j.failure()->what == "the journal j could not be synced: the disk reports an error");
    CHECK(j.failure()->moved == money_moved::unknown);  // what was durable before may have been sent
    disk.plan(fault::none, 0);
    for (int i = 0; i < 3; ++i) CHECK(j.put(records) == put_result::failed);
    CHECK_FALSE(j.compact().has_value());
    CHECK(disk.calls() == 0);
    CHECK(j.latest().empty());
}

TEST_CASE("a full disk is said so, and what was acknowledged is found when there is room again") {
    simulated_disk disk;
    file_journal_options const options{.preallocation = 1, .ops = &disk};
    {
        auto j = *file_journal::create("j", samples::header(), options);
        std::vector<record> records{of("rent", phase::recorded)};
        REQUIRE(j.put(records) == put_result::durable);
        std::vector<record> many;
        for (int i = 0; i < 100; ++i) many.push_back(of("many-" + std::to_string(i), phase::recorded));
        disk.plan(fault::error, 1, ENOSPC);
        CHECK(j.put(many) == put_result::failed);
        CHECK(j.failure()->what == "the journal j could not grow: the disk is full");
    }
    disk.plan(fault::none, 0);
    auto const j = file_journal::open("j", {}, options);
    REQUIRE(j.has_value());
    CHECK_FALSE(j->opened().torn);
    CHECK(j->latest().size() == 1);
}

TEST_CASE("a child of fork cannot write on") {
    simulated_disk disk;
    auto j = *file_journal::create("j", samples::header(), {.preallocation = 1, .ops = &disk});
    disk.process_id = 101;
    std::vector<record> records{of("rent", phase::recorded)};
    CHECK(j.put(records) == put_result::failed);
    CHECK(j.failure()->what == "the journal j belongs to the process that opened it");
}
