// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_PAID_HPP
#define DOLLR_CODEC_PAID_HPP

#include <dollr/api/receipts.hpp>
#include <dollr/api/status.hpp>
#include <dollr/journal/record.hpp>
#include <dollr/machine/paid.hpp>

#include <optional>

/// The proof of a payment that others made: of a hosted checkout, say, where the payer's redirect proves nothing.
///
/// Which document it is and what the shop wanted for it come from the shop's own books. An answer about another
/// document, another total or currency, or a status that is not PAID proves nothing (mistakes 19 and 20).
namespace dollr {

struct paid_from_answer {
    [[nodiscard]] static paid make(paid::ground by, source_type type, std::int64_t source) noexcept {
        paid proof;
        proof.by_ = by;
        proof.operation_ = operation_type::collection;
        proof.source_ = source;
        proof.source_type_ = type;
        return proof;
    }
};

namespace codec {

[[nodiscard]] inline std::optional<paid> proof_of(api::payment_source_status_response const& source, source_type type,
                                                  source_id id, money const& intended) noexcept {
    if (!source.source_type.is(type) || source.source_id != id || !source.status.is(source_status::paid) ||
        money{source.total_amount, source.currency} != intended)
        return std::nullopt;
    return paid_from_answer::make(paid::ground::source_status, type, id.value);
}

[[nodiscard]] inline std::optional<paid> proof_of(api::invoice_receipt_response const& receipt, invoice_id id,
                                                  money const& intended) noexcept {
    if (receipt.invoice_id != id || !receipt.status.is(source_status::paid) ||
        money{receipt.total_amount, receipt.currency} != intended)
        return std::nullopt;
    return paid_from_answer::make(paid::ground::receipt, source_type::invoice, receipt.invoice_id.value);
}

[[nodiscard]] inline std::optional<paid> proof_of(api::order_receipt_response const& receipt, order_id id,
                                                  money const& intended) noexcept {
    if (receipt.order_id != id || !receipt.status.is(source_status::paid) ||
        money{receipt.total_amount, receipt.currency} != intended)
        return std::nullopt;
    return paid_from_answer::make(paid::ground::receipt, source_type::order, receipt.order_id.value);
}

}  // namespace codec
}  // namespace dollr

#endif
