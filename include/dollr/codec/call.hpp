// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_CALL_HPP
#define DOLLR_CODEC_CALL_HPP

#include <dollr/codec/problem.hpp>
#include <dollr/http/message.hpp>
#include <dollr/machine/call.hpp>
#include <dollr/value/error.hpp>
#include <dollr/value/time.hpp>

#include <variant>

/// Between the call machine and HTTP: what an exchange that brought no value means for whether it may be made again.
namespace dollr::codec {

/// `why` is what `response` made of `end`. `now` is only used to count a Retry-After date from, where the answer has no
/// Date. Of an answer that brought a value the machine is told `succeeded`.
inline call_answer call_answer_of(error const& why, exchange_result const& end, server_time now) {
    using kind = call_answer::kind;
    call_answer a{kind::failed, {}};
    if (auto const* answer = std::get_if<http_response>(&end)) a.retry_after = retry_after(*answer, now);
    switch (why.kind) {
        case error_kind::unauthorized:
            a.what = kind::unauthorized;
            break;
        case error_kind::rate_limited:
            a.what = kind::rate_limited;
            break;
        case error_kind::forbidden:
        case error_kind::not_found:
        case error_kind::refused:
        case error_kind::unexpected:
            a.what = kind::refused;
            break;
        case error_kind::never_sent:
            a.what = kind::never_sent;
            break;
        case error_kind::maybe_sent:
            a.what = kind::maybe_sent;
            break;
        default:
            break;
    }
    return a;
}

}  // namespace dollr::codec

#endif
