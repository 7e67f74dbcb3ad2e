// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SCHEMA_STRUCTURE_HPP
#define DOLLR_SCHEMA_STRUCTURE_HPP

#include <dollr/schema/type.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

/// The description of a struct: its contract name, how well the contract knows it, and what its members' types cannot
/// say.
///
///     struct payout_execution_payload { dollr::session_id session_id; ... };
///     BOOST_DESCRIBE_STRUCT(payout_execution_payload, (), (session_id, ...))
///     consteval auto schema_of(payout_execution_payload const*) {
///         return schema::description{"PayoutExecutionPayload", schema::evidence::fragment,
///                                    schema::rule{.member = "session_id", .form = schema::form::text}};
///     }
///
/// `schema_of` is found by argument-dependent lookup. A rule that names no member does not compile. What binds several
/// members is a second function, asked before the struct leaves: `std::string_view why_not(T const&) noexcept`, empty
/// or what to do.
namespace dollr::schema {

/// Where the contract's knowledge of a schema comes from, best first (contract notes).
enum class evidence : std::uint8_t { fragment, page, guide, inferred, own };

[[nodiscard]] constexpr std::string_view to_text(evidence value) noexcept;

/// Answers of which only a guide or a sibling tells the shape are read most tolerantly.
constexpr bool is_guess(evidence e) noexcept { return e == evidence::guide || e == evidence::inferred; }

/// How a number or an id appears in JSON.
enum class form : std::uint8_t {
    natural,  ///< a JSON number
    text,     ///< a JSON string
};

[[nodiscard]] constexpr std::string_view to_text(form value) noexcept;

/// What one member's C++ type cannot say.
struct rule {
    std::string_view member;            ///< its C++ name
    std::string_view name{};            ///< on the wire, where it differs
    std::string_view also{};            ///< a second name accepted on input, where the contract's sources disagree
    schema::form form = form::natural;  ///< how it is written
    bool either_form = false;           ///< a number or its text is read, where the contract's sources disagree
    bool null_if_absent = false;        ///< required in the contract but nullable: absent is written as null
    bool payable = false;               ///< of an amount: at least 0.01
    std::string_view money_of{};  ///< of an amount that leaves: the member with its currency, whose minor units bind it
    bool sent = false;            ///< of an amount that leaves without its currency beside it
    bool expiry = false;          ///< of a time that leaves: it is after now
    std::int64_t at_least = std::numeric_limits<std::int64_t>::min();
    std::uint32_t length_min = 0;  ///< of text, in code points as the server counts
    std::uint32_t length_max = std::numeric_limits<std::uint32_t>::max();
};

/// One member, ready for the engines.
struct field {
    std::string_view name;        ///< on the wire
    void* (*at)(void*) noexcept;  ///< from the struct to the member; reading through it does not write
    schema::type const* type;     ///< of the value, under the optional if there is one
    optional_access const* optional = nullptr;
    schema::rule rule{};
    std::uint8_t money_of = none;  ///< index of the member that rule.money_of names

    static constexpr std::uint8_t none = 0xFF;
    constexpr bool required() const noexcept { return optional == nullptr; }
};

struct structure {
    std::string_view name;  ///< in the contract
    schema::evidence evidence;
    std::span<field const> fields;
    std::uint64_t required = 0;                                   ///< bit i: field i must be there
    std::string_view (*why_not)(void const*) noexcept = nullptr;  ///< see below
};

template <std::size_t N>
struct description {
    std::string_view name;
    schema::evidence evidence;
    std::array<rule, N> rules;

    template <class... Rules>
    constexpr description(std::string_view contract_name, schema::evidence how_known, Rules... r)
        : name(contract_name), evidence(how_known), rules{r...} {}
};

template <class... Rules>
description(std::string_view, evidence, Rules...) -> description<sizeof...(Rules)>;

constexpr std::string_view to_text(evidence value) noexcept {
    switch (value) {
        case evidence::fragment:
            return "fragment";
        case evidence::page:
            return "page";
        case evidence::guide:
            return "guide";
        case evidence::inferred:
            return "inferred";
        case evidence::own:
            return "own";
    }
    return {};
}

constexpr std::string_view to_text(form value) noexcept {
    switch (value) {
        case form::natural:
            return "natural";
        case form::text:
            return "text";
    }
    return {};
}

}  // namespace dollr::schema

#endif
