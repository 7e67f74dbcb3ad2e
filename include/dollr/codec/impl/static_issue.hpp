// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_IMPL_STATIC_ISSUE_HPP
#define DOLLR_CODEC_IMPL_STATIC_ISSUE_HPP

#include <dollr/schema/structure.hpp>
#include <dollr/value/issue.hpp>

#include <boost/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// An issue before it knows its place: static texts only, so that finding nothing costs nothing. The types are the
/// server's own words where it has one, so that both sides' issues look alike; the messages say what must be there.
namespace dollr::codec::detail {

struct static_issue {
    std::string_view type{};
    std::string_view msg{};

    constexpr explicit operator bool() const noexcept { return !type.empty(); }
};

inline constexpr static_issue missing{"missing", "this member is required"};
inline constexpr static_issue duplicate{"duplicate_member", "this member appears twice"};
inline constexpr static_issue not_a_member{"extra_forbidden", "there is no such member: look for a misspelling"};
inline constexpr static_issue holds_nul{"string_nul", "text must not hold U+0000"};
inline constexpr static_issue not_utf8{"string_unicode", "text must be valid UTF-8"};
inline constexpr static_issue too_short{"string_too_short", "text is too short"};
inline constexpr static_issue too_long{"string_too_long", "text is too long"};
inline constexpr static_issue no_word{"enum", "must be one of the contract's words"};
inline constexpr static_issue not_currency{"string_pattern_mismatch", "must be three upper-case letters, such as USD"};
inline constexpr static_issue not_phone_with_plus{
    "string_pattern_mismatch", "must be digits only, such as 231771234567: leave out the plus and any spaces"};
inline constexpr static_issue not_timestamp{"datetime_parsing", "must be a time, such as 2026-06-23T10:00:00Z"};
inline constexpr static_issue not_integer{"int_type", "must be a whole number"};
inline constexpr static_issue integer_range{"int_parsing_size", "this number is too large"};
inline constexpr static_issue not_id{"greater_than", "must be a positive whole number"};
inline constexpr static_issue below_least{"greater_than_equal", "this number is too small"};
inline constexpr static_issue not_amount{"decimal_type", "must be a decimal number"};
inline constexpr static_issue not_exact{"decimal_max_digits", "this number has too many digits to keep exactly"};
inline constexpr static_issue not_payable{"greater_than_equal", "must be at least 0.01"};
inline constexpr static_issue too_many_digits{
    "decimal_max_digits", "an amount must have at most 15 digits: split it, or remove trailing zeros"};
inline constexpr static_issue has_passed{"value_error", "must be in the future"};
inline constexpr static_issue other_uuid{"uuid_version", "must be a UUID of version 4"};
inline constexpr static_issue not_text{"string_type", "must be text"};
inline constexpr static_issue not_quoted_amount{"string_type", "must be a decimal number in quotes, such as \"25.00\""};
inline constexpr static_issue not_quoted_integer{"string_type", "must be a whole number in quotes, such as \"25\""};
inline constexpr static_issue not_boolean{"bool_type", "must be true or false"};
inline constexpr static_issue not_object{"model_type", "must be an object"};
inline constexpr static_issue not_list{"list_type", "must be a list"};
inline constexpr static_issue not_step{"loc_type", "must be text or a whole number"};

/// What must stand where a value of another JSON type does.
constexpr static_issue due(schema::type const& type, schema::field const& field) noexcept {
    using schema::kind;
    bool const as_text = field.rule.form == schema::form::text;
    switch (type.kind) {
        case kind::text:
        case kind::secret:
        case kind::currency:
        case kind::phone:
        case kind::reference_id:
        case kind::timestamp:
        case kind::word:
            return not_text;
        case kind::boolean:
            return not_boolean;
        case kind::integer:
            return as_text ? not_quoted_integer : not_integer;
        case kind::amount:
            return as_text ? not_quoted_amount : not_amount;
        case kind::step:
            return not_step;
        case kind::object:
            return not_object;
        case kind::list:
            return not_list;
    }
    return not_text;
}

/// The words of an enumeration, if they are few enough to be read.
inline void append_words(std::string& out, schema::field const& field) {
    constexpr std::size_t words_max = 8;
    if (field.type == nullptr || field.type->word == nullptr || field.type->word->words.size() > words_max) return;
    for (bool first = true; auto const word : field.type->word->words) {
        out += first ? ": " : ", ";
        out.append(word);
        first = false;
    }
}

/// With the bound, where the schema sets one.
BOOST_NOINLINE inline std::string message(static_issue const& f, schema::field const& field) {
    std::string out(f.msg);
    if (f.msg == no_word.msg) append_words(out, field);
    if (f.type == too_short.type) {
        auto const least = field.rule.length_min;
        out += ": at least " + std::to_string(least) + (least == 1 ? " character" : " characters");
    }
    if (f.msg == too_long.msg && field.rule.length_max != schema::rule{}.length_max)
        out += ": at most " + std::to_string(field.rule.length_max) + " characters";
    if (f.msg == below_least.msg) out += ": at least " + std::to_string(field.rule.at_least);
    return out;
}

/// Issues are made here and nowhere else, out of line: text and vectors inlined at every issue would cost a user's
/// compiler more than all the rest of the codec.
BOOST_NOINLINE inline void add_issue(std::vector<issue>& issues, issue_location&& loc, static_issue const& f,
                                     schema::field const& field) {
    issues.push_back({std::move(loc), message(f, field), std::string(f.type)});
}

/// The same for a place two steps deep, such as {"query", "phone"}.
BOOST_NOINLINE inline void add_issue(std::vector<issue>& issues, std::string_view root, std::string_view name,
                                     static_issue const& f, schema::field const& field) {
    issue_location loc;
    loc.emplace_back(std::string(root));
    loc.emplace_back(std::string(name));
    add_issue(issues, std::move(loc), f, field);
}

/// Lists keep their elements' bounds on the elements; roots and list elements have no rule of their own.
inline constexpr schema::field plain_field{.name = {}, .at = nullptr, .type = nullptr};

}  // namespace dollr::codec::detail

#endif
