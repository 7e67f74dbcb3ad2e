// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/operations.hpp>
#include <dollr/codec/exchange.hpp>
#include <dollr/codec/response.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// An answer made of the fuzzer's bytes: the first chooses the operation, the second the status, the rest is the body.
/// Whatever comes is a value or an error with its text; a value that may be written again is read again as the same
/// bytes; and an observation never claims a status that the answer does not have.
namespace {

using namespace dollr;

void must(bool holds) {
    if (!holds) std::abort();
}

constexpr std::array<int, 12> statuses{200, 201, 204, 301, 401, 403, 404, 409, 422, 429, 500, 0};

template <class Op>
void decode(http_response const& answer) {
    auto const first = codec::response<Op>(answer);
    must(first.has_value() || !describe(first.error()).empty());
    must(!first.has_value() || (answer.status >= 200 && answer.status < 300));
    std::string once;
    if (!first.has_value() || !codec::write(*first, once)) return;
    auto const second = codec::read<typename Op::response>(once);
    must(second.has_value());
    std::string twice;
    must(codec::write(*second, twice).has_value() && once == twice);
}

template <class... Op>
void decode_one(boost::mp11::mp_list<Op...>, std::size_t which, http_response const& answer) {
    constexpr std::array<void (*)(http_response const&), sizeof...(Op)> all{&decode<Op>...};
    all[which % all.size()](answer);
}

void observe(http_response const& answer, std::uint8_t which) {
    attempt_state attempt;
    attempt.operation = static_cast<operation_type>(which % 4);
    attempt.reference_id = *reference_id::try_parse("3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f");
    auto const got = codec::observe(attempt, exchange_result{answer}, server_time{});
    bool const good = answer.status >= 200 && answer.status < 300;
    must(good || got.seen.what != observation::kind::status);
    must(got.seen.what == observation::kind::status ||
         (!got.seen.status && !got.seen.payer && got.client_secret.empty()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 2) return 0;
    http_response answer;
    answer.status = statuses[data[1] % statuses.size()];
    answer.content_type = "application/json";
    answer.body.assign({reinterpret_cast<char const*>(data) + 2, size - 2});
    decode_one(api::operations{}, data[0], answer);
    observe(answer, data[0]);
    return 0;
}
