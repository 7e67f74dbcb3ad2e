#include <dollr/asio/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>

using namespace dollr::literals;
namespace net = boost::asio;

net::awaitable<void> pay(dollr::asio::client& client, int& code) {
    dollr::payment_intent const order{.key = "order-1042",
                                      .kind = dollr::collection,
                                      .name = "Amara Kollie",
                                      .phone = "231771234567"_phone,
                                      .amount = "18.50"_amount,
                                      .currency = "USD"_currency};
    // The order has a name: g++-12 destroys an aggregate that is written within a co_await twice, and crashes.
    auto const end = co_await client.async_pay(order, net::use_awaitable);
    code = end && end->paid() ? 0 : 1;
    std::puts(end ? std::string{end->advice()}.c_str() : dollr::describe(end.error()).c_str());
}

int main(int argc, char** argv) {
    auto const url = argc > 1 ? argv[1] : "http://127.0.0.1:7373";
    net::io_context context;  // the one that your program has already
    auto client = dollr::asio::client::open(context.get_executor(),
                                            {.target = dollr::sandbox_at(url), .journal = "payments.journal"});
    if (!client) return std::puts(dollr::describe(client.error()).c_str()), 2;
    int code = 0;
    net::co_spawn(context, pay(*client, code), net::detached);
    context.run();
    return code;
}
