// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "shop.hpp"

#include <dollr/api/checkouts.hpp>
#include <dollr/api/invoices.hpp>
#include <dollr/api/links.hpp>
#include <dollr/api/status.hpp>
#include <dollr/codec/paid.hpp>

#include <chrono>
#include <optional>
#include <thread>

/// A shop that sends its payers to the API's own page. The page's redirect to success_url proves nothing: the status of
/// the source does.
///
///     hosted_checkout BASE_URL JOURNAL

namespace api = dollr::api;
using namespace std::chrono_literals;

/// A payer who is sent to a second page of one basket can pay it twice: so the first is looked for.
std::optional<api::invoice_response> find_invoice(dollr::client& shop, std::string const& basket) {
    for (auto const& invoice : must(shop.call<api::list_invoices>({}, {}, {})))
        if (invoice.document_reference == basket && !invoice.status.is(dollr::source_status::canceled)) return invoice;
    return {};
}

int main(int argc, char** argv) {
    if (argc != 3) return std::puts("usage: hosted_checkout BASE_URL JOURNAL"), 2;
    auto shop = open_shop(argv[1], argv[2]);
    std::string const basket = "basket-1043";
    dollr::money const price{"18.50"_amount, "USD"_currency};

    dollr::source_id id;
    std::string url;
    if (auto const known = find_invoice(shop, basket)) {
        id = dollr::source_id{known->id.value};
        url = must(shop.call<api::retrieve_payment_link>({}, {dollr::source_type::invoice, known->invoice_number}, {}))
                  .url;
    } else {
        api::create_checkout_payload wanted;
        wanted.source_kind = api::source_kind::invoice;
        wanted.party_name = "Amara Kollie";
        wanted.party_phone = "231771230001"_phone;
        wanted.currency = price.currency;
        wanted.items = {{"Rice 5 kg", price.currency, price.amount}};
        wanted.document_reference = basket;
        wanted.success_url = "https://shop.example/thanks";
        auto const made = must(shop.call<api::create_checkout>(wanted));
        id = made.source_id;
        url = made.url;
    }
    std::printf("invoice %lld: send the payer to %s\n", static_cast<long long>(id.value), url.c_str());
    std::fflush(stdout);

    auto const until = std::chrono::steady_clock::now() + 10min;
    while (std::chrono::steady_clock::now() < until) {
        auto const source = shop.call<api::status_source>({}, {dollr::source_type::invoice, id}, {});
        if (source)
            if (auto const proof = dollr::codec::proof_of(*source, dollr::source_type::invoice, id, price))
                return fulfil(*proof, basket), 0;
        if (source && source->status.is(dollr::source_status::canceled)) break;
        std::this_thread::sleep_for(2s);
    }
    return std::puts("not paid yet: ask again before the goods leave"), 1;
}
