#include <cstdio>
#include <dollr/dollr.hpp>
#include <dollr/file/journal.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/system/entropy.hpp>
#include <dollr/system/sha256.hpp>
#include "my_http.hpp"  // yours: dollr::exchange_result send(dollr::http_request const&, dollr::duration timeout)

int main(int argc, char** argv) {
    if (argc != 2) return std::puts("usage: collect_one JOURNAL"), 2;
    my_http http;
    dollr::os_clock clock;
    dollr::os_entropy entropy;
    dollr::client_credentials who{"sandbox", dollr::secret_string{"sandbox-secret"}, {}};
    auto digest = dollr::sha256{}(who.client_id).value();
    auto journal = dollr::file_journal::open(argv[1]);  // after a crash: go on
    if (!journal) journal = dollr::file_journal::create(argv[1], {.origin = "http://127.0.0.1:7373", .client = digest});
    dollr::blocking_client client(http, journal.value(), clock, entropy, dollr::sha256{}, who);
    dollr::flow::payment_intent order;
    order.key = "order-1042";  // yours; the same key is never paid twice
    order.kind = dollr::flow::intent_kind::collection;
    order.name = "Amara Kollie";
    order.phone = dollr::phone::parse("231771234567").value();
    order.amount = dollr::amount::parse("18.50").value();
    order.currency = dollr::currency::parse("USD").value();
    auto end = client.pay(order).value();  // or look at the error: value() throws it
    std::puts(end.proof ? "paid: ship it" : "not paid, or not known yet: look at the verdict");
    return end.proof ? 0 : 1;
}
