// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_IMPL_WRITE_VALUE_HPP
#define DOLLR_CODEC_IMPL_WRITE_VALUE_HPP

#include <dollr/codec/impl/validate_value.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <variant>

/// JSON from places in memory, by the tables of the schema. Nothing is checked here: the validator has, and has counted
/// the bytes. Every function takes the cursor and returns the new one.
namespace dollr::codec::detail {

char* write_value(char* out, schema::type const& type, schema::field const& field, void const* place) noexcept;

inline char* put(char* out, std::string_view text) noexcept {
    if (!text.empty()) std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

inline char* put_escape(char* out, char c) noexcept {
    *out++ = '\\';
    switch (c) {
        case '"':
        case '\\':
            *out++ = c;
            return out;
        case '\b':
            *out++ = 'b';
            return out;
        case '\f':
            *out++ = 'f';
            return out;
        case '\n':
            *out++ = 'n';
            return out;
        case '\r':
            *out++ = 'r';
            return out;
        case '\t':
            *out++ = 't';
            return out;
        default:
            break;
    }
    constexpr char digits[] = "0123456789abcdef";
    auto const u = static_cast<unsigned char>(c);
    out = put(out, "u00");
    *out++ = digits[u >> 4];
    *out++ = digits[u & 0xF];
    return out;
}

inline char* put_quoted(char* out, std::string_view text) noexcept {
    *out++ = '"';
    std::size_t clean = 0;
    for (std::size_t i = is_plain(text) ? text.size() : 0; i < text.size(); ++i) {
        char const c = text[i];
        if (is_plain(c) || static_cast<unsigned char>(c) >= 0x80) continue;
        out = put(out, text.substr(clean, i - clean));
        out = put_escape(out, c);
        clean = i + 1;
    }
    out = put(out, text.substr(clean));
    *out++ = '"';
    return out;
}

inline char* put_integer(char* out, std::int64_t n) noexcept { return std::to_chars(out, out + 20, n).ptr; }

inline char* write_object(char* out, schema::structure const& s, void const* place) noexcept {
    char* const begin = out;
    *out++ = '{';
    for (schema::field const& field : s.fields) {
        void const* const value = value_of(field, place);
        if (value == nullptr && !field.rule.null_if_absent) continue;
        if (out != begin + 1) *out++ = ',';
        *out++ = '"';
        out = put(out, field.name);
        *out++ = '"';
        *out++ = ':';
        out = value == nullptr ? put(out, "null") : write_value(out, *field.type, field, value);
    }
    *out++ = '}';
    return out;
}

inline char* write_value(char* out, schema::type const& type, schema::field const& field, void const* place) noexcept {
    using schema::kind;
    bool const as_text = field.rule.form == schema::form::text;
    switch (type.kind) {
        case kind::text:
            return put_quoted(out, *static_cast<std::string const*>(place));
        case kind::secret:
            return put_quoted(out, static_cast<secret_string const*>(place)->reveal());
        case kind::boolean:
            return put(out, *static_cast<bool const*>(place) ? "true" : "false");
        case kind::integer:
        case kind::amount:
            if (as_text) *out++ = '"';
            out = type.kind == kind::integer ? put_integer(out, type.integer->get(place))
                                             : static_cast<amount const*>(place)->write(out);
            if (as_text) *out++ = '"';
            return out;
        case kind::currency:
            return put_quoted(out, static_cast<currency const*>(place)->text());
        case kind::phone:
            return put_quoted(out, static_cast<phone const*>(place)->text());
        case kind::reference_id:
            *out++ = '"';
            out = static_cast<reference_id const*>(place)->write(out);
            *out++ = '"';
            return out;
        case kind::timestamp:
            *out++ = '"';
            out = static_cast<timestamp const*>(place)->write(out);
            *out++ = '"';
            return out;
        case kind::word:
            return put_quoted(out, type.word->text(place));
        case kind::step: {
            auto const& v = *static_cast<std::variant<std::string, std::int64_t> const*>(place);
            auto const* text = std::get_if<std::string>(&v);
            return text != nullptr ? put_quoted(out, *text) : put_integer(out, *std::get_if<std::int64_t>(&v));
        }
        case kind::object:
            return write_object(out, *type.structure, place);
        case kind::list: {
            *out++ = '[';
            auto const size = type.list->size(place);
            for (std::size_t i = 0; i < size; ++i) {
                if (i != 0) *out++ = ',';
                out = write_value(out, *type.list->element, plain_field, type.list->at(place, i));
            }
            *out++ = ']';
            return out;
        }
    }
    return out;
}

}  // namespace dollr::codec::detail

#endif
