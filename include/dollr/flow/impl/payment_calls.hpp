// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_IMPL_PAYMENT_CALLS_HPP
#define DOLLR_FLOW_IMPL_PAYMENT_CALLS_HPP

#include <dollr/api/operations.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/flow/payment.hpp>

#include <utility>

/// One operation a step: how it is called, and what its answer changes.
namespace dollr::flow {

inline command payment::start_call(instant now) {
    auto const danger = [this] {
        switch (step_) {
            case step::create_party:
            case step::create_counterparty:
            case step::create_invoice:
            case step::add_item:
                return hazard::creates;
            case step::publish:
            case step::create_account:  // a second one is an account that nobody uses
            case step::open_session:
                return hazard::idempotent;
            default:
                return hazard::reads;
        }
    }();
    auto const last = call_.serial();
    call_ = dollr::call::begin(danger, *policy_, seed_ + last);
    call_.continue_serials(last);
    if (step_ == step::open_session) session_until_ = timestamp(now.server + policy_->session_lifetime);
    return from_call(call_.handle(event::started{}, now), now);
}

/// While a call runs its orders go out; when it failed, that decides what is next.
inline command payment::from_call(command order, instant now) {
    if (!call_.ended() || call_.outcome() == dollr::call::result::succeeded) return order;
    auto const retry_after = order.notes.retry_after;
    order = call_failed(now);
    if (retry_after) order.notes.retry_after = retry_after;
    return order;
}

inline command payment::call_failed(instant now) {
    using result = dollr::call::result;
    constexpr std::uint8_t lost_max = 5;
    if (outcome_) return confirm_later(now);
    auto const how = call_.outcome();
    if (how == result::uncertain && ++lost_ <= lost_max) {
        look_first_ = true;
        todo_ = {};  // an item may be there now: read the invoice back
        return go_on(now);
    }
    // A publish that was refused may have been done by the one before it, whose answer was lost.
    if (step_ == step::publish && how == result::refused && ++lost_ <= lost_max) {
        todo_ = {};
        return go_on(now);
    }
    return give_up(std::string{name_of(step_)} + ": " + last_error_, now);
}

/// The money has moved, and the verdict is durable: what is missing now is paper. A source turns PAID a little after
/// its execution.
inline command payment::confirm_later(instant now) {
    constexpr std::uint8_t times_max = 8;
    if (++confirming_ == times_max) {
        last_error_ = "the receipt is not there yet" + (last_error_.empty() ? last_error_ : ": " + last_error_);
        return after_attempt(now);
    }
    step_ = step::confirm_source;
    again_at_ = now.steady + policy_->poll_first * confirming_;
    return wait(*again_at_);
}

namespace detail {

inline call_answer answer_of(error const& e, exchange_result const& end, instant now) {
    using kind = call_answer::kind;
    call_answer a{kind::failed, {}};
    if (auto const* response = std::get_if<http_response>(&end))
        a.retry_after = codec::retry_after(*response, now.server);
    switch (e.kind) {
        case error_kind::unauthorized:
            a.what = kind::unauthorized;
            break;
        case error_kind::rate_limited:
            a.what = kind::rate_limited;
            break;
        case error_kind::forbidden:
        case error_kind::not_found:
        case error_kind::refused:
        case error_kind::unexpected:
            a.what = kind::refused;
            break;
        case error_kind::never_sent:
            a.what = kind::never_sent;
            break;
        case error_kind::maybe_sent:
            a.what = kind::maybe_sent;
            break;
        default:
            break;
    }
    return a;
}

}  // namespace detail

/// Lists have no pages: a merchant's invoices come in one answer.
inline constexpr std::size_t list_max = std::size_t{16} << 20;

/// `take` is given the decoded answer and says what is next.
template <class Op, class Take>
command payment::read(std::uint32_t serial, exchange_result const& answer, instant now, Take take) {
    if (serial != call_.serial() || call_.ended()) return wait(again_at_.value_or(steady_time::max()));
    codec::limits limits;
    limits.body_max = list_max;
    auto value = codec::response<Op>(answer, limits);
    if (!value) {
        last_error_ = dollr::describe(value.error());
        return from_call(call_.answered(serial, detail::answer_of(value.error(), answer, now), now), now);
    }
    static_cast<void>(call_.answered(serial, {call_answer::kind::succeeded, {}}, now));
    last_error_.clear();
    return take(*value);
}

inline command payment::take_answer(std::uint32_t serial, exchange_result const& answer, instant now) {
    // What was made becomes durable before the next thing is made from it.
    auto const made = [&] {
        lost_ = 0;
        return write(record_type::step, now);
    };
    auto const nothing_found = [&] {
        look_first_ = false;
        return go_on(now);
    };
    switch (step_) {
        case step::find_party:
            return read<api::list_parties>(serial, answer, now, [&](auto const& list) {
                auto const found = find_party(list, *wanted_);
                if (!found) return nothing_found();
                progress_.party = *found;
                return made();
            });
        case step::create_party:
            return read<api::create_party>(serial, answer, now, [&](auto const& party) {
                progress_.party = party.id;
                return made();
            });
        case step::find_counterparty:
            return read<api::list_counterparties>(serial, answer, now, [&](auto const& list) {
                auto const found = find_counterparty(list, progress_.party);
                if (!found) return nothing_found();
                progress_.counterparty = *found;
                return made();
            });
        case step::create_counterparty:
            return read<api::create_counterparty>(serial, answer, now, [&](auto const& counterparty) {
                progress_.counterparty = counterparty.id;
                return made();
            });
        case step::find_invoice:
            return read<api::list_invoices>(serial, answer, now, [&](auto const& list) {
                orphans_ = find_invoices(list, *wanted_);
                if (orphans_.empty()) return nothing_found();
                progress_.invoice = orphans_.front();
                orphans_.erase(orphans_.begin());
                return made();
            });
        case step::create_invoice:
            return read<api::create_invoice>(serial, answer, now, [&](auto const& invoice) {
                progress_.invoice = invoice.id;
                return made();
            });
        case step::review_invoice:
            return read<api::retrieve_invoice>(serial, answer, now, [&](auto const& invoice) {
                todo_ = flow::review_invoice(*wanted_, invoice);
                if (todo_.what == review::next::stop) return give_up("not paid: " + todo_.reason, now);
                reviewed_ = todo_.what == review::next::pay;
                return go_on(now);
            });
        case step::add_item:
            return read<api::add_invoice_item>(serial, answer, now, [&](auto const&) {
                todo_ = {};
                return go_on(now);
            });
        case step::publish:
            return read<api::publish_invoice>(serial, answer, now, [&](auto const&) {
                todo_ = {};  // what was published is read back once more before it is paid
                return go_on(now);
            });
        case step::predict_method:
            return read<api::predict_mmo_provider>(serial, answer, now, [&](auto const& info) {
                auto const carried = target_currency(*wanted_, info.currencies);
                if (!carried) return give_up("the provider of this phone names no currency", now);
                target_ = *carried;
                route_ = route{info.payment_method, info.gateway_provider};
                return go_on(now);
            });
        case step::create_account:
            return read<api::create_payment_account>(serial, answer, now, [&](auto const& account) {
                if (!account.is_active) return give_up("the payment account is not active", now);
                progress_.account = account.id;
                return made();
            });
        case step::predict_amounts: {
            auto const take = [&](api::amount_and_fee_prediction_response const& predicted) {
                if (auto objection = prediction_objection(*wanted_, target_, predicted); !objection.empty())
                    return give_up("not paid: " + objection, now);
                predicted_ = predicted;
                return go_on(now);
            };
            if (operation() == operation_type::collection)
                return read<api::predict_source_amount_and_fees>(serial, answer, now, take);
            return read<api::predict_amount_and_fees>(serial, answer, now, take);
        }
        case step::open_session:
            if (operation() == operation_type::collection)
                return read<api::create_checkout_session>(serial, answer, now, [&](auto const& session) {
                    if (session.source_id.value != progress_.invoice.value || !session.source_type.is(source_type()))
                        return give_up("the session is for another source", now);
                    return take_session(session.id, session.expires_at, now);
                });
            if (operation() == operation_type::transfer)
                return read<api::create_transfer_session>(serial, answer, now, [&](auto const& session) {
                    if (session.from_wallet_id != wanted_->from_wallet_id ||
                        session.to_counterparty_id != progress_.counterparty || session.amount != wanted_->amount ||
                        session.currency != wanted_->currency)
                        return give_up("the session is for another wallet, counterparty or amount", now);
                    return take_session(session.id, session.expires_at, now);
                });
            if (operation() == operation_type::refund)
                return read<api::create_refund_session>(serial, answer, now, [&](auto const& session) {
                    if (session.original_payment_intent_id != wanted_->original_payment_intent_id ||
                        session.amount != wanted_->amount)
                        return give_up("the session is for another payment or amount", now);
                    return take_session(session.id, session.expires_at, now);
                });
            return read<api::create_payout_session>(serial, answer, now, [&](auto const& session) {
                if (session.payout_account_id != progress_.account || session.amount != wanted_->amount ||
                    session.currency != wanted_->currency)
                    return give_up("the session is for another account or amount", now);
                return take_session(session.id, session.expires_at, now);
            });
        case step::read_document:
            return read<api::status_source>(serial, answer, now, [&](auto const& source) {
                if (auto objection = document_objection(*wanted_, source); !objection.empty())
                    return give_up("not paid: " + objection, now);
                reviewed_ = true;
                return go_on(now);
            });
        case step::confirm_source:
            return read<api::status_source>(serial, answer, now, [&](auto const& source) {
                if (source.status != source_status::paid) return confirm_later(now);
                paid_at_ = source.paid_at;
                step_ = step::fetch_receipt;
                return start_call(now);
            });
        case step::fetch_receipt: {
            auto const take = [&](auto const&) {
                has_receipt_ = true;
                return after_attempt(now);
            };
            if (source_type() == dollr::source_type::order)
                return read<api::retrieve_order_receipt>(serial, answer, now, take);
            return read<api::retrieve_invoice_receipt>(serial, answer, now, take);
        }
        default:
            return wait();
    }
}

inline command payment::take_session(session_id session, timestamp const& expires_at, instant now) {
    progress_.session = session;
    expiry_ = expires_at.server();
    return go_on(now);
}

}  // namespace dollr::flow

#endif
