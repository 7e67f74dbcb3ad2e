// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "shop.hpp"

/// A shop with its own checkout page: the basket becomes an order of the API, and the order is collected from the
/// payer's phone. Run it again after a crash: it finds its order and goes on.
///
///     embedded_checkout BASE_URL JOURNAL

namespace api = dollr::api;

std::optional<dollr::source_id> find_order(shop& s, std::string const& basket) {
    for (auto const& order : s.must(s.client.call<api::list_orders>({}, {}, {})))
        if (order.document_reference == basket) return dollr::source_id{order.id.value};
    return {};
}

int main(int argc, char** argv) {
    if (argc != 3) return std::puts("usage: embedded_checkout BASE_URL JOURNAL"), 2;
    shop s(argv[1], argv[2]);
    std::string const basket = "basket-1042";
    auto const phone = dollr::phone::parse("231771230001").value();
    auto const usd = dollr::currency::parse("USD").value();
    auto const price = dollr::amount::parse("18.50").value();

    auto order = find_order(s, basket);
    if (!order) {
        api::create_checkout_payload wanted;
        wanted.source_kind = api::source_kind::order;
        wanted.party_name = "Amara Kollie";
        wanted.party_phone = phone;
        wanted.currency = usd;
        wanted.items = {{"Rice 5 kg", usd, price}};
        wanted.document_reference = basket;
        order = s.must(s.client.call<api::create_checkout>(wanted)).source_id;
    }

    dollr::flow::payment_intent payment;
    payment.key = basket;
    payment.kind = dollr::flow::intent_kind::collection;
    payment.name = "Amara Kollie";
    payment.phone = phone;
    payment.amount = price;
    payment.currency = usd;
    payment.source_type = dollr::source_type::order;
    payment.source_id = order;
    auto const end = s.client.pay(payment);
    if (!end || !end->proof) return not_paid(end);
    fulfil(*end->proof, basket);
}
