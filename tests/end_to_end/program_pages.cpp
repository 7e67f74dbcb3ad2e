// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl CURL::libcurl
#include "../support/program.hpp"

#include <dollr/api/auth.hpp>
#include <dollr/api/checkouts.hpp>

#include <curl/curl.h>

#include <memory>

/// The pages that `dollr sandbox` serves, as they are on the wire. What they do in a browser is tested by
/// tests/contract/browser.

using namespace dollr;
using namespace dollr::literals;
using namespace dollr::tests;

namespace {

struct page {
    long status = 0;
    std::string head;  ///< in lower case, without carriage returns
    std::string body;

    [[nodiscard]] bool has(std::string_view line) const {
        return ("\n" + head).find("\n" + std::string(line) + "\n") != std::string::npos;
    }
    /// No mark-up that leads elsewhere, and none that the policy would have to stop.
    [[nodiscard]] bool is_self_contained() const {
        for (std::string_view const bad : {"http://", "https://", "style=", "onclick", "<style", "src=\"//"}) {
            if (body.find(bad) != std::string::npos) return false;
        }
        return body.find("<script>") == std::string::npos;
    }
};

page fetch(std::string const& url) {
    page r;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> const easy{curl_easy_init(), &curl_easy_cleanup};
    REQUIRE(easy != nullptr);
    auto const append = +[](char* data, std::size_t one, std::size_t n, void* to) -> std::size_t {
        static_cast<std::string*>(to)->append(data, one * n);
        return one * n;
    };
    curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT, 20L);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &r.body);
    curl_easy_setopt(easy.get(), CURLOPT_HEADERFUNCTION, append);
    curl_easy_setopt(easy.get(), CURLOPT_HEADERDATA, &r.head);
    REQUIRE(curl_easy_perform(easy.get()) == CURLE_OK);
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &r.status);
    std::erase(r.head, '\r');
    for (char& c : r.head) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return r;
}

constexpr std::string_view content_policy =
    "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
    "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A shop, and the payer's browser.
struct shop {
    sandbox_process bank;
    curl_transport wire = *curl_transport::open(curl_session::of_the_program(), options());
    secret_string token;

    shop() {
        api::obtain_token_payload log_in;
        log_in.client_id = "sandbox";
        log_in.client_secret.assign("sandbox-secret");
        token = ask<api::obtain_token>({}, {}, log_in).access_token;
    }

    template <class Op>
    typename Op::response ask(typename Op::path const& path, typename Op::query const& query,
                              typename Op::body const& body) {
        http_request request;
        REQUIRE(codec::request<Op>(path, query, body, token, request).has_value());
        auto answer = codec::response<Op>(wire.send(request, std::chrono::seconds{20}));
        REQUIRE(answer.has_value());
        return *answer;
    }

private:
    curl_options options() const {
        curl_options o;
        o.base_url = bank.origin();
        return o;
    }
};

}  // namespace

TEST_CASE("the dashboard, the payment page and their files have their types and a policy that lets nothing else in") {
    sandbox_process const bank;
    struct expected {
        std::string_view path, type;
    };
    for (auto const& [path, type] :
         {expected{"/", "text/html; charset=utf-8"}, expected{"/pay/120-0123456789abcdef", "text/html; charset=utf-8"},
          expected{"/receipt/120-0123456789abcdef?x=y", "text/html; charset=utf-8"},
          expected{"/web/style.css", "text/css; charset=utf-8"},
          expected{"/web/pay.js", "text/javascript; charset=utf-8"}, expected{"/web/icon.svg", "image/svg+xml"}}) {
        auto const p = fetch(bank.origin() + std::string(path));
        INFO(path);
        INFO(p.head);
        CHECK(p.status == 200);
        CHECK(p.has("content-type: " + std::string(type)));
        CHECK(p.has(content_policy));
        CHECK(p.has("x-content-type-options: nosniff"));
        CHECK(p.has("referrer-policy: no-referrer"));
        CHECK(!p.body.empty());
        if (type.starts_with("text/html")) CHECK(p.is_self_contained());
    }
}

TEST_CASE("what the pages link to is there") {
    sandbox_process const bank;
    for (auto const* const path : {"/", "/pay/x"}) {
        auto const body = fetch(bank.origin() + path).body;
        int links = 0;
        for (auto at = body.find("\"/web/"); at != std::string::npos; at = body.find("\"/web/", at + 1)) {
            auto const target = body.substr(at + 1, body.find('"', at + 1) - at - 1);
            INFO(target);
            CHECK(fetch(bank.origin() + target).status == 200);
            ++links;
        }
        CHECK(links >= 4);
    }
}

TEST_CASE("everything else is the sandbox's to answer") {
    sandbox_process const bank;
    for (auto const* const path : {"/web/", "/web/../pay.js", "/web/none.js", "/pay", "/index.html", "/v1/"}) {
        auto const p = fetch(bank.origin() + path);
        INFO(path);
        CHECK(p.status == 404);
        CHECK(p.has("content-type: application/json"));
    }
    CHECK(fetch(bank.origin() + "/_sandbox/health").has("content-type: application/json"));
}

TEST_CASE("a hosted checkout is paid on the page that its url leads to") {
    shop s;
    api::create_checkout_payload b;
    b.source_kind = api::source_kind::invoice;
    b.party_phone = *phone::try_parse("231771234567");
    b.currency = "USD"_currency;
    b.items = {{"tea", "USD"_currency, "2.50"_amount}};
    b.success_url = "https://shop.example/thanks";
    auto const made = s.ask<api::create_checkout>({}, {}, b);
    CHECK(made.url == s.bank.origin() + "/pay/" + *made.hosted_path_or_token);
    CHECK(fetch(made.url).body.find("/web/pay.js") != std::string::npos);

    sandbox::page_path const token{*made.hosted_path_or_token};
    auto const price = s.ask<sandbox::price_page>(token, {sandbox::page_means::card, {}}, {});
    auto const begun = s.ask<sandbox::pay_page>(token, {}, {sandbox::page_means::card, {}, {}});
    CHECK(begun.state == sandbox::page_state::wants_action);
    s.ask<sandbox::end_payer_action>({begun.payment->reference_id}, {true}, {});
    CHECK(soon([&] { return s.ask<sandbox::read_page>(token, {}, {}).state == sandbox::page_state::paid; }));
    auto const ledger = s.bank.ledger();
    REQUIRE(ledger.size() == 1);
    CHECK(ledger[0].payer_amount == price.payer_amount);
    CHECK(ledger[0].source_number == made.source_number);
}
