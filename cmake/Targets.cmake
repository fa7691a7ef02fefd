# The shapes that all our targets have.

# One precompiled header for the whole engine. tests/lint/layering.py reads includes, so it hides no arrow.
function(cleardeck_engine_pch)
  add_library(cleardeck_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
  target_link_libraries(cleardeck_pch PUBLIC cleardeck_warnings Boost::headers Threads::Threads)
  target_precompile_headers(cleardeck_pch PRIVATE <algorithm> <chrono> <functional> <map> <memory> <optional> <string>
    <string_view> <unordered_map> <variant> <vector> <boost/asio/any_io_executor.hpp> <boost/asio/awaitable.hpp>
    <boost/asio/co_spawn.hpp> <boost/asio/redirect_error.hpp> <boost/asio/steady_timer.hpp>
    <boost/asio/use_awaitable.hpp>)
endfunction()

# Compiles a target's sources in groups: most of the time goes into the same headers of Asio and Qt, and a clean build
# takes half as long. A name of an anonymous namespace must then be the only one of its kind in its group; a source that
# cannot live with others gets SKIP_UNITY_BUILD_INCLUSION.
function(cleardeck_in_groups target size)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${CLEARDECK_UNITY} UNITY_BUILD_BATCH_SIZE ${size})
  # GCC takes the anonymous namespace of an included source for one of a header, and a neighbour's name for a shadow.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage;-Wshadow=local>)
endfunction()

# cleardeck_room(kube SOURCES … DEPENDS net yaml LINKS simdjson::simdjson)
# A folder of src/ as the static library cleardeck_<name>. DEPENDS are other rooms, LINKS outside libraries.
function(cleardeck_room name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;LINKS" ${ARGN})
  add_library(cleardeck_${name} STATIC ${arg_SOURCES})
  target_include_directories(cleardeck_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  list(TRANSFORM arg_DEPENDS PREPEND cleardeck_)
  target_link_libraries(cleardeck_${name} PUBLIC ${arg_DEPENDS} ${arg_LINKS} Boost::headers Threads::Threads
    PRIVATE cleardeck_warnings)
  target_precompile_headers(cleardeck_${name} REUSE_FROM cleardeck_pch)
  cleardeck_in_groups(cleardeck_${name} 6)
endfunction()

# cleardeck_test(kubeconfig SOURCES test_kubeconfig.cpp ROOMS kube [LABELS cluster])
# A Qt Test program; it finds its golden data under CLEARDECK_FIXTURES.
function(cleardeck_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;ROOMS;LINKS;LABELS" ${ARGN})
  add_executable(test_${name} ${arg_SOURCES})
  set_target_properties(test_${name} PROPERTIES AUTOMOC ON)
  list(TRANSFORM arg_ROOMS PREPEND cleardeck_)
  target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(test_${name} PRIVATE ${arg_ROOMS} ${arg_LINKS} Qt6::Core Qt6::Test cleardeck_warnings)
  target_compile_definitions(test_${name} PRIVATE QT_NO_KEYWORDS
    CLEARDECK_FIXTURES="${CMAKE_SOURCE_DIR}/tests/fixtures" CLEARDECK_SOURCE="${CMAKE_SOURCE_DIR}")
  # Optimising coroutine tests costs minutes and gains nothing.
  target_compile_options(test_${name} PRIVATE -O0)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_QUICK_BACKEND=software")
  if(arg_LABELS)
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}")
  endif()
  if(arg_TIMEOUT)
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
  endif()
endfunction()
