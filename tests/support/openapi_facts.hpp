// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_OPENAPI_FACTS_HPP
#define DOLLR_TESTS_SUPPORT_OPENAPI_FACTS_HPP

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <string_view>

/// An OpenAPI document as plain facts, so that two of them can be compared: "PartyResponse.phone" is "optional: null or
/// string of 8..15". What has no meaning for a client (titles, descriptions, the order of alternatives, an enumeration
/// in one piece or in three) leaves no trace.
namespace dollr::test {

using facts = std::map<std::string, std::string>;

[[nodiscard]] facts facts_of(boost::json::value const& document);

/// One line for each fact that is not the same in both: "name: ours <> theirs".
[[nodiscard]] inline std::set<std::string> differences(facts const& ours, facts const& theirs) {
    auto const said = [](facts const& by, std::string const& name) {
        auto const at = by.find(name);
        return at == by.end() ? std::string("nothing") : at->second;
    };
    std::set<std::string> out;
    for (auto const* const all : {&ours, &theirs}) {
        for (auto const& fact : *all) {
            auto const a = said(ours, fact.first);
            auto const b = said(theirs, fact.first);
            if (a != b) out.insert(fact.first + ": " + a + " <> " + b);
        }
    }
    return out;
}

namespace facts_detail {

using boost::json::object;
using boost::json::value;

inline std::string text(value const& v) { return std::string(v.as_string()); }

inline std::string joined(std::set<std::string> const& parts, std::string_view between) {
    std::string out;
    for (auto const& part : parts) out.append(out.empty() ? "" : between).append(part);
    return out;
}

inline std::string number(value const& v) {
    char out[32];
    std::snprintf(out, sizeof out, "%g", v.to_number<double>());
    return out;
}

inline std::string type_of(value const& schema);

inline void collect(object const& schema, std::set<std::string>& alternatives, std::set<std::string>& words) {
    auto const* const any = schema.if_contains("anyOf");
    if (any != nullptr) {
        for (auto const& one : any->as_array()) collect(one.as_object(), alternatives, words);
        return;
    }
    if (auto const* const ref = schema.if_contains("$ref")) {
        auto const whole = text(*ref);
        alternatives.insert(whole.substr(whole.rfind('/') + 1));
        return;
    }
    auto type = text(schema.at("type"));
    auto const* const listed = schema.if_contains("enum");
    auto const* const fixed = schema.if_contains("const");
    if (listed != nullptr)
        for (auto const& word : listed->as_array()) words.insert(text(word));
    if (fixed != nullptr) words.insert(text(*fixed));
    if (listed != nullptr || fixed != nullptr) return;

    auto const* const least = schema.if_contains("minLength");
    auto const* const most = schema.if_contains("maxLength");
    if (least != nullptr || most != nullptr)
        type += " of " + (least != nullptr ? number(*least) : "") + ".." + (most != nullptr ? number(*most) : "");
    if (auto const* const p = schema.if_contains("pattern")) type += " like " + text(*p);
    if (auto const* const f = schema.if_contains("format")) type += " as " + text(*f);
    if (schema.contains("writeOnly")) type += " written only";
    if (auto const* const m = schema.if_contains("minimum")) type += " from " + number(*m);
    if (auto const* const items = schema.if_contains("items")) type += " of (" + type_of(*items) + ")";
    alternatives.insert(type);
}

inline std::string type_of(value const& schema) {
    std::set<std::string> alternatives;
    std::set<std::string> words;
    collect(schema.as_object(), alternatives, words);
    if (!words.empty()) alternatives.insert("one of " + joined(words, ", "));
    return joined(alternatives, " or ");
}

inline std::string body_of(value const& part) {
    return type_of(part.at("content").at("application/json").at("schema"));
}

inline void add_operation(facts& out, std::string const& name, object const& op) {
    out[name] = "an operation";
    out[name + " id"] = text(op.at("operationId"));
    for (auto const& tag : op.at("tags").as_array()) out[name + " tag"] += text(tag);
    out[name + " token"] = op.contains("security") ? "with" : "without";
    if (auto const* const parameters = op.if_contains("parameters")) {
        for (auto const& p : parameters->as_array())
            out[name + " " + text(p.at("in")) + " " + text(p.at("name"))] =
                std::string(p.at("required").as_bool() ? "required: " : "optional: ") + type_of(p.at("schema"));
    }
    if (auto const* const body = op.if_contains("requestBody"))
        out[name + " body"] = (body->at("required").as_bool() ? "required: " : "optional: ") + body_of(*body);
    for (auto const& answer : op.at("responses").as_object())
        out[name + " answer " + std::string(answer.key())] = body_of(answer.value());
}

inline void add_schema(facts& out, std::string const& name, object const& schema) {
    out[name] = text(schema.at("type"));
    std::set<std::string> required;
    if (auto const* const list = schema.if_contains("required"))
        for (auto const& member : list->as_array()) required.insert(text(member));
    for (auto const& member : schema.at("properties").as_object()) {
        auto const key = std::string(member.key());
        out[name + "." + key] = (required.contains(key) ? "required: " : "optional: ") + type_of(member.value());
    }
}

}  // namespace facts_detail

inline facts facts_of(boost::json::value const& document) {
    facts out;
    for (auto const& path : document.at("paths").as_object())
        for (auto const& op : path.value().as_object())
            facts_detail::add_operation(out, std::string(op.key()) + " " + std::string(path.key()),
                                        op.value().as_object());
    for (auto const& schema : document.at("components").at("schemas").as_object())
        facts_detail::add_schema(out, std::string(schema.key()), schema.value().as_object());
    return out;
}

}  // namespace dollr::test

#endif
