// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/operations.hpp>
#include <dollr/codec/target.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace dollr;
using namespace dollr::literals;

namespace probe {

struct by_number {
    std::string invoice_number;
};
BOOST_DESCRIBE_STRUCT(by_number, (), (invoice_number))
consteval auto schema_of(by_number const*) { return schema::description{"", schema::evidence::own}; }

struct retrieve_by_number : api::operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_by_number";
    static constexpr std::string_view target = "/invoices/retrieve/number/{invoice_number}";
    using path = by_number;
    using response = api::none;
};

struct flags_query {
    bool on = false;
    std::optional<timestamp> since;
};
BOOST_DESCRIBE_STRUCT(flags_query, (), (on, since))
consteval auto schema_of(flags_query const*) { return schema::description{"", schema::evidence::own}; }

}  // namespace probe

namespace {

template <class Result>
std::string findings(Result const& r) {
    if (r) return "read";
    std::string out;
    for (auto const& i : r.error().issues) out += (out.empty() ? "" : "; ") + i.loc_text() + ": " + i.type;
    return out;
}

}  // namespace

TEST_CASE("a target is a path and a query") {
    CHECK(codec::split_target("/a/b?c=d?e").path == "/a/b");
    CHECK(codec::split_target("/a/b?c=d?e").query == "c=d?e");
    CHECK(codec::split_target("/a/b").query == "");
}

TEST_CASE("a path matches the operation of its segments, whatever its placeholders hold") {
    CHECK(codec::matches<api::retrieve_invoice>("/invoices/retrieve/7"));
    CHECK(codec::matches<api::retrieve_invoice>("/invoices/retrieve/x%2Fy"));
    CHECK_FALSE(codec::matches<api::retrieve_invoice>("/invoices/retrieve/"));
    CHECK_FALSE(codec::matches<api::retrieve_invoice>("/invoices/retrieve"));
    CHECK_FALSE(codec::matches<api::retrieve_invoice>("/invoices/retrieve/7/"));
    CHECK_FALSE(codec::matches<api::retrieve_invoice>("/invoices/retrieve/number/7"));
    CHECK_FALSE(codec::matches<api::retrieve_invoice>("invoices/retrieve/7"));
    CHECK(codec::matches<api::add_invoice_item>("/invoices/5/items/add"));
    CHECK_FALSE(codec::matches<api::add_invoice_item>("/invoices/5/items/remove"));
    CHECK_FALSE(codec::matches<api::create_party>(""));
}

TEST_CASE("the values of a path are read back, typed") {
    CHECK(codec::read_path<api::add_invoice_item>("/invoices/57/items/add")->invoice_id == invoice_id{57});
    CHECK(findings(codec::read_path<api::add_invoice_item>("/invoices/abc/items/add")) == "path.invoice_id: int_type");
    CHECK(findings(codec::read_path<api::add_invoice_item>("/invoices/0/items/add")) ==
          "path.invoice_id: greater_than");
    CHECK(findings(codec::read_path<api::status_payout>("/status/payout/nil")) == "path.reference_id: uuid_parsing");
    CHECK(codec::read_path<probe::retrieve_by_number>("/invoices/retrieve/number/a%20b%2Fc+d")->invoice_number ==
          "a b/c+d");
    CHECK(findings(codec::read_path<probe::retrieve_by_number>("/invoices/retrieve/number/%zz")) ==
          "path.invoice_number: percent_encoding");
    CHECK(findings(codec::read_path<probe::retrieve_by_number>("/invoices/retrieve/number/a%00")) ==
          "path.invoice_number: string_nul");
    CHECK(findings(codec::read_path<probe::retrieve_by_number>("/invoices/retrieve/number/%FF")) ==
          "path.invoice_number: string_unicode");
}

TEST_CASE("the values of a query are read back, typed, in any order") {
    auto const q = codec::read_query<api::mmo_provider_info_query>("operation_type=PAYOUT&other=1&phone=231771234567");
    REQUIRE(q.has_value());
    CHECK(q->phone.text() == "231771234567");
    CHECK(q->operation_type == operation_type::payout);

    auto const parties = codec::read_query<api::list_parties_query>("fullname=Ann+B%2BC%20%C3%A9");
    REQUIRE(parties.has_value());
    CHECK(parties->fullname == "Ann B+C \xC3\xA9");
    CHECK_FALSE(codec::read_query<api::list_parties_query>("")->fullname);

    auto const amounts = codec::read_query<api::amount_and_fees_query>(
        "base_amount=25.00&base_currency=USD&target_currency=LRD&payment_method=MTN_MOMO_LBR&operation_type=COLLECTION&"
        "provider=PAWAPAY&fee_bearer=PAYER&owner_id=5");
    REQUIRE(amounts.has_value());
    CHECK(amounts->base_amount.to_string() == "25.00");
    CHECK(amounts->owner_id == owner_id{5});
    CHECK_FALSE(amounts->owner_type);

    CHECK(codec::read_query<probe::flags_query>("on=true&since=2026-01-01T00:00:00%2B02:00")->on);
    CHECK(findings(codec::read_query<probe::flags_query>("on=1")) == "query.on: bool_type");
}

TEST_CASE("all that is wrong with a query is found") {
    CHECK(findings(codec::read_query<api::mmo_provider_info_query>("phone=%2B231771234567")) ==
          "query.phone: string_pattern_mismatch; query.operation_type: missing");
    CHECK(findings(codec::read_query<api::source_status_query>("source_type=INVOICE&source_id=1&source_id=2")) ==
          "query.source_id: duplicate_member");
    CHECK(findings(codec::read_query<api::source_status_query>("source_type=invoice&source_id=")) ==
          "query.source_type: enum; query.source_id: int_type");
}
