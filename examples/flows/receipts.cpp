// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "shop.hpp"

#include <dollr/api/invoices.hpp>
#include <dollr/api/receipts.hpp>
#include <dollr/codec/paid.hpp>

/// Every paid invoice with its receipt, by id and by number: the two must say the same.
///
///     receipts BASE_URL JOURNAL

namespace api = dollr::api;

int main(int argc, char** argv) {
    if (argc != 3) return std::puts("usage: receipts BASE_URL JOURNAL"), 2;
    auto shop = open_shop(argv[1], argv[2]);

    for (auto const& invoice :
         must(shop.call<api::list_invoices>({}, {.currency = {}, .status = dollr::source_status::paid}, {}))) {
        auto const receipt = must(shop.call<api::retrieve_invoice_receipt>({invoice.id}, {}, {}));
        auto const by_number =
            must(shop.call<api::retrieve_invoice_receipt_by_number>({invoice.invoice_number}, {}, {}));
        auto const intended = dollr::money{invoice.total_amount, invoice.currency};
        auto const agree = receipt == by_number && dollr::codec::proof_of(receipt, invoice.id, intended);
        std::printf("%s  %s %s  %s  %s\n", invoice.invoice_number.c_str(), receipt.total_amount.to_string().c_str(),
                    std::string{receipt.currency.text()}.c_str(), dollr::escaped(receipt.counterparty_name).c_str(),
                    agree ? "receipts agree" : "RECEIPTS DIFFER");
        if (!agree) return 1;
    }
}
