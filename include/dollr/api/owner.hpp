// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_OWNER_HPP
#define DOLLR_API_OWNER_HPP

#include <dollr/value/open_enum.hpp>

#include <boost/describe/enum.hpp>

#include <cstdint>
#include <string_view>

namespace dollr::api {

/// Who owns a document or a counterparty: a person or a merchant.
BOOST_DEFINE_FIXED_ENUM_CLASS(owner_type, std::uint8_t, user, micro_organization, organization)
[[nodiscard]] constexpr std::string_view to_text(owner_type value) noexcept { return wire_name(value); }

}  // namespace dollr::api

#endif
