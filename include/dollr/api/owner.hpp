// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_OWNER_HPP
#define DOLLR_API_OWNER_HPP

#include <boost/describe/enum.hpp>

#include <cstdint>

namespace dollr::api {

/// Who owns a document or a counterparty: a person or a merchant.
BOOST_DEFINE_FIXED_ENUM_CLASS(owner_type, std::uint8_t, user, micro_organization, organization)

}  // namespace dollr::api

#endif
