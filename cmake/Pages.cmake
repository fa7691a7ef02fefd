# The shapes of the window's targets. A page is five lines in two places:
#   src/console/connect/CMakeLists.txt
#     cleardeck_models(Connect
#       SOURCES connectpage.cpp connectpage.h …        # headers too: Qt reads them
#       ROOMS kube installation)                       # engine rooms its sources include
#   qml/Connect/CMakeLists.txt
#     cleardeck_qml(Connect)                           # all *.qml of the folder; page root ConnectPage.qml
# which makes the QML modules ClearDeck.Connect.Models and ClearDeck.Connect. The page's QML begins with
#   import QtQuick
#   import ClearDeck.Controls
#   import ClearDeck.Tables
#   import ClearDeck.Connect.Models
# A program or test that shows pages links cleardeck_window (qml/CMakeLists.txt), which has all of them. The page is
# opened by one line in src/console/shell/pages.cpp; its test is tests/qml/test_<page>.cpp.
set(QT_QML_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/qml-modules)

# The QML module `uri` as the static library `target`. USES are the modules whose types its own types speak of; the
# module's plugin is remembered for cleardeck_window.
function(cleardeck_qml_module target uri)
  cmake_parse_arguments(arg "" "" "SOURCES;QML;LINKS;USES" ${ARGN})
  qt_add_library(${target} STATIC)
  qt_add_qml_module(${target} URI ${uri} VERSION 1.0 RESOURCE_PREFIX /qt/qml
    DEPENDENCIES QtQml.Models ${arg_USES} SOURCES ${arg_SOURCES} QML_FILES ${arg_QML})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${target} PUBLIC ${arg_LINKS} Qt6::Qml Qt6::Quick)
  target_compile_definitions(${target} PRIVATE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS)
  if(arg_SOURCES)
    target_link_libraries(${target} PRIVATE cleardeck_warnings)
    cleardeck_in_groups(${target} 8)
  endif()
  set_property(GLOBAL APPEND PROPERTY CLEARDECK_QML_MODULES ${target} ${target}plugin)
endfunction()

# cleardeck_models(Connect SOURCES … [ROOMS …] [LINKS …])
function(cleardeck_models page)
  cmake_parse_arguments(arg "" "" "SOURCES;ROOMS;LINKS" ${ARGN})
  string(TOLOWER ${page} name)
  list(TRANSFORM arg_ROOMS PREPEND cleardeck_)
  cleardeck_qml_module(cleardeck_${name}_models ClearDeck.${page}.Models SOURCES ${arg_SOURCES}
    USES QtQuick ClearDeck.Tables ClearDeck.Workspace
    LINKS ${arg_ROOMS} ${arg_LINKS} cleardeck_workspace)
endfunction()

# cleardeck_qml(Connect [SINGLETONS Theme.qml])
function(cleardeck_qml page)
  cmake_parse_arguments(arg "" "" "SINGLETONS" ${ARGN})
  file(GLOB files RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS *.qml)
  if(arg_SINGLETONS)
    set_source_files_properties(${arg_SINGLETONS} PROPERTIES QT_QML_SINGLETON_TYPE TRUE)
  endif()
  string(TOLOWER ${page} name)
  cleardeck_qml_module(cleardeck_${name}_qml ClearDeck.${page} QML ${files})
  # One C++ file is generated for every QML file; together they compile several times as fast.
  set_target_properties(cleardeck_${name}_qml PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
endfunction()
