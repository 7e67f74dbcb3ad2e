// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "shop.hpp"

/// From a wallet of ours to another's: no passcode and no payment account.
///
///     transfer BASE_URL JOURNAL WALLET_ID      the id stands in every payout session's answer, and in the back office

int main(int argc, char** argv) {
    if (argc != 4) return std::puts("usage: transfer BASE_URL JOURNAL WALLET_ID"), 2;
    auto shop = open_shop(argv[1], argv[2]);

    dollr::payment_intent share;
    share.key = "share-2026-11-amara";
    share.kind = dollr::transfer;
    share.name = "Amara Kollie";
    share.phone = "231771230001"_phone;
    share.amount = "40.00"_amount;
    share.currency = "USD"_currency;
    share.from_wallet_id = dollr::wallet_id{id_of(argv[3])};
    auto const end = shop.pay(share);
    if (!end || !end->paid()) return not_paid(end);
    std::printf("transferred once, as %s\n", end->reference_id->to_string().c_str());
}
