/// yaml: a YAML text that can be edited without losing a byte it was not asked to change, and what Helm reads out of
/// it.
///   value.h     the parsed values as Helm sees them (JSON-like)
///   document.h  the text itself: find, set, insert, remove, move; every edit is proven by parsing again, or refused
///   tree.h      where each node stands in the text; comments.h the comments around it
/// No files, no network, no knowledge of charts. A YAML that is only read (kubeconfig, manifests) does not need this
/// room.
#pragma once
#include "yaml/comments.h"
#include "yaml/document.h"
#include "yaml/path.h"
#include "yaml/value.h"
