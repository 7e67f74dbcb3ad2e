// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_IMPL_READ_LEAF_HPP
#define DOLLR_CODEC_IMPL_READ_LEAF_HPP

#include <dollr/codec/impl/static_issue.hpp>
#include <dollr/schema/type.hpp>
#include <dollr/value/amount.hpp>
#include <dollr/value/currency.hpp>
#include <dollr/value/phone.hpp>
#include <dollr/value/reference_id.hpp>
#include <dollr/value/secret.hpp>
#include <dollr/value/text.hpp>
#include <dollr/value/timestamp.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// One leaf from its text into its place in memory. `place` is of the C++ type that the kind names (schema/type.hpp).
/// Used by the JSON reader and for the values of paths and queries.
namespace dollr::codec::detail {

/// From a JSON string. `either`: a number's text is read although a number was promised.
static_issue read_text(schema::type const& type, schema::field const& field, void* place, std::string_view text,
                       bool either);

/// From a JSON number's text.
static_issue read_number(schema::type const& type, schema::field const& field, void* place, std::string_view text,
                         bool either);

/// From a path segment or a query value, where everything is text.
static_issue read_parameter(schema::type const& type, schema::field const& field, void* place, std::string_view text);

inline std::size_t code_points(std::string_view utf8) noexcept {
    std::size_t n = 0;
    for (char const c : utf8) n += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    return n;
}

inline static_issue check_length(schema::field const& field, std::string_view text) noexcept {
    schema::rule const& r = field.rule;
    if (r.length_min == 0 && r.length_max == schema::rule{}.length_max) return {};
    auto const n = code_points(text);
    if (n < r.length_min) return too_short;
    if (n > r.length_max) return too_long;
    return {};
}

/// Zero is never an amount to be paid, nor is half a cent.
constexpr static_issue check_amount(schema::field const& field, amount const& a) noexcept {
    constexpr auto least = *amount::try_parse("0.01");
    return field.rule.payable && a < least ? not_payable : static_issue{};
}

inline static_issue set_integer(schema::type const& type, schema::field const& field, void* place,
                                std::int64_t n) noexcept {
    if (type.integer->identity && n <= 0) return not_id;
    if (n < field.rule.at_least) return below_least;
    return type.integer->set(place, n) ? static_issue{} : integer_range;
}

/// `-?[0-9]+` up to 64 bits. JSON's grammar has excluded leading zeros where the text was a number.
inline static_issue read_integer(schema::type const& type, schema::field const& field, void* place,
                                 std::string_view text, bool fractions) noexcept {
    std::int64_t n = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (ec == std::errc::result_out_of_range) return integer_range;
    if (ec != std::errc{}) return not_integer;
    if (end != text.data() + text.size()) {  // 55.0 is 55 where the contract says "number or integer"
        auto const exact = fractions ? amount::try_parse_json(text) : std::nullopt;
        auto const whole = exact ? exact->rescaled(0) : std::nullopt;
        if (!whole) return not_integer;
        char digits[amount::text_max];
        auto const r = std::from_chars(digits, whole->write(digits), n);
        if (r.ec != std::errc{}) return integer_range;
    }
    return set_integer(type, field, place, n);
}

inline static_issue read_number(schema::type const& type, schema::field const& field, void* place,
                                std::string_view text, bool either) {
    bool const accepted = field.rule.form == schema::form::natural || field.rule.either_form || either;
    switch (type.kind) {
        case schema::kind::integer:
            if (!accepted) return due(type, field);
            return read_integer(type, field, place, text, field.rule.either_form || either);
        case schema::kind::amount: {
            if (!accepted) return due(type, field);
            auto const a = amount::try_parse_json(text);
            if (!a) return not_exact;
            *static_cast<amount*>(place) = *a;
            return check_amount(field, *a);
        }
        case schema::kind::step: {
            std::int64_t n = 0;
            auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
            if (ec != std::errc{} || end != text.data() + text.size()) return not_step;
            *static_cast<std::variant<std::string, std::int64_t>*>(place) = n;
            return {};
        }
        default:
            return due(type, field);
    }
}

/// A JSON number's grammar for the start of a text, so that " 5", "+5" and "0x5" are not read as numbers.
constexpr bool starts_like_a_number(std::string_view text) noexcept {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || text[0] < '0' || text[0] > '9') return false;
    return text.size() == 1 || text[0] != '0' || text[1] < '0' || text[1] > '9';
}

inline static_issue read_text(schema::type const& type, schema::field const& field, void* place, std::string_view text,
                              bool either) {
    using schema::kind;
    bool const numeric = field.rule.form == schema::form::text || field.rule.either_form || either;
    switch (type.kind) {
        case kind::text:
            if (text.find('\0') != std::string_view::npos) return holds_nul;
            if (auto const f = check_length(field, text)) return f;
            static_cast<std::string*>(place)->assign(text);
            return {};
        case kind::secret:
            if (text.find('\0') != std::string_view::npos) return holds_nul;
            static_cast<secret_string*>(place)->assign(text);
            return {};
        case kind::currency: {
            auto const c = currency::unlisted(text);  // a server may know a newer one
            if (!c) return not_currency;
            *static_cast<currency*>(place) = *c;
            return {};
        }
        case kind::phone: {
            auto const p = phone::try_parse(text);
            if (!p && text.starts_with('+'))
                return not_phone_with_plus;  // why_not names a function, which JSON has not
            if (!p) return {"string_pattern_mismatch", phone::why_not(text)};
            *static_cast<phone*>(place) = *p;
            return {};
        }
        case kind::reference_id: {
            auto const id = reference_id::try_parse(text);
            if (!id) return {"uuid_parsing", reference_id::why_not(text)};
            *static_cast<reference_id*>(place) = *id;
            return {};
        }
        case kind::timestamp: {
            auto const t = timestamp::try_parse(text);
            if (!t) return not_timestamp;
            *static_cast<timestamp*>(place) = *t;
            return {};
        }
        case kind::word:
            if (text.find('\0') != std::string_view::npos) return holds_nul;
            return !text.empty() && type.word->assign(place, text) ? static_issue{} : no_word;
        case kind::integer:
            if (!numeric || !starts_like_a_number(text)) return due(type, field);
            return read_integer(type, field, place, text, false);
        case kind::amount: {
            if (!numeric) return due(type, field);
            auto const a = starts_like_a_number(text) ? amount::try_parse_json(text) : std::nullopt;
            if (!a) return {"decimal_parsing", amount::why_not(text)};
            *static_cast<amount*>(place) = *a;
            return check_amount(field, *a);
        }
        case kind::step:
            if (text.find('\0') != std::string_view::npos) return holds_nul;
            *static_cast<std::variant<std::string, std::int64_t>*>(place) = std::string(text);
            return {};
        case kind::boolean:
        case kind::object:
        case kind::list:
            return due(type, field);
    }
    return due(type, field);
}

inline static_issue read_parameter(schema::type const& type, schema::field const& field, void* place,
                                   std::string_view text) {
    if (type.kind == schema::kind::boolean) {
        if (text != "true" && text != "false") return not_boolean;
        *static_cast<bool*>(place) = text == "true";
        return {};
    }
    return read_text(type, field, place, text, true);
}

}  // namespace dollr::codec::detail

#endif
