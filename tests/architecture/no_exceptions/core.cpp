// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "every_header.hpp"
#include "journal_samples.hpp"
#include "sample_client.hpp"

#include <boost/assert/source_location.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>

// Compiling every header this way is one half of the test; the other is that a payment is made by a program without
// exceptions, and that nothing it meets on the way, a malformed body or a spoiled journal, wants to throw one.
namespace {

bool a_throw_is_asked_for = false;

[[noreturn]] void instead_of_throwing(std::exception const& e) {
    std::printf("thrown: %s\n", e.what());
    std::exit(a_throw_is_asked_for && std::strstr(e.what(), "amount") != nullptr ? EXIT_SUCCESS : EXIT_FAILURE);
}

}  // namespace

// All that such a program must define: what happens instead of throwing.
namespace boost {
void throw_exception(std::exception const& e) { instead_of_throwing(e); }
void throw_exception(std::exception const& e, source_location const&) { instead_of_throwing(e); }
}  // namespace boost

namespace {

using namespace dollr;

void must(bool holds, char const* what) {
    if (holds) return;
    std::printf("does not hold: %s\n", what);
    std::exit(EXIT_FAILURE);
}

void validates() {
    must(amount::parse("25.00").has_value() && amount::parse("25,00").has_error(), "amounts are parsed");
    must(!codec::validate(api::payout_execution_payload{}).empty(), "an empty payload has issues");
}

void reads_and_writes() {
    api::obtain_token_payload token;
    token.client_id = "me";
    token.client_secret = secret_string{"secret"};
    secret_string body;
    must(codec::write(token, body).has_value(), "a body is written");
    auto const back = codec::read<api::obtain_token_payload>(body.reveal());
    must(back && back->client_id == "me", "and read again");
    for (auto const* const malformed : {"", "{", "[1]", R"({"client_id":1e999})", "{\"client_id\":\"\xff\"}"})
        must(codec::read<api::obtain_token_payload>(malformed).has_error(), "a malformed body is an error");
}

void reads_journals() {
    auto image = samples::three_intents().image();
    auto const whole = scan(image);
    must(whole && whole->index.size() == 3, "a journal is read");
    must(compact(*whole).has_value(), "and compacted");
    image[journal_block + 8] ^= std::byte{1};
    must(scan(image).has_error(), "a spoiled one is refused");
}

struct no_digest final : digest_function {
    result<digest> operator()(std::string_view) const override { return digest{}; }
};

void pays() {
    sandbox::server server;
    sandbox::manual_clock time;
    sandbox::transport wire{server, time};
    tests::steered_clock clock{time};
    tests::counting_entropy entropy;
    memory_journal journal;
    no_digest const digest;
    tests::direct_client client(wire, journal, clock, entropy, digest);
    auto const end = client.pay({.key = "order-1",
                                 .kind = flow::intent_kind::collection,
                                 .name = "Ada",
                                 .phone = phone::try_parse("231771234567"),
                                 .amount = *amount::try_parse("18.50"),
                                 .currency = *currency::try_parse("USD")});
    must(end && end->paid(), "a payment is made");
}

}  // namespace

int main() {
    validates();
    reads_and_writes();
    reads_journals();
    pays();
    a_throw_is_asked_for = true;
    static_cast<void>(amount::parse("25,00").value());
    must(false, "value() of an error does not return");
}
