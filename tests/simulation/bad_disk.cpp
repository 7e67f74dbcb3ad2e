// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::file
#include "../support/sample_client.hpp"
#include "../support/simulated_disk.hpp"
#include "../support/strict_bank.hpp"
#include "../support/virtual_world.hpp"

#include <dollr/file/journal.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

// A whole payment over a disk that fails, tears, forgets or flips bits: at every call, at every length, at every bit.
// Whatever the image, the journal opens rightly, refuses, or knows that it does not know: nobody pays twice, no verdict
// is wrong, nothing is sent again before it was asked about, and nothing is sent after the journal has failed.

using namespace dollr;
using namespace dollr::tests;
using samples::simulated_disk;
using disk_fault = simulated_disk::fault;

namespace {

// Sanitizers look at memory, for which a few of many images are as good as all.
#if defined(__has_feature)
#define DOLLR_TESTS_IS_SANITIZED __has_feature(address_sanitizer)
#else
#define DOLLR_TESTS_IS_SANITIZED 0
#endif
constexpr bool is_sanitized = DOLLR_TESTS_IS_SANITIZED;

struct numbered_entropy final : entropy {
    explicit numbered_entropy(std::uint64_t& n) : next(&n) {}
    std::uint64_t* next;
    result<void> fill(std::span<std::uint8_t> bytes) override {
        jitter chance{++*next};
        for (auto& b : bytes) b = static_cast<std::uint8_t>(chance.next());
        return {};
    }
};

/// A merchant, a bank and a disk: a value, so that one moment can be continued in many ways.
struct world {
    simulated_disk disk;
    strict_bank bank;
    sandbox::manual_clock time;
    std::uint64_t chance = 0;
    phase verdict = phase::none;
    std::size_t sent_after_failure = 0;
    bool dies_after_the_send = false;
    std::string refusal;
};

struct wire {
    world* w;
    file_journal const* journal;
    exchange_result send(http_request const& request, duration timeout) {
        w->sent_after_failure += request.hazard == hazard::moves_money && journal->failure() != nullptr;
        auto end = w->bank.handle(request, timeout, w->time.now().server);
        if (request.hazard == hazard::moves_money && w->dies_after_the_send) throw crash{};
        w->time.advance(end.took);
        return std::move(end.result);
    }
};

/// One process of the merchant.
void run(world& w, flow::payment_intent const& wanted) {
    w.bank.begin_run();
    w.refusal.clear();
    file_journal_options const options{.preallocation = 1, .ops = &w.disk};
    journal_header header;
    header.origin = "http://127.0.0.1";
    auto journal =
        w.disk.exists("j") ? file_journal::open("j", {}, options) : file_journal::create("j", header, options);
    if (!journal) {
        w.refusal = journal.error().what;
        return;
    }
    wire transport{&w, &*journal};
    steered_clock clock{w.time};
    numbered_entropy entropy{w.chance};
    policy rules;
    rules.trust_session_expiry = true;
    direct_client client{transport, *journal, clock, entropy, toy_digest, rules};
    if (auto const end = client.pay(wanted)) w.verdict = end->verdict.outcome;
}

void run_until_it_dies(world& w, flow::payment_intent const& wanted) {
    try {
        run(w, wanted);
    } catch (crash const&) {
    }
}

void finish(world& w, flow::payment_intent const& wanted) {
    for (int tries = 0; tries < 4 && !is_terminal(w.verdict); ++tries) run(w, wanted);
}

void check_truth(world& w, flow::payment_intent const& wanted) {
    w.bank.advance_to(w.time.now().server + std::chrono::hours{1});
    CHECK(w.bank.blind_sends() == 0);
    CHECK(w.bank.ids() <= 1);
    CHECK(w.sent_after_failure == 0);
    CHECK(w.disk.writes_after_failed_sync() == 0);
    CHECK_MESSAGE(agrees(w.verdict, w.bank.charges(wanted.key)),
                  "verdict " << static_cast<int>(w.verdict) << ' ' << w.refusal);
}

std::uint64_t calls_of(flow::payment_intent const& wanted) {
    world w;
    w.disk.plan(disk_fault::none, 0);
    run(w, wanted);
    REQUIRE(w.verdict == phase::completed);
    return w.disk.calls();
}

}  // namespace

TEST_CASE("a full, a broken or a dying disk at every call of a payment") {
    for (auto const magic : {0, 20, 21}) {
        auto const wanted = a_payment("rent", flow::intent_kind::payout, magic);
        auto const calls = calls_of(wanted);
        REQUIRE(calls > 30);
        struct row {
            disk_fault what;
            int error_number;
        };
        for (auto const& [what, error_number] : {row{disk_fault::error, EIO}, row{disk_fault::error, ENOSPC},
                                                 row{disk_fault::torn, EIO}, row{disk_fault::crash, EIO}}) {
            for (std::uint64_t call = 1; call <= calls; ++call) {
                for (std::uint64_t seed = 0; seed < (is_sanitized ? 3 : 12); ++seed) {
                    CAPTURE(magic);
                    CAPTURE(static_cast<int>(what));
                    CAPTURE(call);
                    CAPTURE(seed);
                    world w;
                    w.disk.plan(what, call, error_number);
                    run_until_it_dies(w, wanted);
                    // A verdict that was told but not written is told again, and must be the same.
                    auto const told = std::exchange(w.verdict, phase::none);
                    if (seed == 0)
                        w.disk.restart_process();
                    else
                        w.disk.restart(seed);  // unsynced sectors are there or not, in any order
                    finish(w, wanted);
                    check_truth(w, wanted);
                    if (is_terminal(told)) CHECK(told == w.verdict);
                }
            }
        }
    }
}

namespace {

/// The moment after the request was handed to the bank, whose answer nobody waits for: the last record is the SEND.
world just_sent(flow::payment_intent const& wanted) {
    world w;
    w.dies_after_the_send = true;
    run_until_it_dies(w, wanted);
    REQUIRE(w.bank.sends() == 1);
    w.dies_after_the_send = false;
    w.disk.restart_process();
    return w;
}

std::size_t end_of_records(std::vector<std::byte> const& bytes) { return static_cast<std::size_t>(scan(bytes)->end); }

/// Goes on from this image: refused, with nothing sent, or finished in truth.
bool goes_on(world w, std::vector<std::byte> const& image, flow::payment_intent const& wanted) {
    w.disk.replace("j", image);
    auto const before = w.bank.sends();
    run(w, wanted);
    if (!w.refusal.empty()) {
        CHECK(w.bank.sends() == before);
        return false;
    }
    finish(w, wanted);
    check_truth(w, wanted);
    return true;
}

}  // namespace

TEST_CASE("one flipped bit, every one of them, in the journal of a payment that has just been sent") {
    for (auto const magic : {0, 21}) {  // it arrived, and it was lost
        auto const wanted = a_payment("rent", flow::intent_kind::payout, magic);
        auto const moment = just_sent(wanted);
        auto copy = moment;
        auto const good = copy.disk.bytes_of("j");
        REQUIRE(goes_on(moment, good, wanted));
        std::size_t refused = 0;
        std::size_t went_on = 0;
        constexpr std::size_t stride = is_sanitized ? 13 : 1;
        for (std::size_t bit = 0; bit < end_of_records(good) * 8; bit += stride) {
            // The header's block and the places of the copies are mostly unused; `./dev journals` flips all that is
            // not.
            for (auto const& [unused, used] :
                 {std::pair{std::size_t{512}, journal_block}, std::pair{copy_offset(0) + 32, copy_offset(1)},
                  std::pair{copy_offset(1) + 32, frames_begin(journal_version)}})
                if (bit >= unused * 8 && bit < used * 8) bit = used * 8;
            CAPTURE(bit);
            auto image = good;
            image[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
            ++(goes_on(moment, image, wanted) ? went_on : refused);
        }
        CHECK(refused * stride > 500);     // the header
        CHECK(went_on * stride > 10'000);  // from the copy
    }
}

TEST_CASE("the last write torn at every length, its SEND perhaps gone, though it was sent") {
    // A disk that lies about its sync: what was acknowledged is nowhere whole. The torn tail and the torn copy say so.
    auto const wanted = a_payment("rent", flow::intent_kind::payout);
    auto const moment = just_sent(wanted);
    auto copy = moment;
    auto good = copy.disk.bytes_of("j");
    auto const end = end_of_records(good);
    good[copy_offset(scan(good)->copies.newest->place) + 20] ^= std::byte{1};
    auto const begin = static_cast<std::size_t>(scan(good)->copies.newest->end());  // of the last write
    REQUIRE(begin < end);
    int went_on = 0;
    for (auto size = begin; size < end; ++size) {
        CAPTURE(size);
        auto image = good;
        std::fill(image.begin() + static_cast<std::ptrdiff_t>(size), image.end(), std::byte{0});
        went_on += goes_on(moment, image, wanted);
    }
    CHECK(went_on > 100);
}
