# cleardeck_embed(sources FUNCTION cleardeck::helm::conversionText HEADER helm/data.h INPUT resources/convert/x.yaml)
# Appends to `sources` a C++ file whose function (declared in HEADER) returns the content of INPUT as a string_view.
function(cleardeck_embed sources)
  cmake_parse_arguments(arg "" "FUNCTION;HEADER;INPUT" "" ${ARGN})
  string(REPLACE "::" "_" name ${arg_FUNCTION})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  add_custom_command(OUTPUT ${output}
    DEPENDS ${CMAKE_SOURCE_DIR}/${arg_INPUT} ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake
    COMMAND ${CMAKE_COMMAND} -DINPUT=${CMAKE_SOURCE_DIR}/${arg_INPUT} -DNAME=${arg_INPUT} -DHEADER=${arg_HEADER}
      -DFUNCTION=${arg_FUNCTION} -DOUTPUT=${output} -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake)
  set_source_files_properties(${output} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)  # each has an array of bytes
  set(${sources} ${${sources}} ${output} PARENT_SCOPE)
endfunction()
