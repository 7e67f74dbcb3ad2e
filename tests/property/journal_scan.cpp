// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "journal_samples.hpp"
#include "random_record.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace dollr;

namespace {

struct written_journal {
    samples::writer writer;
    std::vector<record> acknowledged;  ///< in order
};

/// Groups of records of few intents, with the last group perhaps not acknowledged.
written_journal random_journal(std::mt19937_64& chance) {
    written_journal out;
    auto const groups = 1 + chance() % 6;
    for (std::uint64_t g = 0; g < groups; ++g) {
        bool const synced = g + 1 < groups || chance() % 2 == 0;
        std::vector<record> group(1 + chance() % 6);
        for (auto& r : group) {
            constexpr phase phases[] = {phase::recorded, phase::sending, phase::live, phase::completed};
            r = samples::of("key-" + std::to_string(chance() % 5), phases[chance() % 4]);
        }
        out.writer.put(group, synced);
        if (synced) out.acknowledged.insert(out.acknowledged.end(), group.begin(), group.end());
    }
    return out;
}

std::map<std::string, record> newest(std::vector<record> const& records) {
    std::map<std::string, record> out;
    for (auto const& r : records) out.insert_or_assign(std::string{r.intent.key.text()}, r);
    return out;
}

}  // namespace

TEST_CASE("whatever was acknowledged is found, whatever a crash left of the last write") {
    CHECK(rc::check("torn sectors", [](std::uint64_t seed) {
        std::mt19937_64 chance{seed};
        auto const journal = random_journal(chance);
        auto bytes = journal.writer.image();
        auto const kept = journal.acknowledged.size();
        auto const durable_end = kept == 0 ? journal_block : journal.writer.ends()[kept - 1];
        for (auto at = durable_end; at < bytes.size(); at = (at / 512 + 1) * 512) {
            if (chance() % 2 == 0) continue;
            std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                      bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), (at / 512 + 1) * 512)),
                      std::byte{0});
        }
        auto const image = scan(bytes);
        RC_ASSERT(image.has_value());
        RC_ASSERT(image->records >= kept);
        for (auto const& [key, r] : newest(journal.acknowledged)) {
            auto const* const found = image->index.find(r.intent.key);
            RC_ASSERT(found != nullptr);
            RC_ASSERT(found->attempt.reference_id == r.attempt.reference_id);
            RC_ASSERT(!image->torn || found->attempt.phase != phase::recorded);
        }
    }));
}

TEST_CASE("a few bytes changed anywhere: the same, refused, or torn with nothing left as recorded") {
    CHECK(rc::check("damage", [](std::uint64_t seed) {
        std::mt19937_64 chance{seed};
        auto const journal = random_journal(chance);
        auto const whole = journal.writer.image();
        auto bytes = whole;
        auto const damage = 1 + chance() % 4;
        auto const at = journal_block + chance() % (journal.writer.bytes().size() - journal_block);
        for (std::uint64_t i = 0; i < damage && at + i < bytes.size(); ++i)
            bytes[at + i] = static_cast<std::byte>(chance());
        auto const image = scan(bytes);
        if (!image) return;
        if (bytes == whole) {
            RC_ASSERT(!image->torn);
            return;
        }
        RC_ASSERT(image->torn);
        for (auto const& r : image->index.newest()) RC_ASSERT(r.attempt.phase != phase::recorded);
    }));
}

TEST_CASE("a compaction forgets no intent and no attempt") {
    CHECK(rc::check("compact", [](std::uint64_t seed) {
        samples::random_record next{seed};
        std::mt19937_64 chance{seed};
        samples::writer w;
        for (int i = 0; i < 30; ++i) {
            auto r = next();
            r.intent.key = *intent_key::try_parse("key-" + std::to_string(chance() % 6));
            r.attempt.generation = static_cast<std::uint32_t>(i / 10);
            w.put(r);
        }
        auto const before = scan(w.image());
        RC_ASSERT(before.has_value());
        auto const bytes = compact(*before);
        RC_ASSERT(bytes.has_value());
        auto const after = scan(*bytes);
        RC_ASSERT(after.has_value());
        auto const same = [](record a, record const& b) {
            a.sequence = b.sequence;
            return a == b;
        };
        RC_ASSERT(after->index.size() == before->index.size());
        for (auto const& r : before->index.newest()) RC_ASSERT(same(*after->index.find(r.intent.key), r));
        RC_ASSERT(std::ranges::is_permutation(after->index.replaced(), before->index.replaced(), same));
    }));
}
