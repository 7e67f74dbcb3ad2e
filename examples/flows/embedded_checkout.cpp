// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "shop.hpp"

#include <dollr/api/checkouts.hpp>
#include <dollr/api/orders.hpp>

#include <optional>

/// A shop with its own checkout page: the basket becomes an order of the API, and the order is collected from the
/// payer's phone. Run it again after a crash: it finds its order and goes on.
///
///     embedded_checkout BASE_URL JOURNAL

namespace api = dollr::api;

std::optional<dollr::source_id> find_order(dollr::client& shop, std::string const& basket) {
    for (auto const& order : must(shop.call<api::list_orders>({}, {}, {})))
        if (order.document_reference == basket) return dollr::source_id{order.id.value};
    return {};
}

int main(int argc, char** argv) {
    if (argc != 3) return std::puts("usage: embedded_checkout BASE_URL JOURNAL"), 2;
    auto shop = open_shop(argv[1], argv[2]);
    std::string const basket = "basket-1042";
    auto const phone = "231771230001"_phone;
    auto const usd = "USD"_currency;
    auto const price = "18.50"_amount;

    auto order = find_order(shop, basket);
    if (!order) {
        api::create_checkout_payload wanted;
        wanted.source_kind = api::source_kind::order;
        wanted.party_name = "Amara Kollie";
        wanted.party_phone = phone;
        wanted.currency = usd;
        wanted.items = {{"Rice 5 kg", usd, price}};
        wanted.document_reference = basket;
        order = must(shop.call<api::create_checkout>(wanted)).source_id;
    }

    auto const end = shop.pay({.key = basket,
                               .kind = dollr::collection,
                               .name = "Amara Kollie",
                               .phone = phone,
                               .amount = price,
                               .currency = usd,
                               .source_type = dollr::source_type::order,
                               .source_id = order});
    if (!end || !end->paid()) return not_paid(end);
    fulfil(*end->proof, basket);
}
