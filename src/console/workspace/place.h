/// A page's installation as the bridge wants it.
#pragma once
#include "console/bridge/place.h"
#include "console/workspace/pagemodel.h"

/// As it stands now; of a page that belongs to an installation.
cleardeck::bridge::InstallationPlace placeOf(const PageContext& context);
