// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/operations.hpp>
#include <dollr/codec/request.hpp>

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

}  // namespace probe

namespace {

secret_string const token("tok.en-1");
auto const payment = *reference_id::try_parse("3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f");

std::string findings(result<void> const& r) {
    if (r) return "built";
    std::string out;
    for (auto const& i : r.error().issues) out += (out.empty() ? "" : "; ") + i.loc_text() + ": " + i.type;
    return out;
}

}  // namespace

TEST_CASE("a request has the operation's method and hazard, its target, the token and the body") {
    http_request out;
    REQUIRE(
        codec::request<api::create_party>({"Ann", *phone::try_parse("231771234567"), {}, {}}, token, out).has_value());
    CHECK(out.method == http_method::post);
    CHECK(out.hazard == hazard::creates);
    CHECK(out.target == "/parties/create");
    CHECK(out.authorization.reveal() == "Bearer tok.en-1");
    CHECK(out.body.reveal() == R"({"fullname":"Ann","phone":"231771234567"})");

    REQUIRE(codec::request<api::execute_collection>({{1}, {2}, "USD"_currency, payment}, token, out).has_value());
    CHECK(out.hazard == hazard::moves_money);
}

TEST_CASE("a request without a body has none, whatever was in it before") {
    http_request out;
    REQUIRE(
        codec::request<api::create_party>({"Ann", *phone::try_parse("231771234567"), {}, {}}, token, out).has_value());
    REQUIRE(codec::request<api::publish_invoice>({{57}}, {}, {}, token, out).has_value());
    CHECK(out.method == http_method::put);
    CHECK(out.target == "/invoices/publish/57");
    CHECK(out.body.empty());
}

TEST_CASE("the token call carries no token") {
    http_request out;
    REQUIRE(codec::request<api::obtain_token>({"client", secret_string("s3cret")}, token, out).has_value());
    CHECK(out.authorization.empty());
    CHECK(out.body.reveal() == R"({"client_id":"client","client_secret":"s3cret"})");
}

TEST_CASE("a query has its members in order and leaves absent ones out") {
    http_request out;
    REQUIRE(codec::request<api::list_invoices>({}, {"USD"_currency, {}}, {}, token, out).has_value());
    CHECK(out.target == "/invoices/list?currency=USD");
    REQUIRE(codec::request<api::list_invoices>({}, {{}, source_status::active}, {}, token, out).has_value());
    CHECK(out.target == "/invoices/list?status=ACTIVE");
    REQUIRE(codec::request<api::list_invoices>({}, {}, {}, token, out).has_value());
    CHECK(out.target == "/invoices/list");
    REQUIRE(codec::request<api::predict_amount_and_fees>({},
                                                         {"25.00"_amount,
                                                          "USD"_currency,
                                                          "LRD"_currency,
                                                          api::payment_method::mtn_momo_lbr,
                                                          operation_type::collection,
                                                          api::provider::pawapay,
                                                          fee_bearer::payer,
                                                          {},
                                                          owner_id{5}},
                                                         {}, token, out)
                .has_value());
    CHECK(out.target ==
          "/predictions/"
          "amount-and-fees?base_amount=25.00&base_currency=USD&target_currency=LRD&payment_method=MTN_MOMO_LBR"
          "&operation_type=COLLECTION&provider=PAWAPAY&fee_bearer=PAYER&owner_id=5");
}

TEST_CASE("mistake 22: path and query values are escaped") {
    http_request out;
    REQUIRE(codec::request<api::list_parties>({}, {"Ann & B=C?#/%\r\n \xC3\xA9+~"}, {}, token, out).has_value());
    CHECK(out.target == "/parties/list?fullname=Ann%20%26%20B%3DC%3F%23%2F%25%0D%0A%20%C3%A9%2B~");
    REQUIRE(codec::request<probe::retrieve_by_number>({"INV/2026 ?1\r\nHost: evil"}, {}, {}, token, out).has_value());
    CHECK(out.target == "/invoices/retrieve/number/INV%2F2026%20%3F1%0D%0AHost%3A%20evil");
}

TEST_CASE("mistake 22: a path value that intermediaries would remove is refused") {
    http_request out;
    for (std::string const segment : {"", ".", ".."}) {
        CHECK(findings(codec::request<probe::retrieve_by_number>({segment}, {}, {}, token, out)) ==
              "path.invoice_number: path_segment");
        CHECK(out.target.empty());
    }
    CHECK(findings(codec::request<probe::retrieve_by_number>({"..."}, {}, {}, token, out)) == "built");
}

TEST_CASE("mistake 22: a NUL leaves nowhere") {
    http_request out;
    CHECK(findings(codec::request<api::list_parties>({}, {std::string("a\0b", 3)}, {}, token, out)) ==
          "query.fullname: string_nul");
    CHECK(findings(codec::request<probe::retrieve_by_number>({std::string("a\0b", 3)}, {}, {}, token, out)) ==
          "path.invoice_number: string_nul");
}

TEST_CASE("mistake 22: CR, LF, NUL and whatever else no token holds do not reach a header") {
    http_request out;
    for (std::string const& bad : {std::string("a\rb"), std::string("a\nb"), std::string("a\0b", 3), std::string("a b"),
                                   std::string("a\x7f"), std::string("\xC3\xA9")}) {
        auto const r = codec::request<api::list_parties>({}, {}, {}, secret_string(bad), out);
        CHECK(findings(r) == "header.authorization: header_unsafe");
        CHECK(out.authorization.empty());
    }
    CHECK(findings(codec::request<api::list_parties>({}, {}, {}, secret_string(), out)) ==
          "header.authorization: missing");
}

TEST_CASE("an id that nobody made is refused before a byte leaves") {
    http_request out;
    CHECK(findings(codec::request<api::publish_invoice>({}, {}, {}, token, out)) == "path.id: missing");
    CHECK(findings(codec::request<api::status_payout>({}, {}, {}, token, out)) == "path.reference_id: missing");
}

TEST_CASE("findings of path, query, body and header come together, and nothing half-built is left") {
    http_request out;
    REQUIRE(codec::request<api::obtain_token>({"client", secret_string("s3cret")}, token, out).has_value());
    auto const r = codec::request<api::create_payment_account>({}, {}, {}, secret_string(), out);
    CHECK(findings(r) ==
          "body.provider: missing; body.method: missing; body.party_id: missing; body: value_error; "
          "header.authorization: missing");
    CHECK(r.error().kind == error_kind::invalid);
    CHECK(r.error().moved == money_moved::no);
    CHECK(out.target.empty());
    CHECK(out.body.empty());
}

TEST_CASE("mistake 21: a refused request tells no secret and no value") {
    http_request out;
    auto const r = codec::request<api::obtain_token>({"client", secret_string("hunter2\xFF")}, token, out);
    REQUIRE_FALSE(r.has_value());
    CHECK(findings(r) == "body.client_secret: string_unicode");
    CHECK(describe(r.error()).find("hunter2") == std::string::npos);
}

TEST_CASE("a request that is built again has the same bytes and allocates no new buffer") {
    http_request out;
    auto const build = [&out] {
        return codec::request<api::execute_collection>({{1}, {2}, "USD"_currency, payment}, token, out);
    };
    REQUIRE(build().has_value());
    std::string const first(out.body.reveal());
    auto const* const where = out.body.data();
    REQUIRE(build().has_value());
    CHECK(out.body.reveal() == first);
    CHECK(out.body.data() == where);
}
