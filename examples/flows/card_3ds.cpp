// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "shop.hpp"

/// A card payment that wants 3-D Secure: the client_secret belongs on the payer's page, for the card network's script,
/// and nowhere else. The network's word is not the verdict: the payment is polled on until the API says what became of
/// it.
///
///     card_3ds BASE_URL JOURNAL

/// Told on the client's own thread, which must not wait: note what is wanted, and return.
struct payers_page final : dollr::observer {
    void on_action(dollr::payment_status const&, dollr::secret_string const& client_secret) override {
        // Yours opens the page with the secret. The sandbox's payer needs no page, and confirms after 20 s.
        std::printf("3-D Secure: a secret of %zu bytes for the payer's page\n", client_secret.size());
    }
};

int main(int argc, char** argv) {
    if (argc != 3) return std::puts("usage: card_3ds BASE_URL JOURNAL"), 2;
    auto shop = open_shop(argv[1], argv[2], std::make_shared<payers_page>());
    auto const end = shop.pay({.key = "order-1044",
                               .kind = dollr::collection,
                               .name = "Joseph Weah",
                               .phone = "231771239906"_phone,  // the sandbox's number for a card with 3-D Secure
                               .amount = "60.00"_amount,
                               .currency = "USD"_currency,
                               .method = "CREDIT_CARD"});
    if (!end || !end->paid()) return not_paid(end);
    fulfil(*end->proof, "order-1044");
}
