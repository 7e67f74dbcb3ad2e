// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/flow/steps.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

/// The guides as a decision table: what is due, by what is there.

using namespace dollr;
using flow::facts;
using flow::step;

namespace {

facts of(flow_kind kind) {
    facts f;
    f.made.kind = kind;
    f.wanted.emplace();
    if (flow::has_document(f)) f.made.invoice = invoice_id{7};
    return f;
}

/// As if every answer were what was hoped for.
void succeed(facts& f, step s) {
    switch (s) {
        case step::create_party:
            f.made.party = party_id{1};
            break;
        case step::create_counterparty:
            f.made.counterparty = counterparty_id{1};
            break;
        case step::create_invoice:
            f.made.invoice = invoice_id{1};
            break;
        case step::review_invoice:
        case step::read_document:
            f.reviewed = true;
            break;
        case step::predict_method:
            f.route.emplace();
            break;
        case step::create_account:
            f.made.account = payment_account_id{1};
            break;
        case step::predict_amounts:
            f.predicted.emplace();
            break;
        case step::open_session:
            f.expiry.emplace();
            break;
        default:
            FAIL("not a step that creates or predicts");
    }
}

std::vector<step> whole_way(flow_kind kind) {
    std::vector<step> way;
    auto f = of(kind);
    while (auto const* const row = flow::preparation::first_due(f)) {
        way.push_back(row->number);
        REQUIRE(way.size() < 20);
        succeed(f, row->number);
    }
    return way;
}

}  // namespace

TEST_CASE("each guide is what it leaves out of one list") {
    using way = std::vector<step>;
    CHECK(whole_way(flow_kind::collect_by_invoice) ==
          way{step::create_party, step::create_counterparty, step::create_invoice, step::review_invoice,
              step::predict_method, step::create_account, step::predict_amounts, step::open_session});
    way const document{step::create_party,   step::read_document,   step::predict_method,
                       step::create_account, step::predict_amounts, step::open_session};
    CHECK(whole_way(flow_kind::collect_invoice) == document);
    CHECK(whole_way(flow_kind::collect_order) == document);
    CHECK(whole_way(flow_kind::payout) == way{step::create_party, step::create_counterparty, step::predict_method,
                                              step::create_account, step::predict_amounts, step::open_session});
    CHECK(whole_way(flow_kind::transfer) == way{step::create_party, step::create_counterparty, step::open_session});
    CHECK(whole_way(flow_kind::refund) == way{step::open_session});
}

TEST_CASE("after a crash what may be there is looked for before it is made") {
    auto f = of(flow_kind::collect_by_invoice);
    f.look_first = true;
    CHECK(flow::preparation::first_due(f)->number == step::find_party);
    f.made.party = party_id{1};
    CHECK(flow::preparation::first_due(f)->number == step::find_counterparty);
    f.made.counterparty = counterparty_id{1};
    CHECK(flow::preparation::first_due(f)->number == step::find_invoice);
}

TEST_CASE("an invoice is given what its review says, and read back") {
    auto f = of(flow_kind::collect_by_invoice);
    f.made.party = party_id{1};
    f.made.counterparty = counterparty_id{1};
    f.made.invoice = invoice_id{1};
    CHECK(flow::preparation::first_due(f)->number == step::review_invoice);
    f.todo.what = flow::review::next::add_item;
    CHECK(flow::preparation::first_due(f)->number == step::add_item);
    f.todo.what = flow::review::next::publish;
    CHECK(flow::preparation::first_due(f)->number == step::publish);
}

TEST_CASE("only a collection leaves paper: the source's status, then the receipt of its kind") {
    for (auto const kind : {flow_kind::payout, flow_kind::transfer, flow_kind::refund})
        CHECK(flow::paperwork::first_due(of(kind)) == nullptr);
    for (auto const kind : {flow_kind::collect_invoice, flow_kind::collect_order}) {
        auto f = of(kind);
        CHECK(flow::paperwork::first_due(f)->number == step::confirm_source);
        f.paid = true;
        auto const& receipts = flow::paperwork::rows;
        CHECK(flow::paperwork::first_due(f) == &receipts[kind == flow_kind::collect_order ? 1 : 2]);
        f.has_receipt = true;
        CHECK(flow::paperwork::first_due(f) == nullptr);
    }
}

TEST_CASE("no step moves money, and what creates a thing that can be looked up is never just sent again") {
    for (auto const& row : flow::preparation::rows) {
        CAPTURE(row.name);
        CHECK(row.hazard != hazard::moves_money);
        auto const looked_up = row.number == step::create_party || row.number == step::create_counterparty ||
                               row.number == step::create_invoice || row.number == step::add_item;
        auto const harmless_twice =
            row.number == step::publish || row.number == step::create_account || row.number == step::open_session;
        CHECK(row.hazard == (looked_up ? hazard::creates : harmless_twice ? hazard::idempotent : hazard::reads));
    }
    for (auto const& row : flow::paperwork::rows) CHECK(row.hazard == hazard::reads);
}

TEST_CASE("every number in the journal has its words, and keeps its meaning") {
    for (int n = 0; n <= 19; ++n) {
        CAPTURE(n);
        CHECK(flow::to_text(static_cast<step>(n)) != "?");
    }
    CHECK(flow::to_text(static_cast<step>(20)) == "?");
    CHECK(flow::to_text(static_cast<step>(0)) == "remembering the intent");
    CHECK(flow::to_text(static_cast<step>(9)) == "publishing the invoice");
    CHECK(flow::to_text(static_cast<step>(13)) == "opening the session");
    CHECK(flow::to_text(static_cast<step>(19)) == "reading the document");
}
