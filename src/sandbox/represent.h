/// The forms a client may ask an object or list in: whole, as a Table (kubectl get), or metadata only.
#pragma once
#include "sandbox/kinds.h"

namespace cleardeck::sandbox {

enum class Form { Whole, Table, Metadata };
Form formOf(const std::string& accept);

/// `includeObject` is the query parameter of that name: None, Metadata (default) or Object.
Json represent(const Kind& kind, const Json& object, Form form, const std::string& includeObject);
Json representList(const Kind& kind, const std::vector<Object>& objects, Json metadata, Form form,
                   const std::string& includeObject);

}  // namespace cleardeck::sandbox
