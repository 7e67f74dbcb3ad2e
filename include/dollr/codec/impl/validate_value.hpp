// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_IMPL_VALIDATE_VALUE_HPP
#define DOLLR_CODEC_IMPL_VALIDATE_VALUE_HPP

#include <dollr/codec/impl/plain_text.hpp>
#include <dollr/codec/impl/read_leaf.hpp>
#include <dollr/codec/limits.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// One walk over what is about to leave: it collects every issue and counts how many bytes the JSON can take at most,
/// so that the writer needs neither a check nor a growing buffer.
namespace dollr::codec::detail {

using schema::local_rule;

/// Where the walk is: a list on the call stack, turned into a loc only for an issue.
struct step {
    step const* up = nullptr;
    std::string_view name{};
    std::int64_t index = -1;  ///< of a list's element, which has no name
};

BOOST_NOINLINE inline issue_location location(step const* at) {
    issue_location loc;
    for (; at != nullptr; at = at->up) {
        if (at->index >= 0)
            loc.emplace_back(at->index);
        else if (!at->name.empty())
            loc.emplace_back(std::string(at->name));
    }
    std::reverse(loc.begin(), loc.end());
    return loc;
}

/// How many bytes of JSON a text takes, quotes included.
inline std::size_t quoted_size(std::string_view text) noexcept {
    std::size_t n = text.size() + 2;
    for (char const c : text) {
        auto const u = static_cast<unsigned char>(c);
        if (u < 0x20)
            n += 5;
        else if (c == '"' || c == '\\')
            n += 1;
    }
    return n;
}

class validator {
public:
    validator(std::vector<issue>& issues, write_options const& options) noexcept
        : issues_(&issues), options_(&options) {}

    /// The most bytes that this value can take.
    std::size_t validate_value(schema::type const& type, schema::field const& field, void const* place, step const& at);

private:
    std::size_t validate_object(schema::structure const& s, void const* place, step const& at);
    std::size_t validate_text(schema::field const& field, std::string_view text, step const& at);
    void validate_amount(schema::field const& field, amount const& a, step const& at);
    void validate_phone(schema::field const& field, phone const& p, step const& at);
    bool has_come(timestamp const& t) const noexcept { return options_->now && t.time() <= *options_->now; }
    void validate_money(schema::structure const& s, schema::field const& field, void const* owner, void const* place,
                        step const& at);

    void add(static_issue const& f, schema::field const& field, step const& at);

    bool demands(schema::local_rule r) const noexcept { return options_->policy.demands(r); }
    void require(schema::local_rule r, bool holds, static_issue const& f, schema::field const& field, step const& at) {
        if (!holds && demands(r)) add(f, field, at);
    }

    std::vector<issue>* issues_;
    write_options const* options_;
};

BOOST_NOINLINE inline void validator::add(static_issue const& f, schema::field const& field, step const& at) {
    if (issues_->size() < options_->limits.issues_max) add_issue(*issues_, location(&at), f, field);
}

/// The member's value, or null where an optional is absent.
inline void const* value_of(schema::field const& field, void const* owner) noexcept {
    void const* const place = field.at(const_cast<void*>(owner));
    return field.optional == nullptr ? place : field.optional->get(place);
}

inline std::size_t validator::validate_text(schema::field const& field, std::string_view text, step const& at) {
    bool const plain = is_plain(text);
    if (!plain && !is_utf8_without_nul(text))
        require(local_rule::text_encoding, false, text.find('\0') == std::string_view::npos ? not_utf8 : holds_nul,
                field, at);
    else if (auto const f = check_length(field, text))
        require(local_rule::text_length, false, f, field, at);
    if (text.size() > options_->limits.string_max) add(too_long, field, at);
    return plain ? text.size() + 2 : quoted_size(text);
}

inline void validator::validate_amount(schema::field const& field, amount const& a, step const& at) {
    if (auto const f = check_amount(field, a)) require(local_rule::least_amount, false, f, field, at);
    bool const leaves = field.rule.sent || field.money_of != schema::field::none;
    require(local_rule::fifteen_digits, !leaves || a.significant_digits() <= amount::sendable_digits_max,
            too_many_digits, field, at);
}

inline void validator::validate_phone(schema::field const& field, phone const& p, step const& at) {
    if (p.is_empty())
        require(local_rule::required, false, missing, field, at);
    else if (!p.is_listed())
        require(local_rule::phone_pattern, false, {"string_pattern_mismatch", phone::why_not(p.text())}, field, at);
}

inline void validator::validate_money(schema::structure const& s, schema::field const& field, void const* owner,
                                      void const* place, step const& at) {
    void const* const of = value_of(s.fields[field.money_of], owner);
    if (of == nullptr || static_cast<currency const*>(of)->is_empty()) return;  // an issue of its own
    auto const& sum = *static_cast<amount const*>(place);
    auto const& in = *static_cast<currency const*>(of);
    if (!sum.fits(in))
        require(local_rule::minor_units, false, {"decimal_max_places", sum.why_not_sendable(in)}, field, at);
}

inline std::size_t validator::validate_object(schema::structure const& s, void const* place, step const& at) {
    std::size_t n = 2;
    for (schema::field const& field : s.fields) {
        void const* const value = value_of(field, place);
        step const here{&at, field.name};
        n += field.name.size() + 4;  // quotes, colon, comma
        if (value == nullptr) {
            n += field.rule.null_if_absent ? 4 : 0;
            continue;
        }
        n += validate_value(*field.type, field, value, here);
        if (field.money_of != schema::field::none) validate_money(s, field, place, value, here);
    }
    if (s.why_not != nullptr) {
        auto const why = s.why_not(place);
        require(local_rule::agreement, why.empty(), {"value_error", why}, plain_field, at);
    }
    return n;
}

inline std::size_t validator::validate_value(schema::type const& type, schema::field const& field, void const* place,
                                             step const& at) {
    using schema::kind;
    switch (type.kind) {
        case kind::text:
            return validate_text(field, *static_cast<std::string const*>(place), at);
        case kind::secret: {
            auto const& secret = *static_cast<secret_string const*>(place);
            require(local_rule::required, !secret.empty(), missing, field, at);
            return validate_text(field, secret.reveal(), at);
        }
        case kind::boolean:
            return 5;
        case kind::integer: {
            auto const n = type.integer->get(place);
            if (type.integer->identity && n < 0)
                add(not_id, field, at);
            else if (type.integer->identity)
                require(local_rule::required, n != 0, missing, field, at);
            else
                require(local_rule::least_number, n >= field.rule.at_least, below_least, field, at);
            return 22;
        }
        case kind::amount:
            validate_amount(field, *static_cast<amount const*>(place), at);
            return amount::text_max + 2;
        case kind::currency:
            require(local_rule::required, !static_cast<currency const*>(place)->is_empty(), missing, field, at);
            return 5;
        case kind::phone:
            validate_phone(field, *static_cast<phone const*>(place), at);
            return 2 * phone::digits_max + 2;
        case kind::reference_id:
            if (static_cast<reference_id const*>(place)->is_nil())
                add(missing, field, at);
            else
                require(local_rule::uuid_version, static_cast<reference_id const*>(place)->is_version_4(), other_uuid,
                        field, at);
            return reference_id::text_size + 2;
        case kind::timestamp:
            require(local_rule::in_the_future, !field.rule.expiry || !has_come(*static_cast<timestamp const*>(place)),
                    has_passed, field, at);
            return timestamp::text_max + 2;
        case kind::word: {
            auto const text = type.word->text(place);
            if (text.empty() && !type.word->open) add(no_word, field, at);
            require(local_rule::required, !text.empty() || !type.word->open, missing, field, at);
            return validate_text(field, text, at);
        }
        case kind::step: {
            auto const* text =
                std::get_if<std::string>(static_cast<std::variant<std::string, std::int64_t> const*>(place));
            return text != nullptr ? validate_text(field, *text, at) : 20;
        }
        case kind::object:
            return validate_object(*type.structure, place, at);
        case kind::list: {
            std::size_t n = 2;
            auto const size = type.list->size(place);
            for (std::size_t i = 0; i < size; ++i) {
                step const here{&at, {}, static_cast<std::int64_t>(i)};
                n += 1 + validate_value(*type.list->element, plain_field, type.list->at(place, i), here);
            }
            return n;
        }
    }
    return 0;
}

}  // namespace dollr::codec::detail

#endif
