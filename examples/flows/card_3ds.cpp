// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "shop.hpp"

#include <dollr/sandbox/own_operations.hpp>

/// A card payment that wants 3-D Secure: the client_secret belongs on the payer's page, for the card network's script,
/// and nowhere else. The network's word is not the verdict: the payment is polled on until the API says what became of
/// it.
///
///     card_3ds BASE_URL JOURNAL

int main(int argc, char** argv) {
    if (argc != 3) return std::puts("usage: card_3ds BASE_URL JOURNAL"), 2;
    shop s(argv[1], argv[2]);

    // Here the payer is the sandbox's. Yours opens the page with the secret.
    s.client.on_action = [&](dollr::flow::payment const& payment, dollr::secret_string const& client_secret) {
        std::printf("3-D Secure: a secret of %zu bytes for the payer's page\n", client_secret.size());
        auto const id = payment.attempt()->state().reference_id;
        if (auto const done = s.client.call<dollr::sandbox::end_payer_action>({id}, {true}, {}); !done)
            std::fprintf(stderr, "%s\n", dollr::describe(done.error()).c_str());
    };

    dollr::flow::payment_intent order;
    order.key = "order-1044";
    order.kind = dollr::flow::intent_kind::collection;
    order.method = "CREDIT_CARD";
    order.name = "Joseph Weah";
    order.phone = dollr::phone::parse("231771239906").value();  // the sandbox's number for a card with 3-D Secure
    order.amount = dollr::amount::parse("60.00").value();
    order.currency = dollr::currency::parse("USD").value();
    auto const end = s.client.pay(order);
    if (!end || !end->proof) return not_paid(end);
    fulfil(*end->proof, order.key);
}
