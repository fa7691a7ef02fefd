// A reader for the few messages that typed clients send to the sandbox, driven by a table of field numbers.
#include "base/text.h"
#include "base/time.h"
#include "sandbox/status.h"
#include "sandbox/wire.h"

#include <map>
#include <optional>

namespace cleardeck::sandbox {
namespace {

enum class Type { Text, Bytes, Number, Bool, Message, TextMap, BytesMap, Time };

struct Field {
  std::string name;
  Type type = Type::Text;
  std::string message = {};
  bool repeated = false;
};
using Fields = std::map<unsigned, Field>;

const std::map<std::string, Fields>& messages() {
  static const std::map<std::string, Fields> table = {
      {"ObjectMeta",
       {{1, {"name"}},
        {2, {"generateName"}},
        {3, {"namespace"}},
        {5, {"uid"}},
        {6, {"resourceVersion"}},
        {7, {"generation", Type::Number}},
        {8, {"creationTimestamp", Type::Time}},
        {9, {"deletionTimestamp", Type::Time}},
        {10, {"deletionGracePeriodSeconds", Type::Number}},
        {11, {"labels", Type::TextMap}},
        {12, {"annotations", Type::TextMap}},
        {13, {"ownerReferences", Type::Message, "OwnerReference", true}},
        {14, {"finalizers", Type::Text, "", true}}}},
      {"OwnerReference",
       {{1, {"kind"}},
        {3, {"name"}},
        {4, {"uid"}},
        {5, {"apiVersion"}},
        {6, {"controller", Type::Bool}},
        {7, {"blockOwnerDeletion", Type::Bool}}}},
      {"Secret",
       {{1, {"metadata", Type::Message, "ObjectMeta"}},
        {2, {"data", Type::BytesMap}},
        {3, {"type"}},
        {4, {"stringData", Type::TextMap}},
        {5, {"immutable", Type::Bool}}}},
      {"ConfigMap",
       {{1, {"metadata", Type::Message, "ObjectMeta"}},
        {2, {"data", Type::TextMap}},
        {3, {"binaryData", Type::BytesMap}},
        {4, {"immutable", Type::Bool}}}},
      {"Namespace", {{1, {"metadata", Type::Message, "ObjectMeta"}}, {2, {"spec", Type::Message, "NamespaceSpec"}}}},
      {"NamespaceSpec", {{1, {"finalizers", Type::Text, "", true}}}},
      {"DeleteOptions",
       {{1, {"gracePeriodSeconds", Type::Number}},
        {2, {"preconditions", Type::Message, "Preconditions"}},
        {3, {"orphanDependents", Type::Bool}},
        {4, {"propagationPolicy"}},
        {5, {"dryRun", Type::Text, "", true}}}},
      {"Preconditions", {{1, {"uid"}}, {2, {"resourceVersion"}}}},
      {"SelfSubjectAccessReview",
       {{1, {"metadata", Type::Message, "ObjectMeta"}}, {2, {"spec", Type::Message, "SelfSubjectAccessReviewSpec"}}}},
      {"SelfSubjectAccessReviewSpec",
       {{1, {"resourceAttributes", Type::Message, "ResourceAttributes"}},
        {2, {"nonResourceAttributes", Type::Message, "NonResourceAttributes"}}}},
      {"ResourceAttributes",
       {{1, {"namespace"}},
        {2, {"verb"}},
        {3, {"group"}},
        {4, {"version"}},
        {5, {"resource"}},
        {6, {"subresource"}},
        {7, {"name"}}}},
      {"NonResourceAttributes", {{1, {"path"}}, {2, {"verb"}}}},
      {"SelfSubjectRulesReview",
       {{1, {"metadata", Type::Message, "ObjectMeta"}}, {2, {"spec", Type::Message, "SelfSubjectRulesReviewSpec"}}}},
      {"SelfSubjectRulesReviewSpec", {{1, {"namespace"}}}},
      {"SelfSubjectReview", {{1, {"metadata", Type::Message, "ObjectMeta"}}}},
      {"Unknown", {{1, {"typeMeta", Type::Message, "TypeMeta"}}, {2, {"raw", Type::Bytes}}}},
      {"TypeMeta", {{1, {"apiVersion"}}, {2, {"kind"}}}},
      {"TextEntry", {{1, {"key"}}, {2, {"value"}}}},
      {"BytesEntry", {{1, {"key"}}, {2, {"value", Type::Bytes}}}},
      {"Time", {{1, {"seconds", Type::Number}}}},
  };
  return table;
}

/// One field as it stands in the bytes: its number, and a number or a run of bytes.
struct Raw {
  unsigned field = 0;
  std::uint64_t number = 0;
  std::string_view bytes;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : m_bytes(bytes) {}
  bool atEnd() const { return m_bytes.empty(); }

  std::optional<Raw> next() {
    auto tag = varint();
    if (!tag) return std::nullopt;
    Raw raw;
    raw.field = unsigned(*tag >> 3);
    switch (*tag & 7) {
      case 0: {
        auto number = varint();
        if (!number) return std::nullopt;
        raw.number = *number;
        return raw;
      }
      case 1: return take(8, raw);
      case 2: {
        auto size = varint();
        return size ? take(*size, raw) : std::nullopt;
      }
      case 5: return take(4, raw);
      default: return std::nullopt;
    }
  }

 private:
  std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !m_bytes.empty(); shift += 7) {
      auto byte = static_cast<unsigned char>(m_bytes.front());
      m_bytes.remove_prefix(1);
      value |= std::uint64_t(byte & 0x7f) << shift;
      if (!(byte & 0x80)) return value;
    }
    return std::nullopt;
  }
  std::optional<Raw> take(std::uint64_t size, Raw raw) {
    if (size > m_bytes.size()) return std::nullopt;
    raw.bytes = m_bytes.substr(0, size);
    m_bytes.remove_prefix(size);
    return raw;
  }
  std::string_view m_bytes;
};

std::optional<Json> readMessage(const std::string& name, std::string_view bytes);

std::optional<Json> readValue(const Field& field, const Raw& raw) {
  switch (field.type) {
    case Type::Text: return Json(std::string(raw.bytes));
    case Type::Bytes: return Json(text::toBase64(raw.bytes));
    case Type::Number: return Json(static_cast<std::int64_t>(raw.number));
    case Type::Bool: return Json(raw.number != 0);
    case Type::Message: return readMessage(field.message, raw.bytes);
    case Type::TextMap: return readMessage("TextEntry", raw.bytes);
    case Type::BytesMap: return readMessage("BytesEntry", raw.bytes);
    case Type::Time: {
      auto moment = readMessage("Time", raw.bytes);
      if (!moment) return std::nullopt;
      if (!moment->contains("seconds")) return Json();  // Go's zero time
      return Json(time::toRfc3339(time::fromSeconds((*moment)["seconds"].get<std::int64_t>())));
    }
  }
  return std::nullopt;
}

std::optional<Json> readMessage(const std::string& name, std::string_view bytes) {
  const Fields& fields = messages().at(name);
  Json object = Json::object();
  for (Reader reader(bytes); !reader.atEnd();) {
    auto raw = reader.next();
    if (!raw) return std::nullopt;
    auto known = fields.find(raw->field);
    if (known == fields.end()) continue;
    const Field& field = known->second;
    auto value = readValue(field, *raw);
    if (!value) return std::nullopt;
    if (field.type == Type::TextMap || field.type == Type::BytesMap)
      object[field.name][value->value("key", std::string())] = value->value("value", std::string());
    else if (field.repeated)
      object[field.name].push_back(std::move(*value));
    else if (!(value->is_string() && value->get_ref<const std::string&>().empty()) && !value->is_null())
      object[field.name] = std::move(*value);
  }
  return object;
}

}  // namespace

Result<Json> readProtobuf(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (!bytes.starts_with("k8s\0"sv))
    return badRequest("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
  auto envelope = readMessage("Unknown", bytes.substr(4));
  if (!envelope) return badRequest("unable to unmarshal the protobuf envelope");
  auto kind = textAt(*envelope, {"typeMeta", "kind"});
  static const std::vector<std::string> served = {"Secret",
                                                  "ConfigMap",
                                                  "Namespace",
                                                  "DeleteOptions",
                                                  "SelfSubjectAccessReview",
                                                  "SelfSubjectRulesReview",
                                                  "SelfSubjectReview"};
  if (std::find(served.begin(), served.end(), kind) == served.end())
    return refusal(415, "UnsupportedMediaType",
                   "the sandbox reads no protobuf of the kind " + kind + "; send application/json");
  auto raw = text::fromBase64(textAt(*envelope, {"raw"}));
  auto object = raw ? readMessage(kind, *raw) : std::nullopt;
  if (!object) return badRequest("unable to unmarshal the protobuf of a " + kind);
  (*object)["kind"] = kind;
  (*object)["apiVersion"] = textAt(*envelope, {"typeMeta", "apiVersion"});
  return *object;
}

Result<Json> readBody(const std::string& contentType, std::string_view body) {
  if (contentType.find("protobuf") != std::string::npos) return readProtobuf(body);
  auto object = Json::parse(body, nullptr, false);
  if (!object.is_discarded()) return object;
  if (contentType.find("yaml") == std::string::npos)
    return badRequest("the object provided is unrecognized (must be of type JSON)");
  auto documents = readYaml(std::string(body));
  if (!documents) return documents.error();
  if (documents->size() != 1) return badRequest("the body must hold exactly one YAML document");
  return documents->front();
}

}  // namespace cleardeck::sandbox
