// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_REDACT_HPP
#define DOLLR_CODEC_REDACT_HPP

#include <dollr/schema/describe.hpp>
#include <dollr/value/secret.hpp>

#include <cstddef>
#include <string_view>

/// A value that is about to be shown: every secret in it, however deep, is wiped and replaced by a word that is none.
namespace dollr::codec {

inline constexpr std::string_view redacted = "[redacted]";

template <class T>
void redact(T& value);

namespace detail {

inline void redact(schema::type const& type, void* place) {
    switch (type.kind) {
        case schema::kind::secret:
            static_cast<secret_string*>(place)->assign(redacted);
            break;
        case schema::kind::object:
            for (auto const& field : type.structure->fields) {
                auto* inner = field.at(place);
                if (field.optional) inner = const_cast<void*>(field.optional->get(inner));
                if (inner != nullptr) redact(*field.type, inner);
            }
            break;
        case schema::kind::list:
            for (std::size_t i = 0; i < type.list->size(place); ++i)
                redact(*type.list->element, const_cast<void*>(type.list->at(place, i)));
            break;
        default:
            break;
    }
}

/// Whether a value of this type can hold a secret.
constexpr bool may_hold_secret(schema::type const& type) noexcept {
    if (type.kind == schema::kind::secret) return true;
    if (type.kind == schema::kind::list) return may_hold_secret(*type.list->element);
    if (type.kind != schema::kind::object) return false;
    for (auto const& field : type.structure->fields)
        if (may_hold_secret(*field.type)) return true;
    return false;
}

}  // namespace detail

template <class T>
inline constexpr bool may_hold_secret = detail::may_hold_secret(schema::type_of<T>);

template <class T>
void redact(T& value) {
    detail::redact(schema::type_of<T>, &value);
}

}  // namespace dollr::codec

#endif
