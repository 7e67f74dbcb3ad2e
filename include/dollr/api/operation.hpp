// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_OPERATION_HPP
#define DOLLR_API_OPERATION_HPP

#include <dollr/http/method.hpp>
#include <dollr/schema/describe.hpp>
#include <dollr/value/enums.hpp>

#include <cstddef>
#include <string_view>

/// An operation is a type. It names its method and hazard in its base, its path template, and what goes in and comes
/// out:
///
///     struct add_invoice_item : operation<http_method::post, hazard::creates> {
///         static constexpr std::string_view name = "add_invoice_item";
///         static constexpr std::string_view target = "/invoices/{invoice_id}/items/add";
///         using path = invoice_items_path;         // the struct whose members fill the placeholders
///         using body = add_invoice_item_payload;
///         using response = invoice_item_response;
///     };
///
/// Where the API's own name of the operation is another one, it is `api_name`. Targets start after the version segment:
/// "/v1" belongs to the client's base URL.
namespace dollr::api {

/// No path, query or body.
struct none {
    friend bool operator==(none, none) = default;
};
BOOST_DESCRIBE_STRUCT(none, (), ())
consteval auto schema_of(none const*) { return schema::description{"", schema::evidence::own}; }

template <http_method Method, dollr::hazard Hazard>
struct operation {
    static constexpr http_method method = Method;
    static constexpr dollr::hazard hazard = Hazard;
    static constexpr bool bearer = true;  ///< all but the token call itself
    using path = none;
    using query = none;
    using body = none;
};

/// Every placeholder is a member of the path struct, and every member of it has a placeholder.
template <class Op>
consteval bool placeholders_match() {
    auto const& fields = schema::fields_of<typename Op::path>;
    std::string_view rest = Op::target;
    std::size_t found = 0;
    while (true) {
        auto const open = rest.find('{');
        if (open == std::string_view::npos) break;
        auto const close = rest.find('}', open);
        if (close == std::string_view::npos) return false;
        auto const placeholder = rest.substr(open + 1, close - open - 1);
        bool known = false;
        for (auto const& f : fields) known = known || f.name == placeholder;
        if (!known) return false;
        ++found;
        rest.remove_prefix(close + 1);
    }
    return found == fields.size();
}

/// Instantiated for every operation that is built, read or listed.
template <class Op>
consteval bool is_sound() {
    static_assert(
        placeholders_match<Op>(),
        "the placeholders of this operation's target and the members of its path struct are not the same names");
    static_assert(Op::target.starts_with('/') && !Op::target.starts_with("/v1"),
                  "a target starts with a slash and after the version segment, which belongs to the base URL");
    return true;
}

}  // namespace dollr::api

#endif
