// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_RUNTIME_SRC_CALLS_HPP
#define DOLLR_RUNTIME_SRC_CALLS_HPP

#include <dollr/api/operations.hpp>
#include <dollr/client/runner.hpp>
#include <dollr/runtime/calls.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>
#include <utility>

namespace dollr {

template <class Op>
std::uint64_t start_call(runner& work, typename Op::path path, typename Op::query query, typename Op::body body,
                         duration deadline, completion_of<result<typename Op::response>> done) {
    return work.call<Op>(std::move(path), std::move(query), std::move(body), deadline, std::move(done));
}

template <class Op>
using may_be_called = boost::mp11::mp_bool<Op::hazard != hazard::moves_money>;
using callable_operations = boost::mp11::mp_copy_if<api::operations, may_be_called>;

/// Of `parts` units with about as many operations each, one: whoever names its functions has them compiled.
template <class Ops>
struct compiled;
template <class... Ops>
struct compiled<boost::mp11::mp_list<Ops...>> {
    static void const* functions() {
        static void (*const all[])() = {reinterpret_cast<void (*)()>(&start_call<Ops>)...};
        return static_cast<void const*>(all);
    }
};
template <std::size_t Part, std::size_t Parts>
using part_of_operations = boost::mp11::mp_take_c<
    boost::mp11::mp_drop_c<callable_operations, boost::mp11::mp_size<callable_operations>::value * Part / Parts>,
    boost::mp11::mp_size<callable_operations>::value*(Part + 1) / Parts -
        boost::mp11::mp_size<callable_operations>::value * Part / Parts>;

}  // namespace dollr

#endif
