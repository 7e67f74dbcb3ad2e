// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "shop.hpp"

#include <chrono>

/// A shop that sends its payers to the API's own page. The page's redirect to success_url proves nothing: the status of
/// the source does.
///
///     hosted_checkout BASE_URL JOURNAL

namespace api = dollr::api;
using namespace std::chrono_literals;

/// A payer who is sent to a second page of one basket can pay it twice: so the first is looked for.
std::optional<api::invoice_response> find_invoice(shop& s, std::string const& basket) {
    for (auto const& invoice : s.must(s.client.call<api::list_invoices>({}, {}, {})))
        if (invoice.document_reference == basket && !invoice.status.is(dollr::source_status::canceled)) return invoice;
    return {};
}

int main(int argc, char** argv) {
    if (argc != 3) return std::puts("usage: hosted_checkout BASE_URL JOURNAL"), 2;
    shop s(argv[1], argv[2]);
    std::string const basket = "basket-1043";
    dollr::money const price{dollr::amount::parse("18.50").value(), dollr::currency::parse("USD").value()};

    dollr::source_id id;
    std::string url;
    if (auto const known = find_invoice(s, basket)) {
        id = dollr::source_id{known->id.value};
        url = s.must(s.client.call<api::retrieve_payment_link>({}, {dollr::source_type::invoice, known->invoice_number},
                                                               {}))
                  .url;
    } else {
        api::create_checkout_payload wanted;
        wanted.source_kind = api::source_kind::invoice;
        wanted.party_name = "Amara Kollie";
        wanted.party_phone = dollr::phone::parse("231771230001").value();
        wanted.currency = price.currency;
        wanted.items = {{"Rice 5 kg", price.currency, price.amount}};
        wanted.document_reference = basket;
        wanted.success_url = "https://shop.example/thanks";
        auto const made = s.must(s.client.call<api::create_checkout>(wanted));
        id = made.source_id;
        url = made.url;
    }
    std::printf("invoice %lld: send the payer to %s\n", static_cast<long long>(id.value), url.c_str());
    std::fflush(stdout);

    auto const until = s.clock.now().steady + 10min;
    while (s.clock.now().steady < until) {
        auto const source = s.client.call<api::status_source>({}, {dollr::source_type::invoice, id}, {});
        if (source)
            if (auto const proof = dollr::codec::proof_of(*source, dollr::source_type::invoice, id, price))
                return fulfil(*proof, basket), 0;
        if (source && source->status.is(dollr::source_status::canceled)) break;
        s.clock.sleep(2s);
    }
    return std::puts("not paid yet: ask again before the goods leave"), 1;
}
