// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/sample_client.hpp"
#include "../support/virtual_world.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

/// A document is paid once, and a server that races takes two payments of it: one runner makes one at a time.

using namespace dollr;
using namespace dollr::tests;

namespace {

struct two_keys_desk {
    sandbox::manual_clock clock;
    sandbox::server server;
    tests::fuse fuse;
    virtual_transport transport{server, clock, fuse};
    memory_journal disk;
    inline_journal journal{disk};
    steered_clock time{clock};
    counting_entropy chance;
    sample_secrets secrets;
    observer nobody;
    std::unique_ptr<runner> work = open();
    std::map<std::string, result<settlement>> told;

    std::unique_ptr<runner> open() {
        return runner::make({.transport = transport,
                             .journal = journal,
                             .clock = time,
                             .entropy = chance,
                             .digest = toy_digest,
                             .secrets = secrets,
                             .observer = nobody})
            .value();
    }
    void pay(std::string const& key, std::int64_t document, source_type kind = source_type::invoice) {
        auto p = a_payment(key, flow::intent_kind::collection);
        p.source_type = kind;
        p.source_id = source_id{document};
        work->pay(p, {}, [this, key](result<settlement> end) { told.insert_or_assign(key, std::move(end)); });
    }
    void turn() { static_cast<void>(work->turn()); }
};

bool is_refused_for_its_document(two_keys_desk const& d, std::string const& key) {
    auto const found = d.told.find(key);
    return found != d.told.end() && !found->second &&
           found->second.error().what.find("this document is being paid already") == 0;
}

}  // namespace

TEST_CASE("a document that is being paid is not paid under a second key at the same time") {
    two_keys_desk d;
    d.pay("one", 7);
    d.pay("two", 7);
    d.pay("another document", 8);
    d.pay("an order of that number", 7, source_type::order);
    d.turn();
    CHECK(is_refused_for_its_document(d, "two"));
    CHECK(d.told.at("two").error().moved == money_moved::no);
    CHECK_FALSE(is_refused_for_its_document(d, "another document"));
    CHECK_FALSE(is_refused_for_its_document(d, "an order of that number"));
    CHECK(d.disk.find(*intent_key::try_parse("two")) == nullptr);
}

TEST_CASE("... and may be when the first payment of it has ended") {
    two_keys_desk d;
    d.pay("one", 7);  // there is no such document
    for (int i = 0; i < 1000 && !d.told.contains("one"); ++i) {
        d.turn();
        d.clock.advance(std::chrono::seconds{1});
        d.transport.deliver();
    }
    REQUIRE(d.told.contains("one"));
    d.pay("two", 7);
    d.turn();
    CHECK_FALSE(is_refused_for_its_document(d, "two"));
}
