// The list of pages: a new one is one include, one line here and one name in the CMakeLists.txt beside this file.
#include "console/connect/connectmodel.h"
#include "console/experiments/experimentsmodel.h"
#include "console/history/historycontroller.h"
#include "console/installations/fleetmodel.h"
#include "console/overview/overviewmodel.h"
#include "console/setup/setupmodel.h"
#include "console/shell/pagesmodel.h"
#include "console/upgrade/upgradecontroller.h"
#include "console/users/usersmodel.h"
#include "console/values/valuescontroller.h"
#include "console/workloads/workloadsmodel.h"

#include <QCoreApplication>

namespace {

QString say(const char* text) { return QCoreApplication::translate("Pages", text); }

template <class Model>
std::unique_ptr<PageModel> make(PageContext context) {
  return std::make_unique<Model>(std::move(context));
}

}  // namespace

QList<PageEntry> allPages() {
  using namespace Qt::Literals::StringLiterals;
  return {
      {u"Installations"_s, say("Installations"), u"layers"_s, u"I"_s, PageEntry::Fleet, false, make<FleetModel>},
      {u"Setup"_s, say("New installation"), u"plus"_s, u"N"_s, PageEntry::Fleet, false, make<SetupModel>},
      {u"Overview"_s, say("Overview"), u"activity"_s, u"O"_s, PageEntry::Installation, false, make<OverviewModel>},
      {u"Workloads"_s, say("Workloads"), u"boxes"_s, u"W"_s, PageEntry::Installation, false, make<WorkloadsModel>},
      {u"Values"_s, say("Values"), u"sliders-horizontal"_s, u"V"_s, PageEntry::Installation, true,
       make<ValuesController>},
      {u"Upgrade"_s, say("Upgrade"), u"circle-arrow-up"_s, u"U"_s, PageEntry::Installation, false,
       make<UpgradeController>},
      {u"History"_s, say("History"), u"history"_s, u"H"_s, PageEntry::Installation, false, make<HistoryController>},
      {u"Users"_s, say("Users"), u"users"_s, u"S"_s, PageEntry::Installation, false, make<UsersModel>},
      {u"Connect"_s, say("Connect"), u"cable"_s, u"C"_s, PageEntry::Installation, false, make<ConnectModel>},
      {u"Experiments"_s, say("Experiments"), u"flask-conical"_s, u"E"_s, PageEntry::ClearMl, true,
       make<ExperimentsModel>},
  };
}
