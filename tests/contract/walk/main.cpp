// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "story.hpp"

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <iostream>
#include <string>
#include <string_view>

/// contract_walk [PROXY_URL] SANDBOX_URL
///
/// Through a validating proxy if one is given (prism.sh). Says what went wrong, and closes with
///
///     walk: client=59/59 served=59/59 optional_members=93 violations=0 complaints=0
///
/// `served`: operations of which every exchange was answered 200; `client`: of which in addition every answer was
/// decoded and every member that may be left out was given once and left out once.
namespace {

using namespace dollr;
using namespace dollr::contract;

/// Of the API; what the library does not know of them counts as failed.
constexpr std::size_t operations_of_the_contract = 59;

struct totals {
    std::size_t client = 0;
    std::size_t served = 0;
    std::size_t complaints = 0;
};

void complain(totals& sum, std::string_view what) {
    ++sum.complaints;
    std::cout << "    " << what << '\n';
}

totals sum_up(walker& walk) {
    totals sum;
    boost::mp11::mp_for_each<api::operations>([&]<class Op>(Op) {
        auto const& one = walk.of(Op::name);
        auto gaps = walk.members().gaps(std::string(Op::name));
        if (one.exchanges == 0) gaps.push_back(std::string(Op::name) + " was never called");
        sum.served += one.exchanges != 0 && one.served == one.exchanges;
        sum.client += one.exchanges != 0 && one.decoded == one.exchanges && gaps.empty();
        for (std::string_view last; auto const& what : one.complaints)
            if (last != what) complain(sum, std::string(Op::name) + ": " + std::string(last = what));
        for (auto const& gap : gaps) complain(sum, gap);
    });
    for (auto const& what : walk.complaints()) complain(sum, what);
    return sum;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 && argc != 3) {
        std::cerr << "usage: contract_walk [PROXY_URL] SANDBOX_URL\n";
        return 2;
    }
    auto const session = curl_session::start();
    curl_options options;
    options.base_url = argv[1];
    auto transport = curl_transport::open(curl_session::of_the_program(), options);
    if (!session || !transport) {
        std::cerr << "contract_walk: " << describe(session ? transport.error() : session.error()) << '\n';
        return 2;
    }
    walker walk(std::move(*transport));
    story s{.walk = walk, .sandbox_url = argv[argc - 1], .proxied = argc == 3};
    tell_people(s);
    tell_invoices(s);
    tell_orders(s);
    tell_prices(s);
    tell_collections(s);
    tell_payments_out(s);
    tell_refusals(s);

    auto const sum = sum_up(walk);
    constexpr auto all = operations_of_the_contract;
    std::cout << "walk: client=" << sum.client << '/' << all << " served=" << sum.served << '/' << all
              << " optional_members=" << walk.members().size() << " violations=" << walk.violations()
              << " complaints=" << sum.complaints << '\n';
    return sum.client == all && sum.served == all && sum.complaints == 0 ? 0 : 1;
}
