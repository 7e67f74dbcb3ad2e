// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SCHEMA_POLICY_HPP
#define DOLLR_SCHEMA_POLICY_HPP

#include <cstdint>
#include <string_view>

/// How strict the library is about what leaves. Where the contract's sources disagree it holds to the strictest;
/// somebody who knows better, because the API's operator said so, relaxes one rule and no other:
///
///     codec::write_options options;
///     options.policy = schema::validation_policy{}.without(schema::local_rule::minor_units);
///
/// Three things are no rules and cannot be relaxed: the identity of a payment (a nil reference_id, an id below zero), a
/// word that a closed enumeration does not have, and what would change the shape of the request (a path segment that is
/// empty, a header with a line break). Two rules are relaxed by the value itself and not here: a currency that is in no
/// list is `currency::unlisted`, and a pair of method and provider carries its own `pairing`.
namespace dollr::schema {

enum class local_rule : std::uint16_t {
    required = 1u << 0,        ///< a required value is not empty
    text_length = 1u << 1,     ///< text is as long as the contract says
    text_encoding = 1u << 2,   ///< text is UTF-8 without NUL
    phone_pattern = 1u << 3,   ///< `[1-9][0-9]{7,14}`; what it is not is made by phone::unlisted
    uuid_version = 1u << 4,    ///< a reference_id is of version 4; another is made by reference_id::of_any_version
    least_amount = 1u << 5,    ///< an amount to be paid is at least 0.01
    minor_units = 1u << 6,     ///< an amount has no more decimals than its currency
    fifteen_digits = 1u << 7,  ///< an amount has at most 15 significant digits
    least_number = 1u << 8,    ///< qty and the like are at least what the guides say
    in_the_future = 1u << 9,   ///< an expiry is after now
    agreement = 1u << 10,      ///< members that bind each other, such as one of phone and user_id
};

/// Of one rule.
[[nodiscard]] constexpr std::string_view to_text(local_rule value) noexcept;

class validation_policy {
public:
    constexpr validation_policy() noexcept = default;  ///< every rule holds

    [[nodiscard]] constexpr validation_policy without(local_rule r) const noexcept {
        auto out = *this;
        out.relaxed_ = static_cast<std::uint16_t>(out.relaxed_ | static_cast<std::uint16_t>(r));
        return out;
    }
    [[nodiscard]] constexpr bool demands(local_rule r) const noexcept {
        return (relaxed_ & static_cast<std::uint16_t>(r)) == 0;
    }

    friend constexpr bool operator==(validation_policy, validation_policy) noexcept = default;

private:
    std::uint16_t relaxed_ = 0;
};

constexpr std::string_view to_text(local_rule value) noexcept {
    switch (value) {
        case local_rule::required:
            return "required";
        case local_rule::text_length:
            return "text length";
        case local_rule::text_encoding:
            return "text encoding";
        case local_rule::phone_pattern:
            return "phone pattern";
        case local_rule::uuid_version:
            return "uuid version";
        case local_rule::least_amount:
            return "least amount";
        case local_rule::minor_units:
            return "minor units";
        case local_rule::fifteen_digits:
            return "fifteen digits";
        case local_rule::least_number:
            return "least number";
        case local_rule::in_the_future:
            return "in the future";
        case local_rule::agreement:
            return "agreement";
    }
    return {};
}

}  // namespace dollr::schema

#endif
