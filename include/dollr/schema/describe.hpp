// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SCHEMA_DESCRIBE_HPP
#define DOLLR_SCHEMA_DESCRIBE_HPP

#include <dollr/schema/structure.hpp>
#include <dollr/schema/type_of.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

/// From Boost.Describe's members and the struct's own `schema_of` to one constexpr table: `structure_of<T>`.
namespace dollr::schema {

namespace detail {

template <class P>
struct member_pointer;
template <class C, class M>
struct member_pointer<M C::*> {
    using owner = C;
    using member = M;
};

template <auto Pointer>
void* member_at(void* owner) noexcept {
    using owner_type = typename member_pointer<decltype(Pointer)>::owner;
    return &(static_cast<owner_type*>(owner)->*Pointer);
}

template <class Description>
constexpr rule rule_for(Description const& d, std::string_view member) {
    for (rule const& r : d.rules)
        if (r.member == member) return r;
    return rule{.member = member};
}

template <class D>
constexpr field make_field(rule r) {
    using member = typename member_pointer<std::remove_const_t<decltype(D::pointer)>>::member;
    return {.name = r.name.empty() ? r.member : r.name,
            .at = &member_at<D::pointer>,
            .type = &type_of<typename unwrapped<member>::value>,
            .optional = unwrapped<member>::access,
            .rule = r};
}

template <class T, template <class...> class L, class... D>
constexpr std::array<field, sizeof...(D)> make_fields(L<D...>*) {
    [[maybe_unused]] constexpr auto d = schema_of(static_cast<T const*>(nullptr));
    std::array<field, sizeof...(D)> fields{make_field<D>(rule_for(d, D::name))...};
    for (field& f : fields)
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (!f.rule.money_of.empty() && fields[i].rule.member == f.rule.money_of)
                f.money_of = static_cast<std::uint8_t>(i);
    return fields;
}

template <class T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public>;

}  // namespace detail

/// The members of a described struct, in their order.
template <class T>
inline constexpr auto fields_of = detail::make_fields<T>(static_cast<detail::members_of<T>*>(nullptr));

namespace detail {

template <class T>
constexpr bool rules_name_members() {
    constexpr auto d = schema_of(static_cast<T const*>(nullptr));
    for (rule const& r : d.rules) {
        bool found = false;
        bool found_money = r.money_of.empty();
        for (field const& f : fields_of<T>) {
            found = found || f.rule.member == r.member;
            found_money = found_money || (f.rule.member == r.money_of && f.type->kind == kind::currency);
        }
        if (!found || !found_money) return false;
    }
    return true;
}

template <class T>
constexpr bool names_differ() {
    auto const& fields = fields_of<T>;
    for (std::size_t i = 0; i < fields.size(); ++i)
        for (std::size_t k = i + 1; k < fields.size(); ++k)
            if (fields[i].name == fields[k].name) return false;
    return true;
}

template <class T>
concept has_why_not = requires(T const& t) {
    { why_not(t) } noexcept -> std::same_as<std::string_view>;
};

template <class T>
std::string_view why_not_of(void const* t) noexcept {
    return why_not(*static_cast<T const*>(t));
}

template <class T>
constexpr structure make_structure() {
    constexpr auto d = schema_of(static_cast<T const*>(nullptr));
    static_assert(fields_of<T>.size() < 64,
                  "a described struct has at most 63 members: the reader keeps a bit for each");
    static_assert(rules_name_members<T>(),
                  "a rule of this description names a member (or a currency) that the struct does not have");
    static_assert(names_differ<T>(), "two members of this struct have the same name on the wire");
    structure s{.name = d.name, .evidence = d.evidence, .fields = fields_of<T>};
    for (std::size_t i = 0; i < fields_of<T>.size(); ++i)
        if (fields_of<T>[i].required()) s.required |= std::uint64_t{1} << i;
    if constexpr (has_why_not<T>) s.why_not = &why_not_of<T>;
    return s;
}

}  // namespace detail
}  // namespace dollr::schema

#endif
