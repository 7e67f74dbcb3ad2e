// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_RESULT_HPP
#define DOLLR_VALUE_RESULT_HPP

#include <dollr/value/error.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/config.hpp>
#include <boost/system/result.hpp>
#include <boost/throw_exception.hpp>

#include <exception>
#include <string>
#include <utility>

/// A value or an error. The library itself never calls `value()`: whoever does asks for an exception, which is thrown
/// by boost::throw_exception, so that a program without exceptions decides by defining that function, as with all of
/// Boost.
namespace dollr {

template <class T>
using result = boost::system::result<T, error>;

/// What `result::value()` throws; `what()` is describe(error).
class error_exception : public std::exception {
public:
    explicit error_exception(dollr::error e) : error_(std::move(e)), text_(describe(error_)) {}
    char const* what() const noexcept override { return text_.c_str(); }
    dollr::error const& error() const noexcept { return error_; }

private:
    dollr::error error_;
    std::string text_;
};

BOOST_NORETURN inline void throw_exception_from_error(error const& e, boost::source_location const& where) {
    boost::throw_exception(error_exception(e), where);
}

}  // namespace dollr

#endif
