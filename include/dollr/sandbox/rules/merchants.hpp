// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_MERCHANTS_HPP
#define DOLLR_SANDBOX_RULES_MERCHANTS_HPP

#include <dollr/api/merchants.hpp>
#include <dollr/sandbox/call.hpp>

/// Merchants: there is one, an organisation, and it owns everything here.
namespace dollr::sandbox {

inline answer<api::merchant_info_response> serve(state&, call<api::retrieve_merchant_info> const& c) {
    if (c.query.merchant_id.value != merchant.value || c.query.merchant_type != api::merchant_type::organization)
        return missing("Merchant");
    api::merchant_info_response r;
    r.id = c.query.merchant_id;
    r.name = merchant_name;
    r.type = c.query.merchant_type;
    r.email = "merchant@sandbox.example";
    r.phone = "231770000019";
    return r;
}

}  // namespace dollr::sandbox

#endif
