#include <dollr/client.hpp>
#include <dollr/client/memory_journal.hpp>
#include <dollr/testing/sandbox_transport.hpp>

#include <cstdio>
#include <memory>

using namespace dollr::literals;

/// The code under test, as it stands in your program.
char const* answer_to_payer(dollr::client& client, std::string const& order, dollr::phone const& payer) {
    auto const end = client.pay({.key = order,
                                 .kind = dollr::collection,
                                 .name = "Amara Kollie",
                                 .phone = payer,
                                 .amount = "18.50"_amount,
                                 .currency = "USD"_currency});
    if (!end || end->unknown()) return "we are looking into it";
    return end->paid() ? "it is on its way" : "you were not charged";
}

/// A whole sandbox, its clock and a journal, all in this process: a payment of 15 minutes takes milliseconds.
int main() {
    auto const clock = std::make_shared<dollr::testing::manual_clock>();
    auto const sandbox = std::make_shared<dollr::testing::sandbox_transport>(clock);
    auto client = dollr::client::open({.target = dollr::sandbox_target,
                                       .transport = sandbox,
                                       .own_journal = std::make_shared<dollr::memory_journal>(),
                                       .clock = clock});
    if (!client) return std::puts(dollr::describe(client.error()).c_str()), 2;
    struct {
        char const* order;
        dollr::phone payer;  // the last four digits say what becomes of it: docs/sandbox.md
        std::string_view expected;
    } const cases[] = {{"goes well", "231771234567"_phone, "it is on its way"},
                       {"is paid once", "231771239920"_phone, "it is on its way"},  // the answer is lost
                       {"is declined", "231771239902"_phone, "you were not charged"},
                       {"takes for ever", "231771239905"_phone, "we are looking into it"}};
    int failures = 0;
    for (auto const& [order, payer, expected] : cases) {
        std::string_view const said = answer_to_payer(*client, order, payer);
        std::printf("%-14s %s\n", order, said.data());
        failures += said != expected;
    }
    return failures;
}
