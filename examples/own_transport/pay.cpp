#include <dollr/client.hpp>

#include <cstdio>
#include <memory>

#include "my_http.hpp"

using namespace dollr::literals;

int main(int argc, char** argv) {
    auto const url = argc > 1 ? argv[1] : "http://127.0.0.1:7373";
    curl_global_init(CURL_GLOBAL_DEFAULT);
    auto client = dollr::client::open(
        {.target = dollr::sandbox_at(url), .journal = "payments.journal", .transport = std::make_shared<my_http>(url)});
    if (!client) return std::puts(dollr::describe(client.error()).c_str()), 2;
    auto end = client->pay({.key = "order-1042",
                            .kind = dollr::collection,
                            .name = "Amara Kollie",
                            .phone = "231771234567"_phone,
                            .amount = "18.50"_amount,
                            .currency = "USD"_currency});
    if (!end) return std::puts(dollr::describe(end.error()).c_str()), 1;
    std::printf("%s: %s\n", end->paid() ? "paid" : "not paid", std::string{end->advice()}.c_str());
    return end->paid() ? 0 : 1;
}
