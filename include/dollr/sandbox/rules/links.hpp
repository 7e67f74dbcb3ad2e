// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_LINKS_HPP
#define DOLLR_SANDBOX_RULES_LINKS_HPP

#include <dollr/api/links.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/documents.hpp>
#include <dollr/sandbox/pages.hpp>

/// Links: where a document is paid, once it is ACTIVE, and where its receipt is, once it is PAID.
namespace dollr::sandbox {

template <>
inline constexpr bool needs_verified_merchant<api::retrieve_payment_link> = true;
inline answer<api::link_response> serve(state& s, call<api::retrieve_payment_link> const& c) {
    auto const* const d = find_source(s, c.query.source_type, c.query.source_number);
    if (d == nullptr) return missing("Payment source");
    if (d->status == source_status::idle || d->status == source_status::canceled)
        return refusal({"query", "source_number"}, "There is no payment link while this is IDLE or CANCELED");
    return api::link_response{page_url(s, payment_pages, page_token(s, d->id))};
}

inline answer<api::link_response> serve(state& s, call<api::retrieve_receipt_link> const& c) {
    auto const* const d = find_source(s, c.query.source_type, c.query.source_number);
    if (d == nullptr) return missing("Payment source");
    if (d->status != source_status::paid)
        return refusal({"query", "source_number"}, "There is a receipt link once this is PAID");
    return api::link_response{page_url(s, receipt_pages, page_token(s, d->id))};
}

}  // namespace dollr::sandbox

#endif
