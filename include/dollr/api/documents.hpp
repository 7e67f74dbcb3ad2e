// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_DOCUMENTS_HPP
#define DOLLR_API_DOCUMENTS_HPP

#include <dollr/api/operation.hpp>

#include <optional>
#include <string_view>

/// What invoices and orders share: an order is an invoice without a due date, and what is known of orders is mostly
/// inferred from that. The contract's free text "reference_id" of a document is a document_reference here: it is no
/// idempotency key.
namespace dollr::api {

struct list_documents_query {
    std::optional<dollr::currency> currency;
    std::optional<source_status> status;

    friend bool operator==(list_documents_query const&, list_documents_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(list_documents_query, (), (currency, status))
consteval auto schema_of(list_documents_query const*) { return schema::description{"", schema::evidence::guide}; }

namespace detail {

consteval auto describe_document(std::string_view name, schema::evidence e, auto... more) {
    return schema::description{name, e, schema::rule{.member = "document_reference", .name = "reference_id"}, more...};
}

consteval auto describe_new_item(std::string_view name, schema::evidence e) {
    return schema::description{name, e, schema::rule{.member = "qty", .at_least = 1},
                               schema::rule{.member = "amount", .payable = true, .money_of = "currency"}};
}

/// The currency is the document's, which this body does not name: the server alone can check the minor units.
consteval auto describe_changed_item(std::string_view name, schema::evidence e) {
    return schema::description{name, e, schema::rule{.member = "qty", .at_least = 1},
                               schema::rule{.member = "amount", .payable = true, .sent = true}};
}

consteval auto describe_item(std::string_view name, schema::evidence e) {
    return schema::description{name, e, schema::rule{.member = "amount", .payable = true}};
}

/// Fees are numbers here and text in the predictions; the rate is text in both.
consteval auto describe_receipt(std::string_view name, schema::evidence e, auto... more) {
    using schema::rule;
    return describe_document(name, e, rule{.member = "payer_amount", .either_form = true, .payable = true},
                             rule{.member = "payee_amount", .either_form = true, .payable = true},
                             rule{.member = "platform_fee", .either_form = true},
                             rule{.member = "gateway_fee", .either_form = true},
                             rule{.member = "fx_fee", .either_form = true},
                             rule{.member = "fx_rate", .form = schema::form::text, .either_form = true}, more...);
}

}  // namespace detail
}  // namespace dollr::api

#endif
