// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SCHEMA_TYPE_OF_HPP
#define DOLLR_SCHEMA_TYPE_OF_HPP

#include <dollr/schema/structure.hpp>
#include <dollr/value/amount.hpp>
#include <dollr/value/currency.hpp>
#include <dollr/value/ids.hpp>
#include <dollr/value/open_enum.hpp>
#include <dollr/value/phone.hpp>
#include <dollr/value/reference_id.hpp>
#include <dollr/value/secret.hpp>
#include <dollr/value/timestamp.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// From a C++ type to its wire type: `type_of<T>`. A type that is not listed here cannot be a member of a described
/// struct; `double` is left out on purpose.
namespace dollr::schema {

template <class T>
struct unwrapped {
    using value = T;
    static constexpr optional_access const* access = nullptr;
};

namespace detail {

template <class T>
constexpr type make_type();

template <class T>
inline constexpr optional_access optional_of{
    [](void const* p) noexcept -> void const* {
        auto const& o = *static_cast<std::optional<T> const*>(p);
        return o ? &*o : nullptr;
    },
    [](void* p) -> void* { return &static_cast<std::optional<T>*>(p)->emplace(); },
    [](void* p) noexcept { static_cast<std::optional<T>*>(p)->reset(); }};

}  // namespace detail

template <class T>
struct unwrapped<std::optional<T>> {
    using value = T;
    static constexpr optional_access const* access = &detail::optional_of<T>;
};

template <class T>
inline constexpr type type_of = detail::make_type<T>();

namespace detail {
template <class T>
constexpr structure make_structure();  // describe.hpp
}

template <class T>
inline constexpr structure structure_of = detail::make_structure<T>();

namespace detail {

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<id<Tag>> = true;
template <class T>
inline constexpr bool is_duration = false;
template <class R, class P>
inline constexpr bool is_duration<std::chrono::duration<R, P>> = true;
template <class T>
inline constexpr bool is_open_enum = false;
template <class E>
inline constexpr bool is_open_enum<open_enum<E>> = true;

template <class T>
constexpr std::int64_t integer_get(void const* p) noexcept {
    auto const& v = *static_cast<T const*>(p);
    if constexpr (is_id<T>)
        return v.value;
    else if constexpr (is_duration<T>)
        return v.count();
    else
        return v;
}

template <class T>
constexpr bool integer_set(void* p, std::int64_t n) noexcept {
    auto& v = *static_cast<T*>(p);
    if constexpr (is_id<T>) {
        v.value = n;
    } else if constexpr (is_duration<T>) {
        v = T(n);
    } else {
        if (!std::in_range<T>(n)) return false;
        v = static_cast<T>(n);
    }
    return true;
}

template <class T>
inline constexpr integer_access integer_of{&integer_get<T>, &integer_set<T>, is_id<T>};

/// A class, because g++ exports a variable template over an enumeration from a library that hides its names.
template <class List>
struct words_in;

template <template <class...> class List, class... Each>
struct words_in<List<Each...>> {
    static constexpr std::array<std::string_view, sizeof...(Each)> all{wire_name(Each::value)...};
};

template <class E>
using words_of = words_in<boost::describe::describe_enumerators<E>>;

template <class E>
inline constexpr word_access closed_word{
    words_of<E>::all, [](void const* p) noexcept -> std::string_view { return wire_name(*static_cast<E const*>(p)); },
    [](void* p, std::string_view text) {
        auto const e = enum_from_wire<E>(text);
        if (e) *static_cast<E*>(p) = *e;
        return e.has_value();
    },
    false};

template <class E>
inline constexpr word_access open_word{
    words_of<E>::all,
    [](void const* p) noexcept -> std::string_view { return static_cast<open_enum<E> const*>(p)->text(); },
    [](void* p, std::string_view text) {
        *static_cast<open_enum<E>*>(p) = open_enum<E>::from_text(text);
        return true;
    },
    true};

template <class T>
inline constexpr list_access list_of{
    &type_of<T>, [](void const* p) noexcept { return static_cast<std::vector<T> const*>(p)->size(); },
    [](void const* p, std::size_t i) noexcept -> void const* { return &(*static_cast<std::vector<T> const*>(p))[i]; },
    [](void* p) -> void* { return &static_cast<std::vector<T>*>(p)->emplace_back(); },
    [](void* p) noexcept { static_cast<std::vector<T>*>(p)->clear(); }};

template <class E>
constexpr type make_open_word(open_enum<E> const*) {
    return {.kind = kind::word, .word = &open_word<E>};
}
template <class T>
constexpr type make_list(std::vector<T> const*) {
    return {.kind = kind::list, .list = &list_of<T>};
}

template <class T>
constexpr type make_type() {
    if constexpr (std::is_same_v<T, std::string>)
        return {.kind = kind::text};
    else if constexpr (std::is_same_v<T, secret_string>)
        return {.kind = kind::secret};
    else if constexpr (std::is_same_v<T, bool>)
        return {.kind = kind::boolean};
    else if constexpr (std::is_same_v<T, amount>)
        return {.kind = kind::amount};
    else if constexpr (std::is_same_v<T, currency>)
        return {.kind = kind::currency};
    else if constexpr (std::is_same_v<T, phone>)
        return {.kind = kind::phone};
    else if constexpr (std::is_same_v<T, reference_id>)
        return {.kind = kind::reference_id};
    else if constexpr (std::is_same_v<T, timestamp>)
        return {.kind = kind::timestamp};
    else if constexpr (std::is_same_v<T, std::variant<std::string, std::int64_t>>)
        return {.kind = kind::step};
    else if constexpr (is_id<T> || is_duration<T> || (std::is_integral_v<T> && std::is_signed_v<T>))
        return {.kind = kind::integer, .integer = &integer_of<T>};
    else if constexpr (std::is_enum_v<T>)
        return {.kind = kind::word, .word = &closed_word<T>};
    else if constexpr (is_open_enum<T>)
        return make_open_word(static_cast<T const*>(nullptr));
    else if constexpr (is_vector<T>)
        return make_list(static_cast<T const*>(nullptr));
    else {
        static_assert(
            boost::describe::has_describe_members<T>::value,
            "this type cannot be a member of a described struct: use amount, currency, phone, an id, a chrono "
            "duration, an enumeration, text, or a struct with BOOST_DESCRIBE_STRUCT (double is left out on purpose)");
        return {.kind = kind::object, .structure = &structure_of<T>};
    }
}

}  // namespace detail
}  // namespace dollr::schema

#endif
