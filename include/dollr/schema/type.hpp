// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SCHEMA_TYPE_HPP
#define DOLLR_SCHEMA_TYPE_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// What a member is on the wire, as data.
///
/// Reading, writing, validating and exporting are each one function that walks these tables, not one function a struct:
/// a new struct costs a table, not code. A `type` says what kind of value a place in memory holds; where the kind alone
/// does not tell the C++ type (an id of which sort, a word of which enumeration) a few function pointers do.
namespace dollr::schema {

/// In brackets the C++ type behind the place. The engines cast by it, so a kind has exactly one.
enum class kind : std::uint8_t {
    text,          ///< free text (std::string)
    secret,        ///< text that is wiped (secret_string)
    boolean,       ///< (bool)
    integer,       ///< 64 bits or fewer; by integer_access
    amount,        ///< exact decimal (dollr::amount)
    currency,      ///< (dollr::currency)
    phone,         ///< (dollr::phone)
    reference_id,  ///< UUID version 4 (dollr::reference_id)
    timestamp,     ///< ISO 8601 (dollr::timestamp)
    word,          ///< one of an enumeration; by word_access
    step,          ///< one element of an issue's loc (std::variant<std::string, std::int64_t>)
    object,        ///< a described struct; by structure
    list,          ///< by list_access
};

[[nodiscard]] constexpr std::string_view to_text(kind value) noexcept;

struct integer_access {
    std::int64_t (*get)(void const*) noexcept;
    bool (*set)(void*, std::int64_t) noexcept;  ///< false: out of the C++ type's range
    bool identity;                              ///< an id: positive when it leaves, never read tolerantly
};

struct word_access {
    std::span<std::string_view const> words;         ///< the known ones, as on the wire
    std::string_view (*text)(void const*) noexcept;  ///< empty: no enumerator
    bool (*assign)(void*, std::string_view);         ///< false: not a known word of a closed enumeration
    bool open;                                       ///< keeps a text that it does not know
};

struct type;

struct list_access {
    type const* element;
    std::size_t (*size)(void const*) noexcept;
    void const* (*at)(void const*, std::size_t) noexcept;
    void* (*append)(void*);
    void (*clear)(void*) noexcept;
};

struct structure;

struct type {
    schema::kind kind;
    integer_access const* integer = nullptr;
    word_access const* word = nullptr;
    list_access const* list = nullptr;
    schema::structure const* structure = nullptr;
};

/// How a std::optional around a member is looked into.
struct optional_access {
    void const* (*get)(void const*) noexcept;  ///< null: absent
    void* (*emplace)(void*);
    void (*reset)(void*) noexcept;
};

constexpr std::string_view to_text(kind value) noexcept {
    switch (value) {
        case kind::text:
            return "text";
        case kind::secret:
            return "secret";
        case kind::boolean:
            return "boolean";
        case kind::integer:
            return "integer";
        case kind::amount:
            return "amount";
        case kind::currency:
            return "currency";
        case kind::phone:
            return "phone";
        case kind::reference_id:
            return "reference_id";
        case kind::timestamp:
            return "timestamp";
        case kind::word:
            return "word";
        case kind::step:
            return "step";
        case kind::object:
            return "object";
        case kind::list:
            return "list";
    }
    return {};
}

}  // namespace dollr::schema

#endif
