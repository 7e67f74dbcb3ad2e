// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "payments_file.hpp"

#include "text_file.hpp"

#include <dollr/codec/reader.hpp>
#include <dollr/codec/writer.hpp>
#include <dollr/flow/content.hpp>
#include <dollr/system/sha256.hpp>
#include <dollr/value/error.hpp>

#include <algorithm>
#include <cstdint>
#include <set>
#include <tuple>
#include <utility>
#include <variant>

namespace dollr::cli {
namespace {

constexpr std::size_t file_max = std::size_t{64} << 20;
constexpr std::size_t line_max = std::size_t{64} << 10;

/// The members that may stand where a misspelt one was found.
std::string members_beside(issue const& misspelt) {
    auto const* object = schema::type_of<flow::payment_intent>.structure;
    if (misspelt.loc.size() > 1) object = schema::type_of<flow::intent_item>.structure;
    std::string names;
    for (auto const& field : object->fields) names += (names.empty() ? "" : ", ") + std::string{field.name};
    return names;
}

/// As a person finds it in an editor: characters are counted from 1.
std::string describe_in(std::string_view line, issue const& i) {
    if (i.type == "extra_forbidden") return describe(i) + " among " + members_beside(i);
    auto const* const offset = i.loc.empty() ? nullptr : std::get_if<std::int64_t>(&i.loc.back());
    if (i.type != "json_invalid" || offset == nullptr) return describe(i);
    auto const before = line.substr(0, static_cast<std::size_t>(*offset));
    auto const characters = std::count_if(before.begin(), before.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return "character " + std::to_string(characters + 1) + ": " + i.msg +
           ": write one JSON object, such as {\"key\":\"order-1\", ...}";
}

/// One sentence for all that is wrong with a line.
std::string sentence(std::string_view line, std::vector<issue> const& issues) {
    std::string text;
    for (auto const& i : issues) text += (text.empty() ? "" : "; ") + describe_in(line, i);
    return text;
}

result<flow::payment_intent> parse_line(std::string_view text) {
    codec::read_options options;
    options.root = {};
    options.unknown_members = codec::unknown_members::refuse;
    auto intent = codec::read<flow::payment_intent>(text, options);
    if (!intent) return intent;
    auto found = codec::validate(*intent, {});
    for (auto& i : flow::contradictions(*intent)) found.push_back(std::move(i));
    if (found.empty()) return intent;
    auto e = invalid_input("this line cannot be paid as it stands", {});
    e.issues = std::move(found);
    return e;
}

void refuse_duplicates(payments_file& file) {
    std::map<std::string_view, std::vector<std::size_t>> places;
    for (auto const& line : file.lines) places[line.intent.key].push_back(line.number);
    std::set<std::size_t> refused;
    for (auto const& [key, numbers] : places) {
        if (numbers.size() < 2) continue;
        for (auto const number : numbers) {
            refused.insert(number);
            auto const other = number == numbers.front() ? numbers[1] : numbers.front();
            file.problems.push_back({number,
                                     "key \"" + escaped(key) + "\" is also on line " + std::to_string(other) +
                                         ": give every payment its own key; neither line is paid",
                                     std::string{key}});
        }
    }
    std::map<std::pair<source_type, std::int64_t>, payment_line const*> documents;
    for (auto const& line : file.lines) {
        auto const& p = line.intent;
        if (!p.source_type || !p.source_id) continue;
        auto const [first, is_new] = documents.emplace(std::pair{*p.source_type, p.source_id->value}, &line);
        if (is_new) continue;
        for (auto const& [one, other] : {std::pair{first->second, &line}, std::pair{&line, first->second}}) {
            if (!refused.insert(one->number).second) continue;  // one finding a line
            file.problems.push_back({one->number,
                                     "the same document is on line " + std::to_string(other->number) +
                                         ": a document is paid once; neither line is paid",
                                     one->intent.key});
        }
    }
    std::erase_if(file.lines, [&](payment_line const& line) { return refused.contains(line.number); });
}

/// A salary is paid twice by hand by giving it a second key.
void warn_of_twins(payments_file& file) {
    std::map<std::tuple<flow::intent_kind, std::string, std::string_view, std::string>, payment_line const*> seen;
    for (auto const& line : file.lines) {
        auto const& p = line.intent;
        auto const whose = p.original_payment_intent_id ? std::to_string(p.original_payment_intent_id->value)
                                                        : std::string{p.phone.value_or(phone{}).text()};
        auto const twin = std::tuple{p.kind, whose, p.currency.text(), flow::canonical_text(p.amount)};
        auto const [place, fresh] = seen.emplace(twin, &line);
        if (!fresh)
            file.warnings.push_back({line.number, "the same payee, amount and currency as line " +
                                                      std::to_string(place->second->number) + " (key \"" +
                                                      escaped(place->second->intent.key) + "\"): is it meant twice?"});
    }
}

}  // namespace

std::map<std::string, amount> payments_file::totals() const {
    std::map<std::string, amount> sums;
    for (auto const& line : lines) {
        auto const name = std::string{wire_name(flow::operation_of(line.intent.kind))} + " " +
                          std::string{line.intent.currency.text()};
        auto& sum = sums[name];
        if (auto const added = amount::checked_add(sum, line.intent.amount)) sum = *added;
    }
    return sums;
}

result<payments_file> parse_payments(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    payments_file file;
    std::size_t number = 0;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
        if (line.size() > line_max) {
            file.problems.push_back({number, "is longer than 64 KiB: one payment is one line"});
            continue;
        }
        auto intent = parse_line(line);
        if (!intent) {
            file.problems.push_back({number, sentence(line, intent.error().issues)});
            continue;
        }
        auto content = flow::content_of(*intent, sha256{});
        if (!content) return content.error();
        file.lines.push_back({number, std::move(*intent), *content});
    }
    refuse_duplicates(file);
    warn_of_twins(file);
    return file;
}

result<payments_file> read_payments(std::string const& path) {
    auto const text = read_text(path, file_max);
    if (!text) return text.error();
    return parse_payments(*text);
}

}  // namespace dollr::cli
