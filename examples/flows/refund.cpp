// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "shop.hpp"

/// A part of a collection goes back. Two refunds that race can never give back more than was paid; the one that would
/// is refused before money moves.
///
///     refund BASE_URL JOURNAL PAYMENT_INTENT_ID AMOUNT
///
/// No answer of the API names the payment intent of a collection: it comes from the back office, or from the sandbox's
/// ledger (`curl http://127.0.0.1:7373/_sandbox/ledger`).

int main(int argc, char** argv) {
    if (argc != 5) return std::puts("usage: refund BASE_URL JOURNAL PAYMENT_INTENT_ID AMOUNT"), 2;
    auto shop = open_shop(argv[1], argv[2]);

    dollr::payment_intent back;
    back.key =
        "refund-of-" + std::string{argv[3]} + "-damaged-rice";  // one reason, one refund, however often this runs
    back.kind = dollr::refund;
    back.original_payment_intent_id = dollr::payment_intent_id{id_of(argv[3])};
    back.amount = must(dollr::amount::parse(argv[4]));
    back.currency = "USD"_currency;
    back.note = "damaged rice";
    auto const end = shop.pay(back);
    if (!end || !end->paid()) return not_paid(end);
    std::printf("refunded %s USD once, as %s\n", argv[4], end->reference_id->to_string().c_str());
}
