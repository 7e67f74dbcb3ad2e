// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::file
#include "journal_samples.hpp"
#include "temporary_folder.hpp"

#include <dollr/file/journal.hpp>
#include <dollr/machine/attempt/attempt.hpp>

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

// Figures, not verdicts: what they are depends on the disk. What must hold on any disk is checked.
using namespace dollr;
using samples::of;

namespace {

class stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

constexpr double seconds_a_measure = 0.4;

enum class layout { dense, padded, copied };

/// Writes of 256 bytes into preallocated room, each synced: what the disk itself can do. `padded`: each has a block of
/// its own. `copied`: the last block is written to a second place, too, as a put does.
double syncs_per_second(std::string const& path, layout how = layout::dense) {
    constexpr int room = 1'000;
    constexpr std::size_t block = 4'096;
    auto const fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    REQUIRE(fd >= 0);
    std::vector<char> const zeros(room * block);
    REQUIRE(::pwrite(fd, zeros.data(), zeros.size(), 0) == static_cast<ssize_t>(zeros.size()));
    REQUIRE(::fsync(fd) == 0);
    std::vector<char> bytes(how == layout::padded ? block : 256, 'x');
    std::vector<char> const copy(block / 2, 'x');
    auto const wrote = [&](std::vector<char> const& data, std::size_t at) {
        return ::pwrite(fd, data.data(), data.size(), static_cast<off_t>(at)) == static_cast<ssize_t>(data.size());
    };
    stopwatch const watch;
    std::size_t count = 0;
    for (; watch.seconds() < seconds_a_measure; ++count) {
        REQUIRE(wrote(bytes, 2 * block + count % (room - 2) * bytes.size()));
        if (how == layout::copied) REQUIRE(wrote(copy, count % 2 * block));
        REQUIRE(::fdatasync(fd) == 0);
    }
    auto const rate = static_cast<double>(count) / watch.seconds();
    ::close(fd);
    return rate;
}

}  // namespace

TEST_CASE("a second copy of a put costs no second sync") {
    samples::temporary_folder const folder;
    for (int round = 0; round < 3; ++round)
        MESSAGE("the disk alone, syncs a second: "
                << static_cast<int>(syncs_per_second(folder / "d")) << " dense, "
                << static_cast<int>(syncs_per_second(folder / "p", layout::padded)) << " padded to a block, "
                << static_cast<int>(syncs_per_second(folder / "c", layout::copied)) << " with a copy");
}

TEST_CASE("a put is one sync, however many records it has") {
    samples::temporary_folder const folder;
    auto const disk = syncs_per_second(folder / "raw");
    MESSAGE("the disk alone: " << static_cast<int>(disk) << " writes of 256 bytes with fdatasync a second");
    for (int const group : {1, 8, 64}) {
        auto j = *file_journal::create(folder / "j" + std::to_string(group), samples::header());
        std::uint64_t puts = 0;
        std::vector<record> records;
        for (int i = 0; i < group; ++i) records.push_back(of("key-" + std::to_string(i), phase::unknown));
        stopwatch const watch;
        for (; watch.seconds() < seconds_a_measure; ++puts) REQUIRE(j.put(records) == put_result::durable);
        auto const rate = static_cast<double>(puts) / watch.seconds();
        MESSAGE("puts of " << group << ": " << static_cast<int>(rate) << " a second, " << static_cast<int>(rate * group)
                           << " records, " << rate / disk << " of the disk's rate");
        CHECK(j.counts().puts == puts);
        CHECK(j.counts().syncs == puts);
        CHECK(j.counts().records == puts * static_cast<std::uint64_t>(group));
    }
}

namespace {

/// Until it wants to write, or has nothing more to do.
std::optional<record> next_record(attempt& a, command order, instant now) {
    observation completed;
    completed.what = observation::kind::status;
    completed.status = execution_status::completed;
    while (true) {
        if (auto const* write = std::get_if<effect::persist>(&order.what)) return write->record;
        if (auto const* send = std::get_if<effect::send>(&order.what))
            order = a.handle(event::answered{send->serial, now.steady, completed}, now);
        else if (std::holds_alternative<effect::need_token>(order.what))
            order = a.handle(event::token_ready{1}, now);
        else if (std::holds_alternative<effect::done>(order.what))
            order = a.handle(event::ticked{}, now);
        else
            return std::nullopt;
    }
}

}  // namespace

TEST_CASE("attempts in flight share a sync: 64 of them cost as many as one") {
    samples::temporary_folder const folder;
    auto const disk = syncs_per_second(folder / "raw");
    policy const rules;
    instant const now{steady_time{std::chrono::hours{1}}, samples::at(1'760'000'000'000)};
    for (int const in_flight : {1, 8, 64}) {
        auto j = *file_journal::create(folder / "a" + std::to_string(in_flight), samples::header());
        int attempts = 0;
        stopwatch const watch;
        while (watch.seconds() < seconds_a_measure) {
            std::vector<attempt> all;
            std::vector<std::optional<record>> wanted;
            for (int i = 0; i < in_flight; ++i) {
                auto const r = of("key-" + std::to_string(++attempts), phase::recorded);
                auto state = r.attempt;
                state.operation = operation_type::collection;
                all.push_back(attempt::begin(state, r.intent, rules, 1));
                wanted.push_back(next_record(all.back(), all.back().handle(event::started{}, now), now));
            }
            while (true) {  // one turn of a driver: all records in one put
                std::vector<record> batch;
                for (auto const& r : wanted)
                    if (r) batch.push_back(*r);
                if (batch.empty()) break;
                REQUIRE(j.put(batch) == put_result::durable);
                for (std::size_t i = 0; i < all.size(); ++i)
                    if (wanted[i]) wanted[i] = next_record(all[i], all[i].handle(event::persisted{}, now), now);
            }
            for (auto const& a : all) REQUIRE(a.phase() == phase::completed);
        }
        auto const rate = attempts / watch.seconds();
        MESSAGE(in_flight << " in flight: " << static_cast<int>(rate)
                          << " attempts a second, each with 4 durable records; " << rate / disk
                          << " of the disk's fdatasync rate");
        CHECK(j.counts().records == 4 * static_cast<std::uint64_t>(attempts));
        CHECK(j.counts().syncs * static_cast<std::uint64_t>(in_flight) == j.counts().records);
    }
}

TEST_CASE("100,000 intents are loaded, looked up and compacted") {
    samples::temporary_folder const folder;
    constexpr int intents = 100'000;
    {
        auto j = *file_journal::create(folder / "j", samples::header());
        std::vector<record> records;
        for (auto const p : {phase::recorded, phase::sending, phase::completed}) {
            for (int i = 0; i < intents; ++i) {
                records.push_back(of("payroll-2026-11-" + std::to_string(i), p));
                if (records.size() < 5'000) continue;
                REQUIRE(j.put(records) == put_result::durable);
                records.clear();
            }
        }
        MESSAGE("bytes a record: " << static_cast<double>(j.counts().bytes) / static_cast<double>(j.counts().records));
    }
    stopwatch const load;
    auto j = file_journal::open(folder / "j");
    REQUIRE(j.has_value());
    MESSAGE("300,000 records of 100,000 intents loaded in " << load.seconds() << " s");
    CHECK(j->index().size() == intents);
    stopwatch const find;
    for (int i = 0; i < intents; ++i) {
        auto const* const found = j->find(*intent_key::try_parse("payroll-2026-11-" + std::to_string(i)));
        REQUIRE(found != nullptr);
    }
    MESSAGE("a lookup: " << find.seconds() * 1e9 / intents << " ns");
    stopwatch const shrink;
    REQUIRE(j->compact().has_value());
    MESSAGE("compacted in " << shrink.seconds() << " s");
    CHECK(j->index().size() == intents);
}
