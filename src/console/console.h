/// console: the window. Rows, roles, pages, colours and keys; it parses no protocol. `bridge` is the only folder where an
/// Asio type and a Qt type meet; `tables` holds what every page's models are made of; then one folder a page, whose C++
/// types are the QML module ClearDeck.<Page>.Models, used by the QML module ClearDeck.<Page> in qml/<Page>. A page never
/// includes another page. Types that QML sees live in the global namespace, because Qt 6.4 does not resolve namespaced
/// names in its type descriptions; everything else is in cleardeck::bridge.
#pragma once
#include "console/bridge/bridge.h"
#include "console/tables/livestatus.h"
#include "console/tables/rowtablemodel.h"
