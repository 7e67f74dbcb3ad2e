// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_OPENAPI_HPP
#define DOLLR_API_OPENAPI_HPP

#include <dollr/api/operations.hpp>
#include <dollr/schema/openapi.hpp>

#include <boost/mp11/list.hpp>

#include <array>
#include <string>
#include <string_view>

/// The API as this library knows it, as an OpenAPI document. It instantiates every operation: call it in one .cpp.
namespace dollr::api {

namespace detail {

template <class Op>
constexpr std::string_view api_name_of() noexcept {
    if constexpr (requires { Op::api_name; })
        return Op::api_name;
    else
        return Op::name;
}

template <class... Op>
constexpr std::array<schema::operation_tables, sizeof...(Op)> tables_of(boost::mp11::mp_list<Op...>*) {
    using schema::type_of;
    return {schema::operation_tables{to_text(Op::method), Op::target, api_name_of<Op>(), Op::bearer,
                                     &type_of<typename Op::path>, &type_of<typename Op::query>,
                                     &type_of<typename Op::body>, &type_of<typename Op::response>}...};
}

}  // namespace detail

[[nodiscard]] inline std::string openapi() {
    return schema::openapi(detail::tables_of(static_cast<operations*>(nullptr)), schema::type_of<validation_problem>);
}

}  // namespace dollr::api

#endif
