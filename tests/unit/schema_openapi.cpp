// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "openapi_facts.hpp"

#include <dollr/api/openapi.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

using namespace dollr;
using namespace dollr::test;

namespace {

std::string const& text() {
    static std::string const document = api::openapi();
    return document;
}
boost::json::value const& document() {
    static boost::json::value const parsed = boost::json::parse(text());
    return parsed;
}
facts const& ours() {
    static facts const all = facts_of(document());
    return all;
}

/// What is found when this text stands in the document in the place of that one.
std::set<std::string> found_if(std::string_view from, std::string_view to) {
    auto changed = text();
    auto const at = changed.find(from);
    REQUIRE(at != std::string::npos);
    changed.replace(at, from.size(), to);
    return differences(facts_of(boost::json::parse(changed)), ours());
}

}  // namespace

TEST_CASE("the document holds every operation and every schema, and no two operations have one id") {
    CHECK(document().at("paths").as_object().size() == 59);
    CHECK(document().at("components").at("schemas").as_object().size() == 62);
    std::set<std::string> ids;
    for (auto const& [name, what] : ours())
        if (name.ends_with(" id") && !name.ends_with(" path id")) ids.insert(what);
    CHECK(ids.size() == 59);
}

TEST_CASE("every schema that is referred to is there") {
    auto const& schemas = document().at("components").at("schemas").as_object();
    std::string_view rest = text();
    constexpr std::string_view lead = "#/components/schemas/";
    std::size_t references = 0;
    for (auto at = rest.find(lead); at != std::string_view::npos; at = rest.find(lead), ++references) {
        rest.remove_prefix(at + lead.size());
        auto const name = rest.substr(0, rest.find('"'));
        CAPTURE(name);
        CHECK(schemas.contains(name));
    }
    CHECK(references > 100);
}

TEST_CASE("what a type cannot say, its rules do") {
    CHECK(ours().at("PartyResponse.phone") == "optional: null or string of 8..15");
    CHECK(ours().at("CreatePartyPayload.phone") == "required: string of 8..15 like ^[1-9]\\d{7,14}$");
    CHECK(ours().at("AddInvoiceItemPayload.amount") == "required: integer from 1 or number from 0.01");
    CHECK(ours().at("CheckoutExecutionPayload.session_id") == "required: string");
    CHECK(ours().at("GetCollectionRealtimeKeyPayload.session_id") == "required: integer");
    CHECK(ours().at("InvoiceResponse.due_date") == "required: null or string as date-time");
    CHECK(ours().at("InvoiceResponse.reference_id") == "optional: null or string");
    CHECK(ours().at("ClientCredentialObtainTokenPayload.client_secret") == "required: string as password written only");
    CHECK(ours().at("get /{version}/status/source query source_type") ==
          "required: one of INVOICE, ORDER, SUBSCRIPTION");
    CHECK(ours().at("delete /{version}/orders/{order_id}/items/{id}/remove answer 200") == "object");
    CHECK(ours().at("get /{version}/fees/tiers answer 200") == "array of (FeeTierResponse)");
}

TEST_CASE("the comparison sees a name, a type, a bound, a word, and what is required or may be null") {
    CHECK(differences(ours(), ours()).empty());
    CHECK(found_if("\"invoice_number\"", "\"number\"").size() >= 1);
    CHECK(found_if("\"maxLength\": 15", "\"maxLength\": 16").size() == 1);
    CHECK(found_if("\"minimum\": 0.01", "\"minimum\": 0.02").size() == 1);
    CHECK(found_if("\"MTN_MOMO_LBR\"", "\"MTN\"").size() == 1);
    CHECK(found_if("\"type\": \"boolean\"", "\"type\": \"integer\"").size() == 1);
    CHECK(found_if("\"type\": \"null\"", "\"type\": \"integer\"").size() == 1);
    CHECK(found_if("\"required\": true", "\"required\": false").size() == 1);
    CHECK(found_if("\"expires_in\"\n", "\"access_token\"\n") ==
          std::set<std::string>{"ObtainTokenResponse.expires_in: optional: integer <> required: integer"});
    CHECK(found_if("\"post\"", "\"put\"").size() > 2);
}
