// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SYSTEM_SHA256_HPP
#define DOLLR_SYSTEM_SHA256_HPP

#include <dollr/port/digest.hpp>

#include <string_view>

namespace dollr {

/// SHA-256 of FIPS 180-4, by OpenSSL.
class sha256 final : public digest_function {
public:
    [[nodiscard]] result<digest> operator()(std::string_view bytes) const override;
};

}  // namespace dollr

#endif
