/// helm: charts, releases, values and their fields, manifest diffs, and the helm program that does what changes a
/// cluster. ClearDeck reads releases and charts itself and never rebuilds a chart from a release: the sub-charts are
/// not stored there. The code knows nothing of ClearML (what makes a release an installation is the room
/// `installation`); what it knows of ClearML's charts is data: resources/fields and resources/convert, built in.
///   release.h releases.h      what the cluster remembers     chart.h chart_source.h   the chart, exactly pinned
///   values.h fields.h         combining values, their fields  diff.h                   what a change would do
///   widget.h field_overlay.h  the control for a value         convert_values.h         upstream's values to ours
///   program.h commands.h      the helm program                values_session.h         editing overrides
///   values_upgrade.h          preview and apply               overrides_file.h         the user's commented file
///   chart_catalog.h           versions that could be had      rebase.h repair.h        a new version, stuck releases
/// Values hold secrets: they are never logged, never on a command line, and in files only with mode 0600.
#pragma once
#include "helm/chart.h"
#include "helm/chart_catalog.h"
#include "helm/chart_source.h"
#include "helm/commands.h"
#include "helm/convert_values.h"
#include "helm/diff.h"
#include "helm/digest.h"
#include "helm/field_overlay.h"
#include "helm/fields.h"
#include "helm/overrides_file.h"
#include "helm/program.h"
#include "helm/rebase.h"
#include "helm/release.h"
#include "helm/releases.h"
#include "helm/repair.h"
#include "helm/semver.h"
#include "helm/values.h"
#include "helm/values_session.h"
#include "helm/values_upgrade.h"
#include "helm/widget.h"
