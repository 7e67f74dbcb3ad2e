#include <dollr/dollr.hpp>
#include <dollr/file/journal.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/system/entropy.hpp>
#include <dollr/system/sha256.hpp>

#include <cstdio>

#include "my_http.hpp"  // yours: dollr::exchange_result send(dollr::http_request const&, dollr::duration timeout)

int main(int argc, char** argv) {
    my_http http;
    dollr::os_clock clock;
    dollr::os_entropy chance;
    dollr::client_credentials who{"sandbox", dollr::secret_string{"sandbox-secret"}, {}};
    dollr::journal_header owner{.origin = "http://127.0.0.1:7373", .client = dollr::sha256{}(who.client_id).value()};
    auto journal = dollr::file_journal::open_or_create(argc > 1 ? argv[1] : "payments.journal", owner).value();
    dollr::blocking_client client(http, journal, clock, chance, dollr::sha256{}, who);

    dollr::flow::payment_intent order;
    order.key = "order-1042";  // yours; the same key is never paid twice
    order.kind = dollr::flow::intent_kind::collection;
    order.name = "Amara Kollie";
    order.phone = dollr::phone::parse("231771234567").value();
    order.amount = dollr::amount::parse("18.50").value();
    order.currency = dollr::currency::parse("USD").value();

    auto end = client.pay(order);  // after a crash, too: it goes on where it was
    if (!end) return std::puts(dollr::describe(end.error()).c_str()), 1;
    return std::puts(end->proof ? "paid: ship it" : "not paid, or not known yet"), end->proof ? 0 : 1;
}
