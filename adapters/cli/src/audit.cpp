// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "one_call.hpp"
#include "payments_file.hpp"
#include "say.hpp"
#include "verbs.hpp"

#include <dollr/flow/payment_intent.hpp>
#include <dollr/sandbox/own_operations.hpp>

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

/// The journal held against the sandbox's ledger: what we say happened against what did.
namespace dollr::cli {
namespace {

struct charged {
    std::size_t times = 0;
    money last{};
};

/// The last part of a text in brackets that is a key of ours: a key may hold brackets itself.
std::string key_in(std::string_view text, std::set<std::string, std::less<>> const& known) {
    for (auto open = text.find('['); open != std::string_view::npos; open = text.find('[', open + 1))
        if (text.ends_with(']') && known.contains(text.substr(open + 1, text.size() - open - 2)))
            return std::string{text.substr(open + 1, text.size() - open - 2)};
    return {};
}

/// By the application's own word, which stands in the invoice's document reference, the refund's reason or the
/// account's name; not by reference_id, because a client that charges twice does so under two of them. Only a transfer
/// has no text.
std::map<std::string, charged> charges_by_key(std::vector<sandbox::ledger_entry> const& ledger,
                                              std::span<record const> records) {
    std::map<std::string, charged> by_key;
    std::set<std::string, std::less<>> known;
    for (auto const& r : records) known.emplace(r.intent.key.text());
    for (auto const& entry : ledger) {
        auto key = key_in(
            entry.operation_type == operation_type::refund ? entry.reason.value_or("") : entry.account_name, known);
        if (key.empty())
            key = flow::key_in({entry.document_reference.value_or(""), entry.reason.value_or(""), entry.account_name});
        if (entry.operation_type == operation_type::transfer)
            for (auto const& r : records)
                if (r.attempt.reference_id == entry.reference_id) key = r.intent.key.text();
        auto& c = by_key[key];
        ++c.times;
        c.last = names_payer_side(entry.operation_type) ? money{entry.payer_amount, entry.payer_currency}
                                                        : money{entry.payee_amount, entry.payee_currency};
    }
    return by_key;
}

struct tally {
    std::size_t intents = 0;
    std::size_t verdicts = 0;
    std::size_t parked = 0;
    std::size_t doubled = 0;
    std::size_t lost = 0;
    std::size_t wrong = 0;

    [[nodiscard]] bool sound() const { return verdicts + parked == intents && doubled == 0 && lost == 0 && wrong == 0; }
};

void complain_of(std::string const& key, char const* what) { say(stdout, "{}: {}\n", escaped(key), what); }

void count(tally& t, record const& r, charged const& c) {
    std::string const key{r.intent.key.text()};
    auto const& a = r.attempt;
    ++t.intents;
    if (is_terminal(a.phase)) ++t.verdicts;
    if (a.phase == phase::parked) ++t.parked;
    if (c.times > 1) ++t.doubled, complain_of(key, "charged more than once");
    // The server may contradict its own FAILED, or a refusal that is not proven yet; never what was proven.
    auto const open_to_change = a.phase == phase::failed || (a.phase == phase::rejected && !a.proven);
    auto const told_late = open_to_change && has(a.anomalies, anomaly::late_truth);
    auto const given_up = is_terminal(a.phase) && a.phase != phase::completed && !told_late;
    if (c.times != 0 && given_up) ++t.lost, complain_of(key, "charged, but reported as not paid");
    if (c.times != 0 && a.phase == phase::none)
        ++t.lost, complain_of(key, "charged, but the journal knows of no attempt");
    if (c.times == 0 && a.phase == phase::completed)
        ++t.lost, complain_of(key, "reported as completed, but never charged");
    auto const& side = names_payer_side(a.operation) ? a.payer : a.payee;
    if (c.times == 1 && side && *side != c.last && !has(a.anomalies, anomaly::amount_mismatch | anomaly::fx_drift))
        ++t.wrong, complain_of(key, "charged another amount than expected, and not reported");
}

}  // namespace

exit_code audit(audit_options const& options) {
    auto const image = read_journal(options.journal);
    if (!image) return complain(image.error());
    constexpr std::size_t ledger_max = std::size_t{64} << 20;
    auto const ledger = one_call<sandbox::read_ledger>(image->header.origin, {}, {}, {}, {}, ledger_max);
    if (!ledger) {
        auto e = ledger.error();
        e.next = "an audit needs the sandbox that the journal was made with; a live target has no ledger to read";
        return complain(e);
    }
    auto by_key = charges_by_key(*ledger, image->newest);
    tally t;
    std::set<std::string> known;
    for (auto const& r : image->newest) {
        known.emplace(r.intent.key.text());
        count(t, r, by_key[std::string(r.intent.key.text())]);
    }
    if (!options.file.empty()) {
        auto const file = read_payments(options.file);
        if (!file) return complain(file.error());
        for (auto const& line : file->lines)
            if (!known.contains(line.intent.key)) {
                ++t.intents;
                known.insert(line.intent.key);
                complain_of(line.intent.key, "is in the file, but not in the journal");
                if (by_key[line.intent.key].times != 0)
                    ++t.lost, complain_of(line.intent.key, "charged, but the journal does not know it");
            }
    }
    for (auto const& [key, c] : by_key)
        if (c.times != 0 && !known.contains(key))
            ++t.lost, complain_of(key, "charged, but the journal does not know it");
    say(stdout, "ledger: intents={} verdicts={} parked={} double={} lost={}\n", t.intents, t.verdicts, t.parked,
        t.doubled, t.lost);
    return t.sound() ? exit_code::all_completed : exit_code::look_at_it;
}

}  // namespace dollr::cli
