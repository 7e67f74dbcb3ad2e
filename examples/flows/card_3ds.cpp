// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "shop.hpp"

#include <dollr/sandbox/own_operations.hpp>

#include <thread>

/// A card payment that wants 3-D Secure: the client_secret belongs on the payer's page, for the card network's script,
/// and nowhere else. The network's word is not the verdict: the payment is polled on until the API says what became of
/// it.
///
///     card_3ds BASE_URL JOURNAL

/// Told on the client's own thread, which must not wait for an answer: that is another thread's work.
struct payers_page final : dollr::observer {
    std::jthread payer;
    dollr::client* shop = nullptr;

    void on_action(dollr::payment_status const& payment, dollr::secret_string const& client_secret) override {
        std::printf("3-D Secure: a secret of %zu bytes for the payer's page\n", client_secret.size());
        // Here the payer is the sandbox's. Yours opens the page with the secret.
        payer = std::jthread{[at = shop, id = payment.reference_id.value()] {
            auto const done = at->call<dollr::sandbox::end_payer_action>({id}, {true}, {});
            if (!done) std::fprintf(stderr, "%s\n", dollr::describe(done.error()).c_str());
        }};
    }
};

int main(int argc, char** argv) {
    if (argc != 3) return std::puts("usage: card_3ds BASE_URL JOURNAL"), 2;
    auto const page = std::make_shared<payers_page>();
    auto shop = open_shop(argv[1], argv[2], page);
    page->shop = &shop;

    auto const end = shop.pay({.key = "order-1044",
                               .kind = dollr::collection,
                               .name = "Joseph Weah",
                               .phone = "231771239906"_phone,  // the sandbox's number for a card with 3-D Secure
                               .amount = "60.00"_amount,
                               .currency = "USD"_currency,
                               .method = "CREDIT_CARD"});
    if (page->payer.joinable()) page->payer.join();
    if (!end || !end->paid()) return not_paid(end);
    fulfil(*end->proof, "order-1044");
}
